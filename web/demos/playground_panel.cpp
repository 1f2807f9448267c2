// Below the map: the loss, the errors that are left, each layer's signals, or the plane as a layer sees it.
#include <cmath>

#include "web/demos/playground.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

void PlaygroundSession::draw_panel(Stage& s, Rect r) {
    if (s.shows("panel")) {
        const Rect tabs = r.take_top(s.target(32));
        guarded(s, tabs, "panel", s.allows("panel"), s.theme->ground, [&] {
            if (const int picked = segmented(s, tabs, "panel", nn::playground_panels, now_.panel); picked >= 0) s.change("panel", std::string(nn::playground_panels[picked].key));
        });
        r.take_top(s.px(8));
    }
    if (is_sketch()) return void(draw_text(*s.draw, s.fonts->tick, r.center(), 0.5f, s.theme->quiet, text("There is nothing to learn from yet.")));
    switch (now_.panel) {
    case 1: return draw_errors(s, r);
    case 2: return draw_signals(s, r);
    case 3: return draw_space(s, r);
    default: return draw_curves(s, r);
    }
}

/// The loss and the metric, one above the other where both have room.
void PlaygroundSession::draw_curves(Stage& s, Rect r) {
    const bool both = r.h >= s.px(270);
    for (const bool metric : {false, true}) {
        if (!both && metric != (now_.curve == 1)) continue;
        Rect part = both && !metric ? r.take_top((r.h - s.px(8)) / 2) : r;
        if (both && !metric) r.take_top(s.px(8));
        const Rect head = part.take_top(s.px(24));
        part.take_top(s.px(5));
        draw_curve_heading(s, head, both, metric);
        draw_curve(s, part, metric);
    }
}

/// What is drawn, or the two to choose from, at the left; whose the curves are at the right.
void PlaygroundSession::draw_curve_heading(Stage& s, Rect r, bool both, bool metric) {
    const Theme& theme = *s.theme;
    float x = r.x;
    for (const bool other : {false, true}) {
        if ((both || !s.shows("curve")) && other != metric) continue;
        const std::string_view words = text(other ? run_->metric_label() : nn::playground_curves[0].label);
        const float width = text_size(s.fonts->tick, words).x;
        const bool chosen = other == metric, opens = !chosen && s.allows("curve");
        bool hovered = false;
        if (opens) {
            const float high = s.target(r.h / theme.scale), wide = s.target(width / theme.scale + 12);
            const Touch over = touch({x + width / 2 - wide / 2, r.center().y - high / 2, wide, high}, other ? "curve metric" : "curve loss");
            hovered = over.hovered;
            if (over.clicked) s.change("curve", std::string(nn::playground_curves[other].key));
        }
        draw_text(*s.draw, s.fonts->tick, {x, r.center().y - s.px(1)}, 0, chosen ? theme.text : hovered ? theme.accent : theme.quiet, words);
        if (chosen && !both && s.shows("curve")) s.draw->AddLine({x, r.bottom() - s.px(3)}, {x + width, r.bottom() - s.px(3)}, theme.accent, s.px(2));
        x += width + s.px(16);
    }
    float right = r.right();
    for (const int k : {1, 0}) {
        const char* words = text(k == 0 ? "Training" : "Validation");
        right -= text_size(s.fonts->tick, words).x;
        draw_text(*s.draw, s.fonts->tick, {right, r.center().y - s.px(1)}, 0, theme.text, words);
        right -= s.px(10);
        draw_marker(*s.draw, theme, {right, r.center().y - s.px(1)}, k, s.px(4), false);
        right -= s.px(14);
    }
}

namespace {

/// From the lowest to the highest of what is seen, with round ends. Of a run that diverges the start stays visible.
void fit_axis(Chart& chart, double first, double low, double high) {
    constexpr double far = 1e4;
    if (first > 0 && high > far * first) high = (chart.log ? far : 10) * first;
    if (chart.percent) {
        chart.y_min = std::clamp(std::floor(std::isfinite(low) ? 10 * low : 0) / 10, -1.0, 0.9);
        chart.y_max = 1 + 0.04 * (1 - chart.y_min); // 1 itself is a line, not an edge
    } else if (chart.log) {
        chart.y_max = std::pow(10, std::ceil(std::log10(high) + 0.02));
        chart.y_min = std::max(std::pow(10, std::floor(std::log10(std::min(low, high / 2)))), chart.y_max * 1e-8);
    } else {
        chart.y_min = 0, chart.y_max = std::isfinite(low) ? high * 1.08 : 1;
    }
}

} // namespace

