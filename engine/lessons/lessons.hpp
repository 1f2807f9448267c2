#pragma once
/// Every lesson by its key, without a screen: what a link computes.
#include <string>
#include <string_view>
#include <vector>

#include "engine/params.hpp"

namespace nn {

/// Fingerprint of the run that a link like `valley?kappa=300` describes, after `step` steps: 16 hexadecimal digits, the
/// same on every machine that runs WebAssembly. Empty where there is no such lesson.
std::string trace_hash(std::string_view link, int step, std::vector<Rejection>& rejected);

} // namespace nn
