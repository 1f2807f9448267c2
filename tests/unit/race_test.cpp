#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/hash.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/jobs/settings.hpp"
#include "engine/lessons/race.hpp"
#include "engine/lessons/seed_bands.hpp"

using nn::Band;
using nn::SeedBands;

namespace {

nn::RaceSetup race_of(std::string_view query) {
    std::vector<nn::Rejection> rejected;
    nn::RaceSetup setup = nn::RaceSetup::from_link(query, rejected);
    for (const nn::Rejection& r : rejected) FAIL(r.key << ": " << r.why);
    return setup;
}

/// All that a job gives, by the specification.
SeedBands done(const nn::JobOrder& order) {
    std::vector<std::span<const float>> arrays(order.arrays.begin(), order.arrays.end());
    const auto job = nn::job_row(order.key).make(order.settings, arrays);
    SeedBands bands;
    bands.restart(job->height(), job->width(), job->channels());
    bands.take({0, 0, 1, job->width(), job->height()}, nn::whole(*job));
    while (bands.work(10000)) {}
    return bands;
}

double rate_of(const nn::Race& race, const SeedBands& sweep, int racer) {
    double best = NAN;
    float lowest = INFINITY;
    for (int row = 0; row < sweep.rows(); ++row) {
        const nn::Try& one = race.tries()[static_cast<std::size_t>(row)];
        if (one.racer == racer && sweep.band(row, 0).middle < lowest) lowest = sweep.band(row, 0).middle, best = nn::race_tries()[static_cast<std::size_t>(one.rate)];
    }
    return best;
}

} // namespace

TEST_CASE("race: quartiles are those of the sorted values, in whatever order tiles come") {
    SeedBands bands;
    bands.restart(2, 5, 1);
    CHECK(std::isnan(bands.band(0, 0).middle));
    bands.take({1, 0, 2, 2, 1}, std::vector<float>{30, 10}); // seeds 1 and 3
    bands.take({0, 0, 2, 3, 1}, std::vector<float>{50, 20, 40}); // seeds 0, 2 and 4
    while (bands.work(1)) {}
    const Band b = bands.band(0, 0);
    CHECK(b.low == 20);
    CHECK(b.middle == 30);
    CHECK(b.high == 40);
    CHECK(bands.value(0, 0, 3) == 10);
    CHECK(bands.known(0) == 5);
    CHECK(std::isnan(bands.band(1, 0).middle));
    CHECK_FALSE(bands.complete());
    bands.take({0, 1, 1, 5, 1}, std::vector<float>{60, 1, 20, 1, 50});
    while (bands.work(1)) {}
    CHECK(bands.complete());
    CHECK(bands.band(1, 0).middle == 20);
    // Seeds 0: row 0. 1: row 1. 2: a draw. 3: row 1. 4: row 0.
    CHECK(bands.wins(0)[0] == doctest::Approx(0.5));
    CHECK(bands.wins(0)[1] == doctest::Approx(0.5));
}

TEST_CASE("race: of an even number the quartiles lie between two") {
    SeedBands bands;
    bands.restart(1, 4, 1);
    bands.take({0, 0, 1, 4, 1}, std::vector<float>{4, 1, 3, 2});
    while (bands.work(100)) {}
    CHECK(bands.band(0, 0).low == 1.75f);
    CHECK(bands.band(0, 0).middle == 2.5f);
    CHECK(bands.band(0, 0).high == 3.25f);
}

TEST_CASE("race: the fingerprint is of the first seed's runs, as the job computes them") {
    for (const char* query : {"", "noise=0&surface=himmelblau&racers=sgd:lr=0.01,adam:lr=0.5,lion:lr=0.1,rprop", "rates=one&lr=0.01&seed=7&steps=77&kappa=1000", "on=network&steps=60&seeds=2", "on=network&steps=45&seeds=2&measure=validation&data=spirals&layers=dense:units=5:norm=batch:dropout=0.2&racers=adam,sgd:lr=9"}) {
        CAPTURE(std::string(query));
        const nn::Race race(race_of(query));
        const SeedBands runs = done(race.runs());
        for (const int step : {race.rules().steps, race.rules().steps / 2, 0}) {
            nn::Hash hash;
            for (int i = 0; i < runs.rows(); ++i)
                for (int look = 0; look <= race.look_at(step); ++look) hash.add(runs.value(i, look, 0));
            CHECK(race.hash(step) == hash.hex());
        }
    }
}

TEST_CASE("race: nobody could do better at another learning rate than those who race at first") {
    for (const char* query : {""}) {
        CAPTURE(std::string(query));
        const nn::Race race(race_of(query));
        const SeedBands sweep = done(race.sweep());
        for (int i = 0; i < static_cast<int>(race.racers().size()); ++i) CHECK(rate_of(race, sweep, i) == doctest::Approx(nn::learning_rate(race.racers()[static_cast<std::size_t>(i)])));
    }
}

TEST_CASE("race: who is ahead halfway is not who wins, and a turned valley turns the order") {
    const auto shares = [](const char* query, double part) {
        const nn::Race race(race_of(query));
        return done(race.runs()).wins(race.look_at(static_cast<int>(part * race.rules().steps)));
    };
    CHECK(shares("", 0.5)[1] > 0.9);
    const auto last = shares("", 1), turned = shares("theta=45&racers=sgd:lr=0.015,momentum:lr=0.002,adam:lr=2", 1), narrow = shares("kappa=1000&racers=sgd:lr=0.0015,momentum:lr=0.002,adam:lr=0.15", 1);
    CHECK(std::abs(last[1] - last[2]) < 0.1);
    CHECK(turned[1] > 1.5 * turned[2]);
    CHECK(narrow[2] > 2 * narrow[1]);
}

TEST_CASE("race: the sweep is over other seeds than the race") {
    const nn::Race race(race_of("seeds=4096&seed=999999"));
    const auto first = [](const std::string& settings) { return std::stoi(settings.substr(settings.find("&seed=") + 6)); };
    CHECK(first(race.sweep().settings) > first(race.runs().settings) + 4096 - 1);
}

TEST_CASE("race: one rate is everybody's") {
    const nn::Race race(race_of("rates=one&lr=0.03"));
    for (const nn::Optimizer& racer : race.racers()) CHECK(nn::learning_rate(racer) == 0.03);
}

TEST_CASE("race: a new ground brings along what suits it, and a link says only what differs from that") {
    nn::RaceSetup setup;
    CHECK(setup.set("surface", "himmelblau").empty());
    CHECK(setup.surface.start_x != nn::RaceSetup().surface.start_x);
    nn::RaceSetup defaults = setup.defaults();
    CHECK(nn::to_query(setup.params(), defaults.params()) == "surface=himmelblau");
    CHECK(nn::to_query(race_of("surface=himmelblau").params(), defaults.params()) == "surface=himmelblau");
}

TEST_CASE("race: L-BFGS, which asks for several gradients a step, is refused in words and nothing is lost") {
    nn::RaceSetup setup;
    const auto refused = setup.set("racers.1", "lbfgs");
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].why.find("several gradients") != std::string::npos);
    CHECK(std::holds_alternative<nn::Momentum>(setup.rules.racers[1]));
    std::vector<nn::Rejection> rejected;
    const nn::RaceSetup linked = nn::RaceSetup::from_link("racers=adam,lbfgs", rejected);
    CHECK(rejected.size() == 1);
    CHECK(linked.rules.racers.size() == 1);
}
