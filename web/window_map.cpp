#include "web/window_map.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "web/color_map.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

constexpr float rest_after = 0.16f; ///< seconds without the wheel: the learner has arrived
constexpr double button_factor = 2;

struct Tick {
    double at; ///< in the window's units
    std::string words;
    bool major = true;
};

/// As many decimals as tell neighbouring ticks apart; where that is too long for the margin, its end.
std::string tick_words(double value, double spacing) {
    if (std::abs(value) < spacing * 1e-6) return "0";
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(spacing) - 1e-9)), 0, 15);
    if (decimals == 0 && std::abs(value) >= 1e4) return number(value);
    const std::string digits = decimal(format("%.*f", decimals, std::abs(value)));
    constexpr std::size_t most = 7;
    return (digits.size() > most ? "…" + digits.substr(digits.size() - most + 1) : (value < 0 ? "−" : "") + digits);
}

/// Every whole power of ten, and in between what there is room for.
void add_decades(std::vector<Tick>& ticks, double low, double high, double pixels_a_decade, float room) {
    const double stride = std::max(1.0, std::ceil(static_cast<double>(room) / pixels_a_decade));
    for (double k = std::ceil(low / stride) * stride; k <= high; k += stride)
        ticks.push_back({k, std::abs(k) <= 2 ? number(std::pow(10, k)) : power_of_ten(static_cast<int>(k))});
    const bool words_between = pixels_a_decade * 0.3 > static_cast<double>(room);
    for (double k = std::floor(low); k <= high; ++k)
        for (int digit = 2; digit <= 9; ++digit)
            if (const double at = k + std::log10(digit); at >= low && at <= high && stride == 1)
                ticks.push_back({at, words_between && (digit == 2 || digit == 5) ? number(std::pow(10, at)) : "", false});
}

std::vector<Tick> ticks_of(double low, double high, bool decades, float pixels, float room) {
    std::vector<Tick> ticks;
    const double length = static_cast<double>(pixels);
    if (decades && high - low > 1.2) {
        add_decades(ticks, low, high, length / (high - low), room);
        return ticks;
    }
    // Over less than a decade a logarithmic side is nearly straight: its ticks are round values.
    const double from = decades ? std::pow(10, low) : low, to = decades ? std::pow(10, high) : high;
    const double spacing = nice_at_least((to - from) * static_cast<double>(room) / length);
    float last = -room;
    for (double k = std::ceil(from / spacing); k * spacing <= to && ticks.size() < 100; ++k) {
        const double value = k * spacing, at = decades ? std::log10(value) : value;
        const float place = pixels * static_cast<float>((at - low) / (high - low));
        const bool fits = place - last >= 0.8f * room;
        ticks.push_back({at, fits ? tick_words(value, spacing) : ""});
        if (fits) last = place;
    }
    return ticks;
}

} // namespace

MapWindow MapWindow::zoomed(double x, double y, double factor) const {
    return {x + (left - x) / factor, x + (right - x) / factor, y + (bottom - y) / factor, y + (top - y) / factor};
}

Rect WindowMap::map_in(const Stage& s, Rect area) {
    area.take_left(s.px(left_margin));
    area.take_right(s.px(8));
    area.take_top(s.px(top_margin));
    area.take_bottom(s.px(bottom_margin));
    return {std::round(area.x), std::round(area.y), std::max(1.0f, std::floor(area.w)), std::max(1.0f, std::floor(area.h))};
}

ImVec2 WindowMap::to_screen(double x, double y) const {
    return {rect_.x + rect_.w * static_cast<float>((x - view_.left) / view_.width()), rect_.bottom() - rect_.h * static_cast<float>((y - view_.bottom) / view_.height())};
}

std::optional<MapWindow> WindowMap::moved() { return std::exchange(moved_, std::nullopt); }

void WindowMap::describe(nn::Json& json) const {
    json.member("mapLeft", rect_.x).member("mapTop", rect_.y).member("mapWidth", rect_.w).member("mapHeight", rect_.h);
}

void WindowMap::draw(Stage& s, Rect area, const MapSide& across, const MapSide& up, const MapWindow& window, Raster& raster, const MapWindow& pictured) {
    rect_ = map_in(s, area);
    if (!moving_) view_ = window;
    take_gestures(s, window);
    draw_picture(s, raster, pictured);
    draw_side(s, across, false);
    draw_side(s, up, true);
    s.draw->AddRect({rect_.x - 1, rect_.y - 1}, {rect_.right() + 1, rect_.bottom() + 1}, s.theme->line);
    s.draw->PushClipRect(rect_.min(), rect_.max(), true);
}

