#pragma once
/// The playground's plane as a grid of points, and what the network gives at any of them: for pictures, which ask for many
/// at a time and in every frame. Allocates only where it was never asked for as many.
#include <cstdint>
#include <span>
#include <vector>

#include "engine/lessons/playground.hpp"

namespace nn {

class PlaygroundGrid {
  public:
    /// Point (x, y) is the middle of pixel x from the left, y from the top; those past the last lie past the plane's end.
    struct Place {
        std::uint16_t x, y;
    };
    static constexpr int most_side = 4096;

    /// side x side pixels hold the run's plane. Call it again where the run has begun anew or shows another plane.
    void lay(const PlaygroundRun& run, int side);
    int side() const { return side_; }

    /// Answers at the places, (n, run.outputs()), until the next call. The run is the one that it was laid for.
    std::span<const float> answers(PlaygroundRun& run, std::span<const Place> places);
    /// The features and what every unit gives in all pixels, row after row from the top: as (pixels, inputs) and (units, pixels).
    void all_units(PlaygroundRun& run, std::vector<float>& features, std::vector<float>& units);
    /// What a unit gives there: n numbers.
    std::span<const float> unit(PlaygroundRun& run, int unit, std::span<const Place> places);

  private:
    std::span<const float> inputs(const PlaygroundRun& run, std::span<const Place> places);
    void raw(const PlaygroundRun& run, Place place, std::span<float> point) const;

    int side_ = 0;
    bool is_separable_ = false;
    std::vector<float> diagonal_;  ///< inputs of the places (i, i)
    std::vector<float> raw_, x_, spare_, values_;
    std::vector<Place> all_;
};

}  // namespace nn
