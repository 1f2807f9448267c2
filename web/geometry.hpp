#pragma once
/// Rectangles on the stage and the window that the map shows of the plane.
#include <imgui.h>

#include <algorithm>

namespace web {

/// CSS pixels, y downwards.
struct Rect {
    float x = 0, y = 0, w = 0, h = 0;

    float right() const { return x + w; }
    float bottom() const { return y + h; }
    ImVec2 min() const { return {x, y}; }
    ImVec2 max() const { return {x + w, y + h}; }
    ImVec2 center() const { return {x + w / 2, y + h / 2}; }
    bool contains(ImVec2 p) const { return p.x >= x && p.y >= y && p.x < right() && p.y < bottom(); }
    Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }

    /// Cut a strip off; what is left stays here.
    Rect take_top(float height) {
        const Rect r{x, y, w, std::min(height, h)};
        y += r.h, h -= r.h;
        return r;
    }
    Rect take_bottom(float height) {
        h -= height;
        return {x, y + h, w, height};
    }
    Rect take_left(float width) {
        const Rect r{x, y, width, h};
        x += width, w -= width;
        return r;
    }
    Rect take_right(float width) {
        w -= width;
        return {x + w, y, width, h};
    }
};

/// Part of the plane with its place on the stage; both axes have the same scale. y is upwards in the plane.
struct PlaneView {
    Rect rect;
    double center_x = 0, center_y = 0;
    double units_per_pixel = 1;

    ImVec2 to_screen(double x, double y) const {
        return {static_cast<float>(rect.x + rect.w / 2 + (x - center_x) / units_per_pixel),
                static_cast<float>(rect.y + rect.h / 2 - (y - center_y) / units_per_pixel)};
    }
    double to_x(float screen_x) const { return center_x + (screen_x - rect.x - rect.w / 2) * units_per_pixel; }
    double to_y(float screen_y) const { return center_y - (screen_y - rect.y - rect.h / 2) * units_per_pixel; }
    double left() const { return to_x(rect.x); }
    double right() const { return to_x(rect.right()); }
    double bottom() const { return to_y(rect.bottom()); }
    double top() const { return to_y(rect.y); }

    /// Shows all of a box of the plane, its centre in the middle.
    void fit(double x0, double x1, double y0, double y1) {
        center_x = (x0 + x1) / 2;
        center_y = (y0 + y1) / 2;
        units_per_pixel = std::max((x1 - x0) / std::max(rect.w, 1.0f), (y1 - y0) / std::max(rect.h, 1.0f));
    }
    /// The point under `fixed` stays where it is.
    void zoom(ImVec2 fixed, double factor) {
        const double x = to_x(fixed.x), y = to_y(fixed.y);
        units_per_pixel *= factor;
        center_x += x - to_x(fixed.x);
        center_y += y - to_y(fixed.y);
    }
};

} // namespace web
