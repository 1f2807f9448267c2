/// Gradient descent at one learning rate: a ball on a curve, a ball in the plane, and the same starts at other rates.
#include <implot.h>

#include <cmath>

#include "engine/json.hpp"
#include "engine/lessons/descent.hpp"
#include "web/chart.hpp"
#include "web/demo.hpp"
#include "web/map_panel.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

/// What one can choose instead of a number: a share of the limit 2/lambda.
struct Preset {
    std::string_view key, label;
    double share;
};
constexpr std::array presets{Preset{"small", "Too small", 0.02}, Preset{"good", "Good", 0.4}, Preset{"bouncing", "Bouncing", 0.93},
                             Preset{"large", "Too large", 1.06}};

constexpr long basin_budget = 60000; ///< gradients in a frame: 2 to 4 ms

class DescentSession final : public Session {
public:
    DescentSession() : run_(setup_) { changed(""); }

    nn::Params params() override { return nn::params_of(setup_); }
    nn::Params defaults() override {
        base_ = setup_.defaults();
        return nn::params_of(base_);
    }
    std::vector<nn::Rejection> open(std::string_view query) override {
        std::vector<nn::Rejection> rejected;
        setup_ = nn::DescentSetup::from_link(query, rejected);
        changed("");
        map_.fit(run_.course().landscape.box());
        return rejected;
    }
    void changed(std::string_view path) override;

    int horizon() const override { return run_.horizon(); }
    int longest() const override { return nn::DescentRun::longest; }
    int opening_step() const override { return std::min(8, run_.horizon()); }
    int speed() const override { return setup_.speed; }
    std::string read(int step) const override;
    std::string hash(int step) const override { return run_.hash(step); }
    std::string describe(int step) const override;
    bool busy() const override { return setup_.basins && !basins_.done(); }

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage& s, float width) const override { return 1.6f * width + s.px(200); }

private:
    int last_on_surface(int step) const {
        const nn::Trace& t = run_.on_surface();
        return std::min(step, t.diverged_at() >= 0 ? std::max(0, t.diverged_at() - 1) : t.steps());
    }
    double limit_on_surface(int step) const {
        const nn::Point p = run_.on_surface().at(last_on_surface(step));
        const float lambda = run_.course().landscape.bend(p.x, p.y).lambda_max();
        return lambda > 0 ? 2 / double(lambda) : NAN;
    }
    void draw_curve(Stage&, Rect);
    void draw_map(Stage&, Rect);
    void draw_basins(Stage&);
    void draw_basin_legend(Stage&) const;
    void draw_verdict(Stage&, Column&, const char* what, nn::Regime, double limit) const;
    nn::Regime regime_on_surface() const;

    nn::DescentSetup setup_, base_;
    nn::DescentRun run_;
    nn::Basins basins_;
    std::vector<int> strip_; ///< basin of each start along the curve's axis
    MapPanel map_;
    Chart chart_;
    bool dragging_curve_ = false, dragging_map_ = false, more_ = false;
};

/// Colours of basins: the series, then around again in lighter and darker shades.
ImU32 basin_color(const Theme& theme, int i) {
    if (i == nn::Basins::diverged) return theme.ground;
    if (i < 0) return mixed(theme.ground, theme.quiet, 0.5f);
    const ImU32 base = theme.series[static_cast<std::size_t>(i) % 7];
    return i / 7 % 2 ? mixed(base, theme.ground, 0.4f) : base;
}

std::string basin_name(int i) { return i < 26 ? std::string(1, static_cast<char>('A' + i)) : std::to_string(i + 1); }

} // namespace

std::unique_ptr<Session> make_descent() { return std::make_unique<DescentSession>(); }

