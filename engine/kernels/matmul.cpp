#include "engine/kernels/matmul.hpp"

#include "engine/kernels/product.hpp"

namespace nn {

void matmul(std::span<const float> a, std::span<const float> b, std::span<float> c, int m, int k, int n,
            Scratch<Lane>& scratch) {
    large_product(m, n, k, {a.data(), k, 1}, {b.data(), n, 1}, c.data(), n, Start::bias, nullptr, scratch);
}

}  // namespace nn
