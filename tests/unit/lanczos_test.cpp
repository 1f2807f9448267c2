#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "engine/curvature.hpp"
#include "engine/lanczos.hpp"
#include "engine/random.hpp"

using namespace nn;

namespace {

constexpr double tight = 1e-4;

/// A symmetric matrix with these eigenvalues, turned by a few reflections.
struct Turned {
    std::vector<double> values;
    std::vector<std::vector<double>> mirrors;

    explicit Turned(std::vector<double> v) : values(std::move(v)) {
        for (std::uint32_t k = 0; k < 3; ++k) {
            std::vector<double> m(values.size());
            for (std::size_t i = 0; i < m.size(); ++i) m[i] = double(normal(5, k, i));
            const double length = std::sqrt(std::inner_product(m.begin(), m.end(), m.begin(), 0.0));
            for (double& x : m) x /= length;
            mirrors.push_back(std::move(m));
        }
    }
    void reflect(std::vector<double>& x, const std::vector<double>& m) const {
        const double along = 2 * std::inner_product(x.begin(), x.end(), m.begin(), 0.0);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] -= along * m[i];
    }
    std::vector<float> times(std::span<const float> v) const {
        std::vector<double> x(v.begin(), v.end());
        for (const auto& m : mirrors) reflect(x, m);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] *= values[i];
        for (auto m = mirrors.rbegin(); m != mirrors.rend(); ++m) reflect(x, *m);
        return {x.begin(), x.end()};
    }
};

std::vector<float> start(std::size_t n) {
    std::vector<float> v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = normal(9, 1, i);
    return v;
}

} // namespace

TEST_CASE("Lanczos finds the two largest eigenvalues, even where a negative one is larger in size") {
    std::vector<double> values(200);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.01 * double(i % 17);
    values[3] = 5, values[90] = 3, values[150] = -8;
    const Turned matrix(values);
    Lanczos search(start(values.size()));
    while (!search.converged(2, 1e-4) && search.products() < 60) search.add(matrix.times(search.next()));
    CHECK(search.products() < 20);
    CHECK(search.values()[0] == doctest::Approx(5).epsilon(tight));
    CHECK(search.values()[1] == doctest::Approx(3).epsilon(tight));
    for (int k = 0; k < 2; ++k) {
        const std::vector<float> v = search.vector(k), product = matrix.times(v);
        double off = 0;
        for (std::size_t i = 0; i < v.size(); ++i) off += std::pow(double(product[i]) - search.values()[std::size_t(k)] * double(v[i]), 2);
        CHECK(std::sqrt(off) < 2e-3);
    }
}

TEST_CASE("Lanczos is done after as many products as the matrix has different eigenvalues") {
    const Turned matrix({4, 4, 1, 1, 1});
    Lanczos search(start(5));
    while (!search.converged(2, 1e-9)) search.add(matrix.times(search.next()));
    CHECK(search.products() <= 3);
    CHECK(search.values()[0] == doctest::Approx(4).epsilon(tight));
}

TEST_CASE("Lanczos and power iteration agree on a network's sharpness") {
    Network network{NetworkSetup{}};
    const std::vector<float> x{-1, 0.5f, 0.3f, -0.7f, 1.2f, 1, -0.2f, 0.1f}, y{1, 0, 0.5f, -1};
    const Samples samples{x, y};
    Lanczos search(start(network.parameters().size()));
    std::vector<float> product(network.parameters().size());
    while (!search.converged(1, 1e-4) && search.products() < 40) {
        hessian_vector(network, samples, search.next(), product);
        search.add(product);
    }
    CHECK(search.values()[0] == doctest::Approx(largest_eigenpairs(network, samples, {.most_iterations = 2000, .tolerance = 1e-4})[0].value).epsilon(1e-3));
}

TEST_CASE("Lanczos refuses what does not fit") {
    CHECK_THROWS_AS(Lanczos(std::vector<float>(3)), std::invalid_argument);
    Lanczos search(std::vector<float>{1, 0});
    CHECK_THROWS_AS(search.add(std::vector<float>{1}), std::invalid_argument);
}
