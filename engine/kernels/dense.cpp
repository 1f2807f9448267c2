#include "engine/kernels/dense.hpp"

#include "engine/lane_math.hpp"

namespace nn {

template <class V>
void dense_forward(const ScalarOf<V>* w, const ScalarOf<V>* b, Rows<const V> x, Rows<V> z, Scratch<V>&) {
    for (int i = 0; i < z.rows; ++i) {
        for (int lane = 0; lane < z.lanes; ++lane) {
            V sum = b ? broadcast<V>(b[i]) : constant<V>(0);
            for (int k = 0; k < x.rows; ++k) sum = sum + broadcast<V>(w[i * x.rows + k]) * x[k][lane];
            z[i][lane] = sum;
        }
    }
}

template <class V>
void dense_backward_input(const ScalarOf<V>* w, Rows<const V> dz, Rows<V> dx, Scratch<V>&) {
    for (int k = 0; k < dx.rows; ++k) {
        for (int lane = 0; lane < dx.lanes; ++lane) {
            V sum = constant<V>(0);
            for (int i = 0; i < dz.rows; ++i) sum = sum + broadcast<V>(w[i * dx.rows + k]) * dz[i][lane];
            dx[k][lane] = sum;
        }
    }
}

template <class V>
void dense_backward_weights(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw, ScalarOf<V>* db, Scratch<V>&) {
    for (int i = 0; i < dz.rows; ++i) {
        for (int k = 0; k < x.rows; ++k) {
            V sum = constant<V>(0);
            for (int lane = 0; lane < x.lanes; ++lane) sum = sum + dz[i][lane] * x[k][lane];
            dw[i * x.rows + k] = dw[i * x.rows + k] + sum_of_lanes(sum);
        }
        if (!db) continue;
        V sum = constant<V>(0);
        for (int lane = 0; lane < dz.lanes; ++lane) sum = sum + dz[i][lane];
        db[i] = db[i] + sum_of_lanes(sum);
    }
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