void DescentSession::changed(std::string_view path) {
    if (path == "curve" || path == "surface") {
        // Only what belongs to the new choice takes its start; the other ball stays where it is.
        nn::DescentSetup settled = setup_;
        settled.settle();
        if (path == "curve") setup_.start = settled.start;
        if (path == "surface") setup_.start_x = settled.start_x, setup_.start_y = settled.start_y;
    }
    run_ = nn::DescentRun(setup_);
    map_.set(run_.course().landscape, nn::lowest(run_.course().landscape));
    if (path == "surface") map_.fit(run_.course().landscape.box());
    const bool same_basins = path.starts_with("start") || path == "speed" || path == "curve" || path == "f";
    if (!same_basins) basins_.restart(run_.course().landscape, map_.window(), setup_.lr);

    const nn::CurveBox box = run_.curve().box();
    constexpr int cells = 240;
    strip_.resize(cells);
    for (int i = 0; i < cells; ++i)
        strip_[static_cast<std::size_t>(i)] = run_.curve_basin(box.x_min + (box.x_max - box.x_min) * (static_cast<float>(i) + 0.5f) / cells);

    chart_ = {};
    chart_.log = false;
    chart_.title = "Height of the ball on the curve, by step";
    chart_.x_max = std::min(run_.horizon(), 60);
    chart_.y_min = box.value_min, chart_.y_max = box.value_max;
    chart_.active = 0;
    chart_.legend = true;
    const auto add = [&](std::string name, double lr) {
        const nn::CurveTrace trace(run_.curve(), static_cast<float>(setup_.start), lr, static_cast<int>(chart_.x_max));
        chart_.series.push_back(Chart::thinned(std::move(name), trace.steps(), [&](int step) { return trace.value(step); }));
    };
    add(text("Your rate"), setup_.lr);
    if (const auto limit = run_.curve_limit())
        for (const Preset& p : presets)
            if (const double lr = rounded(p.share * *limit); lr != setup_.lr) add(text(p.label), lr);
}

nn::Regime DescentSession::regime_on_surface() const {
    const nn::Trace& t = run_.on_surface();
    if (t.diverged_at() >= 0) return nn::Regime::diverges;
    int turns = 0;
    for (int step = 2; step <= std::min(20, t.steps()); ++step) {
        const nn::Point a = t.at(step - 2), b = t.at(step - 1), c = t.at(step);
        if ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0) ++turns;
    }
    if (turns >= 4) return nn::Regime::bounces;
    const nn::Box box = run_.course().landscape.box();
    return t.settled((box.x_max - box.x_min) / 1000) > 100 ? nn::Regime::crawls : nn::Regime::settles;
}

std::string DescentSession::read(int step) const {
    nn::Json json;
    const nn::CurveTrace& c = run_.on_curve();
    const nn::Trace& t = run_.on_surface();
    const auto or_null = [&json](const char* key, int value) { value < 0 ? json.key(key).null() : json.member(key, value); };
    json.begin_object().member("step", step).member("horizon", run_.horizon()).member("lr", setup_.lr);
    json.key("curve").begin_object().member("x", c.at(step)).member("value", c.value(step)).member("slope", run_.curve().slope(c.at(step)).dx);
    json.member("regime", nn::label_of(c.regime())).member("limit", run_.curve_limit().value_or(NAN));
    or_null("diverged", c.diverged_at());
    json.end_object();
    const nn::Point p = t.at(step);
    const ImVec2 screen = map_.view().to_screen(p.x, p.y);
    json.key("surface").begin_object().member("x", p.x).member("y", p.y).member("value", t.value(step));
    json.member("regime", nn::label_of(regime_on_surface())).member("limit", limit_on_surface(step)).member("screenX", screen.x).member("screenY", screen.y);
    or_null("diverged", t.diverged_at());
    long evaluations = 0;
    nn::Basins basins = basins_;
    const nn::Point start = run_.course().start;
    or_null("basin", basins.follow(start, evaluations));
    json.end_object().member("speed", nn::speeds[static_cast<std::size_t>(setup_.speed)].key);
    json.member("basins", setup_.basins).key("map");
    map_.describe(json);
    return json.end_object().text();
}

std::string DescentSession::describe(int step) const {
    const nn::CurveTrace& c = run_.on_curve();
    return format(text("Step %d. On the curve: x %s, height %s. On the surface: height %s. Learning rate %s: on the curve it %s."), step,
                  number(c.at(step)).c_str(), number(c.value(step)).c_str(), number(run_.on_surface().value(step)).c_str(), number(setup_.lr).c_str(),
                  text(nn::label_of(c.regime())));
}

// ---- the picture -----------------------------------------------------------------------------------------------------

float DescentSession::draw_picture(Stage& s, Rect area) {
    if (s.narrow) {
        draw_curve(s, area.take_top(area.w * 0.7f).inset(s.px(8)));
        draw_map(s, area.take_top(area.w * 0.9f));
        chart_.draw(s, area.inset(s.px(12)), [&](int i, int step) { return chart_.value_at(i, step); });
        return area.y;
    }
    Rect left = area.take_left(area.w * 0.5f);
    draw_map(s, area);
    left.x += s.px(12), left.w -= s.px(16);
    left.take_top(s.px(8));
    draw_curve(s, left.take_top(left.h * 0.60f));
    left.take_top(s.px(6));
    chart_.draw(s, left, [&](int i, int step) { return chart_.value_at(i, step); });
    return area.bottom();
}

