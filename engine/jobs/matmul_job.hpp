#pragma once
/// Job `matmul`: the product of two matrices, a pixel for each number of it. For wide networks inside of jobs; a visible run
/// never takes a step with it.
#include <memory>

#include "engine/jobs/jobs.hpp"

namespace nn {

/// Settings m, k, n; arrays a (m, k) and b (k, n), row-major. Picture of n x m pixels, one channel: a b.
std::unique_ptr<Job> make_matmul(std::string_view settings, Arrays arrays);

} // namespace nn
