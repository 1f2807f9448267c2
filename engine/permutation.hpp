#pragma once
/// Orders by counting: a pure function of seed and stream, the same on every machine (std::shuffle is not).
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/random.hpp"

namespace nn {

/// 0 to n - 1, every order equally likely (R. Durstenfeld, "Algorithm 235: Random permutation", 1964).
inline std::vector<int> permutation(int n, std::uint32_t seed, std::uint32_t stream) {
    std::vector<int> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = order.size(); i > 1; --i) {
        const std::uint64_t bits = random_bits(seed, stream, i);
        std::swap(order[i - 1], order[static_cast<std::size_t>(bits * i >> 32)]);
    }
    return order;
}

}  // namespace nn
