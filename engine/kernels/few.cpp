#include "engine/kernels/few.hpp"

#include "engine/lane_math.hpp"

namespace nn {
namespace {

template <int n>
using Number = std::integral_constant<int, n>;

/// Calls f with the number of lanes as a type.
template <class F>
void with_lanes(int lanes, F f) {
    switch (lanes) {
        case 1:
            return f(Number<1>{});
        case 2:
            return f(Number<2>{});
        case 3:
            return f(Number<3>{});
        default:
            return f(Number<4>{});
    }
}

/// sum (R, L) += for one k: a[i * row] x[j]
template <int R, int L, class Row>
void add_product(Lane (&sum)[R][L], const float* a, Row row, const Lane* x) {
    Lane v[L];
    for (int j = 0; j < L; ++j) v[j] = x[j];
    for (int i = 0; i < R; ++i) {
        const Lane w(a[i * row]);
        for (int j = 0; j < L; ++j) sum[i][j] = sum[i][j] + w * v[j];
    }
}

/// z (R, L) = start + sum over k of a[i * row + k * step] x (k, L), then `last` while all is in registers. Two k a round:
/// measured in Chromium, 35 ns for 8 x 8 units and three lanes, one at a time 42.
template <int R, int L, class Row, class Step, class Last>
void tile(int depth, const float* a, Row row, Step step, const Lane* x, Lane* z, const float* start, Last& last) {
    Lane sum[R][L];
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < L; ++j) sum[i][j] = Lane(start[i]);
    for (const Lane* const end = x + depth / 2 * 2 * L; x != end; a += 2 * step, x += 2 * L) {
        add_product(sum, a, row, x);
        add_product(sum, a + step, row, x + L);
    }
    if (depth % 2) add_product(sum, a, row, x);
    last(*sum, R * L);
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < L; ++j) z[i * L + j] = sum[i][j];
}

constexpr float zeros[4]{};

/// Rows of a tile; four take no less time.
constexpr int tall = 2;

/// z (out, L) = last(b + W x)
template <int L, class Last>
void forward(const float* w, const float* b, int in, int out, const Lane* x, Lane* z, Last last) {
    const int next = b ? 1 : 0;
    if (!b) b = zeros;
    for (; out >= tall; out -= tall, w += tall * in, b += tall * next, z += tall * L)
        tile<tall, L>(in, w, in, Number<1>{}, x, z, b, last);
    if (out > 0) tile<1, L>(in, w, in, Number<1>{}, x, z, b, last);
}

/// dx (in, L) = last(W^T dz)
template <int L, class Last>
void backward_input(const float* w, int in, int out, const Lane* dz, Lane* dx, Last last) {
    int rows = in;
    for (; rows >= tall; rows -= tall, w += tall, dx += tall * L)
        tile<tall, L>(out, w, Number<1>{}, in, dz, dx, zeros, last);
    if (rows > 0) tile<1, L>(out, w, Number<1>{}, in, dz, dx, zeros, last);
}

// ---- gradients of the weights ---------------------------------------------------------------------------------------

/// The lanes of each, added up.
Lane sums_of_lanes(Lane a, Lane b, Lane c, Lane d) {
    const auto pairs = [](Lane v) { return xsimd::bitwise_cast<double>(v); };
    const auto ab = pairs(xsimd::zip_lo(a, b) + xsimd::zip_hi(a, b)),
               cd = pairs(xsimd::zip_lo(c, d) + xsimd::zip_hi(c, d));
    return xsimd::bitwise_cast<float>(xsimd::zip_lo(ab, cd)) + xsimd::bitwise_cast<float>(xsimd::zip_hi(ab, cd));
}

/// samples (4 lanes, in) = the first `in` rows of x turned over, four by four.
[[gnu::noinline]] void turn(int in, int lanes, const Lane* x, float* samples) {
    for (int k = 0; k < in; k += 4, x += 4 * lanes) {
        for (int j = 0; j < lanes; ++j) {
            Lane a = x[j], b = x[lanes + j], c = x[2 * lanes + j], d = x[3 * lanes + j];
            transpose(a, b, c, d);
            float* const to = samples + 4 * j * in + k;
            a.store_aligned(to);
            b.store_aligned(to + in);
            c.store_aligned(to + 2 * in);
            d.store_aligned(to + 3 * in);
        }
    }
}

/// dw (R, 4 C) += dz (R, samples) times `samples`: no sum across lanes. A row of dz every `apart` numbers.
template <int R, int C>
void wide_tile(int count, const float* dz, int apart, const float* samples, int columns, float* dw, int in) {
    Lane sum[R][C];
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < C; ++j) sum[i][j] = Lane::load_unaligned(dw + i * in + 4 * j);
    const auto add = [&](const float* d, const float* sample) {
        Lane v[C];
        for (int j = 0; j < C; ++j) v[j] = Lane::load_aligned(sample + 4 * j);
        for (int i = 0; i < R; ++i) {
            const Lane w(d[i * apart]);
            for (int j = 0; j < C; ++j) sum[i][j] = sum[i][j] + w * v[j];
        }
    };
    for (; count > 0; --count, ++dz, samples += columns) add(dz, samples);
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < C; ++j) sum[i][j].store_unaligned(dw + i * in + 4 * j);
}

template <int C>
[[gnu::noinline]] void wide_tiles(int count, int out, const float* dz, int apart, const float* samples, int columns, float* dw, int in) {
    for (; out >= 4; out -= 4, dz += 4 * apart, dw += 4 * in) wide_tile<4, C>(count, dz, apart, samples, columns, dw, in);
    for (; out > 0; --out, dz += apart, dw += in) wide_tile<1, C>(count, dz, apart, samples, columns, dw, in);
}

