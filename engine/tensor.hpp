#pragma once
/// Names for xtensor's dense arrays: row-major, owned, with their number of dimensions in the type.
#include <xtensor/xtensor.hpp>

namespace nn {

template <std::size_t dimensions, class T = float>
using Tensor = xt::xtensor<T, dimensions>;

} // namespace nn
