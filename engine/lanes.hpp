#pragma once
/// What the network's kernels compute on: several samples at a time, one in each lane of a SIMD register. A kernel is
/// written once, as a template on the lane type V:
///
///     Lane            4 samples in float: training, pictures, everything that counts
///     Exact           1 sample in double with its derivative along one direction of parameter space: the reference that
///                     finite differences are taken of, and run through the backward pass exact Hessian-vector products
///                     (B. Pearlmutter, "Fast exact multiplication by the Hessian", 1994)
///
/// Parameters are scalars: `broadcast<V>(w)` fills the lanes with one. Inside the network a matrix is stored feature by
/// feature: (features, samples), each feature a row of whole lanes, so that narrow layers fill the registers, too.
/// Lanes past the last sample hold finite numbers in values and 0 in gradients.
#include <cmath>
#include <cstddef>
#include <xsimd/xsimd.hpp>

namespace nn {

using Lane = xsimd::batch<float>;
static_assert(Lane::size == 4, "runs must not depend on the machine's register width");

/// A value x and its derivative dx along one direction; every operation keeps both exact.
template <class V>
struct Tangent {
    V x, dx;
};
using Exact = Tangent<double>;

/// Scalar: what a parameter is; width: samples in one V.
template <class V>
struct LaneTraits;
template <>
struct LaneTraits<Lane> {
    using Scalar = float;
    static constexpr int width = 4;
};
template <>
struct LaneTraits<Exact> {
    using Scalar = Exact;
    static constexpr int width = 1;
};
template <class V>
using ScalarOf = typename LaneTraits<V>::Scalar;
template <class V>
inline constexpr int width_of = LaneTraits<V>::width;

/// Number of V that hold `samples`.
template <class V>
constexpr int lanes_for(int samples) {
    return (samples + width_of<V> - 1) / width_of<V>;
}

template <class V>
V broadcast(ScalarOf<V> w);
template <>
inline Lane broadcast<Lane>(float w) {
    return Lane(w);
}
template <>
inline Exact broadcast<Exact>(Exact w) {
    return w;
}

/// A constant without derivative.
template <class V>
V constant(double c) {
    if constexpr (requires(V v) { v.dx; })
        return {constant<decltype(V::x)>(c), constant<decltype(V::x)>(0)};
    else if constexpr (std::is_same_v<V, double>)
        return c;
    else
        return V(static_cast<float>(c));
}

/// A view of a (rows, samples) matrix: feature by feature, `lanes` V each. Owns nothing.
template <class V>
struct Rows {
    V* data = nullptr;
    int rows = 0, lanes = 0;

    V* operator[](int row) const { return data + static_cast<std::size_t>(row) * static_cast<std::size_t>(lanes); }
    operator Rows<const V>() const { return {data, rows, lanes}; }
};

}  // namespace nn
