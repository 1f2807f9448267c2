#include "engine/schedules.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

using namespace nn;

namespace {

constexpr double tolerance = 1e-12;

void check_factors(const Schedule& schedule, const std::vector<double>& expected) {
    for (std::size_t step = 0; step < expected.size(); ++step) {
        CAPTURE(step);
        CHECK(factor(schedule, static_cast<int>(step)) == doctest::Approx(expected[step]).epsilon(tolerance));
    }
}

}  // namespace

TEST_CASE("step decay drops after every step-size steps") {
    StepDecay s;
    s.step_size = 3;
    s.gamma = 0.1;
    check_factors(s, {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01});
}

TEST_CASE("exponential decay multiplies at every step") {
    ExponentialDecay s;
    s.gamma = 0.5;
    check_factors(s, {1, 0.5, 0.25, 0.125});
}

TEST_CASE("polynomial decay reaches 0 and stays there") {
    PolynomialDecay s;
    s.total_iters = 5;
    check_factors(s, {1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0});
    s.power = 2;
    check_factors(s, {1, 0.64, 0.36, 0.16, 0.04, 0, 0});
}

TEST_CASE("the cosine falls from 1 to eta-min in t-max steps, and rises again as PyTorch's does") {
    CosineDecay s;
    s.t_max = 4;
    const double high = (1 + std::sqrt(0.5)) / 2, low = (1 - std::sqrt(0.5)) / 2;
    check_factors(s, {1, high, 0.5, low, 0, low, 0.5, high, 1});
    s.eta_min = 0.2;
    check_factors(s, {1, 0.2 + 0.8 * high, 0.6, 0.2 + 0.8 * low, 0.2});
}

TEST_CASE("the cosine is PyTorch's recursion in closed form") {
    CosineDecay s;
    s.t_max = 50;
    s.eta_min = 0.1;
    double rate = 1;
    for (int t = 1; t <= 50; ++t) {
        const auto bend = [&](int step) { return 1 + std::cos(std::numbers::pi * step / s.t_max); };
        rate = bend(t) / bend(t - 1) * (rate - s.eta_min) + s.eta_min;
        CHECK(s.factor(t) == doctest::Approx(rate).epsilon(1e-9));
    }
}

TEST_CASE("warm restarts jump back to the full rate, after longer and longer rounds") {
    WarmRestarts s;
    s.t_0 = 2;
    s.t_mult = 2;
    const double high = (1 + std::sqrt(0.5)) / 2, low = (1 - std::sqrt(0.5)) / 2;
    check_factors(s, {1, 0.5, 1, high, 0.5, low, 1});
    CHECK(s.factor(13) > 0);
    CHECK(s.factor(14) == 1);
    s.t_mult = 1;
    s.eta_min = 0.1;
    check_factors(s, {1, 0.55, 1, 0.55, 1, 0.55});
    CHECK(s.factor(2000000000) == 1);
}

TEST_CASE("a warm-up rises on a straight line, then the cosine falls") {
    WarmupCosine s;
    s.warmup = 4;
    s.start_factor = 0.2;
    s.t_max = 2;
    check_factors(s, {0.2, 0.4, 0.6, 0.8, 1, 0.5, 0});
}

TEST_CASE("every schedule starts at or below the full rate and stays between 0 and it") {
    const auto check = [](auto s) {
        INFO(std::string(s.key));
        for (int step = 0; step < 3000; ++step) {
            REQUIRE(s.factor(step) >= 0);
            REQUIRE(s.factor(step) <= 1);
        }
    };
    [&]<class... S>(std::variant<S...>*) { (check(S{}), ...); }(static_cast<Schedule*>(nullptr));
    CHECK(ConstantRate{}.factor(12345) == 1);
}
