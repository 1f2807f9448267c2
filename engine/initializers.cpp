#include "engine/initializers.hpp"

#include <algorithm>
#include <cmath>
#include <xsimd/xsimd.hpp>

#include "engine/random.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace initializers {

namespace {

void fill_uniform(double limit, std::uint32_t seed, std::uint32_t stream, std::span<float> w) {
    const auto a = static_cast<float>(limit);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = a * (2 * uniform(seed, stream, i) - 1);
}

void fill_normal(double deviation, std::uint32_t seed, std::uint32_t stream, std::span<float> w) {
    const auto sigma = static_cast<float>(deviation);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = sigma * normal(seed, stream, i);
}

double glorot_variance(double gain, int fan_in, int fan_out) { return gain * gain * 2 / (fan_in + fan_out); }

template <class He>
double he_variance(const He& he, int fan_in, int fan_out) {
    return he.gain * he.gain * 2 / ((1 + he.slope * he.slope) * (he.mode == 0 ? fan_in : fan_out));
}

using Pair = xsimd::batch<double>;

/// Makes `count` vectors orthonormal, in place, by modified Gram-Schmidt: the Q of a QR decomposition whose R has a
/// positive diagonal. In double, so that what a badly conditioned draw loses stays far below a float's precision.
/// Each vector has `size` numbers, a multiple of Pair::size.
void orthonormalize(double* vectors, std::size_t count, std::size_t size) {
    constexpr std::size_t step = Pair::size;
    for (std::size_t k = 0; k < count; ++k) {
        double* q = vectors + k * size;
        Pair square(0.0);
        for (std::size_t i = 0; i < size; i += step)
            square += Pair::load_unaligned(q + i) * Pair::load_unaligned(q + i);
        const Pair scale(1 / std::sqrt(xsimd::reduce_add(square)));
        for (std::size_t i = 0; i < size; i += step) (Pair::load_unaligned(q + i) * scale).store_unaligned(q + i);
        for (std::size_t j = k + 1; j < count; ++j) {
            double* v = vectors + j * size;
            Pair dot(0.0);
            for (std::size_t i = 0; i < size; i += step)
                dot += Pair::load_unaligned(q + i) * Pair::load_unaligned(v + i);
            const Pair part(xsimd::reduce_add(dot));
            for (std::size_t i = 0; i < size; i += step)
                (Pair::load_unaligned(v + i) - part * Pair::load_unaligned(q + i)).store_unaligned(v + i);
        }
    }
}

constexpr std::size_t largest_group = 512;

}  // namespace

void GlorotUniform::fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_uniform(std::sqrt(3 * glorot_variance(gain, fan_in, fan_out)), seed, stream, w);
}

void GlorotNormal::fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_normal(std::sqrt(glorot_variance(gain, fan_in, fan_out)), seed, stream, w);
}

void HeUniform::fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_uniform(std::sqrt(3 * he_variance(*this, fan_in, fan_out)), seed, stream, w);
}

void HeNormal::fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_normal(std::sqrt(he_variance(*this, fan_in, fan_out)), seed, stream, w);
}

void LecunUniform::fill(int fan_in, int, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_uniform(gain * std::sqrt(3.0 / fan_in), seed, stream, w);
}

void LecunNormal::fill(int fan_in, int, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_normal(gain * std::sqrt(1.0 / fan_in), seed, stream, w);
}

void FanUniform::fill(int fan_in, int, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_uniform(std::sqrt(1.0 / fan_in), seed, stream, w);
}

void Uniform::fill(int, int, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_uniform(limit, seed, stream, w);
}

void Normal::fill(int, int, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    fill_normal(deviation, seed, stream, w);
}

void TruncatedNormal::fill(int, int, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    constexpr double below = 0.022750131948179209;  // probability of a normal number below -2
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double p = below + (1 - 2 * below) * ((random_bits(seed, stream, i) + 0.5) * 0x1p-32);
        w[i] = static_cast<float>(deviation * normal_quantile(p));
    }
}

void Orthogonal::fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    const auto in = static_cast<std::size_t>(fan_in), out = static_cast<std::size_t>(fan_out);
    const bool by_row = out <= in;
    const std::size_t count = std::min(in, out), size = std::max(in, out);
    const std::size_t padded = (size + Pair::size - 1) / Pair::size * Pair::size;
    const auto at = [&](std::size_t vector, std::size_t i) { return by_row ? vector * in + i : i * in + vector; };
    std::vector<double> group(std::min(count, largest_group) * padded);
    for (std::size_t first = 0; first < count; first += largest_group) {
        const std::size_t members = std::min(count - first, largest_group);
        for (std::size_t v = 0; v < members; ++v)
            for (std::size_t i = 0; i < size; ++i) group[v * padded + i] = normal(seed, stream, at(first + v, i));
        orthonormalize(group.data(), members, padded);
        for (std::size_t v = 0; v < members; ++v)
            for (std::size_t i = 0; i < size; ++i)
                w[at(first + v, i)] = static_cast<float>(gain * group[v * padded + i]);
    }
}

void Lsuv::fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const {
    Orthogonal{}.fill(fan_in, fan_out, seed, stream, w);
}

void Zeros::fill(int, int, std::uint32_t, std::uint32_t, std::span<float> w) const {
    std::fill(w.begin(), w.end(), 0.f);
}

void Constant::fill(int, int, std::uint32_t, std::uint32_t, std::span<float> w) const {
    std::fill(w.begin(), w.end(), static_cast<float>(value));
}

}  // namespace initializers

void initialize(const Initializer& initializer, int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream,
                std::span<float> w) {
    if (fan_in < 1 || fan_out < 1 || w.size() != static_cast<std::size_t>(fan_in) * static_cast<std::size_t>(fan_out))
        refuse({"[initialize] got w of ", w.size(), ", expected (", fan_out, ", ", fan_in, ") with fans of at least 1"});
    std::visit([&](const auto& i) { i.fill(fan_in, fan_out, seed, stream, w); }, initializer);
}

}  // namespace nn
