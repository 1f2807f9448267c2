#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/datasets.hpp"
#include "engine/jobs/network_seeds.hpp"
#include "engine/jobs/settings.hpp"
#include "engine/score.hpp"

namespace {

const std::string small = "layers=dense:units=6:activation=tanh,dense:units=1&loss=bce-logits&seed=11";

nn::Data moons(int size = 61) {
    nn::datasets::Moons moons;
    moons.size = size;
    return nn::generate(moons);
}

struct Done {
    int seeds, rows;
    std::vector<float> values;
    float at(int look, int row, int seed) const { return values[static_cast<std::size_t>((look * rows + row) * seeds + seed)]; }
};
Done done(const std::string& settings, const std::vector<std::vector<float>>& arrays) {
    const std::vector<std::span<const float>> spans(arrays.begin(), arrays.end());
    const auto job = nn::make_network_seeds(settings, spans);
    return {job->width(), job->height(), nn::whole(*job)};
}

} // namespace

TEST_CASE("network-seeds: each pixel is what a trainer comes to with that seed and that optimizer") {
    const nn::Data data = moons(), fresh = moons(40);
    const Done all = done(small + "&racers=sgd:lr=0.5,adam:lr=0.02,rprop&batch=16&steps=50&looks=5&seeds=3", {data.x, data.y, fresh.x, fresh.y});
    const nn::Optimizer racers[] = {nn::Sgd{.lr = 0.5}, nn::Adam{.lr = 0.02}, nn::Rprop{}};
    for (int row = 0; row < 3; ++row)
        for (int seed = 0; seed < 3; ++seed) {
            nn::NetworkSetup setup;
            setup.layers = {nn::layers::Dense{.units = 6, .activation = nn::activations::Tanh{}}, nn::layers::Dense{.units = 1}};
            setup.loss = nn::losses::BinaryLogits{};
            setup.seed = 11 + seed;
            const auto network = std::make_shared<nn::Network>(setup);
            nn::Trainer trainer(network, {.batch_size = 16, .seed = 11 + seed, .optimizer = racers[row]}, std::make_shared<nn::Data>(data));
            std::vector<float> losses(10);
            for (int look = 0; look < 5; ++look) {
                trainer.steps(losses);
                const float expected = static_cast<float>(network->loss_sum({fresh.x, fresh.y, {}}) / 40);
                CAPTURE(row);
                CAPTURE(seed);
                CAPTURE(look);
                CHECK(all.at(look, row, seed) == expected);
            }
        }
}

TEST_CASE("network-seeds: a tile is worked off in small pieces, and pieces change nothing") {
    const nn::Data data = moons();
    const std::vector<std::vector<float>> arrays{data.x, data.y};
    const std::vector<std::span<const float>> spans(arrays.begin(), arrays.end());
    const std::string settings = small + "&racers=sgd,adam&steps=200&looks=20&seeds=4";
    const auto job = nn::make_network_seeds(settings, spans);
    job->begin({.x0 = 1, .y0 = 1, .step = 2, .columns = 2, .rows = 1});
    int pieces = 1;
    while (job->advance()) ++pieces;
    CHECK(pieces > 3);
    const Done all = done(settings, arrays);
    for (int look = 0; look < 20; ++look)
        for (int i = 0; i < 2; ++i) CHECK(job->values()[static_cast<std::size_t>(look * 2 + i)] == all.at(look, 1, 1 + 2 * i));
}

TEST_CASE("network-seeds: what diverges has the largest loss from there on") {
    const nn::Data data = moons();
    const Done all = done("layers=dense:units=6:activation=relu,dense:units=1&loss=mse&racers=sgd:lr=10,sgd:lr=0.05&steps=60&looks=6&seeds=5", {data.x, data.y});
    for (int seed = 0; seed < 5; ++seed) {
        CHECK(all.at(5, 0, seed) == nn::SeededRun::largest);
        CHECK(all.at(5, 1, seed) < 1);
    }
}

TEST_CASE("network-seeds: other seeds are other runs, the same seed is the same") {
    const nn::Data data = moons();
    const std::string rest = "&racers=adam&steps=20&looks=2&seeds=3";
    const Done one = done(small + rest, {data.x, data.y}), next = done("layers=dense:units=6:activation=tanh,dense:units=1&loss=bce-logits&seed=12" + rest, {data.x, data.y});
    CHECK(one.at(1, 0, 0) != one.at(1, 0, 1));
    CHECK(one.at(1, 0, 1) == next.at(1, 0, 0));
}

TEST_CASE("network-seeds: what cannot be is refused in words") {
    const nn::Data data = moons();
    const auto refused = [&](const std::string& settings, const std::vector<std::vector<float>>& arrays) {
        try {
            done(settings, arrays);
        } catch (const std::invalid_argument& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(refused(small + "&racers=lbfgs", {data.x, data.y}).find("several gradients") != std::string::npos);
    CHECK(refused(small + "&steps=5&looks=6", {data.x, data.y}).find("no more looks than steps") != std::string::npos);
    CHECK(refused(small, {}).find("no samples") != std::string::npos);
    CHECK(refused(small, {data.x, {1, 0}}).find("expected 61 x 1") != std::string::npos);
    CHECK(refused(small, {data.x, std::vector<float>(61, 2.f)}).find("target") != std::string::npos);
    CHECK(refused(small, {data.x, data.y, data.x, {}}).find("expected 61 x 1") != std::string::npos);
    CHECK(refused("layers=dense:units=0", {data.x, data.y}).find("units") != std::string::npos);
}

TEST_CASE("network-seeds: the shader is told why it cannot do a network") {
    const nn::Data data = moons();
    const std::vector<std::vector<float>> arrays{data.x, data.y};
    const std::vector<std::span<const float>> spans(arrays.begin(), arrays.end());
    const auto why = [&](std::string layers) { return nn::make_network_seeds("layers=" + layers + "&loss=bce-logits", spans)->gpu().why_not; };
    CHECK(why("dense:units=6,dense:units=1").empty());
    CHECK(why("dense:units=6,batch-norm,dense:units=1").find("dense layers") != std::string::npos);
    CHECK(why("dense:units=6,dropout:p=0.3,dense:units=1").find("dense layers") != std::string::npos);
    CHECK(why("dense:units=6:activation=prelu,dense:units=1").find("slopes") != std::string::npos);
    CHECK(why("dense:units=64,dense:units=64,dense:units=1").find("parameters") != std::string::npos);
}
