// Whole trainings against PyTorch: tests/golden/trainings_golden.py has the same formulas.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/random.hpp"
#include "engine/trainer.hpp"
#include "tests/unit/agreement.hpp"

namespace nn {
namespace {

constexpr double relative = 1e-4, absolute = 1e-5;  // of float64
constexpr int samples = 40, batch = 8;

struct Training {
    int inputs;
    const char *network, *trainer;
    std::vector<double> losses, parameters, running;
};
const Training trainings[] = {
#include "../golden/trainings.inc"
};

float spread(std::uint32_t stream, std::size_t i) { return 2 * uniform(5, stream, i) - 1; }

template <class S>
S read(std::string_view text, S setup = {}) {
    for (const Rejection& r : from_query(params_of(setup), text)) FAIL(r.key, " ", r.value, ": ", r.why);
    return setup;
}

std::shared_ptr<Data> data_for(const Network& network) {
    auto data = std::make_shared<Data>();
    data->inputs = network.inputs();
    data->targets = network.target_columns();
    std::visit([&](const auto& loss) { data->task = loss.task; }, network.setup().loss);
    if (data->task == Task::classes) data->classes = network.outputs();
    if (data->task == Task::binary) data->classes = 2;
    const std::size_t inputs = static_cast<std::size_t>(data->inputs);
    for (std::size_t i = 0; i < samples * inputs; ++i) data->x.push_back(spread(2, i));
    for (std::size_t row = 0; row < samples; ++row) {
        const auto column = [&](std::size_t k) { return data->x[row * inputs + k % inputs]; };
        data->weight.push_back(uniform(5, 3, row) + 0.5f);
        if (data->task == Task::classes) data->y.push_back(static_cast<float>((column(0) > 0) + (column(1) > 0)));
        for (std::size_t k = 0; data->task != Task::classes && k < static_cast<std::size_t>(data->targets); ++k) {
            const float product = column(k) * column(k + 1);
            data->y.push_back(data->task == Task::regression ? product : static_cast<float>(product > 0));
        }
    }
    return data;
}

void check_all(std::string_view what, std::span<const float> got, std::span<const double> expected) {
    REQUIRE(got.size() == expected.size());
    Agreement("Whole trainings", what).see_all(got, expected);
    for (std::size_t i = 0; i < got.size(); ++i) {
        CAPTURE(i);
        CAPTURE(got[i]);
        CAPTURE(expected[i]);
        CHECK(std::fabs(double(got[i]) - expected[i]) <= absolute + relative * std::fabs(expected[i]));
    }
}

}  // namespace

TEST_CASE("whole trainings go the way of PyTorch's") {
    REQUIRE(std::size(trainings) >= 12);
    for (const Training& training : trainings) {
        CAPTURE(training.network);
        CAPTURE(training.trainer);
        const auto network = std::make_shared<Network>(read<NetworkSetup>("inputs=" + std::to_string(training.inputs) + "&" + training.network));
        const auto w = network->parameters();
        for (std::size_t i = 0; i < w.size(); ++i) w[i] = 0.7f * spread(1, i);
        Trainer trainer(network, read<TrainerSetup>(training.trainer), data_for(*network));
        std::vector<float> losses;
        for (int step = 0; step < static_cast<int>(training.losses.size()); ++step) {
            std::vector<int> rows;
            for (int k = 0; k < batch; ++k) rows.push_back((7 * step + 3 * k) % samples);
            losses.push_back(trainer.step_on(rows));
        }
        check_all("Losses of 50 steps", losses, training.losses);
        check_all("Parameters after them", network->parameters(), training.parameters);
        check_all("Running statistics after them", network->state(), training.running);
    }
}

}  // namespace nn
