#pragma once
/// Random numbers by counting: draw number `index` of stream `stream` under `seed` is a pure function, so nothing has a
/// state, draws need no order, and a run replays from any step. Only operations that IEEE 754 defines exactly are used,
/// so every bit is the same natively and in WebAssembly (the library's log and normal_distribution are not).
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace nn {

/// Philox4x32-10 (J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0], b = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

/// 32 random bits. What a stream is for is the caller's choice: one for gradient noise, one for shuffling.
constexpr std::uint32_t random_bits(std::uint32_t seed, std::uint32_t stream, std::uint64_t index) {
    return philox({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32), 0, 0},
                  {seed, stream})[0];
}

/// Evenly distributed on [0, 1), a multiple of 2^-24.
constexpr float uniform(std::uint32_t seed, std::uint32_t stream, std::uint64_t index) {
    return static_cast<float>(random_bits(seed, stream, index) >> 8) * 0x1p-24f;
}

/// Natural logarithm of a normal, positive number, to about 2 units in the last place.
constexpr double portable_log(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    double exponent = static_cast<double>(static_cast<int>(bits >> 52) - 1023);
    double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFull) | 0x3FF0000000000000ull);
    if (m > 1.4142135623730951) {
        m /= 2;
        exponent += 1;
    }
    const double s = (m - 1) / (m + 1), s2 = s * s;  // log m = 2 artanh s
    double series = 0;
    for (int k = 23; k >= 1; k -= 2) series = series * s2 + 1.0 / k;
    return exponent * 0.6931471805599453 + 2 * s * series;
}

/// Quantile of the standard normal distribution for 0 < p < 1 (M. Wichura, Algorithm AS 241, PPND16, 1988).
double normal_quantile(double p);

/// Standard normal: mean 0, deviation 1. Different bits from those of `uniform`. At most 6.4 from 0.
float normal(std::uint32_t seed, std::uint32_t stream, std::uint64_t index);

}  // namespace nn
