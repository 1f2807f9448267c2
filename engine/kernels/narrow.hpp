#pragma once
/// Inside the kernels: dense layers too narrow to be worth packing, by register tiles straight from the matrices. Not
/// for other parts; they use dense.hpp.
#include "engine/kernels/finish.hpp"
#include "engine/kernels/scratch.hpp"
#include "engine/lanes.hpp"

namespace nn {

inline const float* floats(Rows<const Lane> x) { return reinterpret_cast<const float*>(x.data); }
inline float* floats(Rows<Lane> x) { return reinterpret_cast<float*>(x.data); }

/// z = finish(W x + b); b may be null.
void narrow_forward(const float* w, const float* b, Rows<const Lane> x, Rows<Lane> z, Scratch<Lane>& scratch, Finish finish);
/// Bends the rows from `first` on where they lie.
void finish_rows(Finish finish, Rows<Lane> z, int first);
/// dx = W^T dz
void narrow_backward_input(const float* w, Rows<const Lane> dz, Rows<Lane> dx);
/// dw += dz x^T
void narrow_backward_weights(Rows<const Lane> dz, Rows<const Lane> x, float* dw);
/// db += the sum of each row
void narrow_sums(Rows<const Lane> dz, float* db);

}  // namespace nn
