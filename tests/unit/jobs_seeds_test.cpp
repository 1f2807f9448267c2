#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/descend.hpp"
#include "engine/jobs/seeds.hpp"
#include "jobs_helpers.hpp"

using namespace nn;

namespace {

SeedsSetup setup_of(const std::string& settings) {
    SeedsSetup setup;
    CHECK(from_query(params_of(setup), settings).empty());
    return setup;
}
std::vector<float> race(const std::string& settings) {
    const auto job = make_seeds(settings, {});
    return whole(*job, {0, 0, 1, job->width(), job->height()});
}
/// Height of racer `row` at look k, of each seed.
std::vector<float> heights(const std::vector<float>& all, const SeedsSetup& s, int row, int k) {
    const auto n = static_cast<std::ptrdiff_t>(s.seeds), rows = static_cast<std::ptrdiff_t>(s.racers.size());
    const auto from = all.begin() + (k * rows + row) * n;
    return {from, from + n};
}
float median(std::vector<float> v) {
    std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
    return v[v.size() / 2];
}

} // namespace

TEST_CASE("a race without noise is each racer's walk from that seed's start, bit for bit") {
    const std::string settings = "kappa=50&racers=sgd:lr=0.01,adam:lr=0.2,lion:lr=0.03&seeds=9&steps=60&looks=12";
    const SeedsSetup s = setup_of(settings);
    const auto all = race(settings);
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 9; ++column) {
            std::vector<float> path(2 * 61);
            descend(s.landscape(), s.racers[static_cast<std::size_t>(row)], s.start(column), path);
            for (int k = 0; k < 12; ++k) {
                const auto t = static_cast<std::size_t>(s.step_of_look(k));
                CHECK(heights(all, s, row, k)[static_cast<std::size_t>(column)] == s.landscape().value(path[2 * t], path[2 * t + 1]));
            }
        }
}

TEST_CASE("over many seeds momentum beats plain descent in a narrow valley, and noise keeps both from the floor") {
    const std::string valley = "kappa=1000&racers=sgd:lr=0.0019,momentum:lr=0.0019&seeds=128&steps=400&looks=4";
    const SeedsSetup s = setup_of(valley);
    const auto quiet = race(valley), noisy = race(valley + "&noise=20");
    CHECK(median(heights(quiet, s, 1, 3)) < 0.01f * median(heights(quiet, s, 0, 3)));
    CHECK(median(heights(noisy, s, 1, 3)) > 10 * median(heights(quiet, s, 1, 3)));
}

TEST_CASE("all racers of a seed start together, and another first seed is another draw of all") {
    const SeedsSetup s = setup_of("seeds=50&spread=0.5");
    const SeedsSetup later = setup_of("seeds=50&spread=0.5&seed=2");
    CHECK(s.start(1).x == later.start(0).x);
    CHECK(s.start(0).x != s.start(1).x);
    double mean = 0, square = 0;
    for (int i = 0; i < 4000; ++i) mean += double(s.start(i).x), square += std::pow(double(s.start(i).x) + 10, 2);
    CHECK(mean / 4000 == doctest::Approx(-10).epsilon(0.005));
    CHECK(std::sqrt(square / 4000) == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("a tile of a race is a piece of the whole, and a run that diverges stays where it left") {
    const std::string settings = "kappa=100&racers=sgd:lr=0.05,sgd:lr=0.01&seeds=20&steps=50&looks=5";
    const auto all = race(settings);
    const auto job = make_seeds(settings, {});
    const auto part = whole(*job, {3, 1, 4, 4, 1});
    for (int k = 0; k < 5; ++k)
        for (int i = 0; i < 4; ++i) CHECK(part[static_cast<std::size_t>(k * 4 + i)] == all[static_cast<std::size_t>((k * 2 + 1) * 20 + 3 + 4 * i)]);
    const SeedsSetup s = setup_of(settings);
    CHECK(heights(all, s, 0, 4) == heights(all, s, 0, 3));
    CHECK(std::isfinite(heights(all, s, 0, 4)[0]));
}

TEST_CASE("what cannot be raced is refused in words") {
    CHECK_THROWS_WITH(make_seeds("racers=lbfgs", {}), "[seeds] got L-BFGS, which asks for several gradients a step, expected rules that ask for one");
    CHECK_THROWS_WITH(make_seeds("steps=10&looks=20", {}), "[seeds] got 20 looks at 10 steps, expected no more looks than steps");
    CHECK_THROWS_AS(make_seeds("seeds=0", {}), std::invalid_argument);
}
