#include <doctest/doctest.h>

#include <cmath>

#include "engine/curvature.hpp"
#include "engine/inspect.hpp"
#include "engine/random.hpp"
#include "engine/symmetric_eigen.hpp"

namespace nn {
namespace {

constexpr double product_tolerance = 2e-3;  // of a difference of float gradients

std::vector<float> normals(std::size_t n, std::uint32_t stream) {
    std::vector<float> v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = normal(11, stream, i);
    return v;
}

Network network_of(std::string_view text) {
    NetworkSetup setup;
    for (const Rejection& r : from_query(params_of(setup), text)) FAIL(r.key, " ", r.value, ": ", r.why);
    return Network(setup);
}

double length(std::span<const float> v) {
    double sum = 0;
    for (const float x : v) sum += double(x) * double(x);
    return std::sqrt(sum);
}

}  // namespace

TEST_CASE("a Hessian-vector product is the difference of two gradients") {
    const auto x = normals(9 * 4, 1), y = normals(9 * 2, 2);
    for (const std::string_view layers :
         {"dense:units=5:activation=tanh,dense:units=2", "dense:units=5,batch-norm:activation=tanh,dense:units=2",
          "dense:units=5,layer-norm:activation=tanh,dense:units=2", "dense:units=4:residual=true:activation=tanh,dense:units=2"}) {
        CAPTURE(layers);
        Network network = network_of("inputs=4&layers=" + std::string(layers));
        for (const bool train : {false, true}) {
            const std::size_t n = network.parameters().size();
            const auto v = normals(n, 3);
            std::vector<float> product(n), up(n), down(n);
            hessian_vector(network, {x, y, {}, {}}, v, product, {.train = train});
            const std::vector<float> start(network.parameters().begin(), network.parameters().end());
            const float h = 1e-2f / static_cast<float>(length(v));
            const auto gradient = [&](float along, std::vector<float>& dw) {
                for (std::size_t i = 0; i < n; ++i) network.parameters()[i] = start[i] + along * v[i];
                network.add_gradient({x, y, {}, {}}, {.train = train}, 1.0 / 9, dw);
            };
            gradient(h, up);
            gradient(-h, down);
            std::copy(start.begin(), start.end(), network.parameters().begin());
            double off = 0;
            for (std::size_t i = 0; i < n; ++i)
                off = std::max(off, std::fabs(double(product[i]) - (double(up[i]) - double(down[i])) / (2 * double(h))));
            CHECK(off < product_tolerance * length(product));
        }
    }
}

TEST_CASE("the steepest curvature of a linear neuron is that of its inputs") {
    // Mean squared error of w x + b: the Hessian is 2 / n sum (x, 1)(x, 1)^T, here 2 diag(4, 1) by choice of x.
    Network network = network_of("inputs=1&layers=dense:units=1:activation=linear");
    const float x[] = {2, -2}, y[] = {1, 0};
    const auto pairs = largest_eigenpairs(network, {x, y, {}, {}}, {.vectors = 2});
    REQUIRE(pairs.size() == 2);
    CHECK(pairs[0].value == doctest::Approx(8).epsilon(1e-4));
    CHECK(pairs[1].value == doctest::Approx(2).epsilon(1e-4));
    CHECK(std::fabs(pairs[0].vector[0]) == doctest::Approx(1).epsilon(1e-3));
}

TEST_CASE("the largest eigenvalue is found where the steepest direction goes down") {
    // At w = 0 of w2 w1 x with target 1 the Hessian is an indefinite pair +-; the largest is the positive one.
    Network network = network_of("inputs=1&layers=dense:units=1:activation=linear,dense:units=1:activation=linear");
    for (float& w : network.parameters()) w = 0;
    const float x[] = {1, 1}, y[] = {3, 3};
    const auto pairs = largest_eigenpairs(network, {x, y, {}, {}}, {.most_iterations = 400});
    CHECK(pairs[0].value > 5);
    CHECK(pairs[0].residual < 0.05);
}

TEST_CASE("the largest eigenvalue comes out of every start, beside a negative one that is as large") {
    // w2 (w1 x + b1) + b2 at zeros, x = y = 1: eigenvalues 2 sqrt(2), 2, 0, -2 sqrt(2).
    Network network = network_of("inputs=1&layers=dense:units=1:activation=linear,dense:units=1:activation=linear");
    for (float& w : network.parameters()) w = 0;
    const float one[] = {1};
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        const auto pairs = largest_eigenpairs(network, {one, one, {}, {}}, {.vectors = 2, .tolerance = 1e-4, .seed = seed});
        CHECK(pairs[0].converged);
        CHECK(pairs[0].value == doctest::Approx(2 * std::sqrt(2.0)).epsilon(1e-4));
        CHECK(pairs[0].residual <= 1e-4 * pairs[0].value);
        CHECK(pairs[1].value == doctest::Approx(2).epsilon(1e-3));
        CHECK(pairs[0].iterations <= 100);
    }
    const auto cut = largest_eigenpairs(network, {one, one, {}, {}}, {.most_iterations = 2, .tolerance = 1e-6});
    CHECK(!cut[0].converged);
    CHECK(cut[0].iterations == 2);
}

