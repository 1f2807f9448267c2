#pragma once
/// What shaders/network_seeds.wgsl is told.
#include "engine/jobs/network_seeds.hpp"

namespace nn {

/// Also says why the shader cannot do it: it has dense layers only, without a slope that is trained, and holds a network's parameters
/// and the samples' order in its registers.
GpuWork network_seeds_on_gpu(const NetworkSetup& network, const NetworkSeeds& race, const Data& samples, const Data& looked_at);

} // namespace nn
