#pragma once
/// The products of a dense layer: z = W x + b and its gradients. W is (out, in); x (in, samples), z (out, samples) lie
/// feature by feature in lanes. Sums run in a fixed order.
#include "engine/kernels/finish.hpp"
#include "engine/kernels/few.hpp"
#include "engine/kernels/scratch.hpp"
#include "engine/lanes.hpp"

namespace nn {

/// Of any shape. The functions below take batches of a few samples, where a call counts, straight to few.hpp.
template <class V>
struct DenseOfAnyShape {
    static void forward(const ScalarOf<V>* w, const ScalarOf<V>* b, Rows<const V> x, Rows<V> z, Scratch<V>& scratch, Finish finish);
    static void backward_input(const ScalarOf<V>* w, Rows<const V> dz, Rows<V> dx, Scratch<V>& scratch);
    static void backward_weights(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw, ScalarOf<V>* db,
                                 Scratch<V>& scratch);
};
template <>
void DenseOfAnyShape<Lane>::forward(const float*, const float*, Rows<const Lane>, Rows<Lane>, Scratch<Lane>&, Finish);
template <>
void DenseOfAnyShape<Lane>::backward_input(const float*, Rows<const Lane>, Rows<Lane>, Scratch<Lane>&);
template <>
void DenseOfAnyShape<Lane>::backward_weights(Rows<const Lane>, Rows<const Lane>, float*, float*, Scratch<Lane>&);

/// Are packed panels worth their copying? Measured in Chromium between 8 x 8 and 784 x 128 units, 12 to 512 samples.
constexpr int wide_products = 32768, wide_gradient = 16384;
constexpr bool is_wide(int out, int in, int lanes, int least) {
    return out >= 8 && in >= 8 && double(out) * in * lanes >= least;
}
template <class V>
constexpr bool is_few(int out, int in, int lanes, int least) {
    return std::is_same_v<V, Lane> && lanes <= few_lanes && !is_wide(out, in, lanes, least);
}

/// z = W x + b; b may be null. On Lane, with a finish, that of it.
template <class V>
void dense_forward(const ScalarOf<V>* w, const ScalarOf<V>* b, Rows<const V> x, Rows<V> z, Scratch<V>& scratch,
                   Finish finish = Finish::none) {
    if constexpr (std::is_same_v<V, Lane>)
        if (finish == Finish::none && is_few<V>(z.rows, x.rows, x.lanes, wide_products))
            return few_forward(w, b, x.rows, z.rows, x.lanes, x.data, z.data);
    DenseOfAnyShape<V>::forward(w, b, x, z, scratch, finish);
}

/// dx = W^T dz.
template <class V>
void dense_backward_input(const ScalarOf<V>* w, Rows<const V> dz, Rows<V> dx, Scratch<V>& scratch) {
    if constexpr (std::is_same_v<V, Lane>)
        if (is_few<V>(dz.rows, dx.rows, dx.lanes, wide_products))
            return few_backward_input(w, dx.rows, dz.rows, dx.lanes, dz.data, dx.data);
    DenseOfAnyShape<V>::backward_input(w, dz, dx, scratch);
}

/// dw += dz x^T, db += sum of dz over the samples; db may be null.
template <class V>
void dense_backward_weights(Rows<const V> dz, Rows<const V> x, ScalarOf<V>* dw, ScalarOf<V>* db, Scratch<V>& scratch) {
    if constexpr (std::is_same_v<V, Lane>)
        if (is_few<V>(dz.rows, x.rows, x.lanes, wide_gradient))
            return few_backward_weights(x.rows, dz.rows, 4 * x.lanes, dz.data, x.data, dw, db, scratch);
    DenseOfAnyShape<V>::backward_weights(dz, x, dw, db, scratch);
}

}  // namespace nn
