#pragma once
/// The map of a landscape with axes, contour values and a colour bar; zoom with ctrl and wheel, pan by dragging.
#include "engine/json.hpp"
#include "web/demo.hpp"
#include "web/picture.hpp"

namespace web {

class MapPanel {
public:
    /// A new landscape or new dials. `floor`: its lowest height.
    void set(const nn::Landscape&, std::optional<float> floor);
    /// The same of heights on a grid. Names of the axes: nothing keeps x and y.
    void set(std::shared_ptr<const HeightGrid>, const Tone&);
    void name_axes(std::string_view x, std::string_view y) { name_x_ = x, name_y_ = y; }
    /// Shows this part of the plane the next time it is drawn, and when the whole is asked for.
    void fit(const nn::Box& box) { wanted_ = box, fit_ = true; }
    /// Shows this part the next time it is drawn, and the whole stays what it is.
    void look_at(const nn::Box& box) { looked_at_ = box; }
    /// The learner has zoomed, moved or asked for the whole in the frame just drawn.
    bool moved() const { return moved_; }

    /// Zooming for who has no pointer: actions of the demo, and `act` does them.
    static void offer_zoom(std::vector<Action>&);
    void act(std::string_view key);

    /// Draws map, axes and colour bar into `area`, and takes zoom, pan and clicks. Call first, then `draw_levels`, then
    /// marks over it, then `finish`.
    void draw(Stage&, Rect area);
    /// Values on contour lines; over what tints the map, under the marks.
    void draw_levels(Stage&) const;
    /// Ends the clipping to the map.
    void finish(Stage&);

    const PlaneView& view() const { return view_; }
    /// The part of the plane on view.
    nn::Box window() const;
    const Tone& tone() const { return tone_; }
    const Picture& picture() const { return picture_; }
    /// Where the map lies and how it colours, as a JSON object: enough to check any pixel of it.
    void describe(nn::Json&) const;
    /// The pointer went down and up without moving: where, in the plane.
    bool clicked() const { return clicked_; }
    bool hovered() const { return hovered_; }
    /// The marks take the pointer: no pan, no click.
    void set_busy(bool busy) { busy_ = busy; }

private:
    void draw_axes(Stage&, Rect map) const;
    void draw_color_bar(Stage&, Rect) const;
    void draw_zoom_buttons(Stage&);

    std::optional<nn::Landscape> landscape_;
    std::optional<nn::Box> looked_at_;
    std::string_view name_x_ = "x", name_y_ = "y";
    Tone tone_;
    Picture picture_;
    PlaneView view_;
    nn::Box wanted_{-1, 1, -1, 1};
    float height_at(double x, double y) const;

    bool fit_ = true, moved_ = false, clicked_ = false, hovered_ = false, busy_ = false, panning_ = false;
    ImVec2 pressed_{};
    double pressed_zoom_ = 1; ///< by buttons, for the next frame
};

} // namespace web
