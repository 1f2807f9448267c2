#include <doctest/doctest.h>

#include <cmath>

#include "engine/curvature.hpp"
#include "engine/lessons/landscape.hpp"

using namespace nn;

namespace {

LandscapeRun run_of(const char* query) {
    std::vector<Rejection> rejected;
    LandscapeSetup setup = LandscapeSetup::from_link(query, rejected);
    CHECK(rejected.empty());
    return LandscapeRun(std::move(setup));
}

} // namespace

TEST_CASE("a landscape's link holds its view and what makes the playground's run, and nothing that only the playground shows") {
    LandscapeSetup setup;
    const auto keys = keys_of(setup.params());
    const auto has = [&](std::string_view key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
    for (const char* key : {"plane", "zoom", "data", "layers", "optimizer", "seed", "edits", "speed"}) CHECK_MESSAGE(has(key), key);
    for (const char* key : {"map", "panel", "discretize", "brush"}) CHECK_MESSAGE(!has(key), key);
}

TEST_CASE("a landscape's training is the playground's, step by step") {
    LandscapeRun run = run_of("data=circles&loss=mse&layers=dense:units=4&optimizer=adam:lr=0.02&batch-size=32");
    std::vector<Rejection> rejected;
    PlaygroundRun playground(PlaygroundSetup::from_link("data=circles&loss=mse&layers=dense:units=4&optimizer=adam:lr=0.02&batch-size=32", rejected));
    CHECK(run.hash(75) == playground.hash(75));
}

TEST_CASE("the way is the same whether it is gone at once, in pieces or back and forth") {
    const char* query = "layers=dense:units=3";
    LandscapeRun once = run_of(query), pieces = run_of(query);
    once.finish(700);
    for (const int step : {3, 200, 50, 700, 650, 700}) pieces.finish(step);
    CHECK(once.way_steps() == pieces.way_steps());
    CHECK(once.way() == pieces.way());
    CHECK(once.way().size() <= 161);
    CHECK(once.way_steps().front() == 0);
    CHECK(once.way_steps().back() == 700);
}

TEST_CASE("the average of the last quarter lies between the weights that it averages") {
    LandscapeRun run = run_of("layers=dense:units=3&batch-size=8&optimizer=sgd:lr=0.5");
    run.finish(100);
    const auto way = run.way();
    const auto steps = run.way_steps();
    const auto mean = run.averaged();
    for (std::size_t i = 0; i < mean.size(); ++i) {
        float low = INFINITY, high = -INFINITY;
        for (std::size_t k = 0; k < way.size(); ++k)
            if (steps[k] >= 75) low = std::min(low, way[k][i]), high = std::max(high, way[k][i]);
        CHECK(mean[i] >= low - 1e-6f);
        CHECK(mean[i] <= high + 1e-6f);
    }
}

TEST_CASE("the sharpness found a product at a time is the largest eigenvalue, here and along the way") {
    LandscapeRun run = run_of("layers=dense:units=4");
    run.finish(60);
    int products = 0;
    while (run.work_sharpness()) ++products;
    CHECK(run.sharpness().size() >= 40);
    CHECK(products < 15 * static_cast<int>(run.sharpness().size()));
    for (const int step : {0, 60}) {
        const Sharpness* found = run.sharpness_at(step);
        REQUIRE(found);
        LandscapeRun fresh = run_of("layers=dense:units=4");
        fresh.finish(step);
        const Data& data = fresh.samples();
        CHECK(found->value == doctest::Approx(largest_eigenpairs(fresh.run().network(), {data.x, data.y, {}}, {.most_iterations = 3000, .tolerance = 1e-4})[0].value).epsilon(0.01));
    }
}

TEST_CASE("descent at a constant rate sharpens to the edge of stability, 2 / lr, and stays about there") {
    LandscapeRun run = run_of("");
    run.finish(600);
    while (run.work_sharpness()) {}
    CHECK(run.edge() == doctest::Approx(10));
    int beyond = 0;
    for (const Sharpness& s : run.sharpness()) {
        if (s.step == 20) CHECK(s.value < 0.7 * run.edge());
        if (s.step < 150) continue;
        CHECK(s.value > 0.85 * run.edge());
        CHECK(s.value < 1.25 * run.edge());
        beyond += s.value > run.edge();
    }
    CHECK(beyond > 3); // to and fro over it
}

TEST_CASE("the plane along the path holds nearly all of it; a random plane holds its middle") {
    LandscapeRun run = run_of("");
    run.finish(200);
    while (run.work_plane()) {}
    const LandscapePlane plane = run.plane();
    CHECK(plane.share[0] + plane.share[1] > 0.9);
    CHECK(plane.share[0] >= plane.share[1]);
    for (const auto& w : run.way()) {
        const auto at = plane.place(w);
        CHECK(std::abs(at[0] - plane.a) <= plane.half);
        CHECK(std::abs(at[1] - plane.b) <= plane.half);
    }
    CHECK(plane.place(run.way().back())[0] == doctest::Approx(0));
}

TEST_CASE("the plane of two networks has both on its first axis, one unit apart") {
    LandscapeRun run = run_of("plane=line&other-seed=5");
    run.finish(30);
    while (run.work_plane()) {}
    const LandscapePlane plane = run.plane();
    const auto other = plane.place(run.other());
    CHECK(other[0] == doctest::Approx(1).epsilon(1e-4));
    CHECK(other[1] == doctest::Approx(0).epsilon(1e-4));
    std::vector<Rejection> rejected;
    LandscapeSetup same = LandscapeSetup::from_link("seed=5", rejected);
    LandscapeRun alone(same);
    alone.finish(30);
    CHECK(std::equal(run.other().begin(), run.other().end(), alone.run().network().parameters().begin()));
}

TEST_CASE("the steepest plane is spanned by the two most curved directions") {
    LandscapeRun run = run_of("plane=steepest");
    run.finish(100);
    while (run.work_plane()) {}
    const LandscapePlane plane = run.plane();
    std::vector<float> product(plane.centre.size());
    const Data& data = run.samples();
    hessian_vector(run.run().network(), {data.x, data.y, {}}, plane.directions.first, product);
    double along = 0;
    for (std::size_t i = 0; i < product.size(); ++i) along += double(product[i]) * double(plane.directions.first[i]);
    CHECK(along == doctest::Approx(run.sharpness_at(100)->value).epsilon(0.01));
}

TEST_CASE("a change on the way leaves what was before it, and a new network starts a new way") {
    LandscapeRun run = run_of("");
    run.finish(50);
    while (run.work_sharpness()) {}
    const auto before = run.sharpness_at(20)->value;
    CHECK(run.change(50, "optimizer.lr", "0.05").empty());
    CHECK(run.edge() == doctest::Approx(40));
    CHECK(run.sharpness_at(20)->value == before);
    CHECK(run.change(50, "layers", "dense:units=3").empty());
    CHECK(run.sharpness().empty());
    run.finish(5);
    CHECK(run.way().front().size() == run.run().network().parameters().size());
}
