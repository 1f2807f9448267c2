// Trainers behind the border.
#include <algorithm>
#include <cmath>

#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"
#include "engine/range_test.hpp"
#include "engine/sentence.hpp"

using namespace nn;
using namespace nn::api;

namespace {

constexpr int epoch_columns = 5, range_columns = 3;
constexpr int most_at_once = 1 << 24;

Trainer& trainer_of(Border& b, int handle) { return *b.objects.get<std::unique_ptr<Trainer>>(handle, "trainer"); }

/// Samples in three slots as the trainer's own copy.
std::shared_ptr<const Data> data_in(Border& b, std::size_t slot, const Network& network) {
    if (b.in(slot).empty() && b.in(slot + 1).empty()) return {};
    auto data = std::make_shared<Data>();
    data->inputs = network.inputs();
    data->targets = network.target_columns();
    std::visit([&](const auto& loss) { data->task = loss.task; }, network.setup().loss);
    if (data->task == Task::classes) data->classes = network.outputs();
    if (data->task == Task::binary) data->classes = 2;
    expect_finite("trainer", "x", b.in(slot));
    expect_finite("trainer", "y", b.in(slot + 1));
    expect_weights("trainer", "weight", b.in(slot + 2));
    expect_heeded("trainer", network, {b.in(slot), b.in(slot + 1), b.in(slot + 2), {}});
    data->x = b.take(slot);
    data->y = b.take(slot + 1);
    data->weight = b.take(slot + 2);
    return data;
}

int reply_epochs(Border& b, std::span<const Epoch> epochs) {
    auto at = b.out(epochs.size() * epoch_columns).begin();
    for (const Epoch& e : epochs)
        for (const float value : {static_cast<float>(e.number), e.loss, e.validation, e.metric, e.lr}) *at++ = value;
    return 1;
}

void expect_few(std::string_view call, std::string_view what, int n) {
    expect_count(call, what, n, 0);
    if (n > most_at_once)
        refuse({"[", call, "] got ", n, " ", what, ", expected at most ", most_at_once});
}

}  // namespace

extern "C" {

int engine_trainer(int network, const char* setup) {
    return guard([=](Border& b) {
        const auto shared = b.objects.get<std::shared_ptr<Network>>(network, "network");
        auto settings = read_setup<TrainerSetup>("trainer", setup);
        auto train = data_in(b, 0, *shared), validation = data_in(b, 3, *shared);
        if (!train) refuse({"[trainer] got no samples, expected 1 or more"});
        return b.objects.add(std::make_unique<Trainer>(shared, std::move(settings), std::move(train), std::move(validation)));
    });
}

int engine_trainer_retune(int handle, const char* setup) {
    return guard([=](Border& b) {
        Trainer& trainer = trainer_of(b, handle);
        TrainerSetup settings = trainer.setup();
        expect_taken("retune", from_query(params_of(settings), setup));
        trainer.retune(std::move(settings));
        return 1;
    });
}

int engine_trainer_steps(int handle, int n) {
    return guard([=](Border& b) {
        expect_few("steps", "steps", n);
        trainer_of(b, handle).steps(b.out(to_size(n)));
        return 1;
    });
}

int engine_trainer_step_on(int handle) {
    return guard([=](Border& b) {
        std::vector<int> rows;
        for (const float row : b.in(0)) rows.push_back(static_cast<int>(row));
        const float loss = trainer_of(b, handle).step_on(rows);
        b.out(1)[0] = loss;
        return 1;
    });
}

int engine_trainer_epochs(int handle, int n) {
    return guard([=](Border& b) {
        expect_few("epochs", "epochs", n);
        std::vector<Epoch> epochs(to_size(n));
        epochs.resize(trainer_of(b, handle).epochs(epochs));
        return reply_epochs(b, epochs);
    });
}

int engine_trainer_history(int handle) {
    return guard([=](Border& b) { return reply_epochs(b, trainer_of(b, handle).history()); });
}

int engine_trainer_status(int handle) {
    return guard([=](Border& b) {
        const Trainer& t = trainer_of(b, handle);
        Json json;
        json.begin_object().member("step", static_cast<double>(t.step())).member("epoch", static_cast<double>(t.epoch()));
        json.key("divergedAt");
        t.diverged_at() < 0 ? json.null() : json.value(static_cast<double>(t.diverged_at()));
        json.member("stopped", t.stopped()).member("bestEpoch", t.best().number).member("bestLoss", double(std::isnan(t.best().validation) ? t.best().loss : t.best().validation));
        return b.reply(json.member("averaged", static_cast<double>(t.average().count())).end_object());
    });
}

int engine_trainer_take_best(int handle) {
    return guard([=](Border& b) {
        const bool taken = trainer_of(b, handle).take_best();
        return b.reply(Json().value(taken));
    });
}

int engine_trainer_averaged(int handle) {
    return guard([=](Border& b) {
        auto network = std::make_shared<Network>(trainer_of(b, handle).averaged());
        return b.objects.add(std::move(network));
    });
}

int engine_trainer_save(int handle) {
    return guard([=](Border& b) {
        b.bytes = trainer_of(b, handle).save();
        return 1;
    });
}

int engine_trainer_restore(int handle) {
    return guard([=](Border& b) {
        trainer_of(b, handle).restore(std::as_bytes(std::span<const unsigned char>(b.input_bytes)));
        return 1;
    });
}

int engine_range_test(int network, const char* trainer, const char* setup) {
    return guard([=](Border& b) {
        const auto shared = b.objects.get<std::shared_ptr<Network>>(network, "network");
        auto settings = read_setup<TrainerSetup>("rangeTest", trainer);
        const auto sweep = read_setup<RangeTestSetup>("rangeTest", setup);
        const auto data = data_in(b, 0, *shared);
        if (!data) refuse({"[rangeTest] got no samples, expected 1 or more"});
        const RangeTest test = range_test(*shared, std::move(settings), data, sweep);
        auto at = b.out(test.points.size() * range_columns).begin();
        for (const RangePoint& p : test.points)
            for (const float value : {p.lr, p.loss, p.smoothed}) *at++ = value;
        return b.reply(Json().begin_object().member("suggestion", test.suggestion).end_object());
    });
}
}
