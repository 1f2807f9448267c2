// The map of the network's answer with the points on it, and the numbers above it.
#include <cmath>

#include "web/demos/playground.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

/// "x1" as mathematics writes it.
std::string written(const std::string& name) { return name == "x1" ? "x₁" : name == "x2" ? "x₂" : name; }

} // namespace

ImVec2 PlaygroundSession::on_map(const nn::PlaygroundPlane& p, Rect r, float u, float v) {
    return {r.x + r.w * static_cast<float>((double(u) - p.u0) / (p.u1 - p.u0)), r.bottom() - r.h * static_cast<float>((double(v) - p.v0) / (p.v1 - p.v0))};
}

std::pair<float, float> PlaygroundSession::off_map(const nn::PlaygroundPlane& p, Rect r, ImVec2 at) {
    return {static_cast<float>(p.u0 + (p.u1 - p.u0) * double((at.x - r.x) / r.w)), static_cast<float>(p.v0 + (p.v1 - p.v0) * double((r.bottom() - at.y) / r.h))};
}

void PlaygroundSession::draw_numbers(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    const nn::PlaygroundScore score = run_->score();
    const auto entry = [&](float x, float align, const char* what, const std::string& value, ImU32 color) {
        draw_text(*s.draw, s.fonts->tick, {x, r.y + s.px(9)}, align, theme.quiet, what);
        draw_text(*s.draw, s.fonts->number, {x, r.y + s.px(30)}, align, color, value);
    };
    const double metric = double(score.metric);
    const bool known = std::isfinite(metric) && !is_sketch();
    const std::string shown = run_->metric_is_share() ? percent(metric) : number(metric);
    const std::string first = format(text("%s, validation"), text(run_->metric_label()));
    const float middle = r.center().x + s.px(14), room = 2 * (middle - r.x - text_size(s.fonts->tick, first).x - s.px(12));
    entry(r.x, 0, first.c_str(), known ? shown : "–", theme.text);
    entry(middle, 0.5f, text(text_size(s.fonts->tick, text("Loss, validation")).x < room ? "Loss, validation" : "Loss"), std::isfinite(score.loss) && !is_sketch() ? number(double(score.loss)) : "–", theme.text);
    entry(r.right(), 1, text("Epoch"), format("%d", static_cast<int>(run_->epoch())), theme.text);
}

void PlaygroundSession::draw_points(Stage& s, Rect r, const nn::PlaygroundPart& part, bool filled) {
    const Theme& theme = *s.theme;
    const nn::Data& data = part.raw;
    const auto columns = static_cast<std::size_t>(data.inputs), targets = static_cast<std::size_t>(data.targets);
    const std::size_t n = static_cast<std::size_t>(data.rows()), every = n / 1500 + 1;
    const bool many = n / every > 500 || run_->plane().is_line;
    for (std::size_t i = 0; i < n; i += every) {
        const std::span point = std::span(data.x).subspan(i * columns, columns);
        const float y = data.y[i * targets + (data.task == nn::Task::labels ? static_cast<std::size_t>(shown_label()) : 0)];
        const ImVec2 p = on_map(run_->plane(), r, run_->plane().u(point), run_->plane().is_line ? y : run_->plane().v(point));
        const float size = s.px(many ? 2.4f : 3.4f);
        const ImU32 color = data.task == nn::Task::regression ? (run_->plane().is_line ? theme.series[0] : color_of(theme, std::span(&y, 1))) : class_color(theme, static_cast<int>(y));
        s.draw->AddCircleFilled(p, size + s.px(1.3f), data.task == nn::Task::regression && !run_->plane().is_line ? theme.text : theme.ground, 12);
        s.draw->AddCircleFilled(p, size, filled ? color : theme.ground, 12);
        if (!filled) s.draw->AddCircle(p, size - s.px(0.6f), color, 12, s.px(1.6f));
    }
}

