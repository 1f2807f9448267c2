#pragma once
/// Which optimizers to race on a surface, and how fast.
#include <span>

#include "engine/optimizers.hpp"
#include "engine/surfaces.hpp"

namespace nn {

/// Steepest curvature that a run may meet: at the start and at the minima.
double steepest(const Landscape& landscape, Point start);

/// A learning rate for a surface of this steepest curvature and this width, rounded so that a person could have chosen it, within
/// the range that a link can say.
void suit(Optimizer& optimizer, double lambda, double width);

/// The first kind, with its defaults, that is not among them; where all are, the first.
Optimizer another_kind(std::span<const Optimizer> racers);

} // namespace nn
