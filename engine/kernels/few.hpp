#pragma once
/// Inside the kernels: dense layers on a batch of up to 16 samples, small networks' daily bread. All samples of some
/// rows fit one register tile, and every distance in memory is known to the compiler; what is left is the call, so
/// these are few and plain. Not for other parts; they use dense.hpp.
#include "engine/kernels/scratch.hpp"
#include "engine/lanes.hpp"

namespace nn {

inline constexpr int few_lanes = 4;  ///< at most so many lanes

/// z = W x + b, or with `to_tanh` the tanh of it; b may be null.
void few_forward(const float* w, const float* b, int in, int out, int lanes, const Lane* x, Lane* z, bool to_tanh = false);
/// dx = W^T dz; where `tanh_below` gives what a tanh made of the layer below, times that tanh's slope.
void few_backward_input(const float* w, int in, int out, int lanes, const Lane* dz, Lane* dx,
                        const Lane* tanh_below = nullptr);
/// dw += dz x^T, db += the sum of each row of dz; db may be null. dz is 0 past the last sample.
void few_backward_weights(int in, int out, int samples, const Lane* dz, const Lane* x, float* dw, float* db,
                          Scratch<Lane>& scratch);

}  // namespace nn
