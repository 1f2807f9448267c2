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

}  // namespace nn
