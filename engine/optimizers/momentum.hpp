#pragma once
/// Plain descent and its two kinds of momentum.
#include "engine/optimizers/rule.hpp"

namespace nn {

struct Sgd {
    static constexpr std::string_view key = "sgd", label = "Gradient descent";
    static constexpr std::string_view paper = "Cauchy 1847; Robbins and Monro 1951";
    static constexpr std::size_t slots = 0;
    double lr = 0.01, weight_decay = 0;

    static constexpr auto params() {
        return std::tuple{declare::lr(&Sgd::lr), declare::weight_decay(&Sgd::weight_decay)};
    }
    auto rule(const Clock& clock) const {
        return [lr = f32(clock.rate(lr))](auto dw) { return Move{dw, lr}; };
    }
};

struct Momentum {
    static constexpr std::string_view key = "momentum", label = "Momentum";
    static constexpr std::string_view paper = "Polyak 1964";
    static constexpr std::size_t slots = 1;
    double lr = 0.01, momentum = 0.9, dampening = 0, weight_decay = 0;

    static constexpr auto params() {
        return std::tuple{declare::lr(&Momentum::lr), declare::momentum(&Momentum::momentum),
                          real("dampening", &Momentum::dampening, 0, 1, linear_scale, "Dampening",
                               "Share of each gradient after the first that is left out: more builds speed up slowly.")
                              .advanced(),
                          declare::weight_decay(&Momentum::weight_decay)};
    }
    auto rule(const Clock& clock) const {
        const bool whole = clock.first() || momentum == 0;
        return [lr = f32(clock.rate(lr)), keep = f32(momentum), add = f32(whole ? 1 : 1 - dampening)](auto dw, auto& m) {
            m = keep * m + add * dw;
            return Move{m, lr};
        };
    }
};

struct Nesterov {
    static constexpr std::string_view key = "nesterov", label = "Nesterov momentum";
    static constexpr std::string_view paper = "Nesterov 1983, in the form of Sutskever et al. 2013";
    static constexpr std::size_t slots = 1;
    double lr = 0.01, momentum = 0.9, weight_decay = 0;

    static constexpr auto params() {
        return std::tuple{declare::lr(&Nesterov::lr), declare::momentum(&Nesterov::momentum),
                          declare::weight_decay(&Nesterov::weight_decay)};
    }
    auto rule(const Clock& clock) const {
        return [lr = f32(clock.rate(lr)), keep = f32(momentum)](auto dw, auto& m) {
            m = keep * m + dw;
            return Move{dw + keep * m, lr};
        };
    }
};

} // namespace nn
