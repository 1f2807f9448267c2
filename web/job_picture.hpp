#pragma once
/// What a job has given so far, as a complete picture: where only a coarse look is there, it stands for its neighbours.
#include <span>
#include <vector>

#include "engine/jobs/job.hpp"

namespace web {

class JobPicture {
public:
    void restart(int width, int height, int channels);
    /// The same, with another picture of the same things in it until the pixels come: pixel (x, y) begins as what lies at
    /// (left + (x + 1/2) across, low + (y + 1/2) up) in `old`, in its pixels. `outdated`: it stands in, but anything is better.
    void restart_from(const JobPicture& old, int width, int height, double left, double across, double low, double up, bool outdated);
    /// (channels, rows, columns) of a tile; what is known more finely stays.
    void take(const nn::Tile& tile, std::span<const float> values);

    int width() const { return width_; }
    int height() const { return height_; }
    /// Pixels that were computed themselves.
    int known() const { return known_; }
    /// Something is there: a value of its own, its neighbour's or the old picture's.
    bool is_known(int x, int y) const { return block_[index(x, y)] != 0; }
    float at(int channel, int x, int y) const { return values_[static_cast<std::size_t>(channel) * block_.size() + index(x, y)]; }
    /// A channel, (height, width), row 0 as the job has it; NaN where nothing is known.
    std::span<const float> channel(int c) const { return std::span(values_).subspan(static_cast<std::size_t>(c) * block_.size(), block_.size()); }

private:
    std::size_t index(int x, int y) const { return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x); }
    int width_ = 0, height_ = 0, channels_ = 0, known_ = 0;
    std::vector<float> values_;
    std::vector<unsigned char> block_; ///< side of the block that a pixel's value was computed for; 0: nothing is known
};

} // namespace web
