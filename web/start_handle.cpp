#include "web/start_handle.hpp"

#include <cmath>

#include "web/marks.hpp"

namespace web {

bool StartHandle::draw(Stage& s, ImVec2 at, bool reachable, std::initializer_list<std::string_view> keys) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const float finger = s.px(26), reach = s.touch ? finger : s.px(14);
    s.grabs.push_back({at.x - finger, at.y - finger, 2 * finger, 2 * finger});
    for (const auto key : keys) s.mark(key, Rect{at.x, at.y, 0, 0}.inset(-s.px(14)));
    const bool near = reachable && std::hypot(mouse.x - at.x, mouse.y - at.y) < reach;
    if (near && ImGui::IsMouseClicked(0)) dragged_ = true;
    if (!ImGui::IsMouseDown(0)) dragged_ = false;
    draw_ring(*s.draw, *s.theme, at, s.px(9), near || dragged_);
    return dragged_;
}

} // namespace web
