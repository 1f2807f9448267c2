#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/jobs/trainability.hpp"
#include "engine/jobs/trainability_runs.hpp"
#include "engine/network.hpp"
#include "engine/optimizers.hpp"
#include "jobs_helpers.hpp"

using namespace nn;

namespace {

std::vector<float> map_of(const std::string& settings) {
    const auto job = make_trainability(settings, {});
    return whole(*job, {0, 0, 1, job->width(), job->height()});
}

TrainabilitySetup setup_of(std::string_view settings) {
    TrainabilitySetup setup;
    CHECK(from_query(params_of(setup), settings).empty());
    return setup;
}

struct Channels {
    std::vector<float> loss, diverged_at, reached_at;
    explicit Channels(const std::vector<float>& all) {
        const auto n = static_cast<std::ptrdiff_t>(all.size() / 3);
        loss.assign(all.begin(), all.begin() + n), diverged_at.assign(all.begin() + n, all.begin() + 2 * n), reached_at.assign(all.begin() + 2 * n, all.end());
    }
};

constexpr double close_to_training = 2e-4; ///< another order of summation, over a hundred steps

} // namespace

TEST_CASE("below 2 (1 + momentum) / lambda heavy ball converges, above it diverges, pixel by pixel") {
    // At the limit itself the loss neither grows nor falls: its amplitude changes by a factor of about 1 + 2 d (1 + momentum) /
    // (1 - momentum) a step where the rate is d above. Within 2000 steps it passes 10^6 from d = 0.002 on.
    constexpr double margin = 0.004;
    for (const char* axes : {"momentum", "layers", "decay"}) {
        CAPTURE(axes);
        const std::string settings = std::string("problem=quadratic&steps=2000&width=48&height=48&lambda=3&flat=0.5&axes=") + axes;
        const TrainabilitySetup setup = setup_of(settings);
        const Channels map(map_of(settings));
        int converged = 0, diverged = 0;
        for (int row = 0; row < 48; ++row)
            for (int column = 0; column < 48; ++column) {
                const trainability::Hyper h = setup.at(column, row);
                const double momentum = h.momentum, decay = h.decay;
                const double fastest = std::max(h.rate1 / trainability::largest_rate(setup.lambda + decay, momentum), h.rate2 / trainability::largest_rate(setup.flat + decay, momentum));
                const bool passed = map.diverged_at[static_cast<std::size_t>(row * 48 + column)] >= 0;
                if (std::abs(fastest - 1) < margin) continue;
                CHECK(passed == (fastest > 1));
                ++(passed ? diverged : converged);
            }
        CHECK(converged > 400);
        CHECK(diverged > 400);
    }
}

TEST_CASE("a quadratic that converges gets to its target, sooner with the best rate than with a small one") {
    const Channels map(map_of("problem=quadratic&steps=1000&width=64&height=1&axes=momentum&flat=1&target=1e-6&y=0"));
    const TrainabilitySetup setup = setup_of("problem=quadratic&axes=momentum&width=64&height=1&y=0");
    for (int column = 0; column < 64; ++column) {
        const float rate = setup.at(column, 0).rate1;
        CAPTURE(rate);
        if (rate > 0.1f && rate < 1.9f) CHECK(map.reached_at[static_cast<std::size_t>(column)] > 0);
        if (rate > 0.9f && rate < 1.1f) CHECK(map.reached_at[static_cast<std::size_t>(column)] < 10);
    }
}

TEST_CASE("a tile cut in four gives the same bits, and a coarse tile holds the same pixels") {
    for (const char* settings : {"width=22&height=18&steps=40", "width=22&height=18&steps=40&axes=batch", "width=22&height=18&problem=quadratic"}) {
        CAPTURE(settings);
        const auto job = make_trainability(settings, {});
        const std::vector<float> all = whole(*job, {0, 0, 1, 22, 18});
        const auto same = [&](const Tile& tile) {
            const std::vector<float> part = whole(*job, tile);
            for (int channel = 0; channel < 3; ++channel)
                for (int i = 0; i < tile.count(); ++i) {
                    const int x = tile.x0 + i % tile.columns * tile.step, y = tile.y0 + i / tile.columns * tile.step;
                    CHECK(part[static_cast<std::size_t>(channel * tile.count() + i)] == all[static_cast<std::size_t>((channel * 18 + y) * 22 + x)]);
                }
        };
        for (const Tile& tile : {Tile{0, 0, 1, 9, 7}, Tile{9, 0, 1, 13, 7}, Tile{0, 7, 1, 9, 11}, Tile{9, 7, 1, 13, 11}, Tile{1, 2, 5, 5, 4}}) same(tile);
    }
}