TEST_CASE("the largest eigenvalue of an indefinite Hessian is that of the whole matrix") {
    const auto x = normals(12 * 2, 1), y = normals(12, 2);
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        Network network = network_of("inputs=2&layers=dense:units=4:activation=tanh,dense:units=1:activation=linear");
        network.initialize(seed);
        for (float& w : network.parameters()) w *= seed % 2 ? 1.f : 0.05f;
        const std::size_t n = network.parameters().size();
        std::vector<double> matrix, values, vectors;
        for (std::size_t i = 0; i < n; ++i) {
            std::vector<float> unit(n), row(n);
            unit[i] = 1;
            hessian_vector(network, {x, y, {}, {}}, unit, row);
            matrix.insert(matrix.end(), row.begin(), row.end());
        }
        symmetric_eigen(matrix, int(n), values, vectors);
        CHECK(values.back() < 0);
        const auto pairs = largest_eigenpairs(network, {x, y, {}, {}}, {.most_iterations = 5000, .tolerance = 1e-4, .seed = seed});
        CHECK(pairs[0].converged);
        CHECK(pairs[0].value == doctest::Approx(values[0]).epsilon(1e-3));
    }
}

TEST_CASE("slopes before the activation are counted, and their moments are by hand") {
    // 2 (a - y) / 5 with a = x of one linear unit: x - y = -2, -1, 0, 1, 2.
    Network network = network_of("inputs=1&layers=dense:units=1:activation=linear");
    network.parameters()[0] = 1;
    network.parameters()[1] = 0;
    const float x[] = {1, 2, 3, 4, 5}, y[] = {3, 3, 3, 3, 3};
    const auto layers = inspect(network, {x, y, {}, {}}, {}, 4);
    CHECK(layers[0].gradient_mean == doctest::Approx(0).scale(1));
    CHECK(layers[0].gradient_deviation == doctest::Approx(0.4 * std::sqrt(2.0)));
    CHECK(double(layers[0].gradients.low) == doctest::Approx(-0.8));
    CHECK(double(layers[0].gradients.high) == doctest::Approx(0.8));
    CHECK(layers[0].gradients.counts == std::vector<int>{1, 1, 1, 2});
    CHECK(double(layers[0].activations.low) == 1);
}

TEST_CASE("saturated and dead units are counted") {
    Network network = network_of("inputs=1&layers=dense:units=3:activation=relu,dense:units=2:activation=tanh,dense:units=1");
    const std::span w = network.parameters();
    for (float& p : w) p = 0;
    w[0] = 1;      // alive where x > 0
    w[3 + 1] = 1;  // bias: the second unit is always on
    w[3 + 2] = -1; // the third never
    w[6 + 6] = 30; // tanh far out
    const float x[] = {-1, 1, 2, 3, -2}, y[] = {0, 0, 0, 0, 0};
    const auto layers = inspect(network, {x, y, {}, {}});
    REQUIRE(layers.size() == 3);
    CHECK(layers[0].dead == 1);
    CHECK(layers[0].saturated == doctest::Approx((2 + 5) / 15.0));
    CHECK(layers[1].saturated == doctest::Approx(0.5));
    CHECK(layers[1].dead == 1);  // tanh(30) is 1, its slope 0
    CHECK(layers[0].mean == doctest::Approx((1 + 2 + 3 + 5) / 15.0));
    int counted = 0;
    for (const int c : layers[0].activations.counts) counted += c;
    CHECK(counted == 15);
}

TEST_CASE("zeros at the start: all units stay equal") {
    Network network = network_of("inputs=2&layers=dense:units=4:activation=tanh,dense:units=1:activation=linear");
    for (float& p : network.parameters()) p = 0;
    const auto x = normals(20, 1), y = normals(10, 2);
    const std::span w = network.parameters();
    for (int step = 0; step < 20; ++step) {
        std::vector<float> dw(w.size());
        network.add_gradient({x, y, {}, {}}, {.train = true}, 0.1, dw);
        for (std::size_t i = 0; i < w.size(); ++i) w[i] -= dw[i];
    }
    CHECK(w[16] != 0);  // it does learn something: the output's bias
    for (std::size_t unit = 1; unit < 4; ++unit) {
        CHECK(w[2 * unit] == w[0]);
        CHECK(w[12 + unit] == w[12]);
    }
}

}  // namespace nn
