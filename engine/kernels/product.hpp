#pragma once
/// Inside the kernels: a large matrix product by register tiles over packed panels (K. Goto, R. van de Geijn, "Anatomy
/// of high-performance matrix multiplication", 2008). Not for other parts; they use matmul.hpp and dense.hpp.
#include <cstddef>

#include "engine/kernels/scratch.hpp"
#include "engine/lanes.hpp"

namespace nn {

/// Element (i, j) is data[i * row + j * column]; one of the two strides is 1.
struct MatrixView {
    const float* data;
    std::ptrdiff_t row, column;
};

/// What the products are added to: a number for each row (none where `bias` is null), or what c holds.
enum class Start { bias, as_is };

/// c (m, n), row-major with `stride` floats a row, = start + a (m, k) b (k, n). Each element is one sum with k
/// ascending, so its bits do not depend on m, n or the tiles.
void large_product(int m, int n, int k, MatrixView a, MatrixView b, float* c, std::ptrdiff_t stride, Start start,
                   const float* bias, Scratch<Lane>& scratch);

/// Element (i, k) of the first `rows` <= 4 rows of a to panel[4 k + i].
void pack_rows(const float* a, std::ptrdiff_t row, int rows, int depth, float* panel);

}  // namespace nn
