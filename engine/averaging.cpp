#include "engine/averaging.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nn {

double Ema::rate(std::int64_t n) const {
    if (!correct) return 1 - decay;
    return decay > 0 ? (1 - decay) / (1 - std::pow(decay, static_cast<double>(n))) : 1;
}

WeightAverage::WeightAverage(Averaging averaging, std::span<const float> start) : averaging_(averaging) {
    if (!std::holds_alternative<NoAverage>(averaging_)) value_.assign(start.begin(), start.end());
}

void WeightAverage::count(std::span<const float> w, std::int64_t step, bool epoch_end) {
    std::visit(
        [&](const auto& averaging) {
            if (!averaging.counts(step, epoch_end)) return;
            const auto rate = static_cast<float>(averaging.rate(++count_));
            if (rate == 1) std::copy(w.begin(), w.end(), value_.begin());
            else
                for (std::size_t i = 0; i < value_.size(); ++i) value_[i] += rate * (w[i] - value_[i]);
        },
        averaging_);
}

void WeightAverage::save(ByteWriter& to) const {
    to.put(count_);
    to.put_all(value_);
}

void WeightAverage::restore(ByteReader& from) {
    const auto count = from.get<std::int64_t>();
    value_ = from.get_all<float>(value_.size(), "an average of");
    count_ = count;
}

void recompute_statistics(Network& network, const Data& data, int batch_size) {
    const auto state = network.state();
    if (state.empty()) return;
    NetworkSetup forgetful = network.setup();  // its running statistics are those of the last batch
    for (Layer& layer : forgetful.layers)
        std::visit(
            [](auto& l) {
                if constexpr (requires { l.momentum; }) l.momentum = 1;
            },
            layer);
    Network copy(forgetful);
    const auto w = network.parameters();
    std::copy(w.begin(), w.end(), copy.parameters().begin());

    std::vector<int> rows(static_cast<std::size_t>(data.rows()));
    std::iota(rows.begin(), rows.end(), 0);
    const std::size_t batch = std::min(rows.size(), static_cast<std::size_t>(batch_size));
    std::vector<float> dw(w.size());  // of no interest, but only a gradient moves the statistics
    std::vector<double> sum(state.size());
    Pass pass{.train = true};
    for (std::size_t at = 0; at < rows.size(); at += batch, ++pass.step) {
        copy.add_gradient({data.x, data.y, {}, std::span(rows).subspan(at, std::min(batch, rows.size() - at))}, pass, 0, dw);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += double(copy.state()[i]);
    }
    for (std::size_t i = 0; i < sum.size(); ++i) state[i] = static_cast<float>(sum[i] / static_cast<double>(pass.step));
}

}  // namespace nn