TEST_CASE("a pixel's run is the training of that network: same data, same start, same optimizer") {
    for (const char* settings : {"hidden=8&samples=8&momentum=0&axes=layers", "hidden=4&samples=12&batch=5&axes=momentum", "hidden=8&samples=16&activation=relu&axes=decay&momentum=0.5",
                                 "hidden=4&samples=9&axes=batch", "hidden=16&axes=scale&activation=gelu"}) {
        CAPTURE(settings);
        TrainabilitySetup setup = setup_of(settings);
        setup.steps = 60, setup.width = setup.height = 9;
        const int column = 1, row = setup.axes == 0 ? -1 : 4; // with one rate for both layers on the diagonal
        trainability::Hyper h = setup.at(column, std::max(row, 0));
        if (row < 0) { // the place up at which both rates are the same
            setup.y = setup.up_side().place(double(h.rate1)), setup.height = 1;
            h = setup.at(column, 0);
            CHECK(std::abs(h.rate1 - h.rate2) < 1e-6f * h.rate1);
        }
        const std::vector<float> ours = trainability_run(setup, setup.at(column, std::max(row, 0)));

        const std::vector<float> shared = trainability::shared_numbers(setup);
        const auto n = static_cast<std::size_t>(setup.samples), units = static_cast<std::size_t>(setup.units());
        Network network({.inputs = 2,
                         .layers = {layers::Dense{.units = setup.units(), .activation = std::visit([](const auto& a) { return Activation(a); }, setup.activation)},
                                    layers::Dense{.units = 1, .activation = activations::Linear{}}},
                         .loss = losses::MeanSquared{}});
        std::vector<float> w(4 * units + 1), x, y;
        for (std::size_t i = 0; i < n; ++i) x.insert(x.end(), {shared[3 * i], shared[3 * i + 1]}), y.push_back(shared[3 * i + 2]);
        for (std::size_t k = 0; k < units; ++k) {
            const float* unit = shared.data() + 3 * (n + k);
            w[2 * k] = h.scale * unit[0], w[2 * k + 1] = h.scale * unit[1], w[3 * units + k] = h.scale * unit[2];
        }
        std::copy(w.begin(), w.end(), network.parameters().begin());
        Descent descent(Momentum{.lr = double(h.rate1), .momentum = double(h.momentum), .weight_decay = double(h.decay)}, w.size());
        std::vector<float> dw(w.size());
        CHECK(ours.size() > 10);
        for (int step = 0; step < static_cast<int>(ours.size()); ++step) {
            std::vector<int> rows;
            const int batch = step == setup.steps ? setup.samples : h.batch;
            for (int i = 0; i < batch; ++i) rows.push_back((step * batch + i) % setup.samples);
            std::fill(dw.begin(), dw.end(), 0.f);
            const double loss = network.add_gradient({.x = x, .y = y, .rows = rows}, {}, 1. / batch, dw) / batch;
            CAPTURE(step);
            CHECK(double(ours[static_cast<std::size_t>(step)]) == doctest::Approx(loss).epsilon(close_to_training));
            descent.step(network.parameters(), dw);
        }
    }
}

TEST_CASE("the map of the network has its boundary in the home view, for all axes") {
    for (const trainability::Axes& axes : trainability::axes) {
        CAPTURE(axes.key);
        const Channels map(map_of("width=40&height=40&axes=" + std::string(axes.key)));
        int diverged = 0;
        for (std::size_t i = 0; i < map.loss.size(); ++i) {
            diverged += map.diverged_at[i] >= 0;
            CHECK((map.diverged_at[i] >= 0) == (map.loss[i] > 1e6f));
            CHECK(std::isfinite(map.loss[i]));
        }
        CHECK(diverged > 400);
        CHECK(diverged < 1200);
    }
}

TEST_CASE("zooming in a million times shows the pixels of that place") {
    const TrainabilitySetup far = setup_of("axes=layers&width=3&height=3"), near = setup_of("axes=layers&width=3&height=3&zoom=1e6");
    CHECK(near.at(1, 1).rate1 == far.at(1, 1).rate1);
    CHECK(near.across().value(1) / near.across().value(0) == doctest::Approx(std::pow(far.across().value(1) / far.across().value(0), 1e-6)).epsilon(1e-9));
    CHECK(far.across().value(far.across().place(3.5)) == doctest::Approx(3.5));
}

TEST_CASE("trainability refuses in words what it cannot do") {
    for (const char* wrong : {"hidden=5", "axes=size", "steps=0", "width=5000", "momentum=2", "nothing=1"}) {
        CAPTURE(wrong);
        CHECK_THROWS_WITH_AS(make_trainability(wrong, {}), doctest::Contains("[trainability]"), std::invalid_argument);
    }
}
