#pragma once
/// Data sets made by formula. To add one, write its struct and its `make` in engine/datasets/ and put it in the list.
///
/// A setup is a struct with `key`, `label`, `paper`, its parameters with `params()`, the `task`, and `Data make()
/// const`: a pure function with the same bits on every machine. The rows come in random order.
#include <variant>

#include "engine/data.hpp"
#include "engine/datasets/classes.hpp"
#include "engine/datasets/regression.hpp"

namespace nn {

/// In the order of teaching.
using Dataset = std::variant<datasets::Gaussians, datasets::Circles, datasets::Xor, datasets::Moons,
                             datasets::Checkerboard, datasets::Spirals, datasets::TutorialSpirals, datasets::Discs,
                             datasets::Step, datasets::Line, datasets::Sine, datasets::Plane, datasets::MultiGaussian>;

/// Throws std::invalid_argument where a parameter is out of its range.
Data generate(const Dataset& dataset);

}  // namespace nn
