#include "engine/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <utility>
#include <xsimd/xsimd.hpp>

#include "engine/network/inside.hpp"
#include "engine/random.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::uint32_t shuffle_stream = 0x73687566;

void expect_at_least(std::string_view what, double got, double least) {
    if (!(got >= least && std::isfinite(got)))
        refuse({"[trainer] got ", what, " ", got, ", expected ", least, " or more"});
}

using Batch = xsimd::batch<float>;

template <class V>
V shrink_of(V w, float l1, float l2) {
    return V(l1) * sign(w) + V(l2) * w;
}

/// dw + l1 sign(w) + l2 w
void add_penalty(std::span<const float> w, std::span<float> dw, double l1, double l2) {
    const float a = f32(l1), b = f32(l2);
    std::size_t i = 0;
    for (; i + Batch::size <= w.size(); i += Batch::size)
        (Batch::load_unaligned(&dw[i]) + shrink_of(Batch::load_unaligned(&w[i]), a, b)).store_unaligned(&dw[i]);
    for (; i < w.size(); ++i) dw[i] += shrink_of(w[i], a, b);
}

/// std::fill becomes a call that takes longer than a small network's gradient is.
void clear(std::span<float> dw) {
    const volatile float unknown = 0;  // to the compiler, which would make the call of it
    const Batch zero(unknown);
    std::size_t i = 0;
    for (; i + Batch::size <= dw.size(); i += Batch::size) zero.store_unaligned(&dw[i]);
    for (; i < dw.size(); ++i) dw[i] = 0;
}

double penalty(std::span<const float> w, double l1, double l2) {
    double sizes = 0, squares = 0;
    for (const float x : w) sizes += std::fabs(double(x)), squares += double(x) * double(x);
    return l1 * sizes + l2 / 2 * squares;
}

/// Torch's clip_grad_value_, then clip_grad_norm_; 0: off.
void clip(std::span<float> dw, double value, double norm) {
    if (value > 0)
        for (float& d : dw) d = d > f32(value) ? f32(value) : d < -f32(value) ? -f32(value) : d;
    if (norm <= 0) return;
    std::array<double, 4> squares{};
    for (std::size_t i = 0; i < dw.size(); ++i) squares[i % 4] += double(dw[i]) * double(dw[i]);
    const double length = std::sqrt((squares[0] + squares[1]) + (squares[2] + squares[3]));
    const double factor = norm / (length + 1e-6);
    if (factor < 1)
        for (float& d : dw) d *= f32(factor);
}

template <class V>
bool same_settings(V a, V b) {
    const auto bytes_of = [](V& v) {
        ByteWriter to;
        std::visit([&](auto& settings) { to.put_params(params_of(settings)); }, v);
        return to.take();
    };
    return a.index() == b.index() && bytes_of(a) == bytes_of(b);
}

}  // namespace

void Trainer::expect_possible(const TrainerSetup& setup) {
    expect_at_least("batch-size", setup.batch_size, 1);
    expect_at_least("accumulate", setup.accumulate, 1);
    expect_at_least("patience", setup.patience, 0);
    expect_at_least("l1", setup.l1, 0);
    expect_at_least("l2", setup.l2, 0);
    expect_at_least("clip-norm", setup.clip_norm, 0);
    expect_at_least("clip-value", setup.clip_value, 0);
}

Trainer::Trainer(std::shared_ptr<Network> network, TrainerSetup setup, std::shared_ptr<const Data> train,
                 std::shared_ptr<const Data> validation)
    : network_(std::move(network)), setup_(std::move(setup)), train_(std::move(train)), validation_(std::move(validation)),
      descent_(setup_.optimizer, network_->parameters().size(), false), pacer_(setup_.schedule),
      average_(setup_.averaging, network_->parameters()) {
    expect_possible(setup_);
    if (!train_) refuse({"[trainer] got no data, expected some"});
    expect_fit("trainer", *network_, *train_);
    if (validation_) expect_fit("trainer", *network_, *validation_);
    all_ = {train_->x, train_->y, train_->weight, {}, 0, static_cast<std::size_t>(train_->rows())};
    network_->inside().expect("trainer", all_);  // so that no step has to
    lr_ = learning_rate(setup_.optimizer);
    run_.history.reserve(64);
    begin_epoch();
}