/// The columns from `k` on of all rows, one by one.
template <int L>
void column_sums(int out, const Lane* dz, const Lane* x, float* dw, int in) {
    const auto times_x = [&](int row) {
        Lane sum = dz[row * L] * x[0];
        for (int j = 1; j < L; ++j) sum = sum + dz[row * L + j] * x[j];
        return sum;
    };
    for (; out >= 4; out -= 4, dz += 4 * L, dw += 4 * in) {
        alignas(16) float sum[4];
        sums_of_lanes(times_x(0), times_x(1), times_x(2), times_x(3)).store_aligned(sum);
        for (int i = 0; i < 4; ++i) dw[i * in] += sum[i];
    }
    for (; out > 0; --out, dz += L, dw += in) *dw += sum_of_lanes(times_x(0));
}

/// Both columns of a layer with two inputs: two rows of dw lie side by side.
template <int L>
void pair_sums(int out, const Lane* dz, const Lane* x, float* dw) {
    for (; out >= 2; out -= 2, dz += 2 * L, dw += 4) {
        Lane a = dz[0] * x[0], b = dz[0] * x[L], c = dz[L] * x[0], d = dz[L] * x[L];
        for (int j = 1; j < L; ++j) {
            a = a + dz[j] * x[j];
            b = b + dz[j] * x[L + j];
            c = c + dz[L + j] * x[j];
            d = d + dz[L + j] * x[L + j];
        }
        (Lane::load_unaligned(dw) + sums_of_lanes(a, b, c, d)).store_unaligned(dw);
    }
    if (out > 0)
        for (int k = 0; k < 2; ++k) column_sums<L>(1, dz, x + k * L, dw + k, 2);
}

/// Four columns of each row: cheaper than turning x where there are but a few rows.
template <int L>
void row_sums(int out, const Lane* dz, const Lane* x, float* dw, int in) {
    for (; out > 0; --out, dz += L, dw += in) {
        Lane sum[4];
        for (int c = 0; c < 4; ++c) {
            sum[c] = dz[0] * x[c * L];
            for (int j = 1; j < L; ++j) sum[c] = sum[c] + dz[j] * x[c * L + j];
        }
        (Lane::load_unaligned(dw) + sums_of_lanes(sum[0], sum[1], sum[2], sum[3])).store_unaligned(dw);
    }
}

template <int L>
void backward_weights(int in, int out, int count, const Lane* dz, const Lane* x, float* dw, float* turned) {
    if (in == 2) return pair_sums<L>(out, dz, x, dw);
    const int even = in / 4 * 4;
    int k = 0;
    if (turned) {
        turn(even, L, x, turned);
        const auto* const d = reinterpret_cast<const float*>(dz);
        for (; k + 8 <= even; k += 8) wide_tiles<2>(count, out, d, 4 * L, turned + k, even, dw + k, in);
        if (k < even) wide_tiles<1>(count, out, d, 4 * L, turned + k, even, dw + k, in);
        k = even;
    }
    for (; k < even; k += 4) row_sums<L>(out, dz, x + k * L, dw + k, in);
    for (; k < in; ++k) column_sums<L>(out, dz, x + k * L, dw + k, in);
}

template <int L>
void bias_sums(int out, const Lane* dz, float* db) {
    const auto sum_of = [&](int row) {
        Lane sum = dz[row * L];
        for (int j = 1; j < L; ++j) sum = sum + dz[row * L + j];
        return sum;
    };
    for (; out >= 4; out -= 4, dz += 4 * L, db += 4)
        (Lane::load_unaligned(db) + sums_of_lanes(sum_of(0), sum_of(1), sum_of(2), sum_of(3))).store_unaligned(db);
    for (; out > 0; --out, dz += L, ++db) *db += sum_of_lanes(sum_of(0));
}

}  // namespace

void few_forward(const float* w, const float* b, int in, int out, int lanes, const Lane* x, Lane* z, bool to_tanh) {
    const auto last = [=](Lane* sum, int n) {
        if (to_tanh)
            for (int i = 0; i < n; ++i) sum[i] = tanh(sum[i]);
    };
    with_lanes(lanes, [&](auto n) { forward<n()>(w, b, in, out, x, z, last); });
}

void few_backward_input(const float* w, int in, int out, int lanes, const Lane* dz, Lane* dx, const Lane* tanh_below) {
    const auto last = [a = tanh_below](Lane* sum, int n) mutable {
        if (!a) return;
        for (int i = 0; i < n; ++i) sum[i] = sum[i] * (Lane(1.f) - a[i] * a[i]);
        a += n;
    };
    with_lanes(lanes, [&](auto n) { backward_input<n()>(w, in, out, dz, dx, last); });
}

void few_backward_weights(int in, int out, int samples, const Lane* dz, const Lane* x, float* dw, float* db,
                          Scratch<Lane>& scratch) {
    const bool worth_turning = out >= 4 && in >= 4;
    const int lanes = lanes_for<Lane>(samples);
    float* const turned =
        worth_turning ? reinterpret_cast<float*>(scratch.take(static_cast<std::size_t>(in * lanes))) : nullptr;
    with_lanes(lanes, [&](auto n) {
        if (db) bias_sums<n()>(out, dz, db);
        backward_weights<n()>(in, out, samples, dz, x, dw, turned);
    });
}

}  // namespace nn
