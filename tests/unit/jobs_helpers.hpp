#pragma once
/// A tile of a job, done at once.
#include <vector>

#include "engine/jobs/job.hpp"

inline std::vector<float> whole(nn::Job& job, const nn::Tile& tile) {
    job.begin(tile);
    while (job.advance()) {}
    return {job.values().begin(), job.values().end()};
}
