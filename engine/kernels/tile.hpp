#pragma once
/// Inside the kernels: the register tile that all large sums are made of.
#include <cstddef>

#include "engine/kernels/finish.hpp"
#include "engine/lanes.hpp"

namespace nn {

inline constexpr int tile_rows = 4, tile_lanes = 2, tile_columns = 4 * tile_lanes;
inline constexpr float no_start[tile_rows]{};

/// c (R, 4 L) = last((c where `more`, else start[row]) + sum over k of a[row * a_row + k * a_step] b[k * b_step + column]).
///
/// Measured in Chromium on x86-64, where V8 has 15 registers to give and loads all of a round before it computes: 4 x 2
/// lanes just fit, 3 x 3 and 5 x 2 spill. V8 unrolls the loop by itself; by hand it spills, too.
template <int R, int L, class Row, class Last = finishes::None>
void tile(int depth, const float* a, Row a_row, std::ptrdiff_t a_step, const float* b, std::ptrdiff_t b_step, float* c,
          std::ptrdiff_t stride, const float* start, bool more, Last last = {}) {
    Lane sum[R][L];
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < L; ++j) sum[i][j] = more ? Lane::load_unaligned(c + i * stride + 4 * j) : Lane(start[i]);
    for (const float* const end = b + depth * b_step; b != end; a += a_step, b += b_step) {
        Lane x[L];
        for (int j = 0; j < L; ++j) x[j] = Lane::load_unaligned(b + 4 * j);
        for (int i = 0; i < R; ++i) {
            const Lane w(a[i * a_row]);
            for (int j = 0; j < L; ++j) sum[i][j] = sum[i][j] + w * x[j];
        }
    }
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < L; ++j) last(sum[i][j]).store_unaligned(c + i * stride + 4 * j);
}

}  // namespace nn
