#include "web/map_panel.hpp"

#include <cmath>

#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

/// A tick's number, with as many decimals as the distance between ticks asks for.
std::string tick_label(double value, double spacing) {
    if (std::abs(value) < spacing * 1e-6) return "0";
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(spacing) - 1e-9)));
    if (decimals > 5 || std::abs(value) >= 1e6) return number(value);
    return (value < 0 ? "−" : "") + decimal(format("%.*f", decimals, std::abs(value)));
}

template <class F>
void each_tick(double low, double high, double spacing, F&& f) {
    for (double k = std::ceil(low / spacing); k * spacing <= high; ++k) f(k * spacing);
}

} // namespace

void MapPanel::set(const nn::Landscape& landscape, std::optional<float> floor) {
    landscape_ = landscape;
    tone_ = tone_of(landscape, landscape.box(), floor);
    picture_.set(landscape);
    picture_.tone = tone_;
}

void MapPanel::set(std::shared_ptr<const HeightGrid> heights, const Tone& tone) {
    landscape_.reset();
    picture_.heights = std::move(heights);
    picture_.tone = tone_ = tone;
}

float MapPanel::height_at(double x, double y) const {
    if (landscape_) return landscape_->value(static_cast<float>(x), static_cast<float>(y));
    return picture_.heights ? picture_.heights->at(x, y) : NAN;
}

nn::Box MapPanel::window() const {
    return {static_cast<float>(view_.left()), static_cast<float>(view_.right()), static_cast<float>(view_.bottom()), static_cast<float>(view_.top())};
}

void MapPanel::describe(nn::Json& json) const {
    json.begin_object().member("left", view_.rect.x).member("top", view_.rect.y).member("width", view_.rect.w).member("height", view_.rect.h);
    json.member("xMin", view_.left()).member("xMax", view_.right()).member("yMin", view_.bottom()).member("yMax", view_.top());
    json.member("log", tone_.log).member("floor", tone_.floor).member("low", tone_.low).member("high", tone_.high).member("lineSpacing", tone_.line_spacing);
    json.key("colors").begin_array();
    for (const unsigned stop : color_stops) json.value(format("#%06X", stop));
    json.end_array().end_object();
}

void MapPanel::draw(Stage& s, Rect area) {
    const Theme& theme = *s.theme;
    Rect map = area;
    Rect bottom = map.take_bottom(s.px(26));
    const Rect bar = map.take_right(s.px(66));
    map.take_left(s.px(44));
    map.take_top(s.px(8));
    (void)bottom;
    const bool resized = map.w != view_.rect.w || map.h != view_.rect.h;
    view_.rect = map;
    const bool asked = fit_ && !looked_at_ && !resized;
    if (fit_ || (resized && !looked_at_)) view_.fit(wanted_.x_min, wanted_.x_max, wanted_.y_min, wanted_.y_max);
    if (looked_at_) view_.fit(looked_at_->x_min, looked_at_->x_max, looked_at_->y_min, looked_at_->y_max);
    looked_at_.reset();
    fit_ = false;
    const PlaneView before = view_;

    s.zooms.push_back(map);
    ImGui::SetNextItemAllowOverlap();
    const Touch touched = touch(map, "map");
    hovered_ = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenOverlappedByItem);
    const ImGuiIO& io = ImGui::GetIO();
    clicked_ = false;
    if (ImGui::IsItemActivated()) pressed_ = io.MousePos, panning_ = false;
    if (touched.held && !busy_) {
        const float moved = std::hypot(io.MousePos.x - pressed_.x, io.MousePos.y - pressed_.y);
        if (moved > s.px(5)) panning_ = true;
        if (panning_) {
            view_.center_x -= io.MouseDelta.x * view_.units_per_pixel;
            view_.center_y += io.MouseDelta.y * view_.units_per_pixel;
        }
    }
    if (touched.clicked && !panning_ && !busy_) clicked_ = true;
    if (hovered_ && io.MouseWheel != 0) view_.zoom(io.MousePos, std::pow(0.85, io.MouseWheel));
    if (pressed_zoom_ != 1) view_.zoom(map.center(), pressed_zoom_);
    pressed_zoom_ = 1;
    moved_ = asked || view_.center_x != before.center_x || view_.center_y != before.center_y || view_.units_per_pixel != before.units_per_pixel;

    picture_.rect = map;
    picture_.pixel_ratio = s.pixel_ratio;
    picture_.missing = mixed(theme.ground, theme.line, 0.8f);
    picture_.window = {static_cast<float>(view_.center_x), static_cast<float>(view_.center_y),
                       static_cast<float>(view_.units_per_pixel * map.w / 2), static_cast<float>(view_.units_per_pixel * map.h / 2)};
    if (landscape_ || (picture_.heights && !picture_.heights->is_empty()))
        draw_picture(*s.draw, picture_);
    else
        s.draw->AddRectFilled(map.min(), map.max(), picture_.missing);
    draw_axes(s, map);
    draw_color_bar(s, bar);
    s.draw->PushClipRect(map.min(), map.max(), true);
}

void MapPanel::offer_zoom(std::vector<Action>& all) {
    all.push_back({"zoom-in", "Zoom in", "The map, around its middle.", ""});
    all.push_back({"zoom-out", "Zoom out", "", ""});
    all.push_back({"zoom-whole", "Whole map", "Show the whole run.", ""});
}

void MapPanel::act(std::string_view key) {
    if (key == "zoom-in") pressed_zoom_ = 0.5;
    if (key == "zoom-out") pressed_zoom_ = 2;
    if (key == "zoom-whole") fit_ = true;
}

void MapPanel::finish(Stage& s) {
    s.draw->PopClipRect();
    draw_zoom_buttons(s);
    busy_ = false;
}

