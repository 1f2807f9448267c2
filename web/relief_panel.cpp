#include "web/relief_panel.hpp"

#include <algorithm>
#include <cmath>

#include "web/widgets.hpp"

namespace web {

void ReliefPanel::draw(Stage& s, Rect area, const MapPanel& map) {
    const Touch held = touch(area, "relief", "Drag to turn.");
    if (held.held && ImGui::IsMouseDragging(0, 2)) {
        camera_.yaw += ImGui::GetIO().MouseDelta.x * 0.01f;
        camera_.pitch = std::clamp(camera_.pitch + ImGui::GetIO().MouseDelta.y * 0.01f, 0.15f, 1.5f);
    }
    const PlaneView& view = map.view();
    const auto half = static_cast<float>(view.units_per_pixel * std::min(view.rect.w, view.rect.h) / 2);
    picture_ = map.picture();
    picture_.rect = area;
    picture_.pixel_ratio = s.pixel_ratio;
    picture_.missing = s.theme->line;
    picture_.window = {static_cast<float>(view.center_x), static_cast<float>(view.center_y), half, half};
    picture_.relief = true;
    picture_.lift = 0.75f;
    picture_.camera = camera_.matrix(area.w / area.h);
    draw_picture(*s.draw, picture_);
    s.draw->PushClipRect(area.min(), area.max(), true);
}

void ReliefPanel::offer_turn(std::vector<Action>& all) { all.push_back({"turn", "Turn the relief", "By 30°.", ""}); }

void ReliefPanel::act(std::string_view key) {
    if (key == "turn") camera_.yaw += 0.5236f;
}

ImVec2 ReliefPanel::place(double x, double y, float height) const {
    const auto& [cx, cy, half, same] = picture_.window;
    constexpr float above = 0.01f;
    return project(picture_.camera, picture_.rect, static_cast<float>(x - double(cx)) / half, static_cast<float>(y - double(cy)) / half, picture_.lift * picture_.tone(height) + above);
}

bool ReliefPanel::holds(double x, double y) const {
    return std::abs(x - double(picture_.window[0])) < double(picture_.window[2]) && std::abs(y - double(picture_.window[1])) < double(picture_.window[3]);
}

} // namespace web
