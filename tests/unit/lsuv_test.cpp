#include "engine/lsuv.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/random.hpp"

using namespace nn;

namespace {

constexpr std::size_t rows = 200;

std::vector<float> normal_data(int columns, float size = 1, std::uint32_t seed = 1) {
    std::vector<float> x(rows * static_cast<std::size_t>(columns));
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = size * normal(seed, 1000, i);
    return x;
}

Network network_of(int inputs, std::vector<Layer> layers) {
    NetworkSetup setup;
    setup.inputs = inputs;
    setup.layers = std::move(layers);
    return Network(std::move(setup));
}

/// Deviation of everything that the layers up to `last` give, the last one without its bend.
double straight_deviation(const Network& network, int last, const std::vector<float>& x) {
    NetworkSetup setup = network.setup();
    setup.layers.resize(static_cast<std::size_t>(last) + 1);
    std::get<layers::Dense>(setup.layers.back()).activation = activations::Linear{};
    std::get<layers::Dense>(setup.layers.back()).residual = false;
    Network cut(setup);
    std::copy_n(network.parameters().begin(), cut.parameters().size(), cut.parameters().begin());
    std::copy_n(network.state().begin(), cut.state().size(), cut.state().begin());
    std::vector<float> z(rows * static_cast<std::size_t>(cut.outputs()));
    cut.forward(x, z);
    double mean = 0, square = 0;
    for (const float v : z) mean += double(v), square += double(v) * double(v);
    mean /= double(z.size());
    return std::sqrt(square / double(z.size()) - mean * mean);
}

std::vector<Layer> four_layers(const Activation& bend) {
    return {layers::Dense{.units = 40, .activation = bend}, layers::Dense{.units = 60, .activation = bend},
            layers::Dense{.units = 30, .activation = bend},
            layers::Dense{.units = 3, .activation = activations::Linear{}}};
}

}  // namespace

TEST_CASE("every dense layer gives a deviation of 1, whatever the size of the data and the bend") {
    const Activation bends[] = {activations::Relu{}, activations::Tanh{}, activations::Linear{}};
    for (const Activation& bend : bends)
        for (const float size : {0.01f, 1.f, 300.f}) {
            INFO(std::visit([](const auto& b) { return std::string(b.key); }, bend), " ", size);
            Network network = network_of(20, four_layers(bend));
            const auto x = normal_data(20, size);
            const auto swept = lsuv(network, x, {.tolerance = 0.01});
            REQUIRE(swept.size() == 4);
            for (const LsuvLayer& layer : swept) {
                CAPTURE(layer.layer);
                CHECK(std::fabs(layer.after - 1) <= 0.01);
                CHECK(straight_deviation(network, layer.layer, x) == doctest::Approx(layer.after).epsilon(1e-4));
                CHECK(layer.tries == (std::fabs(layer.before - 1) > 0.01 ? 1 : 0));
            }
        }
}

TEST_CASE("the sweep starts from rotations and changes nothing but their size") {
    Network network = network_of(20, four_layers(activations::Relu{}));
    lsuv(network, normal_data(20));
    const Part& part = network.layout()[2];
    REQUIRE(part.name == "1.weight");
    const auto w = network.parameters().subspan(part.offset, part.size);  // (60, 40): columns at right angles
    const auto dot = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (std::size_t i = 0; i < 60; ++i) sum += double(w[i * 40 + a]) * double(w[i * 40 + b]);
        return sum;
    };
    CHECK(dot(7, 7) == doctest::Approx(dot(0, 0)));
    CHECK(std::fabs(dot(0, 7)) < 1e-5);
    CHECK(std::fabs(dot(0, 0) - 1) > 0.1);  // ReLU had halved the signal
}

TEST_CASE("layer by layer is the whole sweep, and later layers wait") {
    Network at_once = network_of(20, four_layers(activations::Tanh{})), slowly = at_once;
    const auto x = normal_data(20, 5);
    const auto all = lsuv(at_once, x);
    LsuvSweep sweep(slowly, x);
    const Part last = slowly.layout()[6];
    const std::vector<float> waiting(slowly.parameters().begin() + std::ptrdiff_t(last.offset),
                                     slowly.parameters().end());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto layer = sweep.next();
        REQUIRE(layer);
        CHECK(layer->after == all[i].after);
        if (i < 3)
            CHECK(
                std::equal(waiting.begin(), waiting.end(), slowly.parameters().begin() + std::ptrdiff_t(last.offset)));
    }
    CHECK_FALSE(sweep.next());
    CHECK(std::equal(slowly.parameters().begin(), slowly.parameters().end(), at_once.parameters().begin()));
}

TEST_CASE("biases make several tries necessary, and no more than allowed are made") {
    auto layers = four_layers(activations::Relu{});
    Network network = network_of(20, layers);
    for (const Part& part : network.layout())
        if (part.name == "0.bias")
            for (std::size_t i = 0; i < part.size; ++i) network.parameters()[part.offset + i] = i % 2 ? 0.6f : -0.6f;
    Network hurried = network;
    const auto x = normal_data(20, 10);
    CHECK(lsuv(network, x, {.tolerance = 0.01})[0].tries > 2);
    const LsuvLayer first = lsuv(hurried, x, {.tolerance = 0.01, .tries = 2})[0];
    CHECK(first.tries == 2);
    CHECK(std::fabs(first.after - 1) > 0.01);
}

TEST_CASE("the sweep finds its way through embeddings, norms, dropout, and residual links") {
    Network network =
        network_of(4, {layers::Embedding{.column = 2, .categories = 5, .size = 3},
                       layers::Embedding{.column = 0, .categories = 2, .size = 2},
                       layers::Dense{.units = 24, .activation = activations::Relu{}}, layers::BatchNorm{},
                       layers::Dense{.units = 24, .activation = activations::Relu{}, .residual = true},
                       layers::Dropout{}, layers::LayerNorm{}, layers::Dense{.units = 2}, layers::Dropout{}});
    auto x = normal_data(4, 20);
    for (std::size_t row = 0; row < rows; ++row) x[4 * row] = float(row % 2), x[4 * row + 2] = float(row % 5);
    for (std::size_t i = 0; i < 24; ++i) network.state()[i] = 0.3f, network.state()[24 + i] = 0.1f;
    const auto swept = lsuv(network, x, {.tolerance = 1e-3});
    REQUIRE(swept.size() == 3);
    const int places[] = {2, 4, 7};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(swept[i].layer == places[i]);
        CHECK(straight_deviation(network, places[i], x) == doctest::Approx(1).epsilon(2e-3));
    }
}

TEST_CASE("a dead signal is left alone") {
    Network network = network_of(20, four_layers(activations::Relu{}));
    for (const LsuvLayer& layer : lsuv(network, std::vector<float>(rows * 20, 0.f))) {
        CHECK(layer.after == 0);
        CHECK(layer.tries == 0);
    }
    for (const float w : network.parameters()) REQUIRE(std::isfinite(w));
}

TEST_CASE("data that do not fit are named") {
    Network network = network_of(20, four_layers(activations::Relu{}));
    CHECK_THROWS_WITH_AS(lsuv(network, std::vector<float>(30)),
                         "[lsuv] got x of 30, expected (n, 20) with n of 1 or more", std::invalid_argument);
    CHECK_THROWS_AS(lsuv(network, {}), std::invalid_argument);
}
