// The playground without a screen: what a learner builds, changes on the way and finds again in the link.
#include "engine/lessons/playground.hpp"

#include <doctest/doctest.h>

using namespace nn;

namespace {

PlaygroundSetup setup_of(std::string_view query) {
    std::vector<Rejection> rejected;
    PlaygroundSetup setup = PlaygroundSetup::from_link(query, rejected);
    for (const Rejection& r : rejected) FAIL(r.key, " ", r.value, ": ", r.why);
    return setup;
}

}  // namespace

TEST_CASE("opening the playground leads to 95 of 100 right on the spirals' validation part") {
    PlaygroundRun run(setup_of(""));
    for (int step = 0; step <= 600; step += 20) { run.finish(step); MESSAGE(step, " ", run.score().loss, " ", run.score().metric, " train ", run.score().train_metric); }
    CHECK(run.score().metric > 0.95f);
}
