#pragma once
/// Activations over whole layers; the loop over the table is compiled once. Matrices are (units, samples) in lanes.
#include "engine/activations.hpp"
#include "engine/lanes.hpp"

namespace nn {

/// Does the slope need z? If not, z and a may be the same memory.
bool needs_input(const Activation&);

/// Numbers that are trained with the weights, and what each of them starts from: 1 for PReLU, else 0.
int trainable(const Activation&);
double start_of(const Activation&);

/// a = f(z); p: the trainable number, if any.
template <class V>
void activate(const Activation&, const ScalarOf<V>* p, Rows<const V> z, Rows<V> a);

/// dz holds da on entry. Adds to dp where there is a trainable number; the lanes past the last sample must then be 0.
template <class V>
void activate_backward(const Activation&, const ScalarOf<V>* p, Rows<const V> z, Rows<const V> a, Rows<V> dz,
                       ScalarOf<V>* dp);

}  // namespace nn
