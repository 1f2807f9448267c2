#pragma once
/// What the jobs' makers share: settings from their text, arrays of the size that is expected. All throw
/// std::invalid_argument with the job's name.
#include <string_view>
#include <vector>

#include "engine/jobs/jobs.hpp"
#include "engine/network.hpp"
#include "engine/params.hpp"

namespace nn {

/// Refuses with every rejection in words, where there is one.
void expect_none(std::string_view job, const std::vector<Rejection>& rejected);

/// Fills all setups from one text; no two have a key in common.
template <class... S>
void read_settings(std::string_view job, std::string_view text, S&... setups) {
    const auto all = [&](ParamVisitor& visitor) { (visit_params(setups, visitor), ...); };
    expect_none(job, from_query(Params(all), text));
}

template <class S>
S read_settings(std::string_view job, std::string_view text) {
    S setup;
    read_settings(job, text, setup);
    return setup;
}

/// Array number `at`, which must have rows x columns numbers, all finite.
std::vector<float> copy_of(std::string_view job, std::string_view what, Arrays arrays, std::size_t at, std::size_t rows, std::size_t columns);

/// A network with the parameters, followed by the state of its batch norms, in array number `at`.
Network network_from(std::string_view job, const NetworkSetup& setup, Arrays arrays, std::size_t at);

/// The whole picture as one tile.
std::vector<float> whole(Job& job);

} // namespace nn
