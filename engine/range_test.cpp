#include "engine/range_test.hpp"

#include <cmath>
#include <utility>

#include "engine/sentence.hpp"

namespace nn {
namespace {

void expect_possible(const RangeTestSetup& s) {
    const bool rates = s.from > 0 && s.to > s.from && std::isfinite(s.to);
    if (!rates)
        refuse({"[range-test] got rates from ", s.from, " to ", s.to, ", expected 0 < from < to"});
    if (s.steps < 2 || !(s.smoothing >= 0 && s.smoothing < 1) || !(s.stop_factor > 1))
        refuse({"[range-test] got steps ", s.steps, ", smoothing ", s.smoothing, ", stop-factor ", s.stop_factor,
                ", expected 2 or more, 0 to below 1, above 1"});
}

/// Where the smoothed loss falls fastest from one point to the one after the next.
double steepest(const std::vector<RangePoint>& points) {
    double lowest = 0, rate = 0;
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const double fall = double(points[i + 1].smoothed) - double(points[i - 1].smoothed);
        if (fall < lowest) lowest = fall, rate = double(points[i].lr);
    }
    return rate;
}

}  // namespace

RangeTest range_test(const Network& network, TrainerSetup setup, std::shared_ptr<const Data> data,
                     const RangeTestSetup& range) {
    expect_possible(range);
    setup.schedule = ConstantRate{};
    Trainer trainer(std::make_shared<Network>(network), setup, std::move(data));
    RangeTest result;
    double mean = 0, kept = 1, lowest = INFINITY;
    for (int i = 0; i < range.steps; ++i) {
        const double lr = range.from * std::pow(range.to / range.from, i / double(range.steps - 1));
        std::visit([&](auto& rule) { rule.lr = lr; }, setup.optimizer);
        trainer.retune(setup);
        float loss = 0;
        trainer.steps({&loss, 1});
        mean = range.smoothing * mean + (1 - range.smoothing) * double(loss);
        kept *= range.smoothing;
        const double smoothed = mean / (1 - kept);
        result.points.push_back({f32(lr), loss, f32(smoothed)});
        if (!std::isfinite(loss) || smoothed > range.stop_factor * lowest) break;
        lowest = std::min(lowest, smoothed);
    }
    const bool exploded = !std::isfinite(result.points.back().smoothed);
    result.suggestion = steepest({result.points.begin(), result.points.end() - (exploded ? 1 : 0)});
    return result;
}

}  // namespace nn
