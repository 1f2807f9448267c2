#pragma once
/// Job `loss-grid`: the loss on a plane through parameter space (H. Li et al., "Visualizing the loss landscape of neural
/// nets", 2018, arXiv:1712.09913).
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network.hpp"

namespace nn {

/// A random direction in parameter space with the scale of the network's own weights, so that planes of different
/// networks compare: each unit's weights get the length of that unit's (filter normalisation); biases and norms get 0.
std::vector<float> filter_direction(const Network& network, std::uint32_t seed, std::uint32_t which);

/// The loss, reduction included, at w + a * first + b * second, for a and b at `size` even steps from -span to span:
/// (size, size), row 0 has the lowest b. Throws std::invalid_argument where something does not fit.
std::vector<float> loss_grid(Network& network, const Samples& samples, std::span<const float> first,
                             std::span<const float> second, int size, double span);

}  // namespace nn
