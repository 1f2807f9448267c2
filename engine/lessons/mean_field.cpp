#include "engine/lessons/mean_field.hpp"

#include <algorithm>
#include <cmath>

#include "engine/kernels/activate.hpp"

namespace nn {
namespace {

/// Points from -8 to 8 deviations, evenly: the trapezoid rule is exact to rounding for what falls off like e^-z^2.
constexpr int points = 321;
constexpr double reach = 8;

}  // namespace

double BentNormal::deviation() const { return std::sqrt(std::max(0.0, square - mean * mean)); }

BentNormal bent_normal(const Activation& f, double variance) {
    const int lanes = lanes_for<Lane>(points);
    std::vector<Lane> z(static_cast<std::size_t>(lanes)), a(z.size()), slope(z.size(), Lane(1.f));
    const double root = std::sqrt(variance), step = 2 * reach / (points - 1);
    for (int i = 0; i < points; ++i) set_lane(z[static_cast<std::size_t>(i / 4)], i % 4, static_cast<float>(root * (step * i - reach)));
    const Rows<Lane> zs{z.data(), 1, lanes}, as{a.data(), 1, lanes}, slopes{slope.data(), 1, lanes};
    const auto weight = static_cast<float>(start_of(f));
    float none = 0;
    activate<Lane>(f, &weight, zs, as);
    if (is_linear(f)) std::copy(z.begin(), z.end(), a.begin());
    activate_backward<Lane>(f, &weight, zs, as, slopes, &none);

    BentNormal result;
    for (int i = 0; i < points; ++i) {
        const auto at = static_cast<std::size_t>(i / 4);
        const double x = step * i - reach, density = step * std::exp(-x * x / 2) / std::sqrt(2 * 3.141592653589793);
        const double value = double(lane_of(a[at], i % 4)), bend = double(lane_of(slope[at], i % 4));
        result.mean += density * value;
        result.square += density * value * value;
        result.slope_square += density * bend * bend;
    }
    return result;
}

std::vector<MeanFieldLayer> mean_field(const Activation& f, double input, std::span<const double> weights, double bias) {
    std::vector<MeanFieldLayer> layers(weights.size());
    std::vector<double> slopes(weights.size());
    double square = input;
    for (std::size_t l = 0; l < weights.size(); ++l) {
        const BentNormal a = bent_normal(f, weights[l] * square + bias);
        square = a.square;
        layers[l].deviation = a.deviation();
        slopes[l] = a.slope_square;
    }
    double gradient = 1;
    for (std::size_t l = weights.size(); l-- > 0;) {
        gradient *= slopes[l];
        layers[l].gradient = std::sqrt(gradient);
        gradient *= weights[l];
    }
    return layers;
}

double chi(const Activation& f, double sigma_w, double sigma_b) {
    double variance = 1;
    for (int i = 0; i < 200; ++i) {
        const double next = sigma_w * sigma_w * bent_normal(f, variance).square + sigma_b * sigma_b;
        if (!std::isfinite(next) || next > 1e12 || std::fabs(next - variance) < 1e-7 * (1 + variance)) break;
        variance = next;
    }
    return sigma_w * sigma_w * bent_normal(f, variance).slope_square;
}

}  // namespace nn
