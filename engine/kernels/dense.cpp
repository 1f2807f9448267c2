#include "engine/kernels/dense.hpp"

#include "engine/kernels/narrow.hpp"
#include "engine/kernels/product.hpp"

namespace nn {

template <>
void DenseOfAnyShape<Lane>::forward(const float* w, const float* b, Rows<const Lane> x, Rows<Lane> z,
                                    Scratch<Lane>& scratch, Finish finish) {
    if (is_few<Lane>(z.rows, x.rows, x.lanes, wide_products)) {
        few_forward(w, b, x.rows, z.rows, x.lanes, x.data, z.data);
    } else if (is_wide(z.rows, x.rows, x.lanes, wide_products)) {
        large_product(z.rows, 4 * z.lanes, x.rows, {w, x.rows, 1}, {floats(x), 4 * x.lanes, 1}, floats(z),
                      4 * z.lanes, Start::bias, b, scratch);
    } else {
        return narrow_forward(w, b, x, z, scratch, finish);
    }
    finish_rows(finish, z, 0);
}

template <>
void DenseOfAnyShape<Lane>::backward_input(const float* w, Rows<const Lane> dz, Rows<Lane> dx, Scratch<Lane>& scratch) {
    if (is_wide(dz.rows, dx.rows, dx.lanes, wide_products))
        return large_product(dx.rows, 4 * dx.lanes, dz.rows, {w, 1, dx.rows}, {floats(dz), 4 * dz.lanes, 1}, floats(dx),
                             4 * dx.lanes, Start::bias, nullptr, scratch);
    narrow_backward_input(w, dz, dx);
}

template <>
void DenseOfAnyShape<Lane>::backward_weights(Rows<const Lane> dz, Rows<const Lane> x, float* dw, float* db,
                                             Scratch<Lane>& scratch) {
    if (db) narrow_sums(dz, db);
    if (is_wide(dz.rows, x.rows, x.lanes, wide_gradient))
        return large_product(dz.rows, x.rows, 4 * x.lanes, {floats(dz), 4 * dz.lanes, 1}, {floats(x), 1, 4 * x.lanes},
                             dw, x.rows, Start::as_is, nullptr, scratch);
    narrow_backward_weights(dz, x, dw);
}

}  // namespace nn
