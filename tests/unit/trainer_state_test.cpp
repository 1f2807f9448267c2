#include "trainer_helpers.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "optimizers_helpers.hpp"

using namespace nn;

namespace {

/// Everything that has a memory.
TrainerSetup all_in(const Optimizer& optimizer, const Averaging& averaging) {
    return {.batch_size = 4, .optimizer = optimizer, .schedule = ReduceOnPlateau{.patience = 1}, .l2 = 1e-4,
            .clip_norm = 10, .accumulate = 2, .keep_best = true, .averaging = averaging};
}

} // namespace

TEST_CASE("a saved run goes on in another trainer as if it had never stopped, bit for bit") {
    const Averaging averages[]{NoAverage{}, Ema{}, Swa{.start = 3, .period = 2}};
    std::size_t turn = 0;
    for (const Optimizer& optimizer : all_optimizers()) {
        INFO(std::string(key_of(optimizer)));
        const TrainerSetup setup = all_in(optimizer, averages[turn++ % 3]);
        Run first(setup, waves(30), waves(20, 2), full_setup()), second(setup, waves(30), waves(20, 2), full_setup());
        first.steps(9); // 4 steps an epoch: in the middle of the third
        second.steps(2);
        const auto bytes = first.trainer.save();
        second.trainer.restore(bytes);
        CHECK(second.trainer.save() == bytes);

        CHECK(same_bits(second.steps(7), first.steps(7)));
        CHECK(same_bits(second.parameters(), first.parameters()));
        CHECK(second.trainer.save() == first.trainer.save());
        CHECK(second.trainer.history().size() == first.trainer.history().size());
        CHECK(second.trainer.take_best());
        CHECK(first.trainer.take_best());
        CHECK(same_bits(second.parameters(), first.parameters()));
        CHECK(same_bits(copy_of(second.network->state()), copy_of(first.network->state())));
    }
}

TEST_CASE("a run changed on its way goes on under the settings it was saved with") {
    Run first({.batch_size = 4, .optimizer = Sgd{}}), second({.batch_size = 4, .optimizer = Sgd{}});
    first.steps(5);
    first.trainer.retune({.batch_size = 7, .seed = 9, .optimizer = Momentum{.lr = 1e-9},
                          .schedule = Drawn{.points = "0*1;9*0.5"}, .averaging = Ema{}});
    first.steps(2);
    second.trainer.restore(first.trainer.save());
    CHECK(second.trainer.setup().batch_size == 7);
    CHECK(learning_rate(second.trainer.setup().optimizer) == 1e-9); // outside its range, and exact all the same
    CHECK(same_bits(second.steps(30), first.steps(30)));
}

TEST_CASE("bytes that are damaged, cut short or of another run are refused, and nothing changes") {
    Run run(all_in(Adam{}, Ema{}), waves(30), waves(20, 2));
    run.steps(9);
    const auto bytes = run.trainer.save();
    const auto refused = [&](std::span<const std::byte> wrong) {
        CHECK_THROWS_AS(run.trainer.restore(wrong), std::invalid_argument);
        CHECK(run.trainer.save() == bytes);
    };
    for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 16) refused(std::span(bytes).first(size));
    for (std::size_t at = 0; at < bytes.size(); at += 1 + at / 16) {
        auto damaged = bytes;
        damaged[at] ^= std::byte{0x40};
        refused(damaged);
    }
    auto longer = bytes;
    longer.push_back({});
    refused(longer);

    NetworkSetup wider = small_setup();
    std::get<layers::Dense>(wider.layers[0]).units = 9;
    refused(Run(all_in(Adam{}, Ema{}), waves(30), waves(20, 2), wider).trainer.save());
    refused(Run(all_in(Adam{}, Ema{}), waves(31), waves(20, 2)).trainer.save());
    refused(Run(all_in(Adam{}, Ema{}), waves(30)).trainer.save());
    CHECK_THROWS_WITH_AS(run.trainer.restore({}), "[trainer.restore] got too few bytes", std::invalid_argument);
}

TEST_CASE("every setting of a trainer survives its text") {
    TrainerSetup setup = all_in(Nesterov{.lr = 0.25}, Swa{.start = 7, .period = 3}), defaults, read;
    setup.drop_last = true, setup.patience = 3, setup.l1 = 0.125, setup.clip_value = 2;
    const std::string text = to_query(params_of(setup), params_of(defaults));
    CHECK(from_query(params_of(read), text).empty());
    CHECK(to_query(params_of(read), params_of(defaults)) == text);
    CHECK(text.find("batch-size=4") != std::string::npos);
    CHECK(text.find("averaging=swa:start=7:period=3") != std::string::npos);
    CHECK(to_query(params_of(defaults), params_of(defaults)).empty());
}
