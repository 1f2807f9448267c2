#pragma once
/// What moves parameters by an element-wise rule: for those who own the loop over the parameters.
#include <limits>
#include <xsimd/xsimd.hpp>

#include "engine/optimizers/rule.hpp"

namespace nn {

template <class Rule>
concept ElementWise = requires(const Rule& r, Clock& c) { r.rule(c); };

/// Subnormal numbers become 0: processors multiply them a hundred times slower, and an average that decays ends in one.
template <class V>
V flush(V x) {
    return select(abs(x) < V(std::numeric_limits<float>::min()), V(0.f), x);
}

/// What weight decay does in this step: dw + l2 * w, keep * w.
struct Decay {
    float l2 = 0, keep = 1;
};
template <class Rule>
Decay decay_of(const Rule& rule, const Clock& clock) {
    if constexpr (requires { Rule::decoupled; }) return {0, f32(1 - clock.rate(rule.lr) * rule.weight_decay)};
    else if constexpr (requires { rule.weight_decay; }) return {f32(rule.weight_decay), 1};
    else return {};
}

} // namespace nn
