#pragma once
/// One optimizer's way over a landscape, step by step. Headless and exact: the same settings give the same bits.
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/optimizers.hpp"
#include "engine/schedules.hpp"
#include "engine/surfaces.hpp"

namespace nn {

/// A run is lost above this many times the value it started from.
inline constexpr float divergence_ratio = 1e6f;

/// What every racer of one race shares.
struct Course {
    Landscape landscape;
    Point start;
    float goal = 0;       ///< the loss counts as reached below this value
    double noise = 0;     ///< standard deviation added to each component of the gradient
    std::uint32_t seed = 1;
    Schedule schedule;
};

/// Lowest height of a landscape in its box: the stated global minimum, for a typed formula one that is searched for. None:
/// it falls for ever.
std::optional<float> lowest(const Landscape&);

/// What moves a racer at one step.
struct Anatomy {
    Point at;              ///< where the step starts
    Point gradient;        ///< what the optimizer was told there, noise included
    Point direction;       ///< the average that it moved along (momentum), the gradient where there is none
    Point step;            ///< how far it went
    Point rate;            ///< effective learning rate per axis
};

class Trace {
public:
    Trace(const Optimizer& optimizer, const Course& course);

    /// Computes up to `steps` steps; what is there already stays. Stops for good where the run diverges.
    void extend(const Course&, int steps);

    /// Last step that is computed.
    int steps() const { return static_cast<int>(values_.size()) - 1; }
    /// Position and value after `step` steps, the last computed ones beyond the end.
    Point at(int step) const;
    float value(int step) const;
    std::span<const float> path() const { return path_; } ///< (steps + 1, 2)
    std::span<const float> values() const { return values_; }

    int reached() const { return reached_; }         ///< first step with a value below the goal, -1: none yet
    int diverged_at() const { return diverged_at_; } ///< first step that is not finite or above 1e6 times the start's value, -1
    /// First step from which on the path stays within `distance` of where it ends, as far as it is computed.
    int settled(float distance) const;
    long evaluations() const { return descent_.evaluations(); }
    const Optimizer& optimizer() const { return descent_.optimizer(); }

    /// Replays the run up to `step` and takes that step apart.
    Anatomy anatomy(const Course&, int step) const;

private:
    Point advance(const Course&, Descent&, Pacer&, Point from, int step) const;
    void record(const Course&, Point p);

    Descent descent_;
    Pacer pacer_; ///< is told the loss of every step
    std::vector<float> path_, values_;
    float ceiling_;
    int reached_ = -1, diverged_at_ = -1;
};

} // namespace nn
