#pragma once
/// Marks on a picture. Each has a casing in the ground's colour, because no colour stands out from all of a height map.
#include <imgui.h>

#include <span>
#include <string>
#include <string_view>

#include "web/stage.hpp"

namespace web {

/// Series are told apart by colour, by marker and by dash.
void draw_marker(ImDrawList&, const Theme&, ImVec2 at, int series, float radius, bool cased = true);

/// A polyline in screen coordinates; `series` picks colour and dash.
void draw_trail(ImDrawList&, const Theme&, std::span<const ImVec2> points, int series, float width, bool cased = true);

/// A thin dashed line: what something is compared with.
void draw_dashes(ImDrawList&, ImVec2 from, ImVec2 to, ImU32 color, float width);

void draw_arrow(ImDrawList&, const Theme&, ImVec2 from, ImVec2 to, ImU32 color);

/// The start: a ring that can be grabbed.
void draw_ring(ImDrawList&, const Theme&, ImVec2 at, float radius, bool grown);

/// A minimum: a cross.
void draw_cross(ImDrawList&, const Theme&, ImVec2 at, float radius);

/// `align` 0 left, 0.5 centred, 1 right of `at`; vertically centred. Returns the rectangle it covers.
Rect draw_text(ImDrawList&, const ImFont*, ImVec2 at, float align, ImU32 color, std::string_view text);
/// The same with a casing.
Rect draw_cased_text(ImDrawList&, const Theme&, const ImFont*, ImVec2 at, float align, ImU32 color, std::string_view text);

ImVec2 text_size(const ImFont*, std::string_view text);
/// As much of a text as fits in a width, with an ellipsis where something is left out.
std::string fitted(const ImFont*, std::string_view text, float width);

} // namespace web