void Trainer::retune(TrainerSetup setup) {
    expect_possible(setup);
    descent_.retune(setup.optimizer);
    if (!same_settings(setup.schedule, setup_.schedule)) pacer_ = Pacer(setup.schedule);
    if (!same_settings(setup.averaging, setup_.averaging)) average_ = {setup.averaging, network_->parameters()};
    setup_ = std::move(setup);
    lr_ = learning_rate(setup_.optimizer);
}

// ---- the order of the samples ----------------------------------------------------------------------------------------

std::size_t Trainer::epoch_end() const {
    const std::size_t batch = static_cast<std::size_t>(setup_.batch_size);
    if (!setup_.drop_last || is_lbfgs() || rows() <= batch) return rows();
    return rows() - (rows() - std::min(rows(), run_.at)) % batch;
}

void Trainer::begin_epoch() {
    run_.at = 0;
    run_.loss_sum = 0;
    run_.losses = 0;
    run_.order_seed = setup_.seed;
    run_.shuffled = setup_.shuffle;
    order_samples();
}

/// Fisher and Yates, four draws from each block of random bits.
void Trainer::order_samples() {
    if (!run_.shuffled) return;
    order_.resize(rows());
    std::iota(order_.begin(), order_.end(), 0);
    const auto epoch = static_cast<std::uint64_t>(run_.epoch);
    std::array<std::uint32_t, 4> bits{};
    for (std::size_t i = order_.size(); i-- > 1;) {
        const std::size_t draw = order_.size() - 1 - i;
        if (draw % 4 == 0)
            bits = philox({static_cast<std::uint32_t>(draw / 4), 1, static_cast<std::uint32_t>(epoch),
                           static_cast<std::uint32_t>(epoch >> 32)},
                          {static_cast<std::uint32_t>(run_.order_seed), shuffle_stream});
        std::swap(order_[i], order_[std::uint64_t{bits[draw % 4]} * (i + 1) >> 32]);
    }
}

// ---- steps -----------------------------------------------------------------------------------------------------------

void Trainer::steps(std::span<float> losses) {
    for (float& loss : losses) loss = step_in_epoch();
}

float Trainer::step_in_epoch() {
    if (run_.at >= epoch_end()) finish_epoch();  // only where a larger batch size has just made the epoch shorter
    const std::size_t end = epoch_end(), batch = is_lbfgs() ? end : static_cast<std::size_t>(setup_.batch_size);
    const std::size_t first = is_lbfgs() ? 0 : run_.at;
    const std::size_t count = std::min(batch * static_cast<std::size_t>(setup_.accumulate), end - first);
    Samples samples = all_;
    if (run_.shuffled) samples.rows = order_;
    samples.first = first;
    samples.count = count;
    run_.at = first + count;
    const float loss = step_on(samples, batch, run_.at == end);
    run_.loss_sum += double(loss);
    ++run_.losses;
    if (run_.at == end) finish_epoch();
    return loss;
}

float Trainer::step_on(std::span<const int> chosen) {
    if (chosen.empty()) refuse({"[trainer] got no rows, expected one or more"});
    for (const int row : chosen)
        if (row < 0 || static_cast<std::size_t>(row) >= rows())
            refuse({"[trainer] got row ", row, ", expected rows from 0 to ", rows() - 1});
    Samples samples = all_;
    samples.rows = chosen;
    samples.count = chosen.size();
    return step_on(samples, chosen.size(), false);
}

