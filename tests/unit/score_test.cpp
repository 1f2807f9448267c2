#include "engine/score.hpp"

#include <stdexcept>

#include "trainer_helpers.hpp"

using namespace nn;

namespace {

/// A network that hands its inputs on.
Network echo(int columns, const Loss& loss, int reduction = 0) {
    const layers::Dense dense{.units = columns, .init = initializers::Zeros{}};
    Network network({.inputs = columns, .layers = {dense}, .loss = loss, .reduction = reduction});
    for (int i = 0; i < columns; ++i) network.parameters()[std::size_t(i * columns + i)] = 1;
    return network;
}
float metric(int columns, const Loss& loss, Task task, std::vector<float> x, std::vector<float> y) {
    Network network = echo(columns, loss);
    return score(network, {.inputs = columns, .task = task, .x = std::move(x), .y = std::move(y)}).metric;
}

} // namespace

TEST_CASE("a score is the share of right answers, or the error in the target's unit") {
    const losses::MeanSquared mse;
    CHECK(metric(1, mse, Task::regression, {1, 2}, {2, 4}) == doctest::Approx(std::sqrt(2.5)));
    CHECK(metric(1, mse, Task::binary, {0.4f, 0.6f, 0.6f, 0.6f}, {0, 1, 0, 1}) == doctest::Approx(0.75));
    CHECK(metric(1, losses::BinaryLogits{}, Task::regression, {0.4f, -0.4f}, {1, 0}) == 1);
    CHECK(metric(1, losses::BinaryProbability{}, Task::binary, {0.4f, 0.6f}, {1, 0}) == 0);
    CHECK(metric(1, losses::Hinge{}, Task::binary, {0.4f, -0.4f}, {1, 0}) == 1);
    CHECK(metric(2, losses::MultiLabel{}, Task::labels, {1, -1, 1, 1}, {1, 0, 0, 1}) == doctest::Approx(0.75));
    CHECK(metric(3, losses::CrossEntropy{}, Task::classes, {3, 1, 2, 0, 1, 2}, {0, 1}) == doctest::Approx(0.5));
    CHECK(metric(2, losses::CrossEntropy{.soft = true}, Task::classes, {3, 1, 0, 1}, {0.9f, 0.1f, 0.2f, 0.8f}) == 1);
}

TEST_CASE("the loss of many rows is their mean under the network's reduction") {
    const auto data = waves(1000);
    for (std::size_t i = 0; i < 1000; ++i) data->weight.push_back(uniform(3, 3, i));
    for (const int reduction : {0, 1, 2}) {
        NetworkSetup setup = small_setup();
        setup.reduction = reduction;
        Network network(setup);
        double sum = 0, weights = 0;
        for (std::size_t i = 0; i < 1000; ++i) {
            float out;
            network.forward(std::span(data->x).subspan(2 * i, 2), {&out, 1});
            const double weight = reduction ? double(data->weight[i]) : 1, error = double(out) - double(data->y[i]);
            sum += weight * error * error, weights += weight;
        }
        CHECK(score(network, *data).loss == doctest::Approx(sum / (reduction == 1 ? 1000 : weights)).epsilon(1e-5));
    }
}

TEST_CASE("a class without an output is refused") {
    const auto with = [](float y) { metric(2, losses::CrossEntropy{}, Task::classes, {1, 2}, {y}); };
    CHECK_THROWS_WITH_AS(with(2), "[score] got target 2 at 0, expected a class from 0 to 1", std::invalid_argument);
    CHECK_THROWS_AS(with(-1), std::invalid_argument);
    CHECK_THROWS_AS(with(0.5), std::invalid_argument);
    CHECK_THROWS_AS(with(NAN), std::invalid_argument);
}
