#pragma once
/// What many runs of the same come to: of each row (an optimizer) the quartiles over all seeds (columns) at every look (channel),
/// from as many seeds as a job has given so far.
#include <span>
#include <vector>

#include "engine/jobs/job.hpp"

namespace nn {

/// NaN where nothing is known.
struct Band {
    float low, middle, high; ///< quartiles
};

class SeedBands {
public:
    void restart(int rows, int seeds, int looks);
    /// (looks, rows, seeds) of a tile.
    void take(const Tile& tile, std::span<const float> values);

    int rows() const { return static_cast<int>(known_.size()); }
    int looks() const { return looks_; }
    /// Of how many seeds a row is known.
    int known(int row) const { return known_[static_cast<std::size_t>(row)]; }
    /// Of all rows together.
    int all_known() const { return all_known_; }
    bool complete() const { return all_known_ == rows() * seeds_; }

    /// Counts again what new tiles have changed, at most so many values at a time. True: there is more to do.
    bool work(int most);
    Band band(int row, int look) const { return bands_[static_cast<std::size_t>(row * looks_ + look)]; }
    /// One run; NaN where it is not known.
    float value(int row, int look, int seed) const { return values_[index(row, look) + static_cast<std::size_t>(seed)]; }
    /// Share of the seeds, known of all rows, in which this one is the lowest; a draw counts for each as its part. NaN: no
    /// seed is known.
    std::vector<double> wins(int look) const;

private:
    std::size_t index(int row, int look) const { return static_cast<std::size_t>(row * looks_ + look) * static_cast<std::size_t>(seeds_); }
    void count(int band);

    int seeds_ = 0, looks_ = 0, all_known_ = 0;
    std::vector<int> known_;
    std::vector<float> values_, sorted_;
    std::vector<Band> bands_;
    int next_ = 0, counted_ = 0; ///< the next band to count; how many runs were known as that began
};

} // namespace nn
