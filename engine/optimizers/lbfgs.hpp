#pragma once
/// L-BFGS with a strong-Wolfe line search: curvature from the last moves, and a step length that is searched, not set.
#include <algorithm>
#include <functional>
#include <span>

#include "engine/optimizers/rule.hpp"

namespace nn {

/// Loss at w, and its gradient written to dw (same length).
using Evaluate = std::function<float(std::span<const float> w, std::span<float> dw)>;

/// The whole vector at once, so it is not an element-wise rule: it has `search` in place of `rule`.
/// Follows PyTorch's numbers, with two repairs: a trial point without a finite loss counts as too far, and a start
/// without one is not left.
struct Lbfgs {
    static constexpr std::string_view key = "lbfgs", label = "L-BFGS";
    static constexpr std::string_view paper = "Liu and Nocedal 1989; search: Nocedal and Wright 2006, algorithm 3.5";
    static constexpr std::size_t vectors = 7; ///< of n, before the history
    double lr = 1, tolerance_grad = 1e-7, tolerance_change = 1e-9;
    int max_iter = 1, max_eval = 0, history_size = 100;

    static constexpr auto params() {
        return std::tuple{
            declare::lr(&Lbfgs::lr),
            integer("max-iter", &Lbfgs::max_iter, 1, 100, log_scale, "Searches per step",
                    "Line searches in one step: 1 makes a step comparable with the others (PyTorch's default is 20)."),
            integer("history-size", &Lbfgs::history_size, 1, 100, log_scale, "History",
                    "Moves remembered: more know the curvature better, until it changes."),
            integer("max-eval", &Lbfgs::max_eval, 0, 1000, linear_scale, "Evaluation limit",
                    "No new search in a step after so many gradients; 0 stands for 1.25 times the searches.")
                .advanced(),
            real("tolerance-grad", &Lbfgs::tolerance_grad, 1e-12, 0.1, log_scale, "Gradient tolerance",
                 "Stops where every slope is below this: large stops early.")
                .advanced(),
            real("tolerance-change", &Lbfgs::tolerance_change, 1e-14, 0.1, log_scale, "Change tolerance",
                 "Stops where loss or parameters change by less: large stops early.")
                .advanced()};
    }

    /// Floats that the next step on n parameters needs, 0 at the start: they grow with the moves remembered. The first
    /// n are the direction last searched along.
    std::size_t memory(std::size_t n, const Clock& clock) const {
        const std::size_t used = moves(clock) + static_cast<std::size_t>(max_iter);
        return most_memory(n) - (places() - std::min(places(), used)) * 2 * n;
    }
    std::size_t most_memory(std::size_t n) const { return vectors * n + places() * (2 * n + 2); }
    std::size_t places() const { return static_cast<std::size_t>(history_size) + 1; } ///< one more: the move on trial
    static std::size_t moves(const Clock& clock) { return static_cast<std::size_t>(clock.numbers[1]); }
    /// One step from w in place; dw receives the gradient at its start. Returns the loss there.
    float search(std::span<float> w, std::span<float> dw, const Evaluate& evaluate, Clock& clock,
                 std::span<float> memory) const;
};

} // namespace nn
