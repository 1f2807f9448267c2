#include "web/demos/trainability_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "web/color_map.hpp"
#include "web/theme.hpp"

namespace web {

namespace {

constexpr int paint_budget = 150000; ///< pixels in a frame
constexpr double lowest_loss = 1e-10; ///< below, a run has arrived
constexpr int shades = 256;

/// Where a value lies between two others on a logarithm, from 0 to 1.
double place(double value, double low, double high) {
    return high > low ? std::clamp(std::log(value / low) / std::log(high / low), 0.0, 1.0) : 0.5;
}

using Shades = std::array<ImU32, shades>;

template <class F>
Shades shades_of(F&& color) {
    Shades all;
    for (int i = 0; i < shades; ++i) all[static_cast<std::size_t>(i)] = color(i / (shades - 1.0));
    return all;
}

ImU32 shade(const Shades& all, double t) { return all[static_cast<std::size_t>(t * (shades - 1) + 0.5)]; }

double quantile(std::vector<double>& sorted, double share) { return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))]; }

/// Ends that leave out the extreme fiftieth on both sides.
void fit(std::vector<double>& values, double& low, double& high) {
    if (values.empty()) return;
    std::sort(values.begin(), values.end());
    low = std::max(quantile(values, 0.02), lowest_loss), high = std::max(quantile(values, 0.98), low);
}

} // namespace

// The upper half of the height map is left to what diverges.
ImU32 RunTone::staying(double t) { return color_at(static_cast<float>(0.06 + 0.50 * t)); }
ImU32 RunTone::diverging(double t) { return mixed(IM_COL32(0xF0, 0x8A, 0x24, 255), IM_COL32(0xFF, 0xF1, 0xDC, 255), static_cast<float>(t)); }
ImU32 RunTone::restless() { return IM_COL32(0xB9, 0xBD, 0xC4, 255); }

ImU32 RunTone::operator()(const RunEnd& run) const {
    static const Shades stays = shades_of(staying), diverges = shades_of(diverging);
    if (run.diverges()) return shade(diverges, place(1 + static_cast<double>(run.diverged_at), first, last));
    if (by_target && run.reached < 0) return restless();
    return shade(stays, place(by_target ? 1 + static_cast<double>(run.reached) : std::max(static_cast<double>(run.loss), lowest_loss), low, high));
}

void TrainabilityMapPicture::restart(int width, int height, const MapWindow& window, bool blank, bool outdated) {
    const JobPicture old = std::exchange(picture_, {});
    if (blank || old.width() == 0) {
        picture_.restart(width, height, 3);
    } else {
        const MapWindow& to = outdated ? window_ : window;
        const double across = old.width() / window_.width(), up = old.height() / window_.height();
        picture_.restart_from(old, width, height, (to.left - window_.left) * across, to.width() / width * across, (to.bottom - window_.bottom) * up, to.height() / height * up, outdated);
    }
    window_ = window;
    sample_.clear();
    staying_ = 0;
    raster_.resize(width, height);
    raster_.set_crisp(true);
    stale_.assign(static_cast<std::size_t>(height), true);
    next_ = 0;
}

void TrainabilityMapPicture::take(const nn::Tile& tile, std::span<const float> values) {
    const auto count = static_cast<std::size_t>(tile.count());
    if (values.size() != 3 * count) return;
    picture_.take(tile, values);
    const bool sampling = static_cast<int>(sample_.size()) < picture_.width() * picture_.height() / 64;
    for (std::size_t i = 0; i < count; ++i) {
        const RunEnd run{values[i], values[count + i], values[2 * count + i]};
        staying_ += !run.diverges();
        if (sampling) sample_.push_back(run);
    }
    if (sampling) fit_tone();
    touch_rows(tile.y0, tile.y0 + tile.rows * tile.step);
}

void TrainabilityMapPicture::show_target(bool target) {
    RunTone tone = tone_;
    tone.by_target = target;
    if (tone == tone_) return;
    set_tone(tone);
    fit_tone();
}

void TrainabilityMapPicture::fit_tone() {
    std::vector<double> stay, diverge;
    for (const RunEnd& run : sample_)
        if (run.diverges()) diverge.push_back(1 + static_cast<double>(run.diverged_at));
        else if (!tone_.by_target) stay.push_back(static_cast<double>(run.loss));
        else if (run.reached >= 0) stay.push_back(1 + static_cast<double>(run.reached));
    RunTone tone = tone_;
    fit(stay, tone.low, tone.high);
    fit(diverge, tone.first, tone.last);
    set_tone(tone);
}

void TrainabilityMapPicture::set_tone(const RunTone& tone) {
    if (tone == tone_) return;
    tone_ = tone;
    touch_rows(0, picture_.height());
}

void TrainabilityMapPicture::touch_rows(int from, int to) {
    std::fill(stale_.begin() + std::min(from, picture_.height()), stale_.begin() + std::min(to, picture_.height()), true);
    next_ = std::min(next_, from);
}

bool TrainabilityMapPicture::paint() {
    const int height = picture_.height(), width = picture_.width();
    int left = paint_budget / std::max(1, width) + 1;
    for (; next_ < height && left > 0; ++next_) {
        if (!stale_[static_cast<std::size_t>(next_)]) continue;
        stale_[static_cast<std::size_t>(next_)] = false;
        ImU32* row = raster_.row(height - 1 - next_);
        for (int x = 0; x < width; ++x) row[x] = picture_.is_known(x, next_) ? tone_(at(x, next_)) : 0;
        raster_.changed();
        --left;
    }
    return next_ < height;
}

} // namespace web
