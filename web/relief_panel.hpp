#pragma once
/// What a map shows, as a relief that turns under the pointer.
#include "web/map_panel.hpp"

namespace web {

class ReliefPanel {
public:
    /// Draws the largest square of the map's window, and clips to `area`. Then marks by place(), then `finish`.
    void draw(Stage&, Rect area, const MapPanel& map);
    /// Turning for who has no pointer: an action of the demo, and `act` does it.
    static void offer_turn(std::vector<Action>&);
    void act(std::string_view key);
    void finish(Stage& s) const { s.draw->PopClipRect(); }

    /// Where a point of the plane lies on the stage, just above a height.
    ImVec2 place(double x, double y, float height) const;
    /// Is a point of the plane part of it?
    bool holds(double x, double y) const;

private:
    Picture picture_;
    Camera camera_;
};

} // namespace web