void PlaygroundSession::draw_curve(Stage& s, Rect r, bool metric) {
    Chart chart;
    chart.title = metric ? "metric" : "loss";
    chart.titled = false;
    chart.percent = metric && run_->metric_is_share();
    chart.log = !metric && now_.log_scale_loss;
    chart.x_max = std::max(60, std::min(horizon(), std::max(step_ * 5 / 4, 60)));
    const auto train_of = metric ? &nn::PlaygroundScore::train_metric : &nn::PlaygroundScore::train_loss, value_of = metric ? &nn::PlaygroundScore::metric : &nn::PlaygroundScore::loss;
    Series train{text("Training"), {}, {}}, validation{text("Validation"), {}, {}};
    double low = INFINITY, high = 1e-6;
    for (const nn::PlaygroundScore& score : run_->scores()) {
        if (score.step > chart.x_max) break;
        for (auto [series, value] : {std::pair{&train, score.*train_of}, std::pair{&validation, score.*value_of}}) {
            series->x.push_back(score.step), series->y.push_back(double(value));
            if (std::isfinite(value) && (value > 0 || !chart.log)) low = std::min(low, double(value)), high = std::max(high, double(value));
        }
    }
    if (!std::isfinite(low)) {
        paragraph(s, r.inset(s.px(8)), text(metric ? "This metric says nothing about this task: choose another under Training, more settings." : "There is no loss that could be drawn."), s.theme->quiet, s.fonts->tick);
        return;
    }
    chart.series.push_back(std::move(train));
    chart.series.push_back(std::move(validation));
    fit_axis(chart, run_->scores().empty() ? 0 : double(run_->scores().front().*value_of), low, high);
    if (const nn::PlaygroundScore* best = run_->best(); best && best->step > 0 && best->step <= chart.x_max && std::isfinite(best->*value_of)) {
        const double y = double(best->*value_of);
        const std::string value = chart.percent ? percent(y) : number(y);
        chart.mark = ChartMark{1, double(best->step), y, format(text(metric ? "lowest loss at step %d: %s" : "best at step %d: %s"), best->step, value.c_str())};
    }
    chart.draw(s, r, [&](int index, int step) { return chart.value_at(index, step); });
}