void DescentSession::draw_curve(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    const nn::Curve& curve = run_.curve();
    const nn::CurveBox box = curve.box();
    label(s, r.take_top(s.px(24)), std::string("f(x) = ") + std::string(run_.curve().row().is_typed ? std::string_view(setup_.f) : curve.row().formula), theme.text, s.fonts->text);
    ImGui::SetCursorScreenPos(r.min());
    ImGui::PushFont(const_cast<ImFont*>(s.fonts->tick));
    constexpr ImPlotFlags flags = ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoBoxSelect | ImPlotFlags_NoMouseText | ImPlotFlags_NoTitle | ImPlotFlags_NoInputs;
    if (!ImPlot::BeginPlot("##curve", {r.w, r.h}, flags)) return ImGui::PopFont();
    ImPlot::SetupAxis(ImAxis_X1, nullptr, ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoGridLines);
    ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight);
    ImPlot::SetupAxisLimits(ImAxis_X1, box.x_min, box.x_max, ImPlotCond_Always);
    ImPlot::SetupAxisLimits(ImAxis_Y1, box.value_min, box.value_max, ImPlotCond_Always);
    for (const ImAxis axis : {ImAxis_X1, ImAxis_Y1}) ImPlot::SetupAxisFormat(axis, plot_tick);
    ImPlot::SetupFinish();
    const ImVec2 corner = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
    const Rect plot{corner.x, corner.y, size.x, size.y};
    const auto place = [&](double x, double y) { return ImVec2(ImPlot::PlotToPixels(x, y)); };
    ImDrawList& draw = *ImPlot::GetPlotDrawList();
    ImPlot::PushPlotClipRect();

    // Basins: a band along the axis.
    if (setup_.basins) {
        const float w = plot.w / static_cast<float>(strip_.size());
        for (std::size_t i = 0, end; i < strip_.size(); i = end) {
            for (end = i + 1; end < strip_.size() && strip_[end] == strip_[i];) ++end;
            const float x0 = plot.x + w * static_cast<float>(i), x1 = plot.x + w * static_cast<float>(end);
            draw.AddRectFilled({x0, plot.bottom() - s.px(14)}, {x1, plot.bottom()}, faded(basin_color(theme, strip_[i]), 0.75f));
        }
    }
    std::vector<ImVec2> line;
    for (float x = plot.x; x <= plot.right(); x += 2) {
        const double at = ImPlot::PixelsToPlot(x, 0).x;
        line.push_back(place(at, curve.value(static_cast<float>(at))));
    }
    draw.AddPolyline(line.data(), static_cast<int>(line.size()), theme.text, 0, s.px(2));
    for (std::size_t i = 0; i < run_.curve_minima().size(); ++i) {
        const float x = run_.curve_minima()[i];
        const ImVec2 p = place(x, curve.value(x));
        draw_cross(draw, theme, p, s.px(5));
        if (setup_.basins) draw_cased_text(draw, theme, s.fonts->tick, {p.x, plot.bottom() - s.px(6)}, 0.5f, theme.text, basin_name(static_cast<int>(i)));
    }

    // The hops so far, the tangent, and the next step.
    const nn::CurveTrace& trace = run_.on_curve();
    const int last = std::min(s.step, trace.diverged_at() >= 0 ? std::max(0, trace.diverged_at() - 1) : trace.steps());
    line.clear();
    for (int step = 0; step <= last; ++step) line.push_back(place(trace.at(step), trace.value(step)));
    draw_trail(draw, theme, line, 0, s.px(1.5f));
    for (std::size_t i = 0; i + 1 < line.size(); ++i) draw_marker(draw, theme, line[i], 0, s.px(3));
    const float x = trace.at(last), y = trace.value(last), slope = curve.slope(x).dx, next = x - static_cast<float>(setup_.lr) * slope;
    const ImVec2 ball = place(x, y);
    const float reach = (box.x_max - box.x_min) * 0.14f;
    const ImVec2 a = place(x - reach, y - reach * slope), b = place(x + reach, y + reach * slope);
    draw.AddLine(a, b, theme.ground, s.px(1.5f) + 3);
    draw.AddLine(a, b, theme.quiet, s.px(1.5f));
    draw_arrow(draw, theme, ball, {place(next, y).x, ball.y}, theme.accent);
    draw_marker(draw, theme, ball, 0, s.px(8));

    const ImVec2 start = place(setup_.start, curve.value(static_cast<float>(setup_.start))), mouse = ImGui::GetIO().MousePos;
    const bool near = plot.contains(mouse) && std::hypot(mouse.x - start.x, mouse.y - start.y) < (s.touch ? s.px(26) : s.px(14));
    draw_ring(draw, theme, start, s.px(9), near || dragging_curve_);
    ImPlot::PopPlotClipRect();
    const double pointed = ImPlot::PixelsToPlot(mouse).x;
    ImPlot::EndPlot();
    ImGui::PopFont();
    s.grabs.push_back({start.x - s.px(26), start.y - s.px(26), s.px(52), s.px(52)});
    const Touch held = touch(plot, "curve");
    if (near && ImGui::IsItemActivated()) dragging_curve_ = true;
    if (!held.held) dragging_curve_ = false;
    if (dragging_curve_ || held.clicked) s.change("start", rounded(std::clamp(pointed, double(box.x_min), double(box.x_max))));
}

