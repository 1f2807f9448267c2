#include "engine/kernels/activate.hpp"

namespace nn {

bool needs_input(const Activation& activation) {
    return std::visit([](const auto& f) { return !f.from_output; }, activation);
}

int trainable(const Activation& activation) {
    return std::visit([]<class F>(const F&) { return TrainedActivation<F> ? 1 : 0; }, activation);
}

double start_of(const Activation& activation) {
    return std::visit(
        []<class F>(const F& f) {
            if constexpr (TrainedActivation<F>)
                return f.start;
            else
                return 0.0;
        },
        activation);
}

template <class V>
void activate(const Activation& activation, const ScalarOf<V>* p, Rows<const V> z, Rows<V> a) {
    const int n = z.rows * z.lanes;
    std::visit(
        [&]<class F>(const F& chosen) {
            const F f = chosen;  // a copy, which the stores to a cannot change
            if constexpr (TrainedActivation<F>) {
                const V w = broadcast<V>(*p);
                for (int i = 0; i < n; ++i) a.data[i] = f.value(z.data[i], w);
            } else {
                for (int i = 0; i < n; ++i) a.data[i] = f.value(z.data[i]);
            }
        },
        activation);
}

template <class V>
void activate_backward(const Activation& activation, const ScalarOf<V>* p, Rows<const V> z, Rows<const V> a, Rows<V> dz,
                       ScalarOf<V>* dp) {
    const int n = a.rows * a.lanes;
    std::visit(
        [&]<class F>(const F& chosen) {
            const F f = chosen;
            if constexpr (TrainedActivation<F>) {
                const V w = broadcast<V>(*p);
                V dw = constant<V>(0);
                for (int i = 0; i < n; ++i) {
                    dw = dw + dz.data[i] * f.slope_by_weight(z.data[i]);
                    dz.data[i] = dz.data[i] * f.slope(z.data[i], a.data[i], w);
                }
                *dp = *dp + sum_of_lanes(dw);
            } else {
                for (int i = 0; i < n; ++i) dz.data[i] = dz.data[i] * f.slope(z.data[i], a.data[i]);
            }
        },
        activation);
}

namespace {

/// Writes z less its largest to a; returns the sum of e^a.
template <class V>
V shift(Rows<const V> z, Rows<V> a, int lane) {
    V largest = z[0][lane], sum = constant<V>(0);
    for (int row = 1; row < z.rows; ++row) largest = at_least(largest, z[row][lane]);
    for (int row = 0; row < z.rows; ++row) {
        a[row][lane] = z[row][lane] - largest;
        sum = sum + exp(a[row][lane]);
    }
    return sum;
}

}  // namespace

template <class V>
void softmax(Rows<const V> z, Rows<V> a) {
    for (int lane = 0; lane < z.lanes && z.rows; ++lane) {
        const V share = constant<V>(1) / shift(z, a, lane);
        for (int row = 0; row < z.rows; ++row) a[row][lane] = exp(a[row][lane]) * share;
    }
}

template <class V>
void log_softmax(Rows<const V> z, Rows<V> a) {
    for (int lane = 0; lane < z.lanes && z.rows; ++lane) {
        const V whole = log(shift(z, a, lane));
        for (int row = 0; row < z.rows; ++row) a[row][lane] = a[row][lane] - whole;
    }
}

template void softmax<Lane>(Rows<const Lane>, Rows<Lane>);
template void softmax<double>(Rows<const double>, Rows<double>);
template void log_softmax<Lane>(Rows<const Lane>, Rows<Lane>);
template void log_softmax<double>(Rows<const double>, Rows<double>);
template void activate<Lane>(const Activation&, const float*, Rows<const Lane>, Rows<Lane>);
template void activate<double>(const Activation&, const double*, Rows<const double>, Rows<double>);
template void activate<Tangent<Lane>>(const Activation&, const Tangent<float>*, Rows<const Tangent<Lane>>,
                                      Rows<Tangent<Lane>>);
template void activate_backward<Lane>(const Activation&, const float*, Rows<const Lane>, Rows<const Lane>, Rows<Lane>,
                                      float*);
template void activate_backward<Tangent<Lane>>(const Activation&, const Tangent<float>*, Rows<const Tangent<Lane>>,
                                               Rows<const Tangent<Lane>>, Rows<Tangent<Lane>>, Tangent<float>*);

}  // namespace nn