/// Classes: who is taken for whom, on the validation part. Numbers: what is given against what is right.
void PlaygroundSession::draw_errors(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    const auto counts = run_->confusion(run_->validation());
    if (counts.empty()) {
        const auto pairs = run_->residuals(run_->validation());
        double low = INFINITY, high = -INFINITY;
        for (const float v : pairs)
            if (std::isfinite(v)) low = std::min(low, double(v)), high = std::max(high, double(v));
        if (!(high > low)) return;
        Rect plot = r.inset(s.px(14));
        plot.take_bottom(s.px(14));
        const auto x_of = [&](double v) { return plot.x + plot.w * static_cast<float>((v - low) / (high - low)); };
        const auto y_of = [&](double v) { return plot.bottom() - plot.h * static_cast<float>((v - low) / (high - low)); };
        s.draw->AddRect(plot.min(), plot.max(), theme.line);
        draw_dashes(*s.draw, {plot.x, plot.bottom()}, {plot.right(), plot.y}, theme.quiet, s.px(1.5f));
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            if (std::isfinite(pairs[i + 1])) s.draw->AddCircleFilled({x_of(double(pairs[i])), y_of(std::clamp(double(pairs[i + 1]), low, high))}, s.px(2.6f), theme.series[0], 10);
        draw_text(*s.draw, s.fonts->tick, {plot.center().x, plot.bottom() + s.px(12)}, 0.5f, theme.quiet, text("right answer"));
        draw_text(*s.draw, s.fonts->tick, {plot.x + s.px(6), plot.y + s.px(10)}, 0, theme.quiet, text("given"));
        return;
    }
    const int n = static_cast<int>(std::lround(std::sqrt(double(counts.size()))));
    double most = 1;
    for (const double c : counts) most = std::max(most, c);
    const auto& names = run_->data().class_names;
    const auto name = [&](int i) { return i < static_cast<int>(names.size()) ? names[static_cast<std::size_t>(i)] : std::string(); };
    float widest = 0;
    for (int i = 0; i < n; ++i) widest = std::max(widest, std::min(text_size(s.fonts->tick, name(i)).x, s.px(70)));
    const float words = text_size(s.fonts->tick, text("is class")).x + s.px(16), beside = words + (widest > 0 ? widest + s.px(10) : 0), under = s.px(names.empty() ? 20 : 36);
    const float side = std::min(std::min(r.w - beside, r.h - under - s.px(8)) / static_cast<float>(n), s.px(64)), all = side * static_cast<float>(n);
    const float x = r.x + beside + std::max(0.0f, (r.w - 2 * beside - all) / 2), y = r.y + s.px(8);
    draw_text(*s.draw, s.fonts->tick, {x - beside, y + all / 2}, 0, theme.quiet, text("is class"));
    draw_text(*s.draw, s.fonts->tick, {x + all / 2, y + all + under - s.px(8)}, 0.5f, theme.quiet, text("is taken for"));
    for (int i = 0; i < n; ++i) {
        const float at = side * static_cast<float>(i);
        s.draw->AddRectFilled({x + at, y - s.px(5)}, {x + at + side - 2, y - s.px(2)}, class_color(theme, i));
        s.draw->AddRectFilled({x - s.px(5), y + at}, {x - s.px(2), y + at + side - 2}, class_color(theme, i));
        draw_text(*s.draw, s.fonts->tick, {x - s.px(10), y + at + side / 2}, 1, theme.text, fitted(s.fonts->tick, name(i), s.px(70)));
        draw_text(*s.draw, s.fonts->tick, {x + at + side / 2, y + all + s.px(10)}, 0.5f, theme.text, fitted(s.fonts->tick, name(i), side - s.px(4)));
        for (int k = 0; k < n; ++k) {
            const double count = counts[static_cast<std::size_t>(i * n + k)];
            const Rect cell{x + side * static_cast<float>(k), y + at, side - 2, side - 2};
            s.draw->AddRectFilled(cell.min(), cell.max(), mixed(theme.panel, i == k ? theme.series[2] : theme.warn, 0.08f + 0.32f * static_cast<float>(count / most)), s.px(4));
            draw_text(*s.draw, s.fonts->text, cell.center(), 0.5f, theme.text, format("%d", static_cast<int>(count)));
        }
    }
}

/// A row a layer: how its outputs are spread, and the gradients that reach it.
void PlaygroundSession::draw_signals(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    const auto all = run_->statistics(31);
    const auto& layers = run_->model().layers;
    const float row = std::min(s.px(64), (r.h - s.px(18)) / static_cast<float>(layers.size()));
    Rect head = r.take_top(s.px(18));
    const float half = (head.w - s.px(72)) / 2;
    draw_text(*s.draw, s.fonts->tick, {head.x + s.px(72), head.center().y}, 0, theme.quiet, text("outputs"));
    draw_text(*s.draw, s.fonts->tick, {head.x + s.px(76) + half, head.center().y}, 0, theme.quiet, text("gradients"));
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const nn::LayerStatistics& layer = all[l];
        Rect line = r.take_top(row);
        draw_text(*s.draw, s.fonts->tick, {line.x, line.y + row * 0.32f}, 0, theme.text, l + 1 == layers.size() ? text("Output") : format(text("Layer %d"), static_cast<int>(l) + 1));
        if (layer.dead > 0) draw_text(*s.draw, s.fonts->tick, {line.x, line.y + row * 0.7f}, 0, theme.warn, format(text("⚠ %d dead"), layer.dead));
        line.take_left(s.px(72));
        const auto bars = [&](Rect b, const nn::Histogram& h, double deviation, ImU32 color) {
            b.h -= s.px(6);
            int top = 1;
            for (const int c : h.counts) top = std::max(top, c);
            const float width = b.w / std::max(1.0f, static_cast<float>(h.counts.size()));
            for (std::size_t i = 0; i < h.counts.size(); ++i) {
                const float height = b.h * static_cast<float>(h.counts[i]) / static_cast<float>(top);
                if (height > 0) s.draw->AddRectFilled({b.x + width * static_cast<float>(i), b.bottom() - height}, {b.x + width * static_cast<float>(i + 1) - 0.5f, b.bottom()}, color);
            }
            s.draw->AddLine({b.x, b.bottom()}, {b.right(), b.bottom()}, theme.line);
            draw_cased_text(*s.draw, theme, s.fonts->tick, {b.right() - s.px(4), b.y + s.px(8)}, 1, theme.text, number(deviation));
        };
        bars(line.take_left(half - s.px(4)), layer.activations, layer.deviation, theme.series[0]);
        line.take_left(s.px(8));
        bars(line.take_left(half - s.px(4)), layer.gradients, layer.gradient_deviation, theme.series[4]);
    }
}

