#pragma once
/// What a network of two inputs answers over a square of the plane, as a picture: one class's colour to the other's
/// through the ground, which is the boundary. Made row by row, so that a costly network holds no frame up, and seen once whole.
#include <array>
#include <optional>

#include "engine/network.hpp"
#include "web/raster.hpp"
#include "web/theme.hpp"

namespace web {

class DecisionMap {
  public:
    /// Of -reach to reach in both inputs.
    explicit DecisionMap(double reach) : reach_(reach) {}

    /// Another map, of the network as it stands now, with `side` pixels to a side: the network may be trained on meanwhile.
    /// What is on view stays until the last row is made. The network gives one output, above 0 for class B.
    void restart(const nn::Network&, int side);
    bool done() const { return row_ >= side_; }
    /// One more row.
    void work(const Theme&);

    void draw(ImDrawList& draw, Rect r) { draw_raster(draw, seen_, r); }
    const Raster& seen() const { return seen_; }
    double reach() const { return reach_; }

  private:
    double reach_;
    int side_ = 0, row_ = 0;
    Raster seen_, next_;
    std::optional<nn::Network> network_;
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
