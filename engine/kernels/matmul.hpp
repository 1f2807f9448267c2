#pragma once
/// The product of two matrices, row-major.
#include <span>

#include "engine/kernels/scratch.hpp"
#include "engine/lanes.hpp"

namespace nn {

/// c (m, n) = a (m, k) b (k, n); c overlaps neither. Throws nothing: the sizes are the caller's to check, and any may
/// be 0. Each element is one sum with k ascending.
void matmul(std::span<const float> a, std::span<const float> b, std::span<float> c, int m, int k, int n,
            Scratch<Lane>& scratch);

}  // namespace nn
