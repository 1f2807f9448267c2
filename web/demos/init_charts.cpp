// The lower half of the picture and the controls.
#include <cmath>

#include "web/color_map.hpp"
#include "web/demos/init.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

constexpr double most_w = 3, most_b = 2; ///< ends of the map's axes

} // namespace

/// A heading with the choice of what stands below it.
void InitSession::draw_heading(Stage& s, Rect r, const char* title, const char* key, std::span<const nn::Option> options, int chosen) {
    const float words = text_size(s.fonts->text, text(title)).x + s.px(12);
    Rect choice = r.take_right(std::clamp(r.w - words, s.px(120), s.px(180)));
    label(s, r, fitted(s.fonts->text, text(title), r.w), s.theme->text, s.fonts->text);
    choice.y += s.px(1), choice.h = s.target(32);
    guarded(s, choice, key, s.allows(key), s.theme->ground, [&] {
        if (const int picked = segmented(s, choice, key, options, chosen); picked >= 0) s.change(key, std::string(options[static_cast<std::size_t>(picked)].key));
    });
}

/// The deviation by layer, and dashed what theory foretells for layers without end in width.
void InitSession::draw_depth(Stage& s, Rect r) {
    draw_heading(s, r.take_top(s.px(34)), "Deviation, by layer", "show", nn::init_shows, setup_.show);
    r.take_top(s.px(6));
    Chart chart;
    chart.title = "depth";
    chart.titled = false;
    chart.counted = "Layer";
    chart.is_run = false;
    chart.legend = false;
    chart.x_max = std::max(2, setup_.depth);
    double low = INFINITY, high = 0;
    for (const bool theory : {false, true}) // on top
        for (int i = 0; i < networks; ++i) {
            if (theory && !setup_.has_theory(i)) continue;
            const nn::InitSignal& signal = run_->signal(i);
            Series one{name(i), {}, {}, i, theory};
            for (int l = 0; l < static_cast<int>(signal.layers().size()); ++l) {
                if ((shows_gradient() || theory) && !signal.has_gradient(l)) continue;
                const auto& layer = signal.layers()[static_cast<std::size_t>(l)];
                if (theory && !signal.done()) continue;
                const auto moment = sweep(i);
                const double y = theory ? (shows_gradient() ? layer.theory_gradient : layer.theory_deviation) : value_of(layer);
                if (theory && !(y > 0)) continue; // nothing, or beyond all numbers: no place on a logarithm
                if (!moment || l < moment->layer) one.x.push_back(l + 1), one.y.push_back(y);
                if (y > 0 && std::isfinite(y)) low = std::min(low, y), high = std::max(high, y);
            }
            if (!one.x.empty()) chart.series.push_back(std::move(one));
        }
    if (high > 0) chart.fit_decades(std::min(low, 0.5), high, 12);
    if (!chart.series.empty() && chart.series.back().reference) chart.note = text("dashed: theory of wide layers");
    chart.draw(s, r, [&](int index, int layer) { return chart.value_at(index, std::max(layer, 1)); });
}

void InitSession::draw_loss(Stage& s, Rect r) {
    draw_heading(s, r.take_top(s.px(34)), "Loss, by step", "panel", nn::init_panels, setup_.panel);
    r.take_top(s.px(6));
    if (!run_->can_train()) {
        paragraph(s, r.inset(s.px(8)), format(text("With %d million parameters these networks are too large to be trained in a page. Fewer layers or units, and play works."), static_cast<int>(std::lround(double(run_->parameters()) / 1e6))), s.theme->quiet, s.fonts->text);
        return;
    }
    Chart chart;
    chart.title = "loss";
    chart.titled = false;
    chart.x_max = std::max(horizon(), s.step);
    chart.legend = s.step > 0;
    for (int i = 0; i < networks && run_->signals_done(); ++i) {
        const auto losses = run_->reel(i).losses();
        const int steps = static_cast<int>(losses.size());
        // The mean of the last few batches: one batch says little.
        chart.series.push_back(Chart::thinned(name(i), std::max(0, steps - 1), [&](int step) {
            double sum = 0;
            const int from = std::max(0, step - 9);
            for (int k = from; k <= std::min(step, steps - 1); ++k) sum += double(losses[static_cast<std::size_t>(k)]);
            return steps ? sum / (step - from + 1) : std::log(2);
        }));
    }
    if (chart.series.empty()) return;
    double low = 0.5, high = 1; // of a start that knows nothing: ln 2 lies between
    for (const Series& one : chart.series)
        for (const double y : one.y)
            if (y > 0 && y < 1e6) low = std::min(low, y), high = std::max(high, y);
    chart.fit_decades(low, high, 8);
    chart.draw(s, r, [&](int index, int step) { return chart.value_at(index, step); });
    if (s.step == 0) {
        const float x = r.x + r.w / 2 + s.px(12), y = r.y + r.h / 2;
        draw_cased_text(*s.draw, *s.theme, s.fonts->text, {x, y - s.px(12)}, 0.5f, s.theme->text, text("Press play:"));
        draw_cased_text(*s.draw, *s.theme, s.fonts->text, {x, y + s.px(12)}, 0.5f, s.theme->text, text("all three learn from the same batches."));
    }
}

