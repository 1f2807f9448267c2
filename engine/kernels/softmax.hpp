#pragma once
/// Softmax over the rows of each sample (J. Bridle, 1990): e^z_i / sum e^z, or its logarithm; no overflow.
#include "engine/lane_math.hpp"

namespace nn {

/// z and a may be the same memory.
template <class V>
void softmax(Rows<const V> z, Rows<V> a, bool logarithm) {
    for (int i = 0; i < z.lanes; ++i) {
        V top = z[0][i], sum = constant<V>(0);
        for (int row = 1; row < z.rows; ++row) top = select(z[row][i] > top, z[row][i], top);
        for (int row = 0; row < z.rows; ++row) sum = sum + exp(z[row][i] - top);
        const V whole = logarithm ? log(sum) : constant<V>(1) / sum;
        for (int row = 0; row < z.rows; ++row) {
            const V x = z[row][i] - top;
            a[row][i] = logarithm ? x - whole : exp(x) * whole;
        }
    }
}

}  // namespace nn
