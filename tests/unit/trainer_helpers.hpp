#pragma once
/// Small networks and data to train on.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "engine/random.hpp"
#include "engine/trainer.hpp"

namespace nn {

/// y = sin(2 x0) + x1 / 2 on the square [-1, 1]^2.
inline std::shared_ptr<Data> waves(int rows, std::uint32_t seed = 1) {
    auto data = std::make_shared<Data>();
    data->inputs = 2;
    for (int i = 0; i < rows; ++i) {
        const float x0 = 2 * uniform(seed, 0, std::uint64_t(i)) - 1, x1 = 2 * uniform(seed, 1, std::uint64_t(i)) - 1;
        data->x.insert(data->x.end(), {x0, x1});
        data->y.push_back(std::sin(2 * x0) + x1 / 2);
    }
    return data;
}

inline NetworkSetup small_setup() {
    return {.inputs = 2, .layers = {layers::Dense{.units = 8, .activation = activations::Tanh{}}, layers::Dense{.units = 1}}};
}
/// With everything that has a state or draws random numbers.
inline NetworkSetup full_setup() {
    using namespace layers;
    return {.inputs = 2,
            .layers = {Dense{.units = 8}, BatchNorm{.activation = activations::Tanh{}}, Dropout{.p = 0.25}, Dense{.units = 1}}};
}
inline std::shared_ptr<Network> small_network() { return std::make_shared<Network>(small_setup()); }

inline std::vector<float> copy_of(std::span<const float> values) { return {values.begin(), values.end()}; }

/// A network of its own, and its trainer.
struct Run {
    std::shared_ptr<Network> network;
    Trainer trainer;

    explicit Run(const TrainerSetup& setup, std::shared_ptr<const Data> data = waves(50),
                 std::shared_ptr<const Data> validation = {}, const NetworkSetup& net = small_setup())
        : network(std::make_shared<Network>(net)), trainer(network, setup, std::move(data), std::move(validation)) {}

    std::vector<float> steps(int n) {
        std::vector<float> losses(static_cast<std::size_t>(n));
        trainer.steps(losses);
        return losses;
    }
    std::vector<Epoch> epochs(int n) {
        std::vector<Epoch> rows(static_cast<std::size_t>(n));
        rows.resize(trainer.epochs(rows));
        return rows;
    }
    std::vector<float> parameters() const { return copy_of(network->parameters()); }
};

/// The same bits; NaN counts as NaN.
inline bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

} // namespace nn