void MapPanel::draw_axes(Stage& s, Rect map) const {
    const Theme& theme = *s.theme;
    const double spacing = nice_at_least(view_.units_per_pixel * s.px(72));
    each_tick(view_.left(), view_.right(), spacing, [&](double x) {
        const ImVec2 p = view_.to_screen(x, 0);
        s.draw->AddLine({p.x, map.bottom()}, {p.x, map.bottom() + s.px(4)}, theme.quiet);
        const std::string words = tick_label(x, spacing);
        const float half = text_size(s.fonts->tick, words).x / 2;
        draw_text(*s.draw, s.fonts->tick, {std::clamp(p.x, map.x + half, map.right() - half), map.bottom() + s.px(14)}, 0.5f, theme.quiet, words);
    });
    each_tick(view_.bottom(), view_.top(), spacing, [&](double y) {
        const ImVec2 p = view_.to_screen(0, y);
        s.draw->AddLine({map.x - s.px(4), p.y}, {map.x, p.y}, theme.quiet);
        if (p.y < map.y + s.px(24)) return; // the axis's name stands there
        draw_text(*s.draw, s.fonts->tick, {map.x - s.px(8), std::clamp(p.y, map.y + s.px(7), map.bottom() - s.px(7))}, 1, theme.quiet, tick_label(y, spacing));
    });
    const ImVec2 zero = view_.to_screen(0, 0);
    const ImU32 zero_line = IM_COL32(255, 255, 255, 60);
    if (zero.x > map.x && zero.x < map.right()) s.draw->AddLine({zero.x, map.y}, {zero.x, map.bottom()}, zero_line);
    if (zero.y > map.y && zero.y < map.bottom()) s.draw->AddLine({map.x, zero.y}, {map.right(), zero.y}, zero_line);
    draw_text(*s.draw, s.fonts->text, {map.right() + s.px(12), map.bottom() + s.px(13)}, 0.5f, theme.quiet, name_x_);
    draw_text(*s.draw, s.fonts->text, {map.x - s.px(12), map.y + s.px(7)}, 0.5f, theme.quiet, name_y_);
}

/// Values on every fifth contour line, where it crosses a line from the middle of the picture to its upper right.
void MapPanel::draw_levels(Stage& s) const {
    const Rect map = view_.rect;
    const ImVec2 from{map.x + map.w * 0.70f, map.y + map.h * 0.52f}, to{map.x + map.w * 0.92f, map.y};
    constexpr int n = 200;
    float last = 0;
    ImVec2 last_label{-1000, -1000};
    for (int i = 0; i <= n; ++i) {
        const float t = static_cast<float>(i) / n;
        const ImVec2 p{from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
        const float level = tone_.contour(height_at(view_.to_x(p.x), view_.to_y(p.y))) / 5;
        if (i > 0 && std::isfinite(level) && std::isfinite(last) && std::floor(level) != std::floor(last)) {
            const float whole = std::max(std::floor(level), std::floor(last));
            if (std::hypot(p.x - last_label.x, p.y - last_label.y) > s.px(34) && p.y > map.y + 3 * s.target(32) + s.px(24)) {
                const float height = tone_.log ? std::pow(10.0f, whole * 5 * tone_.line_spacing) : tone_.height_of_contour(whole * 5);
                draw_cased_text(*s.draw, *s.theme, s.fonts->tick, p, 0.5f, s.theme->text, number(height));
                last_label = p;
            }
        }
        last = level;
    }
}

void MapPanel::draw_color_bar(Stage& s, Rect area) const {
    const Theme& theme = *s.theme;
    const Rect bar{area.x + s.px(10), area.y + s.px(8), s.px(12), area.h - s.px(8)};
    constexpr int pieces = 48;
    const float h = bar.h / pieces;
    for (int i = 0; i < pieces; ++i) {
        const ImU32 top = color_at(1 - static_cast<float>(i) / pieces), low = color_at(1 - static_cast<float>(i + 1) / pieces);
        const float y = bar.y + h * static_cast<float>(i);
        s.draw->AddRectFilledMultiColor({bar.x, y}, {bar.right(), y + h}, top, top, low, low);
    }
    const auto mark = [&](float height, float t) {
        const float y = bar.bottom() - bar.h * t;
        s.draw->AddLine({bar.right(), y}, {bar.right() + s.px(4), y}, theme.quiet);
        draw_text(*s.draw, s.fonts->tick, {bar.right() + s.px(7), std::clamp(y, bar.y + s.px(7), bar.bottom() - s.px(7))}, 0, theme.quiet, number(height));
    };
    if (tone_.log) {
        const double decades = std::log10(tone_.high / tone_.low), stride = std::max(1.0, std::ceil(decades / 8));
        const auto mark_if_inside = [&](double above) {
            if (above >= tone_.low && above <= tone_.high) mark(static_cast<float>(above), tone_(tone_.floor + static_cast<float>(above)));
        };
        for (double k = std::floor(std::log10(tone_.low)); k <= std::log10(tone_.high); k += stride)
            for (const double digit : decades < 2 ? std::vector{1.0, 2.0, 5.0} : std::vector{1.0}) mark_if_inside(digit * std::pow(10, k));
    } else {
        each_tick(tone_.low, tone_.high, nice_at_least((tone_.high - tone_.low) / 7), [&](double v) { mark(static_cast<float>(v), tone_(static_cast<float>(v))); });
    }
}

void MapPanel::draw_zoom_buttons(Stage& s) {
    switch (zoom_buttons(s, view_.rect, "Show the whole run.")) {
    case ZoomPress::in: act("zoom-in"); break;
    case ZoomPress::out: act("zoom-out"); break;
    case ZoomPress::whole: act("zoom-whole"); break;
    case ZoomPress::none: break;
    }
}

} // namespace web
