#include "web/height_grid.hpp"

#include <algorithm>
#include <cmath>

namespace web {

void HeightGrid::set(int width, int height, const nn::Box& box, std::vector<float> values) {
    static int versions = 0;
    width_ = width, height_ = height, box_ = box, values_ = std::move(values), version_ = ++versions;
}

float HeightGrid::at(double x, double y) const {
    const double px = (x - box_.x_min) / (box_.x_max - box_.x_min) * width_ - 0.5, py = (y - box_.y_min) / (box_.y_max - box_.y_min) * height_ - 0.5;
    if (is_empty() || !(px >= -0.5 && py >= -0.5 && px <= width_ - 0.5 && py <= height_ - 0.5)) return NAN;
    const int i = static_cast<int>(std::floor(px)), j = static_cast<int>(std::floor(py));
    const auto value = [&](int a, int b) {
        return values_[static_cast<std::size_t>(std::clamp(b, 0, height_ - 1)) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(std::clamp(a, 0, width_ - 1))];
    };
    const auto t = static_cast<float>(px - i), u = static_cast<float>(py - j);
    return (1 - u) * ((1 - t) * value(i, j) + t * value(i + 1, j)) + u * ((1 - t) * value(i, j + 1) + t * value(i + 1, j + 1));
}

Tone HeightGrid::tone(bool log) const {
    std::vector<float> known;
    for (const float v : values_)
        if (std::isfinite(v)) known.push_back(v);
    if (known.size() < 2) return {};
    std::sort(known.begin(), known.end());
    const auto quantile = [&](double q) { return known[static_cast<std::size_t>(q * static_cast<double>(known.size() - 1))]; };
    constexpr float smallest = 1e-6f;
    Tone tone;
    tone.log = log && known.front() >= 0;
    if (tone.log) {
        tone.low = std::max(known.front(), smallest);
        tone.high = std::max({std::min(known.back(), 1e3f * std::max(quantile(0.5), tone.low)), 2 * tone.low, smallest});
        tone.line_spacing = std::log10(tone.high / tone.low) > 1.5 ? 0.2f : 0.1f;
    } else {
        tone.low = known.front();
        tone.high = std::max(std::min(known.back(), tone.low + 3 * (quantile(0.8) - tone.low)), tone.low + smallest);
        tone.line_spacing = static_cast<float>(nice_at_least((tone.high - tone.low) / 25));
    }
    return tone;
}

} // namespace web