void WindowMap::take_gestures(Stage& s, const MapWindow& window) {
    s.zooms.push_back(rect_);
    ImGui::SetNextItemAllowOverlap();
    const Touch touched = touch(rect_, "window map");
    hovered_ = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenOverlappedByItem);
    const ImGuiIO& io = ImGui::GetIO();
    clicked_ = touched.clicked && !panning_ && !busy_;
    if (ImGui::IsItemActivated()) pressed_ = io.MousePos, panning_ = false;
    const bool held = touched.held && !busy_;
    if (held && std::hypot(io.MousePos.x - pressed_.x, io.MousePos.y - pressed_.y) > s.px(5)) panning_ = true;
    if (held && panning_) {
        const double dx = -view_.width() * static_cast<double>(io.MouseDelta.x / rect_.w), dy = view_.height() * static_cast<double>(io.MouseDelta.y / rect_.h);
        view_ = {view_.left + dx, view_.right + dx, view_.bottom + dy, view_.top + dy};
        moving_ = true, rest_ = rest_after;
    }
    rest_ += io.DeltaTime;
    if (hovered_ && io.MouseWheel != 0) {
        view_ = view_.zoomed(to_x(io.MousePos.x), to_y(io.MousePos.y), std::pow(double(Stage::wheel_zoom), double(io.MouseWheel)));
        moving_ = true, rest_ = 0;
    }
    if (!moving_ || held || rest_ < rest_after) return;
    moving_ = false;
    if (!(view_ == window)) moved_ = view_;
}

void WindowMap::draw_picture(Stage& s, Raster& raster, const MapWindow& pictured) const {
    s.draw->AddRectFilled(rect_.min(), rect_.max(), mixed(s.theme->ground, s.theme->line, 0.8f));
    const ImVec2 low = to_screen(pictured.left, pictured.bottom), high = to_screen(pictured.right, pictured.top);
    const float x0 = std::max(low.x, rect_.x), x1 = std::min(high.x, rect_.right()), y0 = std::max(high.y, rect_.y), y1 = std::min(low.y, rect_.bottom());
    if (x1 <= x0 || y1 <= y0 || raster.width() == 0) return;
    const float w = static_cast<float>(raster.width()) / (high.x - low.x), h = static_cast<float>(raster.height()) / (low.y - high.y);
    draw_raster(*s.draw, raster, {x0, y0, x1 - x0, y1 - y0}, {(x0 - low.x) * w, (y0 - high.y) * h, (x1 - x0) * w, (y1 - y0) * h});
}

void WindowMap::draw_side(Stage& s, const MapSide& side, bool upwards) const {
    const ImU32 color = s.theme->quiet;
    const ImFont* font = s.fonts->tick;
    const float length = upwards ? rect_.h : rect_.w, room = s.px(upwards ? 34 : 72);
    const double low = upwards ? view_.bottom : view_.left, high = upwards ? view_.top : view_.right;
    for (const Tick& tick : ticks_of(low, high, side.decades, length, room)) {
        const float at = length * static_cast<float>((tick.at - low) / (high - low)), long_ = s.px(tick.major ? 5 : 3);
        if (upwards) {
            const float y = rect_.bottom() - at;
            s.draw->AddLine({rect_.x - long_, y}, {rect_.x, y}, color);
            draw_text(*s.draw, font, {rect_.x - s.px(8), std::clamp(y, rect_.y + s.px(6), rect_.bottom() - s.px(6))}, 1, color, tick.words);
        } else {
            const float x = rect_.x + at, half = text_size(font, tick.words).x / 2;
            s.draw->AddLine({x, rect_.bottom()}, {x, rect_.bottom() + long_}, color);
            draw_text(*s.draw, font, {std::min(x, rect_.right() + s.px(8) - half), rect_.bottom() + s.px(14)}, 0.5f, color, tick.words);
        }
    }
    if (upwards)
        draw_text(*s.draw, font, {rect_.x - s.px(left_margin - 8), rect_.y - s.px(14)}, 0, s.theme->text, "↑ " + side.label);
    else
        draw_text(*s.draw, font, {rect_.right(), rect_.bottom() + s.px(33)}, 1, s.theme->text, side.label + " →");
}

void WindowMap::finish(Stage& s, const MapWindow& home) {
    s.draw->PopClipRect();
    const ZoomPress press = zoom_buttons(s, rect_, "Back to the whole map.");
    if (press == ZoomPress::in || press == ZoomPress::out) moved_ = view_ = view_.zoomed(view_.middle_x(), view_.middle_y(), press == ZoomPress::in ? button_factor : 1 / button_factor);
    if (press == ZoomPress::whole) moved_ = view_ = home;
    busy_ = false;
}

} // namespace web
