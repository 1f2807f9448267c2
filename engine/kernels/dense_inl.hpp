#pragma once
/// Inside the kernels: the products of a dense layer on any lane type, as plain sums.
#include "engine/kernels/dense.hpp"
#include "engine/lane_math.hpp"

namespace nn {

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
void DenseOfAnyShape<V>::forward(const ScalarOf<V>* w, const ScalarOf<V>* b, Rows<const V> x, Rows<V> z, Scratch<V>&, Finish) {
    weighted_sums<V>(w, x.rows, 1, b, x, z);
}

template <class V>
void DenseOfAnyShape<V>::backward_input(const ScalarOf<V>* w, Rows<const V> dz, Rows<V> dx, Scratch<V>&) {
    weighted_sums<V>(w, 1, dx.rows, nullptr, dz, dx);
}

template <class V>
void DenseOfAnyShape<V>::backward_weights(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw, ScalarOf<V>* db, Scratch<V>&) {
    for (int i = 0; i < dz.rows; ++i) {
        for (int k = 0; k < x.rows; ++k) {
            V sum = constant<V>(0);
            for (int lane = 0; lane < x.lanes; ++lane) sum = sum + dz[i][lane] * x[k][lane];
            dw[i * x.rows + k] = dw[i * x.rows + k] + sum_of_lanes(sum);
        }
        V sum = constant<V>(0);
        for (int lane = 0; lane < dz.lanes; ++lane) sum = sum + dz[i][lane];
        if (db) db[i] = db[i] + sum_of_lanes(sum);
    }
}

}  // namespace nn
