/// Playground runs from links.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/lessons/playground.hpp"
#include "engine/lessons/playground_presets.hpp"

namespace nn {

inline PlaygroundSetup playground_of(std::string_view query) {
    std::vector<Rejection> rejected;
    PlaygroundSetup setup = PlaygroundSetup::from_link(query, rejected);
    for (const Rejection& r : rejected) FAIL(r.key, " ", r.value, ": ", r.why);
    return setup;
}

inline std::string link_of(PlaygroundSetup setup) {
    PlaygroundSetup fresh;
    return to_query(params_of(setup), params_of(fresh));
}

inline PlaygroundSetup preset_of(std::string_view key) {
    for (const PlaygroundPreset& p : playground_presets)
        if (p.key == key) return playground_of(p.query);
    FAIL("no such preset: ", key);
    return {};
}

inline PlaygroundScore score_after(PlaygroundSetup setup, int steps, int seed = 1) {
    setup.seed = seed;
    PlaygroundRun run(std::move(setup));
    run.finish(steps);
    return run.score();
}

/// How many of so many seeds fulfil a claim after some steps.
template <class Claim>
int count_seeds(const PlaygroundSetup& setup, int steps, int seeds, Claim&& claim) {
    int count = 0;
    for (int seed = 1; seed <= seeds; ++seed) count += claim(score_after(setup, steps, seed));
    return count;
}

}  // namespace nn
