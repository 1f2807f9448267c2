#pragma once
/// Every job by its key. To add one: a class in a file of its own beside this one, its shader in shaders/<key>.wgsl, and a
/// row in jobs.cpp; tests/browser/jobs.test.mjs then compares the runners.
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/jobs/job.hpp"

namespace nn {

using Arrays = std::span<const std::span<const float>>;

struct JobRow {
    std::string_view key, label;
    /// Settings as in links; throws std::invalid_argument where settings or arrays do not fit, with the reason.
    std::unique_ptr<Job> (*make)(std::string_view settings, Arrays arrays);
    /// How far a shader's values may lie from this program's: |a - b| <= absolute + relative * |b|.
    double absolute, relative;
};

std::span<const JobRow> jobs();

/// Throws std::invalid_argument where there is no such job.
const JobRow& job_row(std::string_view key);

} // namespace nn
