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

/// Far enough outside of any stage that nobody sees the difference.
constexpr float far_away = 4000;

bool is_far(ImVec2 p) { return !(std::abs(p.x) < far_away && std::abs(p.y) < far_away); }

/// The part of a segment that lies within `far_away` of the corner, if any (Liang and Barsky, 1984).
bool clip(ImVec2& a, ImVec2& b) {
    float from = 0, to = 1;
    const float d[2] = {b.x - a.x, b.y - a.y}, p[2] = {a.x, a.y};
    for (int axis = 0; axis < 2; ++axis)
        for (const float side : {-1.0f, 1.0f}) {
            const float along = side * d[axis], room = far_away - side * p[axis];
            if (along == 0 && room < 0) return false;
            if (along > 0) to = std::min(to, room / along);
            if (along < 0) from = std::max(from, room / along);
        }
    if (!(from < to)) return false;
    const ImVec2 start = a;
    a = {start.x + d[0] * from, start.y + d[1] * from};
    b = {start.x + d[0] * to, start.y + d[1] * to};
    return true;
}

/// ImGui's own lines thin out where they turn back sharply, so a line is cut there and joined by a disc.
void polyline(ImDrawList& draw, std::span<const ImVec2> points, ImU32 color, float width) {
    std::size_t from = 0;
    const auto flush = [&](std::size_t to) {
        if (to > from) draw.AddPolyline(points.data() + from, static_cast<int>(to - from + 1), color, 0, width);
        from = to;
    };
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        ImVec2 a = points[i], b = points[i + 1];
        if (is_far(a) || is_far(b)) {
            flush(i);
            if (clip(a, b)) draw.AddLine(a, b, color, width);
            from = i + 1;
        } else if (i > from) {
            const ImVec2 before = points[i - 1];
            if ((a.x - before.x) * (b.x - a.x) + (a.y - before.y) * (b.y - a.y) < 0) {
                flush(i);
                draw.AddCircleFilled(a, width / 2, color, 8);
            }
        }
    }
    flush(points.size() - 1);
}

void dashed(ImDrawList& draw, std::span<const ImVec2> points, ImU32 color, float width, Dash dash) {
    float along = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const ImVec2 a = points[i - 1], b = points[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const float period = dash.on + dash.off;
        if (is_far(a) || is_far(b)) { // nobody counts its dashes
            polyline(draw, points.subspan(i - 1, 2), color, width);
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

/// A trail that bounces from wall to wall within a line's width would fill an area.
bool is_dense(std::span<const ImVec2> points) {
    int turns = 0;
    float drift = 0;
    for (std::size_t i = 2; i < points.size(); ++i) {
        const ImVec2 a = points[i - 2], b = points[i - 1], c = points[i];
        if (is_far(c)) break;
        if ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) >= 0) continue;
        ++turns;
        drift += std::hypot(c.x - a.x, c.y - a.y);
    }
    return turns > 12 && drift < 8 * static_cast<float>(turns);
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
    if (is_dense(points)) return polyline(draw, points, faded(color, 0.8f), std::min(width, 1.5f));
    if (cased) polyline(draw, points, faded(theme.ground, 0.85f), width + 2 * casing);
    if (dash.on > 0)
        dashed(draw, points, color, width, dash);
    else
        polyline(draw, points, color, width);
}

void draw_dashes(ImDrawList& draw, ImVec2 from, ImVec2 to, ImU32 color, float width) {
    const ImVec2 ends[] = {from, to};
    dashed(draw, ends, color, width, {5, 4});
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

std::string fitted(const ImFont* font, std::string_view text, float width) {
    if (text_size(font, text).x <= width) return std::string(text);
    const float room = width - text_size(font, "…").x;
    while (!text.empty() && text_size(font, text).x > room)
        for (bool whole = false; !whole; text.remove_suffix(1)) whole = (text.back() & 0xC0) != 0x80; // a letter has several bytes
    return std::string(text) + "…";
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
