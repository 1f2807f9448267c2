// What the lessons show, as claims with the seminar's numbers.
#include <doctest/doctest.h>

#include "engine/lessons/descent.hpp"
#include "engine/lessons/lessons.hpp"
#include "engine/lessons/valley.hpp"

using namespace nn;

namespace {

ValleyRace race(std::string_view query) {
    std::vector<Rejection> rejected;
    const Valley setup = Valley::from_link(query, rejected);
    REQUIRE(rejected.empty());
    return ValleyRace(setup);
}

std::vector<int> arrivals(const ValleyRace& race) {
    std::vector<int> steps;
    for (const Trace& racer : race.racers()) steps.push_back(racer.reached());
    return steps;
}

} // namespace

TEST_CASE("one link holds the seminar's race: 653 steps plain, 124 with momentum, 261 with Adam") {
    const auto r = race("surface=quadratic&kappa=100&theta=0&start-x=-10&start-y=1&racers=sgd:lr=0.01,momentum:lr=0.01:momentum=0.9,adam:lr=0.1");
    CHECK(arrivals(r) == std::vector{653, 124, 261});
}

TEST_CASE("Nesterov needs 61 steps, Adagrad 193, and plain descent at 0.019 needs 343") {
    CHECK(arrivals(race("kappa=100&racers=nesterov:lr=0.01:momentum=0.9,adagrad:lr=1,sgd:lr=0.019")) == std::vector{61, 193, 343});
}

TEST_CASE("at 0.019 plain descent crosses the valley floor at every step; at 0.021 it diverges") {
    const auto r = race("kappa=100&racers=sgd:lr=0.019,sgd:lr=0.021");
    const Trace& bouncing = r.racers()[0];
    for (int step = 1; step <= 100; ++step) CHECK(bouncing.at(step).y * bouncing.at(step - 1).y < 0);
    CHECK(bouncing.diverged_at() == -1);
    const Trace& lost = r.racers()[1];
    CHECK(lost.reached() == -1);
    REQUIRE(lost.diverged_at() > 0);
    CHECK(lost.value(lost.diverged_at()) > 1e6f * lost.value(0));
    CHECK(lost.value(lost.diverged_at() - 1) <= 1e6f * lost.value(0));
}

TEST_CASE("the opening picture is 3450, 598 and 261 steps; rotated by 45 degrees Adam needs 2083") {
    Valley setup;
    CHECK(arrivals(ValleyRace(setup)) == std::vector{3450, 598, 261});
    setup.rotate(45);
    CHECK(arrivals(ValleyRace(setup)) == std::vector{3450, 598, 2083});
    setup.rotate(-45);
    CHECK(setup.theta == 0);
    CHECK(arrivals(ValleyRace(setup)) == std::vector{3450, 598, 261});
}

TEST_CASE("the same seed draws the same noise for every racer and every run; another seed another run") {
    const std::string link = "valley?noise=1&seed=5&racers=sgd:lr=0.0005,sgd:lr=0.0005";
    std::vector<Rejection> rejected;
    CHECK(trace_hash(link, 200, rejected) == trace_hash(link, 200, rejected));
    CHECK(trace_hash(link, 200, rejected) != trace_hash("valley?noise=1&seed=6&racers=sgd:lr=0.0005,sgd:lr=0.0005", 200, rejected));
    const auto r = race("noise=1&seed=5&racers=sgd:lr=0.0005,sgd:lr=0.0005");
    CHECK(r.racers()[0].at(200).x == r.racers()[1].at(200).x);
}

TEST_CASE("a run replayed up to a step takes apart the very step that was taken") {
    const auto r = race("racers=sgd:lr=0.0019,momentum:lr=0.001,adam:lr=0.1,rmsprop:lr=0.1");
    for (int i = 0; i < 4; ++i)
        for (const int step : {0, 1, 37, 200}) {
            CAPTURE(i);
            const Anatomy a = r.anatomy(i, step);
            const Trace& t = r.racers()[static_cast<std::size_t>(i)];
            CHECK(a.at.x == t.at(step).x);
            CHECK(a.step.x == t.at(step + 1).x - t.at(step).x);
            CHECK(a.step.x == doctest::Approx(-a.rate.x * a.direction.x).epsilon(1e-3));
        }
}

TEST_CASE("a schedule multiplies every racer's learning rate") {
    const auto r = race("kappa=100&racers=sgd:lr=0.01&schedule=step:step-size=1:gamma=0.5");
    CHECK(r.anatomy(0, 0).rate.x == doctest::Approx(0.01));
    CHECK(r.anatomy(0, 2).rate.x == doctest::Approx(0.0025));
}