/// The plane's grid and the points where two units of a layer put them: what a straight line can part there is solved.
void PlaygroundSession::draw_space(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    const int layer = std::clamp(now_.layer, 1, static_cast<int>(run_->model().layers.size())) - 1, units = run_->model().layers[static_cast<std::size_t>(layer)].units;
    const int across = std::clamp(now_.unit_x, 1, units) - 1, up = std::clamp(now_.unit_y, 1, units) - 1;
    // What is shown is chosen beside the plot, or above it where that is as wide as there is room.
    const bool beside = r.w - r.h > s.px(120);
    Rect choices = beside ? r.take_left(std::min(s.px(150), r.w - r.h)) : r.take_top(s.target(32));
    const float third = choices.w / 3;
    const auto choose = [&](const char* key, const char* what, int value, int most) {
        Rect row = beside ? choices.take_top(s.theme->control()) : choices.take_left(third);
        draw_text(*s.draw, s.fonts->tick, {row.x, row.center().y}, 0, theme.text, format(text(what), value));
        for (const int by : {1, -1}) {
            const Rect at = row.take_right(s.target(26));
            if (!s.shows(key) || most < 2) continue;
            guarded(s, at, key, s.allows(key), theme.ground, [&] {
                if (button(s, at, format("%s %d", key, by).c_str(), by < 0 ? "‹" : "›", ButtonLook::quiet)) s.change(key, double((value - 1 + by + most) % most + 1));
            });
        }
    };
    choose("layer", "Layer %d", layer + 1, static_cast<int>(run_->model().layers.size()));
    choose("unit-x", "Unit %d →", across + 1, units);
    choose("unit-y", "Unit %d ↑", up + 1, units);
    const float side = std::min(r.w, r.h);
    const Rect plot{r.x + (r.w - side) / 2, r.y, side, side};
    constexpr int lines = 13, points = 41;
    const auto grid = run_->positions(layer, across, up, run_->grid_lines(lines, points));
    const auto at = run_->positions(layer, across, up, run_->train().raw.x);
    float x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY;
    for (std::size_t i = 0; i + 1 < grid.size(); i += 2) {
        if (!std::isfinite(grid[i]) || !std::isfinite(grid[i + 1])) continue;
        x0 = std::min(x0, grid[i]), x1 = std::max(x1, grid[i]), y0 = std::min(y0, grid[i + 1]), y1 = std::max(y1, grid[i + 1]);
    }
    const float margin = s.px(10);
    const auto place = [&](float x, float y) { return ImVec2(plot.x + margin + (plot.w - 2 * margin) * (x - x0) / std::max(1e-6f, x1 - x0), plot.bottom() - margin - (plot.h - 2 * margin) * (y - y0) / std::max(1e-6f, y1 - y0)); };
    s.draw->AddRectFilled(plot.min(), plot.max(), theme.panel);
    s.draw->PushClipRect(plot.min(), plot.max(), true);
    std::vector<ImVec2> line;
    for (std::size_t l = 0; l * points * 2 + 1 < grid.size(); ++l) {
        line.clear();
        for (std::size_t i = 0; i < points; ++i) line.push_back(place(grid[2 * (l * points + i)], grid[2 * (l * points + i) + 1]));
        s.draw->AddPolyline(line.data(), points, mixed(theme.line, theme.quiet, 0.4f), 0, s.px(1));
    }
    const nn::Data& data = run_->train().raw;
    for (std::size_t i = 0; i + 1 < at.size(); i += 2) {
        const float y = data.y[i / 2 * static_cast<std::size_t>(data.targets)];
        const ImVec2 p = place(at[i], at[i + 1]);
        s.draw->AddCircleFilled(p, s.px(3.2f), theme.ground, 10);
        s.draw->AddCircleFilled(p, s.px(2.2f), data.task == nn::Task::regression ? theme.series[0] : class_color(theme, static_cast<int>(y)), 10);
    }
    s.draw->PopClipRect();
    s.draw->AddRect(plot.min(), plot.max(), theme.line);
}

} // namespace web
