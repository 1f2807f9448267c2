#include "engine/range_test.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "trainer_helpers.hpp"

using namespace nn;

TEST_CASE("the range test finds a rate that learns, between one too low and one that explodes") {
    const Network network(small_setup());
    const auto before = copy_of(network.parameters());
    const auto data = waves(200);
    const RangeTest test = range_test(network, {.batch_size = 20, .optimizer = Sgd{}}, data, {.from = 1e-4, .to = 1e3});
    REQUIRE(test.points.size() > 20);
    CHECK(test.points.size() < 100); // stopped
    CHECK(test.points.front().lr == doctest::Approx(1e-4));
    for (std::size_t i = 1; i < test.points.size(); ++i)
        CHECK(test.points[i].lr / test.points[i - 1].lr == doctest::Approx(std::pow(1e7, 1 / 99.0)).epsilon(1e-4));
    CHECK(test.points.front().smoothed == doctest::Approx(test.points.front().loss)); // no start from zero
    CHECK(test.suggestion > 1e-3);
    CHECK(test.suggestion < 1);
    CHECK(copy_of(network.parameters()) == before);

    const auto loss_after = [&](double lr) { return Run({.batch_size = 20, .optimizer = Sgd{.lr = lr}}, data).epochs(10)[9].loss; };
    CHECK(loss_after(test.suggestion) < 0.5f * loss_after(1e-3));
    CHECK(!(loss_after(test.points.back().lr) < loss_after(test.suggestion)));
}

TEST_CASE("a range without a fall has no suggestion, and one that overflows at once is a single point") {
    const Network network(small_setup());
    const RangeTest still = range_test(network, {.batch_size = 50, .optimizer = Sgd{}}, waves(50), {.from = 1e-12, .to = 2e-12, .steps = 5});
    CHECK(still.points.size() == 5);
    CHECK(still.suggestion == 0);
    const auto broken = waves(50);
    broken->y[0] = NAN;
    CHECK(range_test(network, {.batch_size = 50}, broken).points.size() == 1);
}

TEST_CASE("a range test stops at the first smoothed loss above stop-factor times the lowest") {
    const Network network(small_setup());
    std::size_t before = 0;
    for (const double factor : {1.2, 3.0, 50.0}) {
        CAPTURE(factor);
        const RangeTest test = range_test(network, {.batch_size = 50, .optimizer = Sgd{}}, waves(50), {.from = 1e-3, .to = 1e3, .smoothing = 0.5, .stop_factor = factor});
        double lowest = double(test.points[0].smoothed);
        for (const RangePoint& p : test.points) {
            CHECK((double(p.smoothed) > factor * lowest) == (&p == &test.points.back()));
            lowest = std::min(lowest, double(p.smoothed));
        }
        CHECK(test.points.size() >= before);
        before = test.points.size();
    }
}

TEST_CASE("rates that do not rise are refused") {
    const Network network(small_setup());
    CHECK_THROWS_WITH_AS(range_test(network, {}, waves(5), {.from = 1, .to = 1}),
                         "[range-test] got rates from 1 to 1, expected 0 < from < to", std::invalid_argument);
    CHECK_THROWS_AS(range_test(network, {}, waves(5), {.steps = 1}), std::invalid_argument);
    CHECK_THROWS_AS(range_test(network, {}, {std::make_shared<Data>()}), std::invalid_argument);
}
