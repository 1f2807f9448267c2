#pragma once
/// Arithmetic and functions on lanes (lanes.hpp), the same on every machine: only operations that IEEE 754 defines
/// exactly, in a fixed order, so a run has the same bits natively and in WebAssembly.
///
/// On Lane every function is within 4 ulp of the true value for every float (tests/unit/lane_math_test.cpp measures it;
/// most stay below 2), subnormal ones too; NaN gives NaN, overflow infinity. On double they are the standard library's:
/// that is the reference, not a run. On Tangent they follow the chain rule.
#include <limits>

#include "engine/lanes.hpp"

namespace nn {

template <class V>
concept TangentLane = requires(V v) {
    v.dx;
};

// ---- the exact chain rule -------------------------------------------------------------------------------------------

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

// ---- choosing -------------------------------------------------------------------------------------------------------

inline double select(bool c, double a, double b) { return c ? a : b; }
template <class M, class V>
Tangent<V> select(const M& c, Tangent<V> a, Tangent<V> b) {
    return {select(c, a.x, b.x), select(c, a.dx, b.dx)};
}

/// x, but not above or below the limit; NaN stays NaN.
inline Lane at_most(Lane x, Lane limit) {
#if defined(__wasm__)
    return xsimd::min(x, limit);
#else
    return xsimd::min(limit, x);  // of the two, x86 takes the second where one is NaN
#endif
}
inline Lane at_least(Lane x, Lane limit) {
#if defined(__wasm__)
    return xsimd::max(x, limit);
#else
    return xsimd::max(limit, x);
#endif
}
inline double at_most(double x, double limit) { return x > limit ? limit : x; }
inline double at_least(double x, double limit) { return x < limit ? limit : x; }
/// At the limit the slope is the limit's, as PyTorch has it.
template <class V>
Tangent<V> at_most(Tangent<V> a, Tangent<V> limit) {
    return {at_most(a.x, limit.x), select(a.x < limit.x, a.dx, limit.dx)};
}
template <class V>
Tangent<V> at_least(Tangent<V> a, Tangent<V> limit) {
    return {at_least(a.x, limit.x), select(a.x > limit.x, a.dx, limit.dx)};
}

inline Lane abs(Lane x) { return xsimd::abs(x); }
inline double abs(double x) { return std::fabs(x); }
/// Its slope at 0 is 0.
template <class V>
Tangent<V> abs(Tangent<V> a) {
    const V zero = constant<V>(0);
    return {abs(a.x), select(a.x > zero, a.dx, select(a.x < zero, -a.dx, zero))};
}

// ---- roots, exponentials, logarithms --------------------------------------------------------------------------------

inline Lane sqrt(Lane x) { return xsimd::sqrt(x); }
inline double sqrt(double x) { return std::sqrt(x); }
template <class V>
Tangent<V> sqrt(Tangent<V> a) {
    const V root = sqrt(a.x);
    return {root, a.dx / (root + root)};
}

Lane exp(Lane x);
inline double exp(double x) { return std::exp(x); }
template <class V>
Tangent<V> exp(Tangent<V> a) {
    const V e = exp(a.x);
    return {e, e * a.dx};
}

/// e^x - 1, without the loss of digits around 0.
Lane expm1(Lane x);
inline double expm1(double x) { return std::expm1(x); }
template <class V>
Tangent<V> expm1(Tangent<V> a) {
    return {expm1(a.x), exp(a.x) * a.dx};
}

/// -infinity at 0, NaN below.
Lane log(Lane x);
inline double log(double x) { return std::log(x); }
template <class V>
Tangent<V> log(Tangent<V> a) {
    return {log(a.x), a.dx / a.x};
}

/// log(1 + x), without the loss of digits around 0.
Lane log1p(Lane x);
inline double log1p(double x) { return std::log1p(x); }
template <class V>
Tangent<V> log1p(Tangent<V> a) {
    return {log1p(a.x), a.dx / (constant<V>(1) + a.x)};
}

// ---- bends ----------------------------------------------------------------------------------------------------------

namespace lane {

/// Coefficients, each in all lanes, in memory: V8 makes a constant in code anew each time it is used (measured on tanh:
/// 2.4 ns for 4 numbers so, 2.9 ns with constants).
struct alignas(16) Spread {
    float value[4];
    Lane operator()() const { return Lane::load_aligned(value); }
};
struct TanhTable {
    Spread top, bottom, always, far[4], near[4];
};
extern const TanhTable tanh_table;
struct ExpTable {
    Spread most, least, least_minus_one, per_ln2, to_whole, ln2_high, ln2_low, p[5];
};
extern const ExpTable exp_table;
struct LogTable {
    Spread one, two, p[3];
};
extern const LogTable log_table;

}  // namespace lane

/// Minimax: x times a constant and two quotients of polynomials in x^2, the partial fractions of one of degree 4 by 4.
/// All terms are positive, so little is lost to rounding, and two short quotients take no longer than a long one.
inline Lane tanh(Lane x) {
    const lane::TanhTable& t = lane::tanh_table;
    x = at_least(at_most(x, t.top()), t.bottom());
    const Lane s = x * x;
    const Lane far = (t.far[0]() * s + t.far[1]()) / ((s + t.far[2]()) * s + t.far[3]());
    const Lane near = (t.near[0]() * s + t.near[1]()) / ((s + t.near[2]()) * s + t.near[3]());
    return x * ((far + near) + t.always());
}
inline double tanh(double x) { return std::tanh(x); }
template <class V>
Tangent<V> tanh(Tangent<V> a) {
    const V t = tanh(a.x);
    return {t, (constant<V>(1) - t * t) * a.dx};
}

/// 1 / (1 + e^-x); as exact near 0 as near 1.
template <class V>
requires(!TangentLane<V>) V sigmoid(V x) {
    const V one = constant<V>(1), e = exp(-abs(x));
    return select(x < constant<V>(0), e, one) / (one + e);
}
/// Its slope, s (1 - s), to the last digits on both sides.
template <class V>
requires(!TangentLane<V>) V sigmoid_slope(V x) {
    const V one = constant<V>(1), e = exp(-abs(x)), share = one / (one + e);
    return e * share * share;
}
template <class V>
Tangent<V> sigmoid(Tangent<V> a) {
    return {sigmoid(a.x), sigmoid_slope(a.x) * a.dx};
}
template <class V>
Tangent<V> sigmoid_slope(Tangent<V> a) {
    const V s = sigmoid_slope(a.x);
    return {s, s * (constant<V>(1) - constant<V>(2) * sigmoid(a.x)) * a.dx};
}

/// log(1 + e^x), for any x.
Lane softplus(Lane x);
inline double softplus(double x) { return at_least(x, 0) + log1p(exp(-abs(x))); }
template <class V>
Tangent<V> softplus(Tangent<V> a) {
    return {softplus(a.x), sigmoid(a.x) * a.dx};
}
/// log(sigmoid(x)), for any x.
template <class V>
V log_sigmoid(V x) {
    return -softplus(-x);
}

/// 2 / sqrt(pi) times the integral of e^-t^2 from 0 to x.
Lane erf(Lane x);
inline double erf(double x) { return std::erf(x); }
template <class V>
Tangent<V> erf(Tangent<V> a) {
    return {erf(a.x), constant<V>(1.1283791670955126) * exp(-a.x * a.x) * a.dx};
}

/// Of any angle: large ones are reduced by as many digits of pi as they need.
Lane sin(Lane x);
Lane cos(Lane x);
inline double sin(double x) { return std::sin(x); }
inline double cos(double x) { return std::cos(x); }
template <class V>
Tangent<V> sin(Tangent<V> a) {
    return {sin(a.x), cos(a.x) * a.dx};
}
template <class V>
Tangent<V> cos(Tangent<V> a) {
    return {cos(a.x), -sin(a.x) * a.dx};
}

// ---- across the lanes -----------------------------------------------------------------------------------------------

/// The lanes one after another, as (a + b) + (c + d).
inline float sum_of_lanes(Lane v) {
    alignas(16) float lane[4];
    v.store_aligned(lane);
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}
inline Exact sum_of_lanes(Exact v) { return v; }

/// The 4 x 4 matrix whose rows are the lanes, turned over its diagonal.
inline void transpose(Lane& a, Lane& b, Lane& c, Lane& d) {
    const Lane ac = xsimd::zip_lo(a, c), bd = xsimd::zip_lo(b, d), ac2 = xsimd::zip_hi(a, c), bd2 = xsimd::zip_hi(b, d);
    a = xsimd::zip_lo(ac, bd);
    b = xsimd::zip_hi(ac, bd);
    c = xsimd::zip_lo(ac2, bd2);
    d = xsimd::zip_hi(ac2, bd2);
}

/// x in the first n lanes, 0 in the others.
inline Lane first_lanes(Lane x, int n) { return select(Lane(0.f, 1.f, 2.f, 3.f) < Lane(static_cast<float>(n)), x, Lane(0.f)); }
inline Exact first_lanes(Exact x, int n) { return n > 0 ? x : Exact{}; }

/// Sets the lanes past the last sample to 0.
template <class V>
void clear_tail(Rows<V> rows, int samples) {
    const int last = rows.lanes - 1, filled = samples - last * width_of<V>;
    if (filled == width_of<V>) return;
    for (int row = 0; row < rows.rows; ++row) rows[row][last] = first_lanes(rows[row][last], filled);
}

/// One lane of V as a scalar, and back.
template <class V>
ScalarOf<V> lane_of(const V& v, int i) {
    return reinterpret_cast<const ScalarOf<V>*>(&v)[i];
}
template <class V>
void set_lane(V& v, int i, ScalarOf<V> s) {
    reinterpret_cast<ScalarOf<V>*>(&v)[i] = s;
}

/// A number without derivative as a scalar of V, and the number that a scalar holds.
template <class V>
ScalarOf<V> scalar(double x) {
    if constexpr (TangentLane<V>)
        return {x, 0};
    else
        return static_cast<ScalarOf<V>>(x);
}
inline double number_of(float x) { return double(x); }
inline double number_of(Exact x) { return x.x; }

}  // namespace nn
