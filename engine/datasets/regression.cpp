#include "engine/datasets/regression.hpp"

#include <cmath>
#include <numbers>

#include "engine/datasets/draws.hpp"

namespace nn::datasets {

namespace {

Draws draws_of(int seed) { return {static_cast<std::uint32_t>(seed)}; }

double hills_and_pits(Place p) {
    double height = 0;
    for (int i = 0; i < 6; ++i) {
        const double dx = p.x - 4 * (i % 3 - 1), dy = p.y - (i < 3 ? 2.5 : -2.5);
        const double cone = 1 - std::sqrt(dx * dx + dy * dy) / 2;
        if (cone > std::abs(height)) height = i % 2 ? -cone : cone;
    }
    return height;
}

template <class Height>
Data over_square(int size, double noise, const Draws& draws, Height height) {
    Data data{.inputs = 2};
    for (int i = 0; i < size; ++i) {
        const Place p{draws.between(-6, 6, Draws::place_x, i), draws.between(-6, 6, Draws::place_y, i)};
        data.x.push_back(static_cast<float>(p.x));
        data.x.push_back(static_cast<float>(p.y));
        data.y.push_back(static_cast<float>(height(p) + noise * draws.normal(Draws::noise_x, i)));
    }
    return data;
}

}  // namespace

Data Line::make() const {
    const Draws draws = draws_of(seed);
    Data data{.inputs = 1};
    for (int i = 0; i < size; ++i) {
        const double x = draws.uniform(Draws::place_x, i), e = -0.05 + noise * draws.normal(Draws::noise_x, i);
        data.x.push_back(static_cast<float>(x));
        data.y.push_back(static_cast<float>(3 * (x + e) - 2));
    }
    return data;
}

Data Sine::make() const {
    const Draws draws = draws_of(seed);
    Data data{.inputs = 1};
    for (int i = 0; i < size; ++i) {
        const double turns = draws.uniform(Draws::place_x, i);
        data.x.push_back(static_cast<float>(2 * std::numbers::pi * turns));
        data.y.push_back(static_cast<float>(direction(turns).y + noise * draws.normal(Draws::noise_x, i)));
    }
    return data;
}

Data Plane::make() const {
    return over_square(size, noise, draws_of(seed), [](Place p) { return (p.x + p.y) / 10; });
}

Data MultiGaussian::make() const { return over_square(size, noise, draws_of(seed), hills_and_pits); }

}  // namespace nn::datasets
