#include "web/demos/descent.hpp"

#include <implot.h>

#include <cmath>

#include "engine/json.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

std::unique_ptr<Session> open_descent(std::string_view query, std::vector<nn::Rejection>& rejected) {
    return std::make_unique<DescentSession>(nn::DescentSetup::from_link(query, rejected));
}

void DescentSession::changed(std::string_view path) {
    if (path == "curve" || path == "surface") {
        // Only what belongs to the new choice takes its start; the other ball stays where it is.
        nn::DescentSetup settled = setup_;
        settled.settle();
        if (path == "curve") setup_.start = settled.start;
        if (path == "surface") setup_.start_x = settled.start_x, setup_.start_y = settled.start_y;
    }
    run_ = nn::DescentRun(setup_);
    show();
    if (path == "surface") map_.fit(run_.course().landscape.box());
}

/// Makes the pictures of the present run.
void DescentSession::show() {
    const bool first = strip_.empty();
    basins_.ask(setup_.basins_from());
    map_.set(run_.course().landscape, nn::lowest(run_.course().landscape));
    if (first) map_.fit(run_.course().landscape.box());
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
    named_.clear();
    const auto add = [&](std::string_view name, double lr) {
        const nn::CurveTrace trace(run_.curve(), static_cast<float>(setup_.start), lr, static_cast<int>(chart_.x_max));
        chart_.series.push_back(Chart::thinned({}, trace.steps(), [&](int step) { return trace.value(step); }));
        named_.push_back(name);
    };
    add("Your rate", setup_.lr);
    if (const auto limit = run_.curve_limit())
        for (const Preset& p : presets)
            if (const double lr = rounded(p.share * *limit); lr != setup_.lr) add(p.label, lr);
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
    float lowest = c.value(0);
    for (int i = 1; i <= run_.horizon(); ++i)
        if (std::isfinite(c.value(i))) lowest = std::min(lowest, c.value(i));
    json.key("curve").begin_object().member("lowest", lowest).member("x", c.at(step)).member("value", c.value(step)).member("slope", run_.curve().slope(c.at(step)).dx);
    json.member("regime", nn::label_of(c.regime())).member("limit", run_.curve_limit().value_or(NAN));
    or_null("diverged", c.diverged_at());
    json.end_object();
    const nn::Point p = t.at(step);
    const ImVec2 screen = map_.view().to_screen(p.x, p.y);
    json.key("surface").begin_object().member("x", p.x).member("y", p.y).member("value", t.value(step));
    json.member("regime", nn::label_of(regime_on_surface())).member("limit", limit_on_surface(step)).member("screenX", screen.x).member("screenY", screen.y);
    or_null("diverged", t.diverged_at());
    or_null("basin", run_.surface_basin(basins_.numbers()));
    json.end_object().member("speed", nn::speeds[static_cast<std::size_t>(setup_.speed)].key);
    json.member("basins", setup_.basins).key("map");
    map_.describe(json);
    return json.end_object().text();
}

std::string DescentSession::describe(int step) const {
    const nn::CurveTrace& c = run_.on_curve();
    return format(text("Step %d. On the curve: x %s, height %s. On the surface: height %s. Learning rate %s. On the curve: %s."), step,
                  number(c.at(step)).c_str(), number(c.value(step)).c_str(), number(run_.on_surface().value(step)).c_str(), number(setup_.lr).c_str(),
                  text(nn::label_of(c.regime())));
}

// ---- the picture -----------------------------------------------------------------------------------------------------

float DescentSession::draw_picture(Stage& s, Rect area) {
    for (std::size_t i = 0; i < named_.size(); ++i) chart_.series[i].label = text(named_[i]); // the page's language may have come since
    if (s.narrow) {
        const bool folded = area.h > picture_height(s, area.w);
        draw_curve(s, area.take_top(fold(s, area.w)).inset(s.px(8)));
        if (folded) area.take_top(s.px(Stage::transport_height));
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
    label(s, r.take_top(s.px(28)), std::string("f(x) = ") + std::string(run_.curve().row().is_typed ? std::string_view(setup_.f) : curve.row().formula), theme.text, s.fonts->text);
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
    const bool dragged = curve_start_.draw(s, start, plot.contains(mouse), {"start"});
    ImPlot::PopPlotClipRect();
    const double pointed = ImPlot::PixelsToPlot(mouse).x;
    ImPlot::EndPlot();
    ImGui::PopFont();
    if (const Touch held = touch(plot, "curve"); dragged || held.clicked)
        s.change("start", rounded(std::clamp(pointed, double(box.x_min), double(box.x_max))));
}

void DescentSession::draw_map(Stage& s, Rect area) {
    map_.set_busy(map_start_.dragged());
    map_.draw(s, area);
    const PlaneView& view = map_.view();
    if (setup_.basins) basins_.draw(s, map_);
    map_.draw_levels(s);
    const nn::Trace& trace = run_.on_surface();
    const int last = last_on_surface(s.step);
    std::vector<ImVec2> line;
    for (int step = 0; step <= last; ++step) line.push_back(view.to_screen(trace.at(step).x, trace.at(step).y));
    draw_trail(*s.draw, *s.theme, line, 0, s.px(2.5f));
    for (std::size_t i = 0; i + 1 < line.size() && i < 300; ++i) draw_marker(*s.draw, *s.theme, line[i], 0, s.px(3));
    const ImVec2 mouse = ImGui::GetIO().MousePos, start = view.to_screen(setup_.start_x, setup_.start_y);
    const bool dragged = map_start_.draw(s, start, map_.hovered(), {"start-x", "start-y"});
    if (trace.diverged_at() < 0 || s.step < trace.diverged_at()) {
        const nn::Point next = trace.at(last + 1);
        draw_arrow(*s.draw, *s.theme, line.back(), view.to_screen(next.x, next.y), s.theme->accent);
    }
    draw_marker(*s.draw, *s.theme, line.back(), 0, s.px(8));
    if (dragged || map_.clicked()) {
        s.change("start-x", rounded(view.to_x(mouse.x)));
        s.change("start-y", rounded(view.to_y(mouse.y)));
    }
    map_.finish(s);
}

} // namespace web