float Trainer::step_on(const Samples& samples, std::size_t at_once, bool ends_epoch) {
    const Pace pace = pacer_.pace(static_cast<int>(std::min<std::int64_t>(run_.step, std::numeric_limits<int>::max())));
    const auto w = network_->parameters();
    const bool shrinks = setup_.l1 > 0 || setup_.l2 > 0;
    double loss = 0;
    if (is_lbfgs()) {
        bool first = true;
        const auto evaluate = [&](std::span<const float> at, std::span<float> dw) {
            const double here = add_gradient(samples, at_once, dw);
            if (std::exchange(first, false)) loss = here;
            if (!shrinks) return f32(here);
            add_penalty(at, dw, setup_.l1, setup_.l2);
            return f32(here + penalty(at, setup_.l1, setup_.l2));
        };
        descent_.step(w, std::cref(evaluate), pace.lr_factor, pace.momentum);  // a copy would be on the heap
    } else {
        const auto dw = descent_.room_for_gradient();
        loss = add_gradient(samples, at_once, dw);
        if (shrinks) add_penalty(w, dw, setup_.l1, setup_.l2);
        clip(dw, setup_.clip_value, setup_.clip_norm);
        descent_.step(w, dw, pace.lr_factor, pace.momentum);
    }
    if (run_.diverged_at < 0 && !std::isfinite(f32(loss))) run_.diverged_at = run_.step;
    ++run_.step;
    run_.batch += samples.count > at_once ? static_cast<std::int64_t>((samples.count + at_once - 1) / at_once) : 1;
    run_.lr = f32(lr_ * pace.lr_factor);
    average_.add(w, run_.step, ends_epoch);
    return f32(loss);
}

double Trainer::add_gradient(const Samples& samples, std::size_t at_once, std::span<float> dw) const {
    Network::Inside& in = network_->inside();
    clear(dw);
    const double divisor = network_->divisor(samples), scale = divisor != 0 ? 1 / divisor : 0;
    Pass pass{true, static_cast<std::uint32_t>(setup_.seed), static_cast<std::uint64_t>(run_.batch)};
    const auto add = [&](const Samples& some) {
        return in.runner.loss(in.parameters.data(), some, pass, in.state.data(), in.state.data(), scale, dw.data(), nullptr);
    };
    if (samples.count <= at_once) return add(samples) * scale;
    const std::size_t end = samples.first + samples.count;
    double sum = 0;
    for (Samples batch = samples; batch.first < end; batch.first += batch.count, ++pass.step) {
        batch.count = std::min(at_once, end - batch.first);
        sum += add(batch);
    }
    return sum * scale;
}

// ---- epochs ----------------------------------------------------------------------------------------------------------

void Trainer::finish_epoch() {
    Epoch row{static_cast<int>(++run_.epoch)};
    row.loss = run_.losses ? f32(run_.loss_sum / static_cast<double>(run_.losses)) : NAN;
    row.lr = run_.lr;
    if (validation_) {
        const Score now = score(*network_, *validation_);
        row.validation = now.loss;
        row.metric = now.metric;
    }
    const auto watched = [&](const Epoch& e) { return validation_ ? e.validation : e.loss; };
    pacer_.report(double(watched(row)));

    ++run_.bad;
    if (run_.best.number == 0 ? std::isfinite(watched(row)) : watched(row) < watched(run_.best)) {
        run_.best = row;
        run_.bad = 0;
        if (setup_.keep_best) {
            const auto w = network_->parameters(), state = network_->state();
            run_.best_parameters.assign(w.begin(), w.end());
            run_.best_state.assign(state.begin(), state.end());
        }
    }
    if (keeps_history_ && run_.epoch % run_.history_every == 0) run_.history.push_back(row);
    if (run_.history.size() == most_history) {
        run_.history_every *= 2;
        std::erase_if(run_.history, [&](const Epoch& e) { return e.number % run_.history_every != 0; });
    }
    run_.last = row;
    begin_epoch();
}

std::size_t Trainer::epochs(std::span<Epoch> rows) {
    std::size_t done = 0;
    for (; done < rows.size() && !stopped(); ++done) {
        for (const auto epoch = run_.epoch; run_.epoch == epoch;) step_in_epoch();
        rows[done] = run_.last;
        if (stopped()) take_best();
    }
    return done;
}

bool Trainer::take_best() {
    if (run_.best_parameters.empty()) return false;
    std::copy(run_.best_parameters.begin(), run_.best_parameters.end(), network_->parameters().begin());
    std::copy(run_.best_state.begin(), run_.best_state.end(), network_->state().begin());
    return true;
}

Network Trainer::averaged() const {
    Network network = *network_;
    if (average_.value().empty()) return network;
    std::copy(average_.value().begin(), average_.value().end(), network.parameters().begin());
    recompute_statistics(network, *train_, setup_.batch_size);
    return network;
}

}  // namespace nn
