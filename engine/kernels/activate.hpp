#pragma once
/// Activations over whole layers; the loop over the table is compiled once.
#include "engine/activations.hpp"
#include "engine/lanes.hpp"

namespace nn {

/// Does the slope need z? If not, z and a may be the same memory.
bool needs_input(const Activation&);

/// Parameters that are trained with the weights: 1 for PReLU.
int trainable(const Activation&);

/// a = f(z); p: the trainable parameters, if any.
template <class V>
void activate(const Activation&, const ScalarOf<V>* p, Rows<const V> z, Rows<V> a);

/// dz holds da on entry. Adds to dp where there are trainable parameters.
template <class V>
void activate_backward(const Activation&, const ScalarOf<V>* p, Rows<const V> z, Rows<const V> a, Rows<V> dz,
                       ScalarOf<V>* dp);

}  // namespace nn
