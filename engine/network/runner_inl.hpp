#pragma once
/// Inside the network: blocks of samples through passes and loss, on any lane type.
#include "engine/network/runner.hpp"

#include <algorithm>

namespace nn {

inline constexpr std::size_t block_samples = 512;

template <class V>
int Runner<V>::block_size(std::size_t samples, const Pass& pass) const {
    return static_cast<int>(together_ || (pass.train && plan_->across_samples) ? samples : std::min(samples, block_samples));
}

template <class V>
Rows<V> Runner<V>::forward(const W* w, std::span<const float> x, const Selection& choice, const Block& block, V* outputs) {
    gather<V>(x.data(), choice, passes_.prepare(block.samples, false, outputs));
    return passes_.forward(w, block);
}

template <class V>
double Runner<V>::loss(const W* w, const Samples& samples, const Pass& pass, float* state, const float* running,
                       double scale, W* dw, float* dx) {
    const std::size_t n = sample_count(samples, setup_->inputs);
    double sum = 0;
    for (std::size_t from = 0; from < n;) {
        const int count = block_size(n - from, pass);
        const Selection choice{samples.rows, samples.first + from, count};
        const Block block{count, from, pass, state, running};
        gather<V>(samples.x.data(), choice, passes_.prepare(count, dw != nullptr));
        passes_.forward(w, block);
        sum += block_loss(samples, choice, scale, dw != nullptr);
        if (dw) passes_.backward(w, block, dw, dx != nullptr);
        if constexpr (std::is_same_v<V, Lane>) {
            if (dx) scatter(passes_.input_slope(), count, dx + from * static_cast<std::size_t>(setup_->inputs));
        }
        from += static_cast<std::size_t>(count);
    }
    return sum;
}

template <class V>
double Runner<V>::block_loss(const Samples& samples, const Selection& choice, double scale, bool backward) {
    const Rows<V>& output = passes_.output();
    const int lanes = output.lanes, outputs = output.rows;
    const auto room = [](std::vector<V>& memory, int n) {
        if (memory.size() < static_cast<std::size_t>(n)) memory.resize(static_cast<std::size_t>(n));
        return memory.data();
    };
    const int columns = plan_->target_columns;
    const Rows<V> target{room(target_, columns * lanes), columns, lanes};
    gather<V>(samples.y.data(), choice, target);
    V* const losses = room(losses_, lanes + (backward ? 0 : outputs * lanes));
    const Rows<V> slope = backward ? passes_.output_slope() : Rows<V>{losses + lanes, outputs, lanes};
    if (backward) loss_rows<V>(setup_->loss, output, target, slope, losses);
    else loss_values<V>(setup_->loss, output, target, slope, losses);

    const bool weighted = setup_->reduction != 0 && !samples.weight.empty();
    const Rows<V> weights{weighted ? room(weights_, lanes) : nullptr, 1, lanes};
    if (weighted) {
        gather<V>(samples.weight.data(), choice, weights);
        for (int i = 0; i < lanes; ++i) losses[i] = losses[i] * weights.data[i];
    }
    clear_tail(Rows<V>{losses, 1, lanes}, choice.count);
    double by_lane[width_of<V>]{}, sum = 0;
    for (int i = 0; i < lanes; ++i)
        for (int k = 0; k < width_of<V>; ++k) by_lane[k] += number_of(lane_of(losses[i], k));
    for (const double part : by_lane) sum += part;
    if (!backward) return sum;

    const V factor = constant<V>(scale);
    for (int row = 0; row < outputs; ++row)
        for (int i = 0; i < lanes; ++i) slope[row][i] = slope[row][i] * (weighted ? weights.data[i] * factor : factor);
    clear_tail(slope, choice.count);
    return sum;
}

}  // namespace nn
