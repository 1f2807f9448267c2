#include "engine/lessons/seed_bands.hpp"

#include <algorithm>
#include <cmath>

namespace nn {

void SeedBands::restart(int rows, int seeds, int looks) {
    seeds_ = seeds, looks_ = looks, all_known_ = next_ = counted_ = 0;
    known_.assign(static_cast<std::size_t>(rows), 0);
    bands_.assign(static_cast<std::size_t>(rows * looks), Band{NAN, NAN, NAN});
    values_.assign(bands_.size() * static_cast<std::size_t>(seeds), NAN);
}

void SeedBands::take(const Tile& tile, std::span<const float> values) {
    const auto count = static_cast<std::size_t>(tile.count());
    for (int j = 0; j < tile.rows; ++j) {
        const int row = tile.y0 + j * tile.step;
        for (int look = 0; look < looks_; ++look)
            for (int i = 0; i < tile.columns; ++i)
                values_[index(row, look) + static_cast<std::size_t>(tile.x0 + i * tile.step)] = values[static_cast<std::size_t>(look) * count + static_cast<std::size_t>(j * tile.columns + i)];
        known_[static_cast<std::size_t>(row)] += tile.columns;
    }
    all_known_ += tile.count();
}

bool SeedBands::work(int most) {
    // What is nearly all known is not counted again for every tile.
    const bool due = next_ > 0 || (all_known_ > counted_ && (complete() || all_known_ >= counted_ + counted_ / 8));
    if (!due) return false;
    if (next_ == 0) counted_ = all_known_;
    const int bands = static_cast<int>(bands_.size());
    for (int left = most; next_ < bands && left > 0; left -= seeds_) count(next_++);
    if (next_ == bands) next_ = 0;
    return next_ > 0 || all_known_ > counted_;
}

void SeedBands::count(int band) {
    const float* const from = values_.data() + static_cast<std::size_t>(band) * static_cast<std::size_t>(seeds_);
    sorted_.clear();
    std::copy_if(from, from + seeds_, std::back_inserter(sorted_), [](float v) { return !std::isnan(v); });
    if (sorted_.empty()) return;
    std::sort(sorted_.begin(), sorted_.end());
    const auto quantile = [this](double share) {
        const double at = share * static_cast<double>(sorted_.size() - 1);
        const auto i = static_cast<std::size_t>(at);
        const float low = sorted_[i], high = sorted_[std::min(i + 1, sorted_.size() - 1)];
        return low == high ? low : low + static_cast<float>(at - static_cast<double>(i)) * (high - low);
    };
    bands_[static_cast<std::size_t>(band)] = {quantile(0.25), quantile(0.5), quantile(0.75)};
}

std::vector<double> SeedBands::wins(int look) const {
    std::vector<double> wins(known_.size());
    int all = 0;
    for (int seed = 0; seed < seeds_; ++seed) {
        float lowest = INFINITY;
        int draw = 0;
        for (int row = 0; row < rows(); ++row) {
            const float v = value(row, look, seed);
            if (std::isnan(v)) {
                draw = 0;
                break;
            }
            draw = v < lowest ? 1 : draw + (v == lowest);
            lowest = std::min(lowest, v);
        }
        if (draw == 0) continue;
        ++all;
        for (int row = 0; row < rows(); ++row)
            if (value(row, look, seed) == lowest) wins[static_cast<std::size_t>(row)] += 1.0 / draw;
    }
    for (double& w : wins) w = all > 0 ? w / all : NAN;
    return wins;
}

} // namespace nn