/// chi over the deviations of weights and biases: blue fades, orange explodes, and on the line between a deep network lives.
void InitSession::draw_chaos(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    nn::InitSetup copy = setup_;
    const std::string activation = nn::get_param(nn::params_of(copy), "activation");
    constexpr int w = 61, h = 31;
    if (chaos_of_ != activation) {
        chaos_of_ = activation;
        chaos_.resize(w, h);
        edge_.clear();
        for (int j = 0; j < h; ++j) {
            const double sigma_b = most_b * (j + 0.5) / h;
            double before = 0;
            for (int i = 0; i < w; ++i) {
                const double sigma_w = most_w * (i + 0.5) / w, chi = nn::chi(setup_.activation, sigma_w, sigma_b), log = std::log2(std::max(chi, 1e-6));
                chaos_.row(h - 1 - j)[i] = signed_color(theme, static_cast<float>(std::clamp(log, -1.0, 1.0)));
                if (i > 0 && before < 0 && log >= 0) edge_.push_back({static_cast<float>(sigma_w - most_w / w * log / (log - before)), static_cast<float>(sigma_b)});
                before = log;
            }
        }
        chaos_.changed();
    }
    draw_heading(s, r.take_top(s.px(34)), "Where gradients live", "panel", nn::init_panels, setup_.panel);
    r.take_top(s.px(6));
    Rect axis = r.take_left(s.px(44)), below = r.take_bottom(s.px(38));
    draw_raster(*s.draw, chaos_, r);
    const auto place = [&](double sigma_w, double sigma_b) { return ImVec2(r.x + r.w * static_cast<float>(sigma_w / most_w), r.bottom() - r.h * static_cast<float>(sigma_b / most_b)); };
    for (const double t : {0.0, 1.0, 2.0, 3.0}) draw_text(*s.draw, s.fonts->tick, {place(t, 0).x, below.y + s.px(10)}, t == 0 ? 0 : t == 3 ? 1 : 0.5f, theme.quiet, number(t));
    for (const double t : {0.0, 1.0, 2.0}) draw_text(*s.draw, s.fonts->tick, {axis.right() - s.px(6), place(0, t).y + (t == 0 ? -s.px(6) : t == 2 ? s.px(6) : 0)}, 1, theme.quiet, number(t));
    draw_text(*s.draw, s.fonts->tick, {r.center().x, below.y + s.px(27)}, 0.5f, theme.quiet, text("deviation of weights, σ√n"));
    draw_text(*s.draw, s.fonts->tick, {axis.x, r.y + s.px(8)}, 0, theme.quiet, text("bias"));
    std::vector<ImVec2> line;
    for (const ImVec2 p : edge_) line.push_back(place(double(p.x), double(p.y)));
    s.draw->PushClipRect(r.min(), r.max(), true);
    if (line.size() > 1) {
        s.draw->AddPolyline(line.data(), static_cast<int>(line.size()), theme.ground, 0, s.px(5));
        s.draw->AddPolyline(line.data(), static_cast<int>(line.size()), theme.text, 0, s.px(2));
    }
    draw_cased_text(*s.draw, theme, s.fonts->tick, {r.x + s.px(8), r.y + s.px(14)}, 0, theme.text, text("order: fades"));
    draw_cased_text(*s.draw, theme, s.fonts->tick, {r.right() - s.px(8), r.center().y}, 1, theme.text, text("chaos: explodes"));
    for (int i = networks - 1, outside = 0; i >= 0; --i) {
        const auto& layers = run_->signal(i).layers();
        if (layers.empty() || !setup_.has_theory(i)) continue;
        const double sigma_w = layers.back().sigma_w;
        const float edge = s.px(9); // what lies outside stands at the edge, each in a line of its own
        ImVec2 p = place(sigma_w, setup_.bias);
        p = {std::clamp(p.x, r.x + edge, r.right() - edge), std::clamp(p.y, r.y + edge, r.bottom() - edge)};
        if (sigma_w > most_w) {
            p.y -= (p.y > r.center().y ? 1 : -1) * s.px(18) * static_cast<float>(outside++);
            draw_cased_text(*s.draw, theme, s.fonts->tick, {p.x - s.px(12), p.y}, 1, theme.text, number(sigma_w) + " →");
        }
        draw_marker(*s.draw, theme, p, i, s.px(7));
    }
    s.draw->PopClipRect();
    s.draw->AddRect(r.min(), r.max(), theme.line);
    s.grabs.push_back(r);
    // Dragging moves the first network: its gain along, everybody's biases up.
    const auto& first = run_->signal(0).layers();
    if (const Touch held = touch(r, "chaos", text("Drag: gain and biases follow the first network's point.")); held.held && !first.empty() && first.back().sigma_w > 0) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const double sigma_w = std::clamp(double((mouse.x - r.x) / r.w), 0.02, 1.0) * most_w, sigma_b = std::clamp(double((r.bottom() - mouse.y) / r.h), 0.0, 1.0) * most_b;
        s.change("gain", rounded(std::clamp(setup_.gain * sigma_w / first.back().sigma_w, 0.1, 10.0)));
        s.change("bias", rounded(std::round(sigma_b * 100) / 100));
    }
}

void InitSession::draw_controls(Stage& s, Column& column, const Access& access) {
    Access dials = access;
    for (const char* elsewhere : {"speed", "show", "panel"}) dials.hidden.insert(elsewhere); // in the transport, in the picture
    ParamsUi ui(s, column, dials, "", false);
    nn::visit_params(setup_, ui);
    if (more_) {
        ParamsUi rest(s, column, dials, "", true);
        nn::visit_params(setup_, rest);
    }
    if (any_fitted() && !still_) action_button(s, column.next(s.theme->control(), s.px(12)), "sweep", "Show the sweep again");
    draw_foot(s, column, more_);
}

} // namespace web
