#include "engine/jobs/loss_grid.hpp"

#include <cmath>
#include <stdexcept>

#include "engine/random.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::uint32_t direction_stream = 0x30000;

double length(std::span<const float> v) {
    double sum = 0;
    for (const float x : v) sum += double(x) * double(x);
    return std::sqrt(sum);
}

}  // namespace

std::vector<float> filter_direction(const Network& network, std::uint32_t seed, std::uint32_t which) {
    const auto w = network.parameters();
    std::vector<float> direction(w.size());
    for (const Part& part : network.layout()) {
        if (part.shape.size() != 2) continue;
        const std::size_t filter = static_cast<std::size_t>(part.shape[1]);
        for (std::size_t at = part.offset; at < part.offset + part.size; at += filter) {
            const auto d = std::span(direction).subspan(at, filter);
            for (std::size_t i = 0; i < filter; ++i) d[i] = normal(seed, direction_stream + which, at + i);
            const double scale = length(w.subspan(at, filter)) / length(d);
            for (float& x : d) x = static_cast<float>(double(x) * scale);
        }
    }
    return direction;
}

std::vector<float> loss_grid(Network& network, const Samples& samples, std::span<const float> first,
                             std::span<const float> second, int size, double span) {
    const std::vector<float> w(network.parameters().begin(), network.parameters().end());
    if (size < 2 || size > 4096) refuse({"[lossGrid] got ", size, " points a side, expected 2 to 4096"});
    if (!std::isfinite(span)) refuse({"[lossGrid] got a span that is not finite, expected a number"});
    for (const auto direction : {first, second})
        if (direction.size() != w.size()) refuse({"[lossGrid] got a direction of ", direction.size(), " numbers, expected ", w.size()});

    const std::size_t side = static_cast<std::size_t>(size);
    const double divisor = network.divisor(samples);
    std::vector<float> values(side * side), at(w.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double a = span * (2 * static_cast<double>(i % side) / (size - 1) - 1), b = span * (2 * static_cast<double>(i / side) / (size - 1) - 1);
        for (std::size_t k = 0; k < w.size(); ++k)
            at[k] = static_cast<float>(double(w[k]) + a * double(first[k]) + b * double(second[k]));
        network.loss_sums(samples, at, std::span(values).subspan(i, 1));
        values[i] = static_cast<float>(double(values[i]) / divisor);
    }
    return values;
}

}  // namespace nn
