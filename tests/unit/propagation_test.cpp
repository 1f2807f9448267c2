// The seminar's slide 15: what a start does to the size of the signal on its way through twelve layers of 256 units.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "engine/kernels/activate.hpp"
#include "engine/kernels/dense.hpp"
#include "engine/lsuv.hpp"
#include "engine/network/gather.hpp"
#include "engine/random.hpp"

using namespace nn;

namespace {

constexpr int width = 256, depth = 12;
#if defined(__SANITIZE_ADDRESS__)
#define SLOWED_DOWN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOWED_DOWN
#endif
#endif
#ifdef SLOWED_DOWN
constexpr int rows = 32, many = 100;  ///< the standard errors say how much less that tells
#else
constexpr int rows = 256, many = 200;  ///< the seminar's figures are means over so many seeds and rows
#endif
constexpr std::size_t cells = std::size_t{rows} * width;

/// (units, samples) in lanes.
struct Signal {
    std::vector<Lane> memory = std::vector<Lane>(cells / Lane::size);
    Rows<Lane> lanes{memory.data(), width, rows / int(Lane::size)};
    Signal() = default;
    Signal(const Signal&) = delete;
};

double deviation(std::span<const float> a) {
    double mean = 0, square = 0;
    for (const float x : a) mean += double(x), square += double(x) * double(x);
    mean /= double(a.size());
    return std::sqrt(square / double(a.size()) - mean * mean);
}

std::vector<float> samples(int seed) {
    std::vector<float> x(cells);
    for (std::size_t i = 0; i < cells; ++i) x[i] = normal(static_cast<std::uint32_t>(seed), depth, i);
    return x;
}

struct Spread {
    std::array<double, depth> mean{}, error{};  ///< over seeds: mean of the deviation, and that mean's standard error
};

template <class F>
Spread over_seeds(int seeds, F deviations_of) {
    Spread spread;
    for (int seed = 1; seed <= seeds; ++seed) {
        const std::array<double, depth> d = deviations_of(seed);
        for (std::size_t l = 0; l < depth; ++l) spread.mean[l] += d[l], spread.error[l] += d[l] * d[l];
    }
    for (std::size_t l = 0; l < depth; ++l) {
        const double mean = spread.mean[l] / seeds, square = spread.error[l] / seeds;
        spread.mean[l] = mean;
        spread.error[l] = std::sqrt((square - mean * mean) / (seeds - 1));
    }
    return spread;
}

constexpr float start_slope = 0.25f;  ///< of PReLU

Spread propagate(const Initializer& initializer, const Activation& activation, int seeds) {
    Signal a, z;
    Scratch<Lane> scratch;
    std::vector<float> w(std::size_t{width} * width);
    return over_seeds(seeds, [&](int seed) {
        std::array<double, depth> deviations;
        gather<Lane>(samples(seed).data(), {{}, 0, rows}, a.lanes);
        for (std::size_t layer = 0; layer < depth; ++layer) {
            initialize(initializer, width, width, static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(layer),
                       w);
            dense_forward<Lane>(w.data(), nullptr, a.lanes, z.lanes, scratch);
            activate<Lane>(activation, &start_slope, z.lanes, a.lanes);
            deviations[layer] = deviation({reinterpret_cast<const float*>(a.memory.data()), cells});
        }
        return deviations;
    });
}

Spread propagate_lsuv(const Activation& activation, int seeds) {
    return over_seeds(seeds, [&](int seed) {
        NetworkSetup setup;
        setup.inputs = width;
        setup.seed = seed;
        setup.layers.assign(depth,
                            layers::Dense{.units = width, .activation = activation, .init = initializers::Zeros{}});
        Network network(setup);
        const auto x = samples(seed);
        lsuv(network, x);
        std::vector<float> units(depth * cells);
        network.forward_units(x, units);
        std::array<double, depth> deviations;
        for (std::size_t l = 0; l < depth; ++l) deviations[l] = deviation(std::span(units).subspan(l * cells, cells));
        return deviations;
    });
}

constexpr int few = 20;      ///< for what is told to two digits
constexpr int few_lsuv = 4;  ///< a rotation takes ten times as long as all else of its layer

/// The seminar's figure, given to `digit`, agrees with the mean of the seeds within two of its standard errors.
void check_layer(const Spread& spread, int layer, double figure, double digit) {
    CAPTURE(layer);
    const auto l = static_cast<std::size_t>(layer - 1);
    CHECK(std::fabs(spread.mean[l] - figure) < 2 * spread.error[l] + digit / 2);
}

}  // namespace

