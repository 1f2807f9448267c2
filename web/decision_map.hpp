#pragma once
/// What a network of two inputs answers over a square of the plane, as a picture: one class's colour to the other's
/// through the ground, which is the boundary. Made row by row, so that a costly network holds no frame up.
#include "engine/network.hpp"
#include "web/raster.hpp"
#include "web/theme.hpp"

namespace web {

class DecisionMap {
  public:
    /// Of -reach to reach in both inputs.
    explicit DecisionMap(double reach) : reach_(reach) {}

    /// The network has changed, or the colours: from the first row again, with `side` pixels to a side. What is on view
    /// stays until a row is made anew.
    void restart(int side);
    bool done() const { return row_ >= side_; }
    /// One more row. The network gives one output, above 0 for class B.
    void work(nn::Network&, const Theme&);

    void draw(ImDrawList& draw, Rect r) { draw_raster(draw, raster_, r); }
    double reach() const { return reach_; }

  private:
    double reach_;
    int side_ = 0, row_ = 0;
    Raster raster_;
    std::vector<float> x_, answers_;
};

/// The colour of an answer from -1 (class A) to 1 (class B).
ImU32 signed_color(const Theme&, float answer);

}  // namespace web
