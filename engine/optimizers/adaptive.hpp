#pragma once
/// A learning rate for each parameter, from the size of its gradients so far.
#include "engine/optimizers/rule.hpp"

namespace nn {

struct Adagrad {
    static constexpr std::string_view key = "adagrad", label = "Adagrad";
    static constexpr std::string_view paper = "Duchi, Hazan and Singer 2011";
    static constexpr std::size_t slots = 1;
    double lr = 1, lr_decay = 0, initial_accumulator_value = 0, eps = 1e-10, weight_decay = 0;

    static constexpr auto params() {
        return std::tuple{declare::lr(&Adagrad::lr),
                          real("lr-decay", &Adagrad::lr_decay, 0, 1, linear_scale, "Decay of the rate",
                               "Divides the rate by 1 + this times the steps taken: more stops earlier.")
                              .advanced(),
                          real("initial-accumulator-value", &Adagrad::initial_accumulator_value, 0, 10, linear_scale,
                               "Initial sum", "Where the sum of squares starts: more makes the first steps shorter.")
                              .advanced(),
                          declare::eps(&Adagrad::eps), declare::weight_decay(&Adagrad::weight_decay)};
    }
    auto rule(const Clock& clock) const {
        return [lr = f32(clock.rate(lr) / (1 + (clock.t - 1) * lr_decay)), start = f32(initial_accumulator_value),
                first = clock.first(), eps = f32(eps)](auto dw, auto& g) {
            if (first) g = start;
            g = g + dw * dw;
            return Move{dw, lr / (sqrt(g) + eps)};
        };
    }
};

struct Adadelta {
    static constexpr std::string_view key = "adadelta", label = "Adadelta";
    static constexpr std::string_view paper = "Zeiler 2012, arXiv:1212.5701";
    static constexpr std::size_t slots = 2;
    double lr = 1, rho = 0.9, eps = 1e-6, weight_decay = 0;

    static constexpr auto params() {
        return std::tuple{declare::lr(&Adadelta::lr, 1000),
                          declare::share("rho", &Adadelta::rho, "Memory",
                                         "Share of the averages of squares that is kept: more adapts later."),
                          declare::eps(&Adadelta::eps), declare::weight_decay(&Adadelta::weight_decay)};
    }
    auto rule(const Clock& clock) const {
        return [lr = f32(clock.rate(lr)), keep = f32(rho), add = f32(1 - rho),
                eps = f32(eps)](auto dw, auto& v, auto& u) {
            v = keep * v + add * dw * dw;
            const auto ratio = sqrt(u + eps) / sqrt(v + eps), delta = ratio * dw;
            u = keep * u + add * delta * delta;
            return Move{dw, lr * ratio};
        };
    }
};

struct RmsProp {
    static constexpr std::string_view key = "rmsprop", label = "RMSprop";
    static constexpr std::string_view paper = "Tieleman and Hinton 2012; centered: Graves 2013, arXiv:1308.0850";
    static constexpr std::size_t slots = 3;
    double lr = 0.01, alpha = 0.99, eps = 1e-8, momentum = 0, weight_decay = 0;
    bool centered = false;

    static constexpr auto params() {
        return std::tuple{declare::lr(&RmsProp::lr),
                          declare::share("alpha", &RmsProp::alpha, "Memory",
                                         "Share of the average squared gradient that is kept: more adapts later."),
                          declare::momentum(&RmsProp::momentum),
                          toggle("centered", &RmsProp::centered, "Centered",
                                 "Divides by the spread of the gradient, not its size: a steady slope is taken faster.")
                              .advanced(),
                          declare::eps(&RmsProp::eps), declare::weight_decay(&RmsProp::weight_decay)};
    }
    auto rule(const Clock& clock) const {
        return [lr = f32(clock.rate(lr)), keep = f32(alpha), add = f32(1 - alpha), mu = f32(momentum),
                centered = centered, eps = f32(eps)](auto dw, auto& v, auto& mean, auto& m) {
            v = keep * v + add * dw * dw;
            auto square = v;
            if (centered) {
                mean = keep * mean + add * dw;
                square = larger(v - mean * mean, 0 * v); // rounding may take a steady slope below zero
            }
            const auto size = sqrt(square) + eps;
            if (mu == 0) return Move{dw, lr / size};
            m = mu * m + dw / size;
            return Move{m, lr};
        };
    }
};

} // namespace nn
