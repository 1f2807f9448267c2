#include "engine/datasets/regression.hpp"

#include <cmath>
#include <numbers>

#include "engine/datasets/draws.hpp"

namespace nn::datasets {

namespace {

double hills_and_pits(Place p) {
    double height = 0;
    for (int i = 0; i < 6; ++i) {
        const double dx = p.x - 4 * (i % 3 - 1), dy = p.y - (i < 3 ? 2.5 : -2.5);
        const double cone = 1 - std::sqrt(dx * dx + dy * dy) / 2;
        if (cone > std::abs(height)) height = i % 2 ? -cone : cone;
    }
    return height;
}

Data over_square(int size, double noise, const Draws& draws, double (*height)(Place)) {
    return filled({.inputs = 2}, size, [&](int i, float* x, float* y) {
        const Place p{draws.between(-6, 6, Draws::place_x, i), draws.between(-6, 6, Draws::place_y, i)};
        x[0] = static_cast<float>(p.x);
        x[1] = static_cast<float>(p.y);
        y[0] = static_cast<float>(height(p) + noise * draws.normal(Draws::noise_x, i));
    });
}

}  // namespace

Data Line::make() const {
    const Draws draws(seed);
    return filled({.inputs = 1}, size, [&](int i, float* x, float* y) {
        const double place = draws.uniform(Draws::place_x, i), e = -0.05 + noise * draws.normal(Draws::noise_x, i);
        x[0] = static_cast<float>(place);
        y[0] = static_cast<float>(3 * (place + e) - 2);
    });
}

Data Sine::make() const {
    const Draws draws(seed);
    return filled({.inputs = 1}, size, [&](int i, float* x, float* y) {
        const double turns = draws.uniform(Draws::place_x, i);
        x[0] = static_cast<float>(2 * std::numbers::pi * turns);
        y[0] = static_cast<float>(direction(turns).y + noise * draws.normal(Draws::noise_x, i));
    });
}

Data Plane::make() const {
    return over_square(size, noise, Draws(seed), [](Place p) { return (p.x + p.y) / 10; });
}

Data MultiGaussian::make() const { return over_square(size, noise, Draws(seed), hills_and_pits); }

}  // namespace nn::datasets
