#pragma once
/// Activations over whole layers; the loop over the table is compiled once. Matrices are (units, samples) in lanes.
#include <array>

#include "engine/activations.hpp"
#include "engine/kernels/finish.hpp"
#include "engine/lanes.hpp"

namespace nn {

/// Does the slope need z? If not, z and a may be the same memory.
bool needs_input(const Activation&);

/// Is it arithmetic alone, without an exponential or other function?
bool is_plain(const Activation&);

/// Numbers that are trained with the weights, and what each of them starts from: 1 for PReLU, else 0.
int trainable(const Activation&);
double start_of(const Activation&);

/// One row of the table at work on n lanes, called without a visit: small networks spend more on the way than there.
template <class V>
struct ActivationLoops {
    void (*value)(const Activation&, const ScalarOf<V>* p, int n, const V* z, V* a);
    void (*slope)(const Activation&, const ScalarOf<V>* p, int n, const V* z, const V* a, V* dz, ScalarOf<V>* dp);
};
template <class V>
struct ActivationTable {
    using Rows = std::array<ActivationLoops<V>, std::variant_size_v<Activation>>;
    static const Rows of;  ///< by the index in the variant
};

/// What a dense layer can do of it on the way.
inline Finish finish_of(const Activation& f) {
    return std::holds_alternative<activations::Relu>(f) ? Finish::relu : Finish::none;
}

inline bool is_linear(const Activation& f) { return std::holds_alternative<activations::Linear>(f); }

/// a = f(z); p: the trainable number, if any.
template <class V>
void activate(const Activation& f, const ScalarOf<V>* p, Rows<const V> z, Rows<V> a) {
    if (is_linear(f) && z.data == a.data) return;
    ActivationTable<V>::of[f.index()].value(f, p, z.rows * z.lanes, z.data, a.data);
}

/// dz holds da on entry. Adds to dp where there is a trainable number; the lanes past the last sample must then be 0.
template <class V>
void activate_backward(const Activation& f, const ScalarOf<V>* p, Rows<const V> z, Rows<const V> a, Rows<V> dz,
                       ScalarOf<V>* dp) {
    if (!is_linear(f)) ActivationTable<V>::of[f.index()].slope(f, p, a.rows * a.lanes, z.data, a.data, dz.data, dp);
}

}  // namespace nn
