#pragma once
/// Schedules: how the learning rate changes while training goes on. A schedule is a factor on the optimizer's rate, a
/// pure function of the step, and agrees with the class of torch.optim.lr_scheduler that it names (stepped once per
/// step). Where PyTorch takes a lowest rate `eta_min`, this takes it as a fraction of the optimizer's rate. To add a
/// schedule, write its struct and put it in the list at the foot.
///
/// `factor(step)`: step 0 is the first step; never negative. Two schedules also move the momentum, `momentum(step)`.
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/params.hpp"

namespace nn {

struct ConstantRate {
    static constexpr std::string_view key = "constant", label = "Constant",
                                      paper = "none: what the others are compared with";
    static constexpr auto params() { return std::tuple{}; }
    double factor(int step) const;
};

/// torch StepLR.
struct StepDecay {
    static constexpr std::string_view key = "step", label = "Step decay",
                                      paper = "usual practice: He et al. 2016, arXiv:1512.03385, section 3.4";
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

/// Why a text is not a list of milestones, or nothing.
std::string check_milestones(std::string_view text);

/// torch MultiStepLR.
struct MultiStep {
    static constexpr std::string_view key = "multi-step", label = "Steps of your own",
                                      paper = "usual practice: He et al. 2016, arXiv:1512.03385, section 4.2";
    std::string milestones = "250;375";  ///< whole numbers with ; or blanks between, in any order
    double gamma = 0.1;
    static constexpr auto params() {
        return std::tuple{text("milestones", &MultiStep::milestones, 200, check_milestones, "At",
                               "The rate drops when these steps are done, such as 250;375."),
                          real("gamma", &MultiStep::gamma, 0.01, 1, log_scale, "Factor",
                               "What the rate is multiplied by at each drop.")};
    }
    double factor(int step) const;
};

/// torch ExponentialLR.
struct ExponentialDecay {
    static constexpr std::string_view key = "exponential", label = "Exponential decay",
                                      paper = "Robbins and Monro 1951: a rate must fall to settle";
    double gamma = 0.99;
    static constexpr auto params() {
        return std::tuple{real("gamma", &ExponentialDecay::gamma, 0.5, 1, linear_scale, "Factor",
                               "What the rate is multiplied by after every step.")};
    }
    double factor(int step) const;
};

/// torch PolynomialLR: down to 0 after total-iters steps, and 0 from there on.
struct PolynomialDecay {
    static constexpr std::string_view key = "polynomial", label = "Polynomial decay",
                                      paper = "Chen et al. 2017, arXiv:1606.00915, section 4.1";
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

/// torch CosineAnnealingLR. Rises again after t-max, as there.
struct CosineDecay {
    static constexpr std::string_view key = "cosine", label = "Cosine",
                                      paper = "Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts";
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

/// torch CosineAnnealingWarmRestarts.
struct WarmRestarts {
    static constexpr std::string_view key = "sgdr", label = "Cosine with restarts",
                                      paper = "Loshchilov and Hutter 2017, arXiv:1608.03983";
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
    static constexpr std::string_view key = "warmup-cosine", label = "Warm-up, then cosine",
                                      paper = "Goyal et al. 2017, arXiv:1706.02677, and Loshchilov and Hutter 2017";
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

/// Triangles between a lowest rate and the optimizer's. torch CyclicLR, there with max_lr as the optimizer's rate.
struct Cyclic {
    static constexpr std::string_view key = "cyclic", label = "Triangles", paper = "Smith 2017, arXiv:1506.01186";
    static constexpr Option modes[] = {
        {"triangular", "All alike"}, {"triangular2", "Each half as high"}, {"exp-range", "Lower with every step"}};
    double base_lr = 0.1;
    int step_size_up = 100, step_size_down = 0;
    int mode = 0;
    double gamma = 0.999;
    bool cycle_momentum = true;
    double base_momentum = 0.8, max_momentum = 0.9;
    bool decays() const { return mode == 2; }
    static constexpr auto params() {
        return std::tuple{real("base-lr", &Cyclic::base_lr, 0, 1, linear_scale, "Lowest",
                               "The lowest rate as a fraction of the full one."),
                          integer("step-size-up", &Cyclic::step_size_up, 1, 100000, log_scale, "Rise",
                                  "Steps from the lowest rate up.")
                              .unit("steps"),
                          integer("step-size-down", &Cyclic::step_size_down, 0, 100000, linear_scale, "Fall",
                                  "Steps down again; 0 for as many as up.")
                              .unit("steps"),
                          choice("mode", &Cyclic::mode, modes, "Height", "How high the later triangles are."),
                          real("gamma", &Cyclic::gamma, 0.9, 1, linear_scale, "Factor",
                               "What the height is multiplied by at every step.")
                              .only_if(&Cyclic::decays),
                          toggle("cycle-momentum", &Cyclic::cycle_momentum, "Move the momentum",
                                 "Momentum falls while the rate rises, in optimizers that have one."),
                          real("base-momentum", &Cyclic::base_momentum, 0, 0.999, linear_scale, "Lowest momentum",
                               "At the highest rate.")
                              .only_if(&Cyclic::cycle_momentum_on),
                          real("max-momentum", &Cyclic::max_momentum, 0, 0.999, linear_scale, "Highest momentum",
                               "At the lowest rate.")
                              .only_if(&Cyclic::cycle_momentum_on)};
    }
    bool cycle_momentum_on() const { return cycle_momentum; }
    double factor(int step) const;
    std::optional<double> momentum(int step) const;

