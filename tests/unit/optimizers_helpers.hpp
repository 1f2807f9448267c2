#pragma once
/// Places to run optimizers on, and optimizers by their text.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/optimizers.hpp"
#include "engine/surfaces.hpp"

namespace nn {

inline int surface_index(std::string_view key) {
    for (std::size_t i = 0; i < surfaces.size(); ++i)
        if (surfaces[i].key == key) return static_cast<int>(i);
    FAIL("no such surface: ", std::string(key));
    return 0;
}

inline Evaluate evaluate_on(const Landscape& landscape, float scale = 1) {
    return [landscape, scale](std::span<const float> w, std::span<float> dw) {
        const Slope slope = landscape.slope(w[0], w[1]);
        dw[0] = scale * slope.dx;
        dw[1] = scale * slope.dy;
        return scale * slope.value;
    };
}

/// (x^2 + kappa y^2) / 2, turned by theta degrees.
inline Evaluate valley(double kappa, double theta = 0, float scale = 1) {
    return evaluate_on(Landscape(surface_index("quadratic"), kappa, theta), scale);
}

/// sum of 10^(2 i / (n - 1)) w_i^2 / 2: a valley in every direction, up to 100 times as steep.
inline float steep_bowl(std::span<const float> w, std::span<float> dw) {
    double sum = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double steep = std::pow(10, 2 * double(i) / double(w.size() - 1));
        dw[i] = static_cast<float>(steep * double(w[i]));
        sum += steep * double(w[i]) * double(w[i]) / 2;
    }
    return static_cast<float>(sum);
}

/// Rosenbrock's valleys chained: sum of (1 - w_i)^2 + 100 (w_i+1 - w_i^2)^2.
inline float chained_rosenbrock(std::span<const float> w, std::span<float> dw) {
    std::fill(dw.begin(), dw.end(), 0.f);
    double sum = 0;
    for (std::size_t i = 0; i + 1 < w.size(); ++i) {
        const float a = 1 - w[i], b = w[i + 1] - w[i] * w[i];
        sum += double(a * a + 100 * b * b);
        dw[i] += -2 * a - 400 * w[i] * b;
        dw[i + 1] += 200 * b;
    }
    return static_cast<float>(sum);
}

struct Chosen {
    Optimizer optimizer;
    static constexpr auto params() {
        return std::tuple{one_of("optimizer", &Chosen::optimizer, "Optimizer", "The rule for one step.")};
    }
};

/// From `adam:lr=0.1:beta1=0.8`, as links write it.
inline Optimizer optimizer_from(std::string_view text) {
    Chosen chosen;
    for (const Rejection& r : set_param(params_of(chosen), "optimizer", text)) FAIL(r.key, "=", r.value, ": ", r.why);
    return chosen.optimizer;
}

template <class... A>
std::vector<Optimizer> defaults_of(const std::variant<A...>*) {
    return {Optimizer(A{})...};
}
/// One of each, with its defaults.
inline std::vector<Optimizer> all_optimizers() { return defaults_of(static_cast<const Optimizer*>(nullptr)); }

/// All points after each of so many steps from w.
inline std::vector<float> path(Descent& descent, std::vector<float> w, const Evaluate& f, int steps) {
    std::vector<float> points;
    for (int step = 0; step < steps; ++step) {
        descent.step(w, f);
        points.insert(points.end(), w.begin(), w.end());
    }
    return points;
}
inline std::vector<float> path(const Optimizer& optimizer, const std::vector<float>& w, const Evaluate& f, int steps) {
    Descent descent(optimizer, w.size());
    return path(descent, w, f, steps);
}

} // namespace nn
