#include "web/color_map.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "web/theme.hpp"

namespace web {

namespace {
constexpr float tiny = 1e-30f;
constexpr float lines_per_decade = 5;
} // namespace

ImU32 color_at(float t) {
    const float place = std::clamp(t, 0.0f, 1.0f) * static_cast<float>(color_stops.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(place), color_stops.size() - 2);
    const auto stop = [](unsigned hex) { return IM_COL32(hex >> 16 & 255, hex >> 8 & 255, hex & 255, 255); };
    return mixed(stop(color_stops[i]), stop(color_stops[i + 1]), place - static_cast<float>(i));
}

std::array<float, 2> Tone::coefficients() const {
    if (!log) return {-low / (high - low), 1 / (high - low)};
    const float a = std::log2(low), b = std::log2(high);
    return {-a / (b - a), 1 / (b - a)};
}

float Tone::operator()(float height) const {
    const auto [a, b] = coefficients();
    return std::clamp(a + b * (log ? std::log2(std::max(height - floor, tiny)) : height), 0.0f, 1.0f);
}

float Tone::contour(float height) const {
    return log ? std::log10(std::max(height - floor, tiny)) / line_spacing : height / line_spacing;
}

float Tone::height_of_contour(float level) const {
    return log ? floor + std::pow(10.0f, level * line_spacing) : level * line_spacing;
}

double nice_at_least(double x) {
    const double power = std::pow(10.0, std::floor(std::log10(x)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= x * 0.999) return step * power;
    return 10 * power;
}

Tone tone_of(const nn::Landscape& landscape, const nn::Box& box, std::optional<float> floor) {
    constexpr int n = 64;
    std::vector<float> heights;
    heights.reserve(n * n);
    const auto between = [](float low, float high, int i) { return low + (high - low) * (static_cast<float>(i) + 0.5f) / n; };
    for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i) {
            const float h = landscape.value(between(box.x_min, box.x_max, i), between(box.y_min, box.y_max, j));
            if (std::isfinite(h)) heights.push_back(h);
        }
    if (heights.size() < 2) return {};
    std::sort(heights.begin(), heights.end());
    Tone tone;
    tone.floor = std::min(floor.value_or(heights.front()), heights.front());
    const auto above = [&](double quantile) {
        return heights[static_cast<std::size_t>(quantile * static_cast<double>(heights.size() - 1))] - tone.floor;
    };
    // Decades are worth a logarithm where most of the plane would otherwise share the darkest colours.
    tone.log = floor && (above(1) > 8 * above(0.5) || above(0.98) > 30 * above(0.05));
    if (tone.log) {
        tone.high = std::max(above(1), 1e-20f);
        tone.low = std::min(std::max(above(0.004), tone.high * 1e-7f), tone.high * 1e-5f);
        tone.line_spacing = 1 / lines_per_decade;
    } else {
        tone.low = heights.front();
        tone.high = std::max(heights.back(), tone.low + 1e-6f);
        tone.line_spacing = static_cast<float>(nice_at_least((tone.high - tone.low) / 25));
    }
    return tone;
}

} // namespace web
