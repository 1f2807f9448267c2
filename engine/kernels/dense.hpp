#pragma once
/// The products of a dense layer: z = W x + b and its gradients. W is (out, in); x (in, samples), z (out, samples) lie
/// feature by feature in lanes. Sums run in a fixed order.
#include "engine/kernels/scratch.hpp"
#include "engine/lanes.hpp"

namespace nn {

/// z = W x + b; b may be null.
template <class V>
void dense_forward(const ScalarOf<V>* w, const ScalarOf<V>* b, Rows<const V> x, Rows<V> z, Scratch<V>& scratch);

/// dx = W^T dz.
template <class V>
void dense_backward_input(const ScalarOf<V>* w, Rows<const V> dz, Rows<V> dx, Scratch<V>& scratch);

/// dw += dz x^T, db += sum of dz over the samples; db may be null.
template <class V>
void dense_backward_weights(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw, ScalarOf<V>* db, Scratch<V>& scratch);

}  // namespace nn
