#include "engine/initializers.hpp"

#include "engine/random.hpp"

namespace nn::initializers {

void GlorotUniform::fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    const auto a = static_cast<float>(gain * std::sqrt(6.0 / (fan_in + fan_out)));
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = a * (2 * uniform(seed, stream, i) - 1);
}

}  // namespace nn::initializers
