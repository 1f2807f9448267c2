#include "engine/kernels/matmul.hpp"

#include <algorithm>
#include <vector>

#include "engine/kernels/dense.hpp"

namespace nn {

void matmul(std::span<const float> a, std::span<const float> b, std::span<float> c, int m, int k, int n) {
    if (m == 0 || n == 0) return;
    const int lanes = lanes_for<Lane>(n);
    std::vector<Lane> memory(static_cast<std::size_t>(k + m) * static_cast<std::size_t>(lanes), Lane(0.f));
    const Rows<Lane> x{memory.data(), k, lanes}, z{memory.data() + k * lanes, m, lanes};
    const auto floats = [](Lane* row) { return reinterpret_cast<float*>(row); };
    for (int row = 0; row < k; ++row) std::copy_n(b.data() + static_cast<std::ptrdiff_t>(row) * n, n, floats(x[row]));
    Scratch<Lane> scratch;
    dense_forward<Lane>(a.data(), nullptr, x, z, scratch);
    for (int row = 0; row < m; ++row) std::copy_n(floats(z[row]), n, c.data() + static_cast<std::ptrdiff_t>(row) * n);
}

}  // namespace nn
