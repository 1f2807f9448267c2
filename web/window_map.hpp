#pragma once
/// A picture made of pixels in a window of a plane: axes with ticks, zoom with ctrl and the wheel, with two fingers or
/// buttons, pan by dragging. Unlike MapPanel the sides scale on their own, either may be logarithmic, and the picture is
/// somebody else's: while it is computed anew for another window the old one stands stretched in its place.
#include <optional>
#include <string>

#include "engine/json.hpp"
#include "web/raster.hpp"
#include "web/stage.hpp"

namespace web {

/// Units of the axes; on a logarithmic one decades.
struct MapWindow {
    double left = 0, right = 1, bottom = 0, top = 1;

    double width() const { return right - left; }
    double height() const { return top - bottom; }
    double middle_x() const { return (left + right) / 2; }
    double middle_y() const { return (bottom + top) / 2; }
    /// By a factor, above 1 enlarges; the point (x, y) stays where it is.
    MapWindow zoomed(double x, double y, double factor) const;
    bool operator==(const MapWindow&) const = default;
};

/// What stands along a side.
struct MapSide {
    std::string label;
    bool decades = false; ///< the window counts powers of ten
};

class WindowMap {
public:
    /// Room beside the map for its ticks and names.
    static constexpr float left_margin = 58, bottom_margin = 44, top_margin = 28;
    /// Where the map itself will lie in `area`.
    static Rect map_in(const Stage&, Rect area);

    /// Draws `raster`, which is of `pictured`, in the window that is on view: `window`, unless the learner is just moving it.
    /// Call first, then marks over it, then `finish`. Marks are clipped to the map.
    void draw(Stage&, Rect area, const MapSide& across, const MapSide& up, const MapWindow& window, Raster& raster, const MapWindow& pictured);
    /// Ends the clipping and draws the buttons; `home` is what the last one goes back to.
    void finish(Stage&, const MapWindow& home);

    /// The learner has chosen another window, and rests there: once.
    std::optional<MapWindow> moved();
    /// A gesture is under way: more frames are due.
    bool is_moving() const { return moving_; }

    const Rect& rect() const { return rect_; }
    const MapWindow& view() const { return view_; }
    ImVec2 to_screen(double x, double y) const;
    double to_x(float screen_x) const { return view_.left + view_.width() * static_cast<double>((screen_x - rect_.x) / rect_.w); }
    double to_y(float screen_y) const { return view_.bottom + view_.height() * static_cast<double>((rect_.bottom() - screen_y) / rect_.h); }
    /// The pointer went down and up without moving.
    bool clicked() const { return clicked_; }
    bool hovered() const { return hovered_; }
    /// The marks take the pointer: no pan, no click.
    void set_busy(bool busy) { busy_ = busy; }
    /// Where it lies, as members of an open JSON object.
    void describe(nn::Json&) const;

private:
    void take_gestures(Stage&, const MapWindow& window);
    void draw_picture(Stage&, Raster&, const MapWindow& pictured) const;
    void draw_side(Stage&, const MapSide&, bool upwards) const;

    Rect rect_;
    MapWindow view_;
    std::optional<MapWindow> moved_;
    bool moving_ = false, panning_ = false, busy_ = false, clicked_ = false, hovered_ = false;
    float rest_ = 0; ///< seconds since the wheel turned last
    ImVec2 pressed_{};
};

} // namespace web
