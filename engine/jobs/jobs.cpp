#include "engine/jobs/jobs.hpp"

#include <algorithm>
#include <cmath>

#include "engine/jobs/basins.hpp"
#include "engine/jobs/loss_grid.hpp"
#include "engine/jobs/matmul_job.hpp"
#include "engine/jobs/network_seeds.hpp"
#include "engine/jobs/response_grid.hpp"
#include "engine/jobs/seeds.hpp"
#include "engine/jobs/settings.hpp"
#include "engine/jobs/trainability.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr JobRow rows[] = {
    {"response-grid", "Response of a network", make_response_grid, 1e-5, 1e-5},
    {"loss-grid", "Loss on a plane", make_loss_grid, 1e-6, 1e-4},
    {"basins", "One walk a start", make_basins, 1e-4, 1e-3},
    {"trainability", "One training run a pixel", make_trainability, 1e-4, 1e-3},
    {"seeds", "One race a seed", make_seeds, 1e-4, 1e-3},
    {"network-seeds", "One training a seed", make_network_seeds, 1e-4, 1e-3},
    {"matmul", "Product of matrices", make_matmul, 1e-6, 1e-5},
};

} // namespace

std::span<const JobRow> jobs() { return rows; }

const JobRow& job_row(std::string_view key) {
    for (const JobRow& row : rows)
        if (row.key == key) return row;
    refuse({"[job] got ", key, ", expected one of describe().jobs"});
}

void expect_none(std::string_view job, const std::vector<Rejection>& rejected) {
    std::string all;
    for (const Rejection& r : rejected) all += sentence({all.empty() ? "" : "; ", r.key, " = ", r.value, ": ", r.why});
    if (!all.empty()) refuse({"[", job, "] ", all});
}

std::vector<float> copy_of(std::string_view job, std::string_view what, Arrays arrays, std::size_t at, std::size_t rows_wanted, std::size_t columns) {
    const std::span<const float> got = at < arrays.size() ? arrays[at] : std::span<const float>{};
    if (got.size() != rows_wanted * columns)
        refuse({"[", job, "] got ", what, " of ", got.size(), " numbers, expected ", rows_wanted, " x ", columns});
    for (const float x : got)
        if (!std::isfinite(x)) refuse({"[", job, "] got a number in ", what, " that is not finite, expected finite numbers"});
    return {got.begin(), got.end()};
}

Network network_from(std::string_view job, const NetworkSetup& setup, Arrays arrays, std::size_t at) {
    Network network(setup);
    const std::size_t parameters = network.parameters().size();
    const std::vector<float> all = copy_of(job, "parameters and state", arrays, at, 1, parameters + network.state().size());
    std::copy_n(all.begin(), parameters, network.parameters().begin());
    std::copy(all.begin() + static_cast<std::ptrdiff_t>(parameters), all.end(), network.state().begin());
    return network;
}

std::vector<float> whole(Job& job) {
    job.begin({.columns = job.width(), .rows = job.height()});
    while (job.advance()) {}
    return {job.values().begin(), job.values().end()};
}

} // namespace nn
