#include "engine/kernels/product.hpp"

#include <algorithm>

#include "engine/kernels/tile.hpp"
#include "engine/lane_math.hpp"

namespace nn {
namespace {

constexpr int block_depth = 512, block_rows = 64, block_columns = 512;

constexpr int ceil_div(int n, int d) { return (n + d - 1) / d; }
constexpr int round_up(int n, int multiple) { return ceil_div(n, multiple) * multiple; }

/// Four rows of `depth` floats to four columns of a panel that is `width` wide.
template <int width>
void pack_across(const float* from, std::ptrdiff_t row, int depth, float* to) {
    int k = 0;
    for (; k + 4 <= depth; k += 4) {
        Lane a = Lane::load_unaligned(from + k), b = Lane::load_unaligned(from + row + k);
        Lane c = Lane::load_unaligned(from + 2 * row + k), d = Lane::load_unaligned(from + 3 * row + k);
        transpose(a, b, c, d);
        a.store_aligned(to + k * width);
        b.store_aligned(to + (k + 1) * width);
        c.store_aligned(to + (k + 2) * width);
        d.store_aligned(to + (k + 3) * width);
    }
    for (; k < depth; ++k)
        for (int w = 0; w < 4; ++w) to[k * width + w] = from[w * row + k];
}

/// Writes element (w, k), w < rows <= width, to panel[k * width + w]; past the last row are zeros.
template <int width>
void pack_panel(MatrixView m, int rows, int depth, float* panel) {
    if (rows == width && m.row == 1) {
        for (int k = 0; k < depth; ++k)
            for (int w = 0; w < width; w += 4)
                Lane::load_unaligned(m.data + k * m.column + w).store_aligned(panel + k * width + w);
    } else if (rows == width && m.column == 1) {
        for (int w = 0; w < width; w += 4) pack_across<width>(m.data + w * m.row, m.row, depth, panel + w);
    } else {
        for (int k = 0; k < depth; ++k)
            for (int w = 0; w < width; ++w) panel[k * width + w] = w < rows ? m.data[w * m.row + k * m.column] : 0.f;
    }
}

/// Panels of `width` rows, one after another. What lies along the rows goes in strips: panel after panel takes its part
/// of a strip while that is in the cache, and what is far away is read in the order in which it lies.
template <int width>
void pack(MatrixView m, int rows, int depth, float* to) {
    const int strip = m.row == 1 ? 16 : depth;
    for (int k = 0; k < depth; k += strip)
        for (int w = 0; w < rows; w += width)
            pack_panel<width>({m.data + w * m.row + k * m.column, m.row, m.column}, std::min(width, rows - w),
                              std::min(strip, depth - k), to + static_cast<std::ptrdiff_t>(w) * depth + k * width);
}

/// A tile of which only `rows` x `columns` lie in c.
void edge_tile(int rows, int columns, int depth, const float* a, const float* b, float* c, std::ptrdiff_t stride,
               const float* bias, bool more) {
    float whole[tile_rows * tile_columns]{}, whole_bias[tile_rows]{};
    std::copy_n(bias, rows, whole_bias);
    if (more)
        for (int i = 0; i < rows; ++i) std::copy_n(c + i * stride, columns, whole + i * tile_columns);
    tile<tile_rows, tile_lanes>(depth, a, std::integral_constant<int, 1>{}, tile_rows, b, tile_columns, whole,
                                tile_columns, whole_bias, more);
    for (int i = 0; i < rows; ++i) std::copy_n(whole + i * tile_columns, columns, c + i * stride);
}

}  // namespace

void pack_rows(const float* a, std::ptrdiff_t row, int rows, int depth, float* panel) {
    if (rows == tile_rows) return pack_across<tile_rows>(a, row, depth, panel);
    for (int i = 0; i < rows; ++i)
        for (int k = 0; k < depth; ++k) panel[k * tile_rows + i] = a[i * row + k];
}

void large_product(int m, int n, int k, MatrixView a, MatrixView b, float* c, std::ptrdiff_t stride, Start start,
                   const float* bias, Scratch<Lane>& scratch) {
    const int most_depth = k > 0 ? ceil_div(k, ceil_div(k, block_depth)) : 0;
    const int a_floats = round_up(std::min(m, block_rows), tile_rows) * most_depth;
    const int b_floats = round_up(std::min(n, block_columns), tile_columns) * most_depth;
    float* const packed_b = reinterpret_cast<float*>(scratch.take(static_cast<std::size_t>(a_floats + b_floats) / 4));
    float* const packed_a = packed_b + b_floats;
    for (int column = 0; column < n; column += block_columns) {
        const int columns = std::min(block_columns, n - column);
        for (int from = 0; from < k || from == 0; from += most_depth ? most_depth : 1) {
            const int depth = std::min(most_depth, k - from);
            pack<tile_columns>({b.data + from * b.row + column * b.column, b.column, b.row}, columns, depth, packed_b);
            const bool more = from > 0 || start == Start::as_is;
            for (int row = 0; row < m; row += block_rows) {
                const int rows = std::min(block_rows, m - row);
                pack<tile_rows>({a.data + row * a.row + from * a.column, a.row, a.column}, rows, depth, packed_a);
                for (int j = 0; j < columns; j += tile_columns) {
                    for (int i = 0; i < rows; i += tile_rows) {
                        const int tall = std::min(tile_rows, rows - i), wide = std::min(tile_columns, columns - j);
                        float* const to = c + (row + i) * stride + column + j;
                        const float *const pa = packed_a + i * depth, *const pb = packed_b + j * depth;
                        const float* const add = bias ? bias + row + i : no_start;
                        if (tall == tile_rows && wide == tile_columns)
                            tile<tile_rows, tile_lanes>(depth, pa, std::integral_constant<int, 1>{}, tile_rows, pb,
                                                        tile_columns, to, stride, add, more);
                        else
                            edge_tile(tall, wide, depth, pa, pb, to, stride, add, more);
                    }
                }
            }
        }
    }
}

}  // namespace nn
