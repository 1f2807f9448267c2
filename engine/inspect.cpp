#include "engine/inspect.hpp"

#include <algorithm>
#include <cmath>

#include "engine/network/inside.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

/// The samples' numbers of one unit, without those past the last.
std::span<const float> unit(Rows<Lane> rows, int row, int samples) {
    return {reinterpret_cast<const float*>(rows[row]), static_cast<std::size_t>(samples)};
}

struct Moments {
    double mean = 0, deviation = 0;
    float low = 0, high = 0;
};

template <class F>
void each(Rows<Lane> rows, int samples, F&& f) {
    for (int row = 0; row < rows.rows; ++row)
        for (const float x : unit(rows, row, samples))
            if (std::isfinite(x)) f(x);
}

Moments moments(Rows<Lane> rows, int samples) {
    Moments m{0, 0, INFINITY, -INFINITY};
    double n = 0, squares = 0;
    each(rows, samples, [&](float x) {
        m.mean += double(x);
        m.low = std::min(m.low, x);
        m.high = std::max(m.high, x);
        ++n;
    });
    if (n == 0) return {};
    m.mean /= n;
    each(rows, samples, [&](float x) { squares += (double(x) - m.mean) * (double(x) - m.mean); });
    m.deviation = std::sqrt(squares / n);
    return m;
}

Histogram histogram(Rows<Lane> rows, int samples, float low, float high, int bins) {
    Histogram h{low, high, std::vector<int>(static_cast<std::size_t>(bins))};
    const double per_unit = high > low ? bins / (double(high) - double(low)) : 0;
    each(rows, samples, [&](float x) {
        const double bin = std::clamp(std::floor((double(x) - double(low)) * per_unit), 0.0, double(bins - 1));
        ++h.counts[static_cast<std::size_t>(bin)];
    });
    return h;
}

}  // namespace

std::vector<LayerStatistics> inspect(Network& network, const Samples& samples, const Pass& pass, int bins, double range) {
    if (bins < 1) refuse({"[statistics] got ", bins, " bins, expected 1 or more"});
    Network::Inside& in = network.inside();
    in.expect("statistics", samples);
    const int n = static_cast<int>(sample_count(samples, in.setup.inputs));
    if (n == 0) refuse({"[statistics] got no samples, expected 1 or more"});

    // All samples at once, in memory of their own: a look inside does not disturb a run.
    Runner<Lane> runner(in.setup, in.plan);
    runner.keep_together();
    std::vector<float> dw(in.parameters.size());
    runner.loss(in.parameters.data(), samples, pass, nullptr, in.state.data(), 1 / network.divisor(samples), dw.data(), nullptr);

    std::vector<LayerStatistics> all;
    for (std::size_t i = 0; i < in.plan.stages.size(); ++i) {
        const Stage& stage = in.plan.stages[i];
        const Work<Lane>& work = runner.passes().work(i);
        LayerStatistics s;
        const Moments a = moments(work.a, n), d = moments(work.d, n);
        s.mean = a.mean;
        s.deviation = a.deviation;
        s.gradient_mean = d.mean;
        s.gradient_deviation = d.deviation;
        const auto bound = static_cast<float>(range);
        s.activations = histogram(work.a, n, range > 0 ? -bound : a.low, range > 0 ? bound : a.high, bins);
        s.gradients = histogram(work.d, n, d.low, d.high, bins);

        if (const Activation* activation = activation_of(stage.layer)) {
            std::vector<Lane> slopes(static_cast<std::size_t>(work.active.rows) * static_cast<std::size_t>(work.active.lanes), Lane(1.f));
            const Rows<Lane> slope{slopes.data(), work.active.rows, work.active.lanes};
            std::vector<float> unused(static_cast<std::size_t>(trainable(*activation)));
            activate_backward<Lane>(*activation, in.parameters.data() + stage.slope, work.z, work.active, slope, unused.data());
            double low = 0;
            for (int row = 0; row < slope.rows; ++row) {
                const auto values = unit(slope, row, n);
                low += static_cast<double>(std::count_if(values.begin(), values.end(), [](float x) { return std::fabs(double(x)) < saturation_slope; }));
                s.dead += std::all_of(values.begin(), values.end(), [](float x) { return x == 0; });
            }
            s.saturated = low / (static_cast<double>(slope.rows) * n);
        }
        all.push_back(std::move(s));
    }
    return all;
}

}  // namespace nn
