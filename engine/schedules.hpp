#pragma once
/// Schedules: how the learning rate changes while training goes on. A schedule is a factor on the optimizer's rate, a
/// pure function of the step, and agrees with the class of torch.optim.lr_scheduler that it names (stepped once per
/// step). Where PyTorch takes a lowest rate `eta_min`, this takes it as a fraction of the optimizer's rate. To add a
/// schedule, write its struct and put it in the list at the foot.
///
/// `factor(step)`: step 0 is the first step; never negative.
#include <variant>

#include "engine/params.hpp"

namespace nn {

struct ConstantRate {
    static constexpr std::string_view key = "constant", label = "Constant";
    static constexpr auto params() { return std::tuple{}; }
    double factor(int step) const;
};

/// torch StepLR.
struct StepDecay {
    static constexpr std::string_view key = "step", label = "Step decay";
    int step_size = 100;
    double gamma = 0.1;
    static constexpr auto params() {
        return std::tuple{integer("step-size", &StepDecay::step_size, 1, 100000, log_scale, "Every",
                                  "The rate drops each time this many steps are done.")
                              .unit("steps"),
                          real("gamma", &StepDecay::gamma, 0.01, 1, log_scale, "Factor",
                               "What the rate is multiplied by at each drop.")};
    }
    double factor(int step) const;
};

/// torch ExponentialLR.
struct ExponentialDecay {
    static constexpr std::string_view key = "exponential", label = "Exponential decay";
    double gamma = 0.99;
    static constexpr auto params() {
        return std::tuple{real("gamma", &ExponentialDecay::gamma, 0.5, 1, linear_scale, "Factor",
                               "What the rate is multiplied by after every step.")};
    }
    double factor(int step) const;
};

/// torch PolynomialLR: down to 0 after total-iters steps, and 0 from there on.
struct PolynomialDecay {
    static constexpr std::string_view key = "polynomial", label = "Polynomial decay";
    int total_iters = 500;
    double power = 1;
    static constexpr auto params() {
        return std::tuple{integer("total-iters", &PolynomialDecay::total_iters, 1, 100000, log_scale, "Length",
                                  "Steps until the rate is 0.")
                              .unit("steps"),
                          real("power", &PolynomialDecay::power, 0.1, 5, linear_scale, "Power",
                               "1 falls on a straight line, 2 falls faster at first.")};
    }
    double factor(int step) const;
};

/// torch CosineAnnealingLR (I. Loshchilov, F. Hutter, "SGDR", 2017, without restarts). Rises again after t-max, as
/// there.
struct CosineDecay {
    static constexpr std::string_view key = "cosine", label = "Cosine";
    int t_max = 500;
    double eta_min = 0;
    static constexpr auto params() {
        return std::tuple{integer("t-max", &CosineDecay::t_max, 1, 100000, log_scale, "Length",
                                  "Steps from the full rate to the lowest.")
                              .unit("steps"),
                          real("eta-min", &CosineDecay::eta_min, 0, 1, linear_scale, "Lowest",
                               "The lowest rate as a fraction of the full one.")};
    }
    double factor(int step) const;
};

/// torch CosineAnnealingWarmRestarts (I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts",
/// 2017).
struct WarmRestarts {
    static constexpr std::string_view key = "sgdr", label = "Cosine with restarts";
    int t_0 = 100, t_mult = 2;
    double eta_min = 0;
    static constexpr auto params() {
        return std::tuple{integer("t-0", &WarmRestarts::t_0, 1, 100000, log_scale, "First round",
                                  "Steps until the first jump back to the full rate.")
                              .unit("steps"),
                          integer("t-mult", &WarmRestarts::t_mult, 1, 4, linear_scale, "Stretch",
                                  "Each round is this many times as long as the one before."),
                          real("eta-min", &WarmRestarts::eta_min, 0, 1, linear_scale, "Lowest",
                               "The rate at the end of a round, as a fraction of the full one.")};
    }
    double factor(int step) const;
};

/// torch SequentialLR of LinearLR (start-factor to 1 in `warmup` steps), then CosineAnnealingLR over t-max steps.
struct WarmupCosine {
    static constexpr std::string_view key = "warmup-cosine", label = "Warm-up, then cosine";
    int warmup = 50;
    double start_factor = 0.1;
    int t_max = 500;
    double eta_min = 0;
    static constexpr auto params() {
        return std::tuple{integer("warmup", &WarmupCosine::warmup, 1, 10000, log_scale, "Warm-up",
                                  "Steps in which the rate rises to its full value.")
                              .unit("steps"),
                          real("start-factor", &WarmupCosine::start_factor, 0.001, 1, log_scale, "From",
                               "The first rate as a fraction of the full one."),
                          integer("t-max", &WarmupCosine::t_max, 1, 100000, log_scale, "Length",
                                  "Steps from the full rate to the lowest.")
                              .unit("steps"),
                          real("eta-min", &WarmupCosine::eta_min, 0, 1, linear_scale, "Lowest",
                               "The lowest rate as a fraction of the full one.")};
    }
    double factor(int step) const;
};

/// In the order of teaching.
using Schedule =
    std::variant<ConstantRate, StepDecay, ExponentialDecay, PolynomialDecay, CosineDecay, WarmRestarts, WarmupCosine>;

inline double factor(const Schedule& schedule, int step) {
    return std::visit([&](const auto& s) { return s.factor(step); }, schedule);
}

}  // namespace nn
