#include "engine/kernels/narrow.hpp"

#include <algorithm>

#include "engine/kernels/product.hpp"
#include "engine/kernels/tile.hpp"
#include "engine/lane_math.hpp"

namespace nn {
namespace {

/// R rows, `lanes` wide: c = last(start + a b), as tile() has it.
template <int R, class Row, class Last = finishes::None>
void row_of_tiles(int depth, const float* a, Row a_row, std::ptrdiff_t a_step, const float* b, std::ptrdiff_t b_step,
                  int lanes, float* c, std::ptrdiff_t stride, const float* start, Last last = {}) {
    constexpr int L = R == 1 ? 2 * tile_lanes : tile_lanes;  // fewer sums than that wait for each other
    for (; lanes >= L; lanes -= L, b += 4 * L, c += 4 * L)
        tile<R, L>(depth, a, a_row, a_step, b, b_step, c, stride, start, false, last);
    for (; lanes > 0; --lanes, b += 4, c += 4) tile<R, 1>(depth, a, a_row, a_step, b, b_step, c, stride, start, false, last);
}

/// The rows of c, four at a time.
template <class Row>
void rows_of_tiles(int rows, int depth, const float* a, Row a_row, std::ptrdiff_t a_step, const float* b,
                   std::ptrdiff_t b_step, int lanes, float* c, std::ptrdiff_t stride, const float* start) {
    const auto next = [&]<int R>() {
        row_of_tiles<R>(depth, a, a_row, a_step, b, b_step, lanes, c, stride, start);
        rows -= R;
        a += R * a_row;
        c += R * stride;
        if (start != no_start) start += R;
    };
    while (rows >= 4) next.template operator()<4>();
    if (rows == 3) return next.template operator()<3>();
    if (rows == 2) return next.template operator()<2>();
    if (rows == 1) next.template operator()<1>();
}

using NextToEachOther =
    std::integral_constant<int, 1>;  ///< a distance that is a constant saves V8 additions in the loop

/// The four sums over the lanes.
Lane sums_of_lanes(Lane a, Lane b, Lane c, Lane d) {
    transpose(a, b, c, d);
    return (a + b) + (c + d);
}

void add_to(float* to, Lane v, int count) {
    if (count == 4) {
        (Lane::load_unaligned(to) + v).store_unaligned(to);
    } else {
        alignas(16) float lane[4];
        v.store_aligned(lane);
        for (int i = 0; i < count; ++i) to[i] += lane[i];
    }
}

/// dw += R rows of dz with C rows of x: four sums next to each other in dw at a time, either of one row, or where x has
/// but one or two rows, of several.
template <int R, int C>
[[gnu::noinline]] void outer_tile(const Lane* dz, const Lane* x, std::ptrdiff_t lanes, float* dw,
                                  std::ptrdiff_t stride) {
    Lane sum[R][C];
    for (int i = 0; i < R; ++i)
        for (int k = 0; k < C; ++k) sum[i][k] = Lane(0.f);
    for (std::ptrdiff_t lane = 0; lane < lanes; ++lane) {
        Lane v[C];
        for (int k = 0; k < C; ++k) v[k] = x[k * lanes + lane];
        for (int i = 0; i < R; ++i) {
            const Lane u = dz[i * lanes + lane];
            for (int k = 0; k < C; ++k) sum[i][k] = sum[i][k] + u * v[k];
        }
    }
    const Lane none(0.f);
    if constexpr (C == 1) {
        Lane rows[4]{none, none, none, none};
        for (int i = 0; i < R; ++i) rows[i] = sum[i][0];
        const Lane sums = sums_of_lanes(rows[0], rows[1], rows[2], rows[3]);
        if (stride == 1) return add_to(dw, sums, R);
        for (int i = 0; i < R; ++i) dw[i * stride] += lane_of(sums, i);
    } else if constexpr (C == 2) {
        for (int i = 0; i < R; i += 2) {
            const bool two = i + 1 < R;
            const Lane sums =
                sums_of_lanes(sum[i][0], sum[i][1], two ? sum[i + 1][0] : none, two ? sum[i + 1][1] : none);
            if (two && stride == 2) {
                add_to(dw + i * 2, sums, 4);
            } else {
                for (int k = 0; k < (two ? 4 : 2); ++k) dw[(i + k / 2) * stride + k % 2] += lane_of(sums, k);
            }
        }
    } else {
        for (int i = 0; i < R; ++i)
            add_to(dw + i * stride, sums_of_lanes(sum[i][0], sum[i][1], sum[i][2], C == 4 ? sum[i][C - 1] : none), C);
    }
}

template <int C>
void outer_tiles(Rows<const Lane> dz, const Lane* x, float* dw, std::ptrdiff_t stride) {
    constexpr int tall = C > 2 ? 2 : 4;
    int i = 0;
    for (; i + tall <= dz.rows; i += tall) outer_tile<tall, C>(dz[i], x, dz.lanes, dw + i * stride, stride);
    for (; i < dz.rows; ++i) outer_tile<1, C>(dz[i], x, dz.lanes, dw + i * stride, stride);
}

template <int R>
void row_tile(const Lane* dz, std::ptrdiff_t lanes, float* db) {
    Lane sum[4]{Lane(0.f), Lane(0.f), Lane(0.f), Lane(0.f)};
    for (std::ptrdiff_t lane = 0; lane < lanes; ++lane)
        for (int i = 0; i < R; ++i) sum[i] = sum[i] + dz[i * lanes + lane];
    add_to(db, sums_of_lanes(sum[0], sum[1], sum[2], sum[3]), R);
}

}  // namespace

void finish_rows(Finish finish, Rows<Lane> z, int first) {
    if (finish == Finish::none) return;
    with_finish(finish, [&](auto last) {
        for (Lane *a = z[first], *const end = z[z.rows]; a != end; ++a) *a = last(*a);
    });
}

void narrow_forward(const float* w, const float* b, Rows<const Lane> x, Rows<Lane> z, Scratch<Lane>& scratch, Finish finish) {
    const int in = x.rows, out = z.rows, lanes = x.lanes;
    constexpr int worth_packing = 8;  // lanes, measured
    if (lanes < worth_packing) {
        rows_of_tiles(out, in, w, in, 1, floats(x), 4 * lanes, lanes, floats(z), 4 * lanes, b ? b : no_start);
        return finish_rows(finish, z, 0);
    }
    auto* const panel = reinterpret_cast<float*>(scratch.take(static_cast<std::size_t>(in)));
    int i = 0;
    for (; i + tile_rows <= out; i += tile_rows) {
        pack_rows(w + i * in, in, tile_rows, in, panel);
        with_finish(finish, [&](auto last) {
            row_of_tiles<tile_rows>(in, panel, NextToEachOther{}, tile_rows, floats(x), 4 * lanes, lanes,
                                    floats(z) + 4 * lanes * i, 4 * lanes, b ? b + i : no_start, last);
        });
    }
    if (const int tall = out - i; tall > 0) {
        pack_rows(w + i * in, in, tall, in, panel);
        rows_of_tiles(tall, in, panel, NextToEachOther{}, tile_rows, floats(x), 4 * lanes, lanes,
                      floats(z) + 4 * lanes * i, 4 * lanes, b ? b + i : no_start);
        finish_rows(finish, z, i);
    }
}

void narrow_backward_input(const float* w, Rows<const Lane> dz, Rows<Lane> dx) {
    rows_of_tiles(dx.rows, dz.rows, w, NextToEachOther{}, dx.rows, floats(dz), 4 * dz.lanes, dz.lanes, floats(dx),
                  4 * dx.lanes, no_start);
}

void narrow_backward_weights(Rows<const Lane> dz, Rows<const Lane> x, float* dw) {
    const int in = x.rows;
    int k = 0;
    for (; k + 4 <= in; k += 4) outer_tiles<4>(dz, x[k], dw + k, in);
    if (in - k == 1) outer_tiles<1>(dz, x[k], dw + k, in);
    if (in - k == 2) outer_tiles<2>(dz, x[k], dw + k, in);
    if (in - k == 3) outer_tiles<3>(dz, x[k], dw + k, in);
}

void narrow_sums(Rows<const Lane> dz, float* db) {
    int i = 0;
    for (; i + 4 <= dz.rows; i += 4) row_tile<4>(dz[i], dz.lanes, db + i);
    for (; i < dz.rows; ++i) row_tile<1>(dz[i], dz.lanes, db + i);
}

}  // namespace nn
