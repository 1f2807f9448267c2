#pragma once
/// The learning rate range test (L. Smith, "Cyclical learning rates for training neural networks", 2017,
/// arXiv:1506.01186): train while the rate grows from batch to batch, and look where the loss falls fastest and where it
/// explodes.
#include "engine/trainer.hpp"

namespace nn {

struct RangeTestSetup {
    double from = 1e-6, to = 10;
    int steps = 100;
    double smoothing = 0.9;
    double stop_factor = 4;
    static constexpr auto params() {
        return std::tuple{
            real("from", &RangeTestSetup::from, 1e-12, 10, log_scale, "First rate", "Too low to learn anything."),
            real("to", &RangeTestSetup::to, 1e-6, 1e6, log_scale, "Last rate", "So high that the loss explodes."),
            integer("steps", &RangeTestSetup::steps, 2, 10000, log_scale, "Steps",
                    "Batches on the way up: more give a smoother curve."),
            real("smoothing", &RangeTestSetup::smoothing, 0, 0.999, linear_scale, "Smoothing",
                 "Share of the running mean that each batch keeps: more hides the noise and lags behind."),
            real("stop-factor", &RangeTestSetup::stop_factor, 1.01, 1e6, log_scale, "Stop at",
                 "Stops where the smoothed loss is this many times the lowest.")};
    }
};

struct RangePoint {
    float lr, loss, smoothed;  ///< rate of a step, loss of its batch before it, running mean of the losses
};

struct RangeTest {
    std::vector<RangePoint> points;  ///< rates rise geometrically; the last one is where it stopped
    double suggestion = 0;           ///< rate where the smoothed loss falls fastest by the logarithm of the rate; 0: never
};

/// On a copy of the network, which stays as it is, under the trainer's settings with a constant schedule. Stops at the
/// last rate, at a loss that is not finite or is stop-factor times the lowest. Throws std::invalid_argument where the
/// settings or the data cannot be.
RangeTest range_test(const Network& network, TrainerSetup trainer, std::shared_ptr<const Data> data,
                     const RangeTestSetup& setup = {});

}  // namespace nn