void DescentSession::draw_map(Stage& s, Rect area) {
    map_.set_busy(dragging_map_);
    map_.draw(s, area);
    const PlaneView& view = map_.view();
    if (setup_.basins) draw_basins(s);
    map_.draw_levels(s);
    const nn::Trace& trace = run_.on_surface();
    const int last = last_on_surface(s.step);
    std::vector<ImVec2> line;
    for (int step = 0; step <= last; ++step) line.push_back(view.to_screen(trace.at(step).x, trace.at(step).y));
    draw_trail(*s.draw, *s.theme, line, 0, s.px(2.5f));
    for (std::size_t i = 0; i + 1 < line.size() && i < 300; ++i) draw_marker(*s.draw, *s.theme, line[i], 0, s.px(3));
    const ImVec2 mouse = ImGui::GetIO().MousePos, start = view.to_screen(setup_.start_x, setup_.start_y);
    const bool near = map_.hovered() && std::hypot(mouse.x - start.x, mouse.y - start.y) < (s.touch ? s.px(26) : s.px(14));
    if (near && ImGui::IsMouseClicked(0)) dragging_map_ = true;
    if (!ImGui::IsMouseDown(0)) dragging_map_ = false;
    s.grabs.push_back({start.x - s.px(26), start.y - s.px(26), s.px(52), s.px(52)});
    draw_ring(*s.draw, *s.theme, start, s.px(9), near || dragging_map_);
    if (trace.diverged_at() < 0 || s.step < trace.diverged_at()) {
        const nn::Point p = trace.at(last), next = trace.at(last + 1);
        draw_arrow(*s.draw, *s.theme, line.back(), view.to_screen(next.x, next.y), s.theme->accent);
        (void)p;
    }
    draw_marker(*s.draw, *s.theme, line.back(), 0, s.px(8));
    if (dragging_map_ || map_.clicked()) {
        s.change("start-x", rounded(view.to_x(mouse.x)));
        s.change("start-y", rounded(view.to_y(mouse.y)));
    }
    map_.finish(s);
}

void DescentSession::draw_basins(Stage& s) {
    const nn::Box box = map_.window(), old = basins_.box();
    const bool moved = box.x_min != old.x_min || box.x_max != old.x_max || box.y_min != old.y_min || box.y_max != old.y_max;
    if (moved) basins_.restart(run_.course().landscape, box, setup_.lr);
    basins_.work(basin_budget);
    const PlaneView& view = map_.view();
    const auto& cells = basins_.cells();
    const std::size_t n = cells.shape(0);
    const auto at_x = [&](std::size_t i) { return view.to_screen(box.x_min + (box.x_max - box.x_min) * static_cast<double>(i) / static_cast<double>(n), 0).x; };
    const auto at_y = [&](std::size_t j) { return view.to_screen(0, box.y_min + (box.y_max - box.y_min) * static_cast<double>(j) / static_cast<double>(n)).y; };
    for (std::size_t j = 0; j < n; ++j)
        for (std::size_t i = 0; i < n;) {
            std::size_t end = i + 1;
            while (end < n && cells(j, end) == cells(j, i)) ++end;
            if (const int basin = cells(j, i); basin != nn::Basins::unknown)
                s.draw->AddRectFilled({at_x(i), at_y(j + 1)}, {at_x(end), at_y(j)}, faded(basin_color(*s.theme, basin), basin >= 0 ? 0.5f : 0.8f));
            i = end;
        }
    for (std::size_t i = 0; i < basins_.minima().size() && i < 60; ++i) {
        const ImVec2 p = view.to_screen(basins_.minima()[i].x, basins_.minima()[i].y);
        draw_cross(*s.draw, *s.theme, p, s.px(5));
        draw_cased_text(*s.draw, *s.theme, s.fonts->strong, {p.x + s.px(14), p.y}, 0.5f, s.theme->text, basin_name(static_cast<int>(i)));
    }
    draw_basin_legend(s);
}

