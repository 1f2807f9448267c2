#pragma once
/// A whole walk on a surface in one call: many times faster than one Descent::step after another, with the same bits.
#include <span>

#include "engine/optimizers.hpp"
#include "engine/surfaces.hpp"

namespace nn {

/// Fills path with x, y of the start and after each step: 2 * (steps + 1) numbers. Returns the height at its end.
/// Throws std::invalid_argument where the path has no room for the start or half a point left over.
float descend(const Landscape& landscape, const Optimizer& optimizer, Point start, std::span<float> path);

}  // namespace nn