TEST_CASE("a rate that swings for ever arrives once a plateau lowers it") {
    CHECK(race("kappa=100&racers=sgd:lr=0.02").racers()[0].reached() == -1);
    const auto r = race("kappa=100&racers=sgd:lr=0.02&schedule=plateau:factor=0.5");
    const Trace& t = r.racers()[0];
    CHECK(t.reached() > 0);
    CHECK(r.anatomy(0, 0).rate.x == doctest::Approx(0.02));
    const Anatomy last = r.anatomy(0, t.reached() - 1);
    CHECK(last.rate.x < 0.011);
    CHECK(last.at.x == t.at(t.reached() - 1).x);
}

TEST_CASE("one cycle moves the momentum of racers that have one") {
    const auto path = [](const char* momentum) {
        return race(std::string("kappa=100&racers=momentum:lr=0.01:momentum=") + momentum + "&schedule=one-cycle").racers()[0].at(60).x;
    };
    CHECK(path("0.2") == path("0.8"));
}

TEST_CASE("a new surface comes with a start and learning rates that do not diverge at once") {
    for (const Surface& surface : surfaces) {
        CAPTURE(surface.key);
        const auto r = race("surface=" + std::string(surface.key));
        const bool bottomless = surface.minima.empty() && !surface.is_typed;
        for (const Trace& t : r.racers()) CHECK((bottomless || t.diverged_at() == -1));
    }
}

TEST_CASE("a link to another surface's own defaults names the surface alone") {
    std::vector<Rejection> rejected;
    Valley setup = Valley::from_link("surface=beale", rejected), base = setup.defaults();
    CHECK(to_query(params_of(setup), params_of(base)) == "surface=beale");
    setup.start_x = -10; // the default of the default surface, but not of this one
    base = setup.defaults();
    const std::string query = to_query(params_of(setup), params_of(base));
    CHECK(Valley::from_link(query, rejected).start_x == -10);
}

TEST_CASE("the lowest point of a typed surface is found") {
    std::vector<Rejection> rejected;
    const auto low = lowest(Landscape(index_of(surfaces, "typed"), 1, 0, "(x-1)^2 + (y+2)^2 - 3"));
    REQUIRE(low);
    CHECK(*low == doctest::Approx(-3).epsilon(1e-4));
    CHECK_FALSE(lowest(Landscape(index_of(surfaces, "saddle"))));
    CHECK_FALSE(lowest(Landscape(index_of(surfaces, "typed"), 1, 0, "x + y")));
}

TEST_CASE("the learning rate decides: crawls, settles, bounces, diverges") {
    const auto regime = [](double lr) {
        DescentSetup setup;
        setup.lr = lr;
        return DescentRun(setup).on_curve().regime();
    };
    CHECK(regime(0.0005) == Regime::crawls);
    CHECK(regime(0.01) == Regime::settles);
    CHECK(regime(0.0233) == Regime::bounces);
    CHECK(regime(0.026) == Regime::diverges);
    CHECK(DescentRun(DescentSetup{}).curve_limit().value() == doctest::Approx(0.025));
}

TEST_CASE("many valleys: each start ends in the valley it begins in, the middle one included") {
    const Curve curve(index_of(curves, "many-wells"));
    const auto minima = minima_of(curve);
    CHECK(minima.size() == 9);
    CHECK(minima[4] == doctest::Approx(0).epsilon(1e-3));
}

TEST_CASE("what a choice of surface brings along is what its link says: the run replays, whatever was typed") {
    for (const char* formula : {"0.001*x^2", "x^4/100000", "log(x)", "1000000*x^2+y^2", "x+y"}) {
        CAPTURE(formula);
        std::vector<Rejection> rejected;
        Valley setup = Valley::from_link("surface=typed&f=" + std::string(formula), rejected), base = setup.defaults();
        const Valley again = Valley::from_link(to_query(params_of(setup), params_of(base)), rejected);
        CHECK(rejected.empty());
        CHECK(ValleyRace(again).hash(50) == ValleyRace(setup).hash(50));
    }
}

TEST_CASE("choosing another surface keeps the racers, only their rates change") {
    Valley setup;
    setup.racers = {Lion{}, Nesterov{}, Adam{.lr = 0.5}};
    setup.surface = index_of(surfaces, "beale");
    setup.settle();
    setup.surface = index_of(surfaces, "quadratic");
    setup.settle();
    REQUIRE(setup.racers.size() == 3);
    CHECK(key_of(setup.racers[0]) == "lion");
    CHECK(learning_rate(setup.racers[2]) == 0.1);
}

TEST_CASE("a start that would be turned out of its range stays") {
    Valley setup;
    setup.start_x = 990, setup.start_y = 990;
    setup.rotate(45);
    CHECK(setup.theta == 0);
    CHECK(setup.start_x == 990);
}
