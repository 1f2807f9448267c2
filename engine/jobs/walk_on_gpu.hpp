#pragma once
/// What shaders that walk on surfaces are told: the formula and the optimizer's scalars.
#include <string>
#include <vector>

#include "engine/expression.hpp"
#include "engine/optimizers.hpp"

namespace nn {

/// WGSL `fn formula(x: vec3f, y: vec3f, kappa: f32) -> vec3f` on dual numbers (value, slope by x, slope by y), which calls
/// the functions of shaders/formula.wgsl: a line for each instruction.
std::string formula_wgsl(const Expr& expression);

/// Of each step 12 numbers: what L2 adds and what decoupled decay keeps, then the rule's own scalars in the order that
/// shaders/optimizers.wgsl reads them. Worked out here in double, as float has not the digits of 1 - beta^t. None for L-BFGS.
std::vector<float> rule_numbers(const Optimizer& optimizer, int steps);

} // namespace nn
