#pragma once
/// What a rule for one step is made of.
///
/// An element-wise rule is a setup struct with `key`, `label`, `paper`, its hyper-parameters with `params()`, the
/// number `slots` of floats that it remembers per parameter, and
///
///     auto rule(Clock& clock) const;
///
/// which works out the scalars of this step (in double) and returns a generic lambda `(dw, slot&...) -> Move`. The
/// lambda runs on SIMD batches and on plain floats, so it may use + - * /, comparisons, and the functions below: all
/// exactly rounded, hence the same bits on every lane width. Slots start at 0. Weight decay is not the rule's business:
/// a member `weight_decay` adds to the gradient (L2), or shrinks w directly where the struct says `decoupled = true`.
#include <array>
#include <cmath>
#include <string_view>
#include <tuple>

#include "engine/params.hpp"

namespace nn {

/// w becomes w - rate * direction.
template <class V>
struct Move {
    V direction, rate;
};
template <class V, class R>
Move(V, R) -> Move<V>;

/// What one run carries from step to step besides the slots: the same for all parameters.
struct Clock {
    int t = 0;                       ///< this step; the first is 1
    long evaluations = 0;            ///< gradients used so far
    double lr_factor = 1;            ///< of this step
    bool momentum_set = false;       ///< momentum or beta1 of this step is a schedule's, not the rule's own
    std::array<double, 4> numbers{}; ///< the rule's own scalars, 0 at the start

    bool first() const { return t == 1; }
    double rate(double lr) const { return lr * lr_factor; }
    /// Product of the factors given in all steps so far: beta^t without a power. Once per step and index.
    double product(std::size_t i, double factor) {
        numbers[i] = first() ? factor : numbers[i] * factor;
        return numbers[i] < 1e-300 ? numbers[i] = 0 : numbers[i]; // subnormal numbers are slow
    }
    /// The same of beta1, but where a schedule sets it, PyTorch takes the power of the newest.
    double product_of_beta1(std::size_t i, double beta1) {
        if (momentum_set) numbers[i] = std::pow(beta1, t - 1);
        return product(i, beta1);
    }
};

inline float f32(double x) { return static_cast<float>(x); }

inline float sqrt(float x) { return std::sqrt(x); }
inline float abs(float x) { return std::fabs(x); }
inline float select(bool c, float a, float b) { return c ? a : b; }

template <class V>
V larger(V a, V b) {
    return select(a > b, a, b);
}
template <class V>
V smaller(V a, V b) {
    return select(a < b, a, b);
}
template <class V>
V sign(V x) {
    return select(x > V(0.f), V(1.f), select(x < V(0.f), V(-1.f), V(0.f)));
}

/// Declarations that several rules share.
namespace declare {

template <class S>
constexpr auto lr(double S::*m, double max = 10) {
    return real("lr", m, 1e-6, max, log_scale, "Learning rate", "Larger steps move faster and overshoot sooner.");
}
template <class S>
constexpr auto momentum(double S::*m) {
    return real("momentum", m, 0, 0.999, linear_scale, "Momentum",
                "Share of the last velocity that is kept: more runs faster along the valley and swings longer.");
}
template <class S>
constexpr auto share(std::string_view key, double S::*m, std::string_view label, std::string_view help) {
    return real(key, m, 0, 0.9999, linear_scale, label, help);
}
template <class S>
constexpr auto eps(double S::*m) {
    return real("eps", m, 1e-12, 0.1, log_scale, "Epsilon",
                "Keeps the division finite; a large one turns the rule back into plain descent.")
        .advanced();
}
template <class S>
constexpr auto weight_decay(double S::*m) {
    return real("weight-decay", m, 0, 1, linear_scale, "Weight decay",
                "Pulls every parameter to zero by adding this share of it to its gradient.")
        .advanced();
}
template <class S>
constexpr auto decoupled_decay(double S::*m) {
    return real("weight-decay", m, 0, 1, linear_scale, "Weight decay",
                "Shrinks every parameter by lr times this in each step, past the gradient and its scaling.");
}
} // namespace declare
} // namespace nn
