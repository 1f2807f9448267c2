#include <algorithm>
#include <utility>

#include "engine/trainer.hpp"

namespace nn {
namespace {

constexpr std::uint32_t magic = 0x52486e44, version = 1;  // "DnHR"
constexpr std::string_view op = "trainer.restore";

void put(ByteWriter& to, const Epoch& e) {
    to.put(static_cast<std::int32_t>(e.number));
    for (const float value : {e.loss, e.validation, e.metric, e.lr}) to.put(value);
}

Epoch get_epoch(ByteReader& from) {
    Epoch e{from.get<std::int32_t>()};
    for (float* value : {&e.loss, &e.validation, &e.metric, &e.lr}) *value = from.get<float>();
    return e;
}

template <class S>
std::span<const std::byte> bytes_of(S settings, ByteWriter& to) {
    to.put_params(params_of(settings));
    return to.bytes();
}

}  // namespace

/// What must be the same for a run to go on.
std::uint64_t Trainer::fingerprint() const {
    ByteWriter to;
    bytes_of(network_->setup(), to);
    to.put(static_cast<std::int32_t>(train_->rows()));
    to.put(static_cast<std::int32_t>(validation_ ? validation_->rows() : 0));
    return checksum(to.bytes());
}

void Trainer::put_run(ByteWriter& to, const Run& run) {
    for (const std::int64_t count : {run.step, run.epoch, run.batch, run.diverged_at, run.losses, run.history_every, run.bad})
        to.put(count);
    to.put(static_cast<std::uint64_t>(run.at));
    to.put(static_cast<std::int32_t>(run.order_seed));
    to.put(static_cast<std::uint8_t>(run.shuffled));
    to.put(run.loss_sum);
    to.put(run.lr);
    put(to, run.last);
    put(to, run.best);
    to.put_all(run.best_parameters);
    to.put_all(run.best_state);
    to.put(static_cast<std::uint64_t>(run.history.size()));
    for (const Epoch& e : run.history) put(to, e);
}

Trainer::Run Trainer::get_run(ByteReader& from) const {
    Run run;
    for (std::int64_t* count :
         {&run.step, &run.epoch, &run.batch, &run.diverged_at, &run.losses, &run.history_every, &run.bad})
        *count = from.get<std::int64_t>();
    const auto at = from.get<std::uint64_t>();
    if (at > static_cast<std::uint64_t>(train_->rows()) || run.history_every < 1) from.fail("an impossible place");
    run.at = static_cast<std::size_t>(at);
    run.order_seed = from.get<std::int32_t>();
    run.shuffled = from.get_bool();
    run.loss_sum = from.get<double>();
    run.lr = from.get<float>();
    run.last = get_epoch(from);
    run.best = get_epoch(from);
    run.best_parameters = from.get_all<float>();
    run.best_state = from.get_all<float>();
    if (!run.best_parameters.empty()) {
        from.expect(run.best_parameters.size(), network_->parameters().size(), "best parameters of");
        from.expect(run.best_state.size(), network_->state().size(), "best statistics of");
    }
    const auto size = from.get<std::uint64_t>();
    if (size > most_history) from.fail("too long a history");
    for (std::uint64_t i = 0; i < size; ++i) run.history.push_back(get_epoch(from));
    return run;
}

std::vector<std::byte> Trainer::save() const {
    ByteWriter content;
    bytes_of(setup_, content);
    content.put_all(std::span<const float>(network_->parameters()));
    content.put_all(std::span<const float>(network_->state()));
    descent_.save(content);
    average_.save(content);
    const Pacer::State& pace = pacer_.state();
    content.put(pace.factor);
    content.put(pace.best);
    content.put(static_cast<std::int32_t>(pace.bad));
    content.put(static_cast<std::int32_t>(pace.rest));
    put_run(content, run_);

    ByteWriter whole;
    whole.put(magic);
    whole.put(version);
    whole.put(fingerprint());
    whole.put(checksum(content.bytes()));
    whole.put_all(content.bytes());
    return whole.take();
}

void Trainer::restore(std::span<const std::byte> bytes) {
    ByteReader header(op, bytes);
    if (header.get<std::uint32_t>() != magic) header.fail("bytes of something else, expected a saved run");
    header.expect(header.get<std::uint32_t>(), version, "version");
    if (header.get<std::uint64_t>() != fingerprint()) header.fail("a run of another network or on other data");
    const auto sum = header.get<std::uint64_t>(), size = header.get<std::uint64_t>();
    header.expect(header.rest().size(), size, "bytes");
    if (checksum(header.rest()) != sum) header.fail("damaged bytes");

    ByteReader from(op, header.rest());
    TrainerSetup setup;
    from.get_params(params_of(setup));
    expect_possible(setup);
    const auto parameters = from.get_all<float>(network_->parameters().size(), "parameters");
    const auto state = from.get_all<float>(network_->state().size(), "running statistics");
    Descent descent(setup.optimizer, parameters.size(), false);
    descent.restore(from);
    WeightAverage average(setup.averaging, parameters);
    average.restore(from);
    Pacer pacer(setup.schedule);
    Pacer::State pace;
    pace.factor = from.get<double>();
    pace.best = from.get<double>();
    pace.bad = from.get<std::int32_t>();
    pace.rest = from.get<std::int32_t>();
    pacer.restore(pace);
    Run run = get_run(from);
    from.expect_end();

    setup_ = std::move(setup);
    lr_ = learning_rate(setup_.optimizer);
    std::copy(parameters.begin(), parameters.end(), network_->parameters().begin());
    std::copy(state.begin(), state.end(), network_->state().begin());
    descent_ = std::move(descent);
    average_ = std::move(average);
    pacer_ = std::move(pacer);
    run_ = std::move(run);
    order_samples();
}

}  // namespace nn
