#pragma once
/// What the jobs' makers share: settings from their text, arrays of the size that is expected. All throw
/// std::invalid_argument with the job's name.
#include <string_view>
#include <vector>

#include "engine/jobs/jobs.hpp"
#include "engine/params.hpp"

namespace nn {

/// Refuses with every rejection in words, where there is one.
void expect_none(std::string_view job, const std::vector<Rejection>& rejected);

template <class S>
S read_settings(std::string_view job, std::string_view text) {
    S setup;
    expect_none(job, from_query(params_of(setup), text));
    return setup;
}

/// Array number `at`, which must have rows x columns numbers, all finite.
std::vector<float> copy_of(std::string_view job, std::string_view what, Arrays arrays, std::size_t at, std::size_t rows, std::size_t columns);

} // namespace nn
