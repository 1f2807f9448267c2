#pragma once
/// Inside the network: all that one owns.
#include <vector>

#include "engine/network/runner.hpp"

namespace nn {

struct Network::Inside {
    explicit Inside(NetworkSetup s) : setup(std::move(s)), plan(setup), runner(setup, plan) {}
    Inside(const Inside& other)
        : setup(other.setup), plan(other.plan), runner(setup, plan), parameters(other.parameters), state(other.state) {}

    NetworkSetup setup;
    Plan plan;
    Runner<Lane> runner;
    std::vector<float> parameters, state;

    /// Throws where the arrays do not fit each other or the network.
    void expect(std::string_view call, const Samples& samples) const;
    void expect_codes(std::string_view call, std::span<const float> x, std::span<const int> rows) const;
};

}  // namespace nn
