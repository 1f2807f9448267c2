#include "web/marks.hpp"

#include <cmath>

namespace web {

namespace {

constexpr float casing = 1.5f;

/// Dash lengths in pixels, on and off; nothing: a whole line.
struct Dash {
    float on, off;
};
constexpr Dash dashes[8] = {{0, 0}, {0, 0}, {0, 0}, {9, 4}, {3, 3}, {14, 4}, {6, 6}, {2, 4}};

void polyline(ImDrawList& draw, std::span<const ImVec2> points, ImU32 color, float width) {
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), color, 0, width);
}

void dashed(ImDrawList& draw, std::span<const ImVec2> points, ImU32 color, float width, Dash dash) {
    constexpr float too_long = 5000; // leads far off the screen: nobody sees its dashes
    float along = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const ImVec2 a = points[i - 1], b = points[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const float period = dash.on + dash.off;
        if (!(length < too_long)) {
            draw.AddLine(a, b, color, width);
            along = 0;
            continue;
        }
        for (float s = 0; s < length;) {
            const float phase = std::fmod(along + s, period);
            const float run = std::min((phase < dash.on ? dash.on : period) - phase, length - s);
            const auto point = [&](float t) { return ImVec2(a.x + (b.x - a.x) * t / length, a.y + (b.y - a.y) * t / length); };
            if (phase < dash.on) draw.AddLine(point(s), point(s + run), color, width);
            s += std::max(run, 0.01f);
        }
        along += length;
    }
}

/// Corners of the eight markers, on a circle of radius 1; fewer than 3: a disc.
void marker_shape(ImDrawList& draw, ImVec2 c, int series, float r, ImU32 color) {
    const auto regular = [&](int corners, float turn) { draw.AddNgonFilled(c, r, color, corners); (void)turn; };
    const auto polygon = [&](std::initializer_list<ImVec2> unit) {
        ImVec2 p[4];
        int n = 0;
        for (const ImVec2 u : unit) p[n++] = {c.x + u.x * r, c.y + u.y * r};
        draw.AddConvexPolyFilled(p, n, color);
    };
    switch (series % 8) {
    case 0: draw.AddCircleFilled(c, r, color); break;
    case 1: polygon({{-0.85f, -0.85f}, {0.85f, -0.85f}, {0.85f, 0.85f}, {-0.85f, 0.85f}}); break;
    case 2: polygon({{0, -1.15f}, {1.05f, 0.75f}, {-1.05f, 0.75f}}); break;
    case 3: polygon({{0, -1.2f}, {1.2f, 0}, {0, 1.2f}, {-1.2f, 0}}); break;
    case 4: polygon({{-1.05f, -0.75f}, {1.05f, -0.75f}, {0, 1.15f}}); break;
    case 5: regular(6, 0); break;
    case 6:
        draw.AddLine({c.x - r, c.y - r}, {c.x + r, c.y + r}, color, r * 0.8f);
        draw.AddLine({c.x - r, c.y + r}, {c.x + r, c.y - r}, color, r * 0.8f);
        break;
    case 7:
        draw.AddLine({c.x - r * 1.2f, c.y}, {c.x + r * 1.2f, c.y}, color, r * 0.8f);
        draw.AddLine({c.x, c.y - r * 1.2f}, {c.x, c.y + r * 1.2f}, color, r * 0.8f);
        break;
    }
}

} // namespace

void draw_marker(ImDrawList& draw, const Theme& theme, ImVec2 at, int series, float radius, bool cased) {
    if (cased) marker_shape(draw, at, series, radius + casing, theme.ground);
    marker_shape(draw, at, series, radius, theme.series[static_cast<std::size_t>(series) % 8]);
}

void draw_trail(ImDrawList& draw, const Theme& theme, std::span<const ImVec2> points, int series, float width, bool cased) {
    if (points.size() < 2) return;
    const ImU32 color = theme.series[static_cast<std::size_t>(series) % 8];
    const Dash dash = dashes[series % 8];
    if (cased) polyline(draw, points, faded(theme.ground, 0.85f), width + 2 * casing);
    if (dash.on > 0)
        dashed(draw, points, color, width, dash);
    else
        polyline(draw, points, color, width);
}

void draw_arrow(ImDrawList& draw, const Theme& theme, ImVec2 from, ImVec2 to, ImU32 color) {
    const float dx = to.x - from.x, dy = to.y - from.y, length = std::hypot(dx, dy);
    if (length < 2) return;
    const float head = std::min(theme.px(9), length * 0.5f), ux = dx / length, uy = dy / length;
    const ImVec2 neck{to.x - ux * head, to.y - uy * head};
    const auto shape = [&](float grow, ImU32 c) {
        draw.AddLine(from, neck, c, theme.px(2.5f) + 2 * grow);
        const float w = head * 0.5f + grow;
        draw.AddTriangleFilled({to.x + ux * grow * 2, to.y + uy * grow * 2}, {neck.x - uy * w - ux * grow, neck.y + ux * w - uy * grow},
                               {neck.x + uy * w - ux * grow, neck.y - ux * w - uy * grow}, c);
    };
    shape(casing, theme.ground);
    shape(0, color);
}

void draw_ring(ImDrawList& draw, const Theme& theme, ImVec2 at, float radius, bool grown) {
    const float r = radius + (grown ? 2.0f : 0.0f);
    draw.AddCircle(at, r, theme.ground, 0, theme.px(3) + 2 * casing);
    draw.AddCircle(at, r, theme.accent, 0, theme.px(3));
    draw.AddCircleFilled(at, theme.px(2.5f) + casing, theme.ground);
    draw.AddCircleFilled(at, theme.px(2.5f), theme.accent);
}

void draw_cross(ImDrawList& draw, const Theme& theme, ImVec2 at, float radius) {
    const auto arms = [&](float r, float width, ImU32 color) {
        draw.AddLine({at.x - r, at.y - r}, {at.x + r, at.y + r}, color, width);
        draw.AddLine({at.x - r, at.y + r}, {at.x + r, at.y - r}, color, width);
    };
    arms(radius + casing, theme.px(2) + 2 * casing, theme.ground);
    arms(radius, theme.px(2), theme.text);
}

ImVec2 text_size(const ImFont* font, std::string_view text) {
    return font->CalcTextSizeA(font->FontSize * font->Scale, FLT_MAX, 0, text.data(), text.data() + text.size());
}

Rect draw_text(ImDrawList& draw, const ImFont* font, ImVec2 at, float align, ImU32 color, std::string_view text) {
    const ImVec2 size = text_size(font, text);
    // Whole device pixels keep small type sharp.
    const float s = ImGui::GetIO().DisplayFramebufferScale.x > 0 ? ImGui::GetIO().DisplayFramebufferScale.x : 1;
    const ImVec2 p{std::round((at.x - size.x * align) * s) / s, std::round((at.y - size.y / 2) * s) / s};
    draw.AddText(font, font->FontSize * font->Scale, p, color, text.data(), text.data() + text.size());
    return {p.x, p.y, size.x, size.y};
}

Rect draw_cased_text(ImDrawList& draw, const Theme& theme, const ImFont* font, ImVec2 at, float align, ImU32 color, std::string_view text) {
    for (const ImVec2 o : {ImVec2(-1.5f, 0), ImVec2(1.5f, 0), ImVec2(0, -1.5f), ImVec2(0, 1.5f), ImVec2(-1, -1), ImVec2(1, -1), ImVec2(-1, 1), ImVec2(1, 1)})
        draw_text(draw, font, {at.x + o.x, at.y + o.y}, align, theme.ground, text);
    return draw_text(draw, font, at, align, color, text);
}

} // namespace web
