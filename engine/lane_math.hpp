#pragma once
/// Arithmetic and functions on lanes (lanes.hpp), the same on every machine: only operations that IEEE 754 defines
/// exactly, so a run has the same bits natively and in WebAssembly.
#include "engine/lanes.hpp"

namespace nn {

template <class V>
concept TangentLane = requires(V v) { v.dx; };

// ---- the exact chain rule --------------------------------------------------------------------------------------------

template <class V>
Tangent<V> operator+(Tangent<V> a, Tangent<V> b) {
    return {a.x + b.x, a.dx + b.dx};
}
template <class V>
Tangent<V> operator-(Tangent<V> a, Tangent<V> b) {
    return {a.x - b.x, a.dx - b.dx};
}
template <class V>
Tangent<V> operator-(Tangent<V> a) {
    return {-a.x, -a.dx};
}
template <class V>
Tangent<V> operator*(Tangent<V> a, Tangent<V> b) {
    return {a.x * b.x, a.dx * b.x + a.x * b.dx};
}
template <class V>
Tangent<V> operator/(Tangent<V> a, Tangent<V> b) {
    const V q = a.x / b.x;
    return {q, (a.dx - q * b.dx) / b.x};
}
template <class V>
auto operator>(Tangent<V> a, Tangent<V> b) {
    return a.x > b.x;
}
template <class V>
auto operator<(Tangent<V> a, Tangent<V> b) {
    return a.x < b.x;
}

// ---- choosing --------------------------------------------------------------------------------------------------------

inline double select(bool c, double a, double b) { return c ? a : b; }
using xsimd::select;
template <class M, class V>
Tangent<V> select(const M& c, Tangent<V> a, Tangent<V> b) {
    return {select(c, a.x, b.x), select(c, a.dx, b.dx)};
}

// ---- functions -------------------------------------------------------------------------------------------------------

inline Lane tanh(Lane x) { return xsimd::tanh(x); }
inline double tanh(double x) { return std::tanh(x); }
template <class V>
Tangent<V> tanh(Tangent<V> a) {
    const V t = tanh(a.x);
    return {t, (constant<V>(1) - t * t) * a.dx};
}
inline Lane exp(Lane x) { return xsimd::exp(x); }
inline double exp(double x) { return std::exp(x); }
template <class V>
Tangent<V> exp(Tangent<V> a) {
    const V e = exp(a.x);
    return {e, e * a.dx};
}

inline Lane sqrt(Lane x) { return xsimd::sqrt(x); }
inline double sqrt(double x) { return std::sqrt(x); }
template <class V>
Tangent<V> sqrt(Tangent<V> a) {
    const V root = sqrt(a.x);
    return {root, a.dx / (root + root)};
}

inline Lane log(Lane x) { return xsimd::log(x); }
inline double log(double x) { return std::log(x); }
template <class V>
Tangent<V> log(Tangent<V> a) {
    return {log(a.x), a.dx / a.x};
}
inline Lane abs(Lane x) { return xsimd::abs(x); }
inline double abs(double x) { return std::fabs(x); }
template <class V>
Tangent<V> abs(Tangent<V> a) {
    const V zero = constant<V>(0);
    return {abs(a.x), select(a.x > zero, a.dx, select(a.x < zero, -a.dx, zero))};
}
/// 1 / (1 + e^-x), without overflow.
template <class V>
V sigmoid(V x) {
    const V one = constant<V>(1), e = exp(-abs(x)), low = e / (one + e);
    return select(x < constant<V>(0), low, one - low);
}
/// log(1 + e^x), without overflow.
template <class V>
V softplus(V x) {
    const V zero = constant<V>(0);
    return select(x > zero, x, zero) + log(constant<V>(1) + exp(-abs(x)));
}

// ---- across the lanes ------------------------------------------------------------------------------------------------

/// The lanes one after another, as (a + b) + (c + d).
inline float sum_of_lanes(Lane v) {
    alignas(16) float lane[4];
    v.store_aligned(lane);
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}
inline double sum_of_lanes(double v) { return v; }
template <class V>
auto sum_of_lanes(Tangent<V> v) {
    return Tangent<decltype(sum_of_lanes(v.x))>{sum_of_lanes(v.x), sum_of_lanes(v.dx)};
}

/// One lane of V as a scalar, and back.
template <class V>
ScalarOf<V> lane_of(const V& v, int i) {
    if constexpr (TangentLane<V>)
        return {lane_of(v.x, i), lane_of(v.dx, i)};
    else
        return reinterpret_cast<const ScalarOf<V>*>(&v)[i];
}
template <class V>
void set_lane(V& v, int i, ScalarOf<V> s) {
    if constexpr (TangentLane<V>) {
        set_lane(v.x, i, s.x);
        set_lane(v.dx, i, s.dx);
    } else {
        reinterpret_cast<ScalarOf<V>*>(&v)[i] = s;
    }
}

}  // namespace nn
