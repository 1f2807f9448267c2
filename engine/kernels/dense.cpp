#include "engine/kernels/dense.hpp"

#include <algorithm>

#include "engine/kernels/narrow.hpp"
#include "engine/kernels/product.hpp"
#include "engine/lane_math.hpp"

namespace nn {
namespace {

// ---- any lane type --------------------------------------------------------------------------------------------------

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

}  // namespace

template <class V>
bool DenseOfAnyShape<V>::forward(const ScalarOf<V>* w, const ScalarOf<V>* b, Rows<const V> x, Rows<V> z,
                                 Scratch<V>& scratch, bool tanh_too) {
    if constexpr (!std::is_same_v<V, Lane>) {
        weighted_sums<V>(w, x.rows, 1, b, x, z);
        return false;
    } else if (is_wide(z.rows, x.rows, x.lanes, wide_products)) {
        large_product(z.rows, 4 * z.lanes, x.rows, {w, x.rows, 1}, {floats(x), 4 * x.lanes, 1}, floats(z), 4 * z.lanes,
                      Start::bias, b, scratch);
        return false;
    } else {
        narrow_forward(w, b, x, z, scratch, tanh_too);
        return tanh_too;
    }
}

template <class V>
void DenseOfAnyShape<V>::backward_input(const ScalarOf<V>* w, Rows<const V> dz, Rows<V> dx, Scratch<V>& scratch) {
    if constexpr (std::is_same_v<V, Lane>) {
        if (is_wide(dz.rows, dx.rows, dx.lanes, wide_products))
            return large_product(dx.rows, 4 * dx.lanes, dz.rows, {w, 1, dx.rows}, {floats(dz), 4 * dz.lanes, 1},
                                 floats(dx), 4 * dx.lanes, Start::bias, nullptr, scratch);
    }
    if constexpr (std::is_same_v<V, Lane>)
        narrow_backward_input(w, dz, dx);
    else
        weighted_sums<V>(w, 1, dx.rows, nullptr, dz, dx);
}

template <class V>
void DenseOfAnyShape<V>::backward_weights(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw, ScalarOf<V>* db,
                                          Scratch<V>& scratch) {
    if constexpr (!std::is_same_v<V, Lane>) {
        outer_products(dz, x, dw);
        if (db) row_sums(dz, db);
    } else {
        if (db) narrow_sums(dz, db);
        if (is_wide(dz.rows, x.rows, x.lanes, wide_gradient))
            large_product(dz.rows, x.rows, 4 * x.lanes, {floats(dz), 4 * dz.lanes, 1}, {floats(x), 1, 4 * x.lanes}, dw,
                          x.rows, Start::as_is, nullptr, scratch);
        else
            narrow_backward_weights(dz, x, dw);
    }
}

template struct DenseOfAnyShape<Lane>;
template struct DenseOfAnyShape<Tangent<Lane>>;
template bool DenseOfAnyShape<double>::forward(const double*, const double*, Rows<const double>, Rows<double>,
                                               Scratch<double>&, bool);

}  // namespace nn
