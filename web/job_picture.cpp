#include "web/job_picture.hpp"

#include <algorithm>
#include <cmath>

namespace web {

void JobPicture::restart(int width, int height, int channels) {
    width_ = width, height_ = height, channels_ = channels, known_ = 0;
    block_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
    values_.assign(block_.size() * static_cast<std::size_t>(channels), NAN);
}

void JobPicture::restart_from(const JobPicture& old, int width, int height, double left, double across, double low, double up, bool outdated) {
    restart(width, height, old.channels_);
    constexpr double coarsest = 128;
    const double enlarged = 1 / std::max(across, up);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double from_x = std::floor(left + (x + 0.5) * across), from_y = std::floor(low + (y + 0.5) * up);
            if (from_x < 0 || from_y < 0 || from_x >= old.width_ || from_y >= old.height_) continue;
            const std::size_t at = index(x, y), from = old.index(static_cast<int>(from_x), static_cast<int>(from_y));
            if (old.block_[from] == 0) continue;
            block_[at] = static_cast<unsigned char>(outdated ? coarsest : std::clamp(std::round(old.block_[from] * enlarged), 1., coarsest));
            for (int c = 0; c < channels_; ++c) values_[static_cast<std::size_t>(c) * block_.size() + at] = old.values_[static_cast<std::size_t>(c) * old.block_.size() + from];
        }
}

void JobPicture::take(const nn::Tile& tile, std::span<const float> values) {
    const int count = tile.count();
    if (values.size() != static_cast<std::size_t>(count) * static_cast<std::size_t>(channels_)) return; // of a picture of another size
    known_ += count;
    for (int i = 0; i < count; ++i) {
        const int x0 = tile.x0 + i % tile.columns * tile.step, y0 = tile.y0 + i / tile.columns * tile.step;
        // What its lattice and the coarser ones before it leave open around it: the lowest bit that is set.
        const int bits = x0 | y0 | tile.step, block = bits & -bits;
        for (int y = y0; y < std::min(y0 + block, height_); ++y)
            for (int x = x0; x < std::min(x0 + block, width_); ++x) {
                const std::size_t at = index(x, y);
                if (block_[at] != 0 && block_[at] <= block && (x != x0 || y != y0)) continue;
                block_[at] = static_cast<unsigned char>(block);
                for (int c = 0; c < channels_; ++c) values_[static_cast<std::size_t>(c) * block_.size() + at] = values[static_cast<std::size_t>(c) * static_cast<std::size_t>(count) + static_cast<std::size_t>(i)];
            }
    }
}

} // namespace web