TEST_CASE("He keeps the size of a signal through twelve ReLU layers, and Glorot lets it fade") {
    Spread spread = propagate(initializers::HeUniform{}, activations::Relu{}, many);
    check_layer(spread, 1, 0.826, 0.001);
    check_layer(spread, 12, 0.81, 0.01);
    for (int layer = 2; layer < 12; ++layer) check_layer(spread, layer, 0.82, 0.01);

    // ReLU passes factors on: where fans are equal, Glorot's weights are He's over sqrt 2, and so is each layer's
    // output.
    const Spread he = propagate(initializers::HeUniform{}, activations::Relu{}, 2);
    const Spread glorot = propagate(initializers::GlorotUniform{}, activations::Relu{}, 2);
    for (std::size_t l = 0; l < depth; ++l) {
        const double fade = std::exp2(-0.5 * double(l + 1));
        CHECK(glorot.mean[l] == doctest::Approx(he.mean[l] * fade).epsilon(1e-5));
        spread.mean[l] *= fade, spread.error[l] *= fade;
    }
    check_layer(spread, 1, 0.584, 0.001);
    check_layer(spread, 12, 0.0126, 0.0001);
}

TEST_CASE("He's rule for PReLU keeps the size of a signal through twelve layers") {
    const Spread spread = propagate(initializers::HeUniform{.slope = double(start_slope)}, activations::PRelu{}, many / 4);
    // of z = N(0, 2 / (1 + slope^2)) behind the bend: 0.912
    check_layer(spread, 1, 0.912, 0.001);
    for (int layer = 2; layer <= depth; ++layer) check_layer(spread, layer, 0.91, 0.02);
}

TEST_CASE("SELU keeps a signal of deviation 1 through twelve layers, where ReLU from the same start loses it") {
    const Spread selu = propagate(initializers::LecunUniform{}, activations::Selu{}, few);
    for (int layer = 1; layer <= depth; ++layer) check_layer(selu, layer, 1, 0.02);
    const Spread relu = propagate(initializers::LecunUniform{}, activations::Relu{}, few);
    check_layer(relu, 12, 0.013, 0.002);
}

TEST_CASE("uniform numbers of 1/sqrt n lose nearly half of the signal in every tanh layer") {
    const Spread spread = propagate(initializers::FanUniform{}, activations::Tanh{}, many);
    check_layer(spread, 1, 0.46, 0.01);
    check_layer(spread, 4, 0.081, 0.001);
    check_layer(spread, 12, 0.001, 0.0001);
    for (std::size_t l = 4; l < depth; ++l)
        CHECK(spread.mean[l] / spread.mean[l - 1] == doctest::Approx(0.577).epsilon(0.01));
}

TEST_CASE("LSUV gives every layer the size that a normal signal of deviation 1 has behind the bend") {
    const Spread relu = propagate_lsuv(activations::Relu{}, few_lsuv);
    const Spread tanh = propagate_lsuv(activations::Tanh{}, few_lsuv);
    for (int layer = 1; layer <= depth; ++layer) {
        check_layer(relu, layer, 0.584, 0.04);
        check_layer(tanh, layer, 0.628, 0.004);
    }
}

TEST_CASE("LSUV holds swish as well, whose outputs spread a little wider in deep layers") {
    const Spread swish = propagate_lsuv(activations::Silu{}, few_lsuv);
    check_layer(swish, 1, 0.56, 0.02);
    check_layer(swish, 12, 0.6, 0.04);
    CHECK(swish.mean[depth - 1] > swish.mean[0]);
}
