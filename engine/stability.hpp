#pragma once
/// Where descent stops being stable.
#include "engine/optimizers.hpp"

namespace nn {

/// Largest product of learning rate and curvature with which the rule does not diverge on a quadratic: 2 for plain descent, 2 (1
/// + beta) with momentum (B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964), for Nesterov's
/// rule in PyTorch's form by the roots of its characteristic polynomial. 0: the rule has no such limit.
inline double stable_product(const Optimizer& optimizer) {
    if (std::holds_alternative<Sgd>(optimizer)) return 2;
    if (const auto* heavy = std::get_if<Momentum>(&optimizer)) return 2 * (1 + heavy->momentum) / (1 - heavy->dampening);
    if (const auto* look = std::get_if<Nesterov>(&optimizer)) return 2 * (1 + look->momentum) / (1 + 2 * look->momentum);
    return 0;
}

} // namespace nn
