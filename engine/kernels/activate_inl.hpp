#pragma once
/// Inside the kernels: the loops of the activations, on any lane type.
#include "engine/kernels/activate.hpp"

namespace nn {
namespace loops {

/// Loops over copies of all they use: of what is behind a reference the compiler must think that the stores change it.
template <class V, class F>
void each(int n, const V* z, V* a, F f) {
    int i = 0;
    if constexpr (requires { F::rounds; }) {
        for (; i + 4 <= n; i += 4) {
            const V first = f(z[i]), second = f(z[i + 1]);
            const V third = f(z[i + 2]), fourth = f(z[i + 3]);
            a[i] = first;
            a[i + 1] = second;
            a[i + 2] = third;
            a[i + 3] = fourth;
        }
    }
    for (; i < n; ++i) a[i] = f(z[i]);
}

/// Four at a time where the slope is short: what needs z has a function to compute, which takes longer than the loop.
template <bool by_four, class V, class F>
void each_back(int n, const V* z, const V* a, V* dz, F slope) {
    int i = 0;
    for (; by_four && i + 4 <= n; i += 4) {
        const V d0 = dz[i] * slope(z[i], a[i]), d1 = dz[i + 1] * slope(z[i + 1], a[i + 1]);
        const V d2 = dz[i + 2] * slope(z[i + 2], a[i + 2]), d3 = dz[i + 3] * slope(z[i + 3], a[i + 3]);
        dz[i] = d0;
        dz[i + 1] = d1;
        dz[i + 2] = d2;
        dz[i + 3] = d3;
    }
    for (; i < n; ++i) dz[i] = dz[i] * slope(z[i], a[i]);
}

/// Several at once tanh takes 2.3 ns for four numbers, alone 2.7: its constants are then read once for all.
struct TanhRounds {
    static constexpr bool rounds = true;
    Lane operator()(Lane z) const { return tanh(z); }
};

template <class V, class F>
void value_loop(const Activation& activation, const ScalarOf<V>* p, int n, const V* z, V* a) {
    const F f = *std::get_if<F>(&activation);
    if constexpr (std::is_same_v<V, Lane> && std::is_same_v<F, activations::Tanh>)
        each(n, z, a, TanhRounds{});
    else if constexpr (TrainedActivation<F>)
        each(n, z, a, [f, w = broadcast<V>(*p)](V v) { return f.value(v, w); });
    else
        each(n, z, a, [f](V v) { return f.value(v); });
}

template <class V, class F>
void slope_loop(const Activation& activation, const ScalarOf<V>* p, int n, const V* z, const V* a, V* dz,
                ScalarOf<V>* dp) {
    const F f = *std::get_if<F>(&activation);
    constexpr bool by_four = std::is_same_v<V, Lane> && F::from_output;
    if constexpr (TrainedActivation<F>) {
        V dw = constant<V>(0);
        for (int i = 0; i < n; ++i) dw = dw + dz[i] * f.slope_by_weight(z[i]);
        *dp = *dp + sum_of_lanes(dw);
        each_back<by_four>(n, z, a, dz, [f, w = broadcast<V>(*p)](V v, V y) { return f.slope(v, y, w); });
    } else {
        each_back<by_four>(n, z, a, dz, [f](V v, V y) { return f.slope(v, y); });
    }
}

template <class V, class... F>
constexpr std::array<ActivationLoops<V>, sizeof...(F)> all(const std::variant<F...>*) {
    return {ActivationLoops<V>{value_loop<V, F>, slope_loop<V, F>}...};
}

}  // namespace loops

template <class V>
constinit const typename ActivationTable<V>::Rows ActivationTable<V>::of =
    loops::all<V>(static_cast<const Activation*>(nullptr));

}  // namespace nn
