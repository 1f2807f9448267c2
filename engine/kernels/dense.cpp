#include "engine/kernels/dense.hpp"

#include <algorithm>

#include "engine/kernels/product.hpp"
#include "engine/lane_math.hpp"

namespace nn {
namespace {

// ---- any lane type
// ---------------------------------------------------------------------------------------------------

/// out = start + sum over k of w[i * row + k * step] x[k].
template <class V>
void weighted_sums(const ScalarOf<V>* w, std::ptrdiff_t row, std::ptrdiff_t step, const ScalarOf<V>* b, Rows<const V> x,
                   Rows<V> out) {
    for (int i = 0; i < out.rows; ++i) {
        for (int lane = 0; lane < out.lanes; ++lane) {
            V sum = b ? broadcast<V>(b[i]) : constant<V>(0);
            for (int k = 0; k < x.rows; ++k) sum = sum + broadcast<V>(w[i * row + k * step]) * x[k][lane];
            out[i][lane] = sum;
        }
    }
}

template <class V>
void outer_products(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw) {
    for (int i = 0; i < dz.rows; ++i) {
        for (int k = 0; k < x.rows; ++k) {
            V sum = constant<V>(0);
            for (int lane = 0; lane < x.lanes; ++lane) sum = sum + dz[i][lane] * x[k][lane];
            dw[i * x.rows + k] = dw[i * x.rows + k] + sum_of_lanes(sum);
        }
    }
}

template <class V>
void row_sums(Rows<const V> dz, ScalarOf<V>* db) {
    for (int i = 0; i < dz.rows; ++i) {
        V sum = constant<V>(0);
        for (int lane = 0; lane < dz.lanes; ++lane) sum = sum + dz[i][lane];
        db[i] = db[i] + sum_of_lanes(sum);
    }
}

// ---- narrow layers: register tiles straight from the matrices
// ----------------------------------------------------------

template <int R, int L>
void tile(const float* w, std::ptrdiff_t row, std::ptrdiff_t step, const float* b, const Lane* x, int depth, Lane* out,
          std::ptrdiff_t lanes) {
    Lane sum[R][L];
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < L; ++j) sum[i][j] = Lane(b ? b[i] : 0.f);
    for (const float* const end = w + depth * step; w != end; w += step, x += lanes) {
        Lane v[L];
        for (int j = 0; j < L; ++j) v[j] = x[j];
        for (int i = 0; i < R; ++i) {
            const Lane u(w[i * row]);
            for (int j = 0; j < L; ++j) sum[i][j] = sum[i][j] + u * v[j];
        }
    }
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < L; ++j) out[i * lanes + j] = sum[i][j];
}

template <int L>
int tile_rows(const float* w, std::ptrdiff_t row, std::ptrdiff_t step, const float* b, Rows<const Lane> x,
              Rows<Lane> out, int lane) {
    constexpr int tall = L == 1 ? 8 : L == 2 ? 4 : 3;
    int i = 0;
    const auto rows = [&]<int R>() {
        for (; i + R <= out.rows; i += R)
            tile<R, L>(w + i * row, row, step, b ? b + i : nullptr, x.data + lane, x.rows, out[i] + lane, out.lanes);
    };
    rows.template operator()<tall>();
    if constexpr (tall > 4) rows.template operator()<4>();
    if constexpr (tall > 2) rows.template operator()<2>();
    rows.template operator()<1>();
    return lane + L;
}

void weighted_sums(const float* w, std::ptrdiff_t row, std::ptrdiff_t step, const float* b, Rows<const Lane> x,
                   Rows<Lane> out) {
    int lane = 0;
    while (out.lanes - lane >= 5 || out.lanes - lane == 3) lane = tile_rows<3>(w, row, step, b, x, out, lane);
    while (out.lanes - lane >= 2) lane = tile_rows<2>(w, row, step, b, x, out, lane);
    if (lane < out.lanes) tile_rows<1>(w, row, step, b, x, out, lane);
}

/// The four sums over the lanes.
Lane sums_of_lanes(Lane a, Lane b, Lane c, Lane d) {
    transpose(a, b, c, d);
    return (a + b) + (c + d);
}

void add_to(float* to, Lane v, int count) {
    if (count == 4) {
        (Lane::load_unaligned(to) + v).store_unaligned(to);
    } else {
        for (int i = 0; i < count; ++i) to[i] += lane_of(v, i);
    }
}

/// R rows of dz with 4 rows of x, of which `count` are wanted.
template <int R>
void outer_tile(const Lane* dz, const Lane* const (&x)[4], int lanes, float* dw, std::ptrdiff_t stride, int count) {
    Lane sum[R][4];
    for (int i = 0; i < R; ++i)
        for (int k = 0; k < 4; ++k) sum[i][k] = Lane(0.f);
    for (int lane = 0; lane < lanes; ++lane) {
        Lane v[4];
        for (int k = 0; k < 4; ++k) v[k] = x[k][lane];
        for (int i = 0; i < R; ++i) {
            const Lane u = dz[i * lanes + lane];
            for (int k = 0; k < 4; ++k) sum[i][k] = sum[i][k] + u * v[k];
        }
    }
    for (int i = 0; i < R; ++i)
        add_to(dw + i * stride, sums_of_lanes(sum[i][0], sum[i][1], sum[i][2], sum[i][3]), count);
}

