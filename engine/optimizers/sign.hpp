#pragma once
/// Rules that look at the sign of the gradient only: no matter how steep, the step has the same length.
#include "engine/optimizers/rule.hpp"

namespace nn {

struct Rprop {
    static constexpr std::string_view key = "rprop", label = "Rprop";
    static constexpr std::string_view paper = "Riedmiller and Braun 1993, without backtracking";
    static constexpr std::size_t slots = 2;
    double lr = 0.01, eta_minus = 0.5, eta_plus = 1.2, step_min = 1e-6, step_max = 50;

    static constexpr auto params() {
        return std::tuple{declare::lr(&Rprop::lr),
                          real("eta-minus", &Rprop::eta_minus, 0.01, 0.99, linear_scale, "Shrink factor",
                               "Multiplies the step where the slope changed sign: small brakes hard."),
                          real("eta-plus", &Rprop::eta_plus, 1.01, 5, linear_scale, "Growth factor",
                               "Multiplies the step while the slope keeps its sign: large runs faster and overshoots."),
                          real("step-min", &Rprop::step_min, 1e-12, 0.1, log_scale, "Shortest step",
                               "No step gets shorter: a large one keeps hopping across the minimum.")
                              .advanced(),
                          real("step-max", &Rprop::step_max, 1e-3, 1000, log_scale, "Longest step",
                               "No step gets longer: a small one limits the speed on plains.")
                              .advanced()};
    }
    auto rule(const Clock& clock) const {
        return [first = clock.first(), lr = f32(clock.rate(lr)), down = f32(eta_minus), up = f32(eta_plus),
                shortest = f32(step_min), longest = f32(step_max)]<class V>(V dw, V& last, V& size) {
            if (first) size = lr;
            const V turn = sign(dw) * last;
            size = size * select(turn > V(0.f), V(up), select(turn < V(0.f), V(down), V(1.f)));
            size = smaller(larger(size, V(shortest)), V(longest));
            last = select(turn < V(0.f), V(0.f), sign(dw));
            return Move{last, size};
        };
    }
};

struct Lion {
    static constexpr std::string_view key = "lion", label = "Lion";
    static constexpr std::string_view paper = "Chen et al. 2023, arXiv:2302.06675";
    static constexpr std::size_t slots = 1;
    static constexpr bool decoupled = true;
    double lr = 0.01, beta1 = 0.9, beta2 = 0.99, weight_decay = 0;

    static constexpr auto params() {
        return std::tuple{declare::lr(&Lion::lr),
                          declare::share("beta1", &Lion::beta1, "Share of the average",
                                         "How much the average counts against the newest gradient: more turns later."),
                          declare::share("beta2", &Lion::beta2, "Memory of the gradient",
                                         "Share of the average gradient that is kept: more is smoother."),
                          declare::decoupled_decay(&Lion::weight_decay)};
    }
    auto rule(const Clock& clock) const {
        return [lr = f32(clock.rate(lr)), b1 = f32(beta1), a1 = f32(1 - beta1), b2 = f32(beta2),
                a2 = f32(1 - beta2)](auto dw, auto& m) {
            const auto c = b1 * m + a1 * dw;
            m = b2 * m + a2 * dw;
            return Move{sign(c), lr};
        };
    }
};

} // namespace nn