void DescentSession::draw_basin_legend(Stage& s) const {
    const Theme& theme = *s.theme;
    const Rect map = map_.view().rect;
    const float row = s.px(19);
    const Rect card{map.x + s.px(8), map.bottom() - 3 * row - s.px(18), s.px(214), 3 * row + s.px(10)};
    s.draw->AddRectFilled(card.min(), card.max(), faded(theme.panel, 0.92f), s.px(8));
    float y = card.y + s.px(5) + row / 2;
    const auto line = [&](std::initializer_list<ImU32> colors, const char* words) {
        float x = card.x + s.px(10);
        for (const ImU32 c : colors) {
            s.draw->AddRectFilled({x, y - s.px(5)}, {x + s.px(10), y + s.px(5)}, c, s.px(2));
            x += s.px(12);
        }
        s.draw->AddRect({card.x + s.px(10), y - s.px(5)}, {x - s.px(2), y + s.px(5)}, faded(theme.quiet, 0.6f), s.px(2));
        draw_text(*s.draw, s.fonts->tick, {card.x + s.px(52), y}, 0, theme.text, words);
        y += row;
    };
    line({theme.series[0], theme.series[1], theme.series[2]}, text("starts that reach A, B, C"));
    line({basin_color(theme, nn::Basins::restless)}, text("never comes to rest"));
    line({basin_color(theme, nn::Basins::diverged)}, text("diverges"));
}

// ---- the controls ----------------------------------------------------------------------------------------------------

void DescentSession::draw_controls(Stage& s, Column& column, const Access& access) {
    Access dials = access;
    dials.hidden.insert("speed");
    Access rate = dials;
    if (rate.shows("lr")) {
        rate.only = {"lr"};
        ParamsUi ui(s, column, rate, "", false);
        nn::visit_params(setup_, ui);
        if (const auto limit = run_.curve_limit()) {
            int chosen = -1;
            for (std::size_t i = 0; i < presets.size(); ++i)
                if (rounded(presets[i].share * *limit) == setup_.lr) chosen = static_cast<int>(i);
            static constexpr auto& names = nn::names_of<presets>;
            const int picked = segmented(s, column.next(s.theme->control(), s.px(14)), "presets", names, chosen);
            if (picked >= 0 && access.allows("lr")) s.change("lr", rounded(presets[static_cast<std::size_t>(picked)].share * *limit));
        }
    }
    draw_verdict(s, column, "On the curve", run_.on_curve().regime(), run_.curve_limit().value_or(NAN));
    draw_verdict(s, column, "On the surface", regime_on_surface(), limit_on_surface(s.step));
    dials.hidden.insert("lr");
    ParamsUi ui(s, column, dials, "", false);
    nn::visit_params(setup_, ui);
    if (more_) {
        ParamsUi rest(s, column, dials, "", true);
        nn::visit_params(setup_, rest);
    }
    if (button(s, column.next(s.px(32), s.px(8)), "more", more_ ? "Fewer settings" : "More settings", ButtonLook::quiet)) more_ = !more_;
}

void DescentSession::draw_verdict(Stage& s, Column& column, const char* what, nn::Regime regime, double limit) const {
    const Theme& theme = *s.theme;
    const Rect r = column.next(s.px(58), s.px(8));
    s.draw->AddRectFilled(r.min(), r.max(), mixed(theme.panel, theme.ground, 0.7f), s.px(8));
    s.draw->AddRect(r.min(), r.max(), theme.line, s.px(8));
    const bool bad = regime == nn::Regime::diverges;
    draw_text(*s.draw, s.fonts->tick, {r.x + s.px(12), r.y + s.px(17)}, 0, theme.quiet, text(what));
    draw_text(*s.draw, s.fonts->number, {r.x + s.px(12), r.y + s.px(40)}, 0, bad ? theme.warn : theme.text, (bad ? "⚠ " : "") + std::string(text(nn::label_of(regime))));
    draw_text(*s.draw, s.fonts->tick, {r.right() - s.px(12), r.y + s.px(17)}, 1, theme.quiet, text("limit 2/λ"));
    draw_text(*s.draw, s.fonts->number, {r.right() - s.px(12), r.y + s.px(40)}, 1, theme.text, std::isfinite(limit) ? number(limit) : "–");
}

} // namespace web