/// One input: the answer as a curve over it.
void PlaygroundSession::draw_answer(Stage& s, Rect r) {
    constexpr int points = 240;
    run_->picture_row(points, 1, 0, raw_);
    const int outputs = run_->outputs();
    values_.resize(static_cast<std::size_t>(points) * static_cast<std::size_t>(outputs));
    run_->answer(raw_, values_);
    std::vector<ImVec2> line;
    for (int i = 0; i < points; ++i) line.push_back(on_map(run_->plane(), r, raw_[static_cast<std::size_t>(i)], values_[static_cast<std::size_t>(i * outputs + outputs - 1)]));
    s.draw->AddPolyline(line.data(), points, s.theme->ground, 0, s.px(6));
    s.draw->AddPolyline(line.data(), points, s.theme->class_b, 0, s.px(3));
}

void PlaygroundSession::draw_map(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    const nn::PlaygroundPlane& plane = run_->plane();
    map_rect_ = r;
    s.draw->AddRectFilled(r.min(), r.max(), theme.panel);
    s.draw->PushClipRect(r.min(), r.max(), true);
    if (!is_sketch()) {
        if (!plane.is_line) draw_raster(*s.draw, map_, r);
        if (plane.is_line) draw_answer(s, r);
        if (now_.show_validation) draw_points(s, r, run_->validation(), false);
        draw_points(s, r, run_->train(), true);
    }
    s.draw->PopClipRect();
    s.draw->AddRect(r.min(), r.max(), theme.line);
    // Axes: their names and ends.
    const auto tick = [&](ImVec2 at, float align, const std::string& words) { draw_cased_text(*s.draw, theme, s.fonts->tick, at, align, theme.text, words); };
    tick({r.x + s.px(5), r.bottom() - s.px(10)}, 0, number(std::round(plane.u0 * 10) / 10));
    tick({r.right() - s.px(5), r.bottom() - s.px(10)}, 1, number(std::round(plane.u1 * 10) / 10));
    tick({r.center().x, r.bottom() - s.px(10)}, 0.5f, fitted(s.fonts->tick, written(plane.name_u), r.w / 2));
    tick({r.x + s.px(5), r.y + s.px(10)}, 0, fitted(s.fonts->tick, written(plane.name_v), r.w / 2) + " " + number(std::round(plane.v1 * 10) / 10));
    if (run_->data().task == nn::Task::labels && shown_label() < run_->outputs() && now_.map <= run_->units() - run_->outputs())
        tick({r.right() - s.px(5), r.y + s.px(10)}, 1, text("label 1: press an output for another"));
    else if (now_.map > 0 && !is_sketch()) {
        const auto [layer, unit] = run_->unit(std::min(now_.map, run_->units()) - 1);
        tick({r.right() - s.px(5), r.y + s.px(10)}, 1, format(text("unit %d of layer %d"), unit + 1, layer + 1));
    }
    if (is_drawn() && s.offers("source"))
        draw_own(s, r);
    else
        draw_reading(s, r);
}

/// What the network says at the place that is pointed at.
void PlaygroundSession::draw_reading(Stage& s, Rect r) {
    const nn::PlaygroundPlane& p = run_->plane();
    s.readings.push_back(r);
    if (!touch(r, "map").hovered || p.is_line) return;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    std::vector<float> point(static_cast<std::size_t>(run_->inputs().columns())), answer(static_cast<std::size_t>(run_->outputs()));
    const auto [u, v] = off_map(p, r, mouse);
    p.raw(u, v, point);
    run_->answer(point, answer);
    std::string words;
    for (const float a : answer) words += (words.empty() ? "" : "  ") + number(double(a));
    const float w = text_size(s.fonts->tick, words).x + s.px(20);
    const Rect card{std::min(mouse.x + s.px(14), r.right() - w), mouse.y - s.px(34), w, s.px(26)};
    ImDrawList& top = *ImGui::GetForegroundDrawList();
    top.AddRectFilled(card.min(), card.max(), s.theme->panel, s.px(6));
    top.AddRect(card.min(), card.max(), s.theme->line, s.px(6));
    draw_text(top, s.fonts->tick, card.center(), 0.5f, s.theme->text, words);
}

} // namespace web
