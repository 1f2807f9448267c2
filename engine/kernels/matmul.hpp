#pragma once
/// The plain product of two matrices, row-major: c (m, n) = a (m, k) b (k, n). The columns of b are what samples are to a
/// dense layer, so it is that layer's kernel.
#include <span>

namespace nn {

/// Throws nothing: the sizes are the caller's to check. Any may be 0.
void matmul(std::span<const float> a, std::span<const float> b, std::span<float> c, int m, int k, int n);

}  // namespace nn
