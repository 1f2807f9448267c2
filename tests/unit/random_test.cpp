#include "engine/random.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

using namespace nn;

TEST_CASE("Philox gives the numbers that its authors publish") {
    using Words = std::array<std::uint32_t, 4>;
    CHECK(philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("uniform numbers fill [0, 1) evenly") {
    constexpr std::uint32_t n = 100000;
    double sum = 0, squares = 0, neighbours = 0;
    std::array<int, 10> tenths{};
    for (std::uint32_t i = 0; i < n; ++i) {
        const float u = uniform(7, 3, i);
        REQUIRE(u >= 0);
        REQUIRE(u < 1);
        sum += double(u);
        squares += double(u) * double(u);
        neighbours += (double(u) - 0.5) * (double(uniform(7, 3, i + 1)) - 0.5);
        ++tenths[static_cast<std::size_t>(u * 10)];
    }
    CHECK(sum / n == doctest::Approx(0.5).epsilon(0.005));
    CHECK(squares / n == doctest::Approx(1.0 / 3).epsilon(0.01));
    CHECK(std::abs(neighbours / n) < 0.001);
    for (const int count : tenths) CHECK(std::abs(count - 10000) < 400);
}

TEST_CASE("normal numbers have mean 0, deviation 1 and the bell's tails") {
    constexpr std::uint32_t n = 100000;
    double moments[5] = {};
    int beyond_two = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        const double z = double(normal(1, 0, i));
        for (int k = 1; k <= 4; ++k) moments[k] += std::pow(z, k) / n;
        beyond_two += std::abs(z) > 2;
    }
    CHECK(std::abs(moments[1]) < 0.01);
    CHECK(std::abs(moments[2] - 1) < 0.02);
    CHECK(std::abs(moments[3]) < 0.03);
    CHECK(std::abs(moments[4] - 3) < 0.1);
    CHECK(beyond_two / double(n) == doctest::Approx(0.0455).epsilon(0.05));
}

TEST_CASE("the quantile undoes the distribution function") {
    CHECK(normal_quantile(0.5) == 0);
    CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-14));
    CHECK(normal_quantile(1e-9) == doctest::Approx(-5.997807015007687).epsilon(1e-14));
    CHECK(normal_quantile(1e-20) == doctest::Approx(-9.262340089798408).epsilon(1e-14));
    for (double p = 1e-12; p < 0.5; p *= 1.7) {
        CHECK(std::erfc(-normal_quantile(p) / std::sqrt(2.0)) / 2 == doctest::Approx(p).epsilon(1e-12));
        CHECK(normal_quantile(1 - p) == doctest::Approx(-normal_quantile(p)).epsilon(1e-3));
    }
}

TEST_CASE("our own logarithm agrees with the library's") {
    for (double x = 1e-300; x < 1e300; x *= 3.7) CHECK(portable_log(x) == doctest::Approx(std::log(x)).epsilon(1e-15));
    CHECK(portable_log(1) == 0);
    CHECK(portable_log(0.999999999) == doctest::Approx(std::log(0.999999999)).epsilon(1e-15));
}

TEST_CASE("seed, stream, index and kind each give other numbers") {
    std::set<float> seen;
    for (const std::uint32_t seed : {0u, 1u})
        for (const std::uint32_t stream : {0u, 1u})
            for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32}) {
                seen.insert(uniform(seed, stream, index));
                seen.insert(normal(seed, stream, index));
            }
    CHECK(seen.size() == 24);
}

TEST_CASE("the numbers are the same bits on every machine") {
    std::uint32_t hash = 2166136261;
    for (std::uint32_t i = 0; i < 10000; ++i)
        hash =
            (hash ^ std::bit_cast<std::uint32_t>(normal(42, 5, i)) ^ std::bit_cast<std::uint32_t>(uniform(42, 5, i))) *
            16777619;
    CHECK(hash == 1379554126);
}