  private:
    double height(int step) const;
};

/// Up to the optimizer's rate, then down to nearly nothing, once. torch OneCycleLR, there with max_lr as the
/// optimizer's rate. Keeps its last rate after total-steps.
struct OneCycle {
    static constexpr std::string_view key = "one-cycle", label = "One cycle",
                                      paper = "Smith 2018, arXiv:1803.09820; Smith and Topin 2018, arXiv:1708.07120";
    static constexpr Option strategies[] = {{"cos", "Cosine"}, {"linear", "Straight line"}};
    int total_steps = 500;
    double pct_start = 0.3;
    int anneal_strategy = 0;
    double div_factor = 25, final_div_factor = 1e4;
    bool three_phase = false, cycle_momentum = true;
    double base_momentum = 0.85, max_momentum = 0.95;
    static constexpr auto params() {
        return std::tuple{
            integer("total-steps", &OneCycle::total_steps, 1, 100000, log_scale, "Length", "Steps of the whole cycle.")
                .unit("steps"),
            real("pct-start", &OneCycle::pct_start, 0, 1, linear_scale, "Rise",
                 "Share of the steps in which the rate rises."),
            choice("anneal-strategy", &OneCycle::anneal_strategy, strategies, "Shape", "Along what the rate moves."),
            real("div-factor", &OneCycle::div_factor, 1, 1000, log_scale, "Start divisor",
                 "The first rate is the full one divided by this."),
            real("final-div-factor", &OneCycle::final_div_factor, 1, 1e8, log_scale, "End divisor",
                 "The last rate is the first one divided by this."),
            toggle("three-phase", &OneCycle::three_phase, "Three phases",
                   "Falls as it rose, and only then to nothing: the paper's form.")
                .advanced(),
            toggle("cycle-momentum", &OneCycle::cycle_momentum, "Move the momentum",
                   "Momentum falls while the rate rises, in optimizers that have one."),
            real("base-momentum", &OneCycle::base_momentum, 0, 0.999, linear_scale, "Lowest momentum",
                 "At the highest rate.")
                .only_if(&OneCycle::cycle_momentum_on),
            real("max-momentum", &OneCycle::max_momentum, 0, 0.999, linear_scale, "Highest momentum",
                 "At the lowest rate.")
                .only_if(&OneCycle::cycle_momentum_on)};
    }
    bool cycle_momentum_on() const { return cycle_momentum; }
    double factor(int step) const;
    std::optional<double> momentum(int step) const;
};

/// torch ReduceLROnPlateau for a loss (mode min, relative threshold). It needs to be told the loss: by itself it is
/// constant, `Pacer` makes it fall. Rates are fractions of the optimizer's, torch's eps too.
struct ReduceOnPlateau {
    static constexpr std::string_view key = "plateau", label = "Lower on a plateau",
                                      paper = "usual practice: He et al. 2016, arXiv:1512.03385, section 3.4";
    double gamma = 0.1;
    int patience = 10;
    double threshold = 1e-4;
    int cooldown = 0;
    double min_lr = 0;
    static constexpr auto params() {
        return std::tuple{real("factor", &ReduceOnPlateau::gamma, 0.01, 0.99, linear_scale, "Factor",
                               "What the rate is multiplied by."),
                          integer("patience", &ReduceOnPlateau::patience, 0, 10000, linear_scale, "Patience",
                                  "Reports without a better loss that are put up with."),
                          real("threshold", &ReduceOnPlateau::threshold, 0, 0.5, linear_scale, "Threshold",
                               "A loss is better where it is lower by this share of the best."),
                          integer("cooldown", &ReduceOnPlateau::cooldown, 0, 10000, linear_scale, "Rest",
                                  "Reports after a drop in which nothing is counted.")
                              .advanced(),
                          real("min-lr", &ReduceOnPlateau::min_lr, 0, 1, linear_scale, "Lowest",
                               "The lowest rate as a fraction of the full one.")
                              .advanced()};
    }
    double factor(int step) const;
};

/// Why a text is not a list of points, or nothing.
std::string check_points(std::string_view text);

/// Straight lines between points drawn by hand; the first and the last factor hold before and after.
struct Drawn {
    static constexpr std::string_view key = "drawn", label = "Drawn by hand", paper = "none: your own";
    struct Point {
        double step, factor;
    };
    /// step*factor with ; or blanks between, steps not falling: of two at one step the later holds from there on.
    std::string points = "0*0.1;50*1;300*1;500*0";
    static constexpr auto params() {
        return std::tuple{text("points", &Drawn::points, 1000, check_points, "Points",
                               "step*factor, such as 0*0.1;50*1;500*0: the rate moves on straight lines between.")};
    }
    /// Reads the text again each time; `Pacer` reads it once. What `check_points` refuses counts up to its mistake.
    double factor(int step) const;
    std::vector<Point> parsed() const;
    static double between(const std::vector<Point>& points, int step);
};

/// In the order of teaching.
using Schedule = std::variant<ConstantRate, StepDecay, MultiStep, ExponentialDecay, PolynomialDecay, CosineDecay,
                              WarmRestarts, WarmupCosine, Cyclic, OneCycle, ReduceOnPlateau, Drawn>;

inline double factor(const Schedule& schedule, int step) {
    return std::visit([&](const auto& s) { return s.factor(step); }, schedule);
}

/// What a schedule says about one step. No momentum: the optimizer's own.
struct Pace {
    double lr_factor = 1;
    std::optional<double> momentum = {};
};
Pace pace(const Schedule& schedule, int step);

/// A schedule at work: `pace` before a step, `report` after what the trainer counts as one (an epoch, usually). Only
/// `ReduceOnPlateau` heeds the reports; the others stay pure functions of the step. A copy is a snapshot.
class Pacer {
  public:
    /// All that reports leave behind: with it a saved run goes on.
    struct State {
        double factor = 1, best = std::numeric_limits<double>::infinity();
        int bad = 0, rest = 0;  ///< reports since the best; reports of the rest that are left
    };

    explicit Pacer(Schedule schedule = {});

    Pace pace(int step) const { return std::holds_alternative<ConstantRate>(schedule_) ? Pace{} : changing_pace(step); }
    void report(double loss);

    const Schedule& schedule() const { return schedule_; }
    const State& state() const { return state_; }
    void restore(const State& state) { state_ = state; }

  private:
    Pace changing_pace(int step) const;

    Schedule schedule_;
    State state_;
    std::vector<Drawn::Point> points_;
};

}  // namespace nn