void outer_products(Rows<const Lane> dz, Rows<const Lane> x, float* dw) {
    for (int k = 0; k < x.rows; k += 4) {
        const int count = std::min(4, x.rows - k);
        const Lane* rows[4];
        for (int r = 0; r < 4; ++r) rows[r] = x[k + std::min(r, count - 1)];
        int i = 0;
        for (; i + 2 <= dz.rows; i += 2) outer_tile<2>(dz[i], rows, x.lanes, dw + i * x.rows + k, x.rows, count);
        if (i < dz.rows) outer_tile<1>(dz[i], rows, x.lanes, dw + i * x.rows + k, x.rows, count);
    }
}

void row_sums(Rows<const Lane> dz, float* db) {
    for (int i = 0; i < dz.rows; i += 4) {
        const int count = std::min(4, dz.rows - i);
        Lane sum[4]{Lane(0.f), Lane(0.f), Lane(0.f), Lane(0.f)};
        for (int lane = 0; lane < dz.lanes; ++lane)
            for (int r = 0; r < 4; ++r) sum[r] = sum[r] + dz[i + std::min(r, count - 1)][lane];
        add_to(db + i, sums_of_lanes(sum[0], sum[1], sum[2], sum[3]), count);
    }
}

// ---- wide layers: packed panels
// --------------------------------------------------------------------------------------

#ifndef WIDE
#define WIDE 2048
#endif
/// Are the packed panels worth their copying? Measured in Chromium.
bool is_wide(int out, int in, int lanes) { return out * in >= WIDE && lanes >= 4; }

const float* floats(Rows<const Lane> x) { return reinterpret_cast<const float*>(x.data); }
float* floats(Rows<Lane> x) { return reinterpret_cast<float*>(x.data); }

}  // namespace

template <class V>
void dense_forward(const ScalarOf<V>* w, const ScalarOf<V>* b, Rows<const V> x, Rows<V> z, Scratch<V>& scratch) {
    if constexpr (std::is_same_v<V, Lane>) {
        if (is_wide(z.rows, x.rows, x.lanes))
            return large_product(z.rows, 4 * z.lanes, x.rows, {w, x.rows, 1}, {floats(x), 4 * x.lanes, 1}, floats(z),
                                 4 * z.lanes, Start::bias, b, scratch);
    }
    weighted_sums(w, x.rows, 1, b, x, z);
}

template <class V>
void dense_backward_input(const ScalarOf<V>* w, Rows<const V> dz, Rows<V> dx, Scratch<V>& scratch) {
    if constexpr (std::is_same_v<V, Lane>) {
        if (is_wide(dz.rows, dx.rows, dx.lanes))
            return large_product(dx.rows, 4 * dx.lanes, dz.rows, {w, 1, dx.rows}, {floats(dz), 4 * dz.lanes, 1},
                                 floats(dx), 4 * dx.lanes, Start::bias, nullptr, scratch);
    }
    const ScalarOf<V>* const none = nullptr;
    weighted_sums(w, 1, dx.rows, none, dz, dx);
}

template <class V>
void dense_backward_weights(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw, ScalarOf<V>* db, Scratch<V>& scratch) {
    if (db) row_sums(dz, db);
    if constexpr (std::is_same_v<V, Lane>) {
        if (is_wide(dz.rows, x.rows, x.lanes))
            return large_product(dz.rows, x.rows, 4 * x.lanes, {floats(dz), 4 * dz.lanes, 1},
                                 {floats(x), 1, 4 * x.lanes}, dw, x.rows, Start::as_is, nullptr, scratch);
    }
    outer_products(dz, x, dw);
}

#define DOWNHILL_DENSE(V)                                                                                        \
    template void dense_forward<V>(const ScalarOf<V>*, const ScalarOf<V>*, Rows<const V>, Rows<V>, Scratch<V>&); \
    template void dense_backward_input<V>(const ScalarOf<V>*, Rows<const V>, Rows<V>, Scratch<V>&);              \
    template void dense_backward_weights<V>(Rows<const V>, Rows<const V>, ScalarOf<V>*, ScalarOf<V>*, Scratch<V>&);
DOWNHILL_DENSE(Lane)
DOWNHILL_DENSE(Tangent<Lane>)
template void dense_forward<double>(const double*, const double*, Rows<const double>, Rows<double>, Scratch<double>&);
#undef DOWNHILL_DENSE

}  // namespace nn
