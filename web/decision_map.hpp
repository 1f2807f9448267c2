#pragma once
/// What a network of two inputs answers over a square of the plane, as a picture: one class's colour to the other's
/// through the ground, which is the boundary. Made row by row, so that a costly network holds no frame up.
#include <array>

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

/// signed_color for many answers, to the next of 513; infinite ones are as sure as can be.
class SignedColors {
  public:
    explicit SignedColors(const Theme&);
    bool are_of(const Theme& t) const { return t.ground == ground_ && t.class_a == class_a_ && t.class_b == class_b_; }
    ImU32 operator()(float answer) const {
        const float place = answer * half + half + 0.5f;
        return table_[place >= 0 ? place < 2 * half + 1 ? static_cast<int>(place) : 2 * half : place < 0 ? 0 : half];  // NaN: the middle
    }

  private:
    static constexpr int half = 256;
    ImU32 ground_, class_a_, class_b_;
    std::array<ImU32, 2 * half + 1> table_;
};

}  // namespace web
