#include "engine/optimizers.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <xsimd/xsimd.hpp>

#include "engine/optimizers/element_wise.hpp"

namespace nn {
namespace {

using Batch = xsimd::batch<float>;

template <class V>
V load(const float* p) {
    if constexpr (std::is_same_v<V, float>) return *p;
    else return V::load_unaligned(p);
}

template <class V>
void store(float* p, V x) {
    if constexpr (std::is_same_v<V, float>) *p = flush(x);
    else flush(x).store_unaligned(p);
}

/// Calls f(lane, i) for whole batches, then for single floats; `lane` carries the type only.
template <class F>
void for_each_lane(std::size_t n, F f) {
    std::size_t i = 0;
    for (; i + Batch::size <= n; i += Batch::size) f(std::type_identity<Batch>{}, i);
    for (; i < n; ++i) f(std::type_identity<float>{}, i);
}

/// Lends one lane of every slot to the rule; slot k of parameter i is at[k * n + i].
template <class V, class F, std::size_t... k>
Move<V> with_slots(const F& rule, V dw, float* at, std::size_t n, std::index_sequence<k...>) {
    std::array<V, sizeof...(k)> slot{load<V>(at + k * n)...};
    const Move<V> move = rule(dw, slot[k]...);
    (store<V>(at + k * n, slot[k]), ...);
    return move;
}

template <class Rule>
std::size_t memory_of(const Rule& rule, std::size_t n, const Clock& clock) {
    if constexpr (ElementWise<Rule>) return rule.slots * n;
    else return rule.memory(n, clock);
}

template <class Rule>
Rule with_momentum(Rule rule, double momentum) {
    if constexpr (requires { rule.momentum; }) rule.momentum = momentum;
    else if constexpr (requires { rule.beta1; }) rule.beta1 = momentum;
    return rule;
}

} // namespace

Descent::Descent(Optimizer optimizer, std::size_t n, bool watched)
    : optimizer_(std::move(optimizer)), n_(n), watched_(watched) {
    reset();
}

void Descent::reset() {
    clock_ = {};
    state_.assign(parts() * n_ + memory(), 0.f);
}

std::size_t Descent::memory() const {
    return std::visit([&](const auto& rule) { return memory_of(rule, n_, clock_); }, optimizer_);
}

void Descent::retune(Optimizer optimizer) {
    bool keep = optimizer.index() == optimizer_.index();
    if (const auto *now = std::get_if<Lbfgs>(&optimizer_), *next = std::get_if<Lbfgs>(&optimizer); now && next)
        keep = now->history_size == next->history_size;
    optimizer_ = std::move(optimizer);
    if (!keep) reset();
}

void Descent::start_step(double lr_factor, std::optional<double> momentum) {
    clock_.lr_factor = lr_factor;
    clock_.momentum_set = momentum.has_value();
    if (clock_.t < std::numeric_limits<int>::max()) ++clock_.t; // reached in a quarter of an hour by small networks
}

template <class F>
void Descent::with_rule(std::optional<double> momentum, F f) {
    std::visit([&](const auto& rule) { f(momentum ? with_momentum(rule, *momentum) : rule); }, optimizer_);
}

float Descent::step(std::span<float> w, const Evaluate& evaluate, double lr_factor, std::optional<double> momentum) {
    expect("w", w.size());
    start_step(lr_factor, momentum);
    float loss = 0;
    with_rule(momentum, [&]<class Rule>(const Rule& rule) {
        if constexpr (ElementWise<Rule>) {
            loss = evaluate(w, part(0));
            move(rule, w, state_.data());
        } else {
            loss = search(rule, w, evaluate);
        }
    });
    return loss;
}

void Descent::step(std::span<float> w, std::span<const float> dw, double lr_factor, std::optional<double> momentum) {
    expect("w", w.size());
    expect("dw", dw.size());
    if (std::holds_alternative<Lbfgs>(optimizer_))
        throw std::invalid_argument("[" + std::string(Lbfgs::key) + "] got one gradient, expected a function to evaluate");
    start_step(lr_factor, momentum);
    with_rule(momentum, [&]<class Rule>(const Rule& rule) {
        if constexpr (ElementWise<Rule>) move(rule, w, dw.data());
    });
}

void Descent::save(ByteWriter& to) const {
    to.put(static_cast<std::uint32_t>(optimizer_.index()));
    to.put(static_cast<std::int32_t>(clock_.t));
    to.put(static_cast<std::int64_t>(clock_.evaluations));
    for (const double number : clock_.numbers) to.put(number);
    to.put_all(state_);
}

void Descent::restore(ByteReader& from) {
    from.expect(from.get<std::uint32_t>(), optimizer_.index(), "optimizer");
    Descent next(optimizer_, 0, watched_);
    next.n_ = n_;
    next.clock_.t = from.get<std::int32_t>();
    next.clock_.evaluations = static_cast<long>(from.get<std::int64_t>());
    for (double& number : next.clock_.numbers) number = from.get<double>();
    next.state_ = from.get_all<float>();
    const std::size_t floats = next.state_.size(), before = parts() * n_;
    if (const auto* lbfgs = std::get_if<Lbfgs>(&optimizer_)) {
        const double moves = next.clock_.numbers[1];
        const bool possible = moves >= 0 && moves < 1e9 && floats <= before + lbfgs->most_memory(n_);
        if (!possible) from.fail("an impossible history");
    } else {
        from.expect(floats, before + memory(), "optimizer memory of");
    }
    *this = std::move(next);
}

template <class Rule>
void Descent::move(const Rule& rule, std::span<float> parameters, const float* given) {
    ++clock_.evaluations;
    const std::size_t n = n_;
    float *const at_w = parameters.data(), *const at_dw = state_.data(), *const slots = at_dw + parts() * n;
    const Decay decay = decay_of(rule, clock_);
    const bool watched = watched_, keep_dw = decay.l2 != 0 || given != at_dw;
    const auto lane = rule.rule(clock_);
    for_each_lane(n, [=]<class V>(std::type_identity<V>, std::size_t i) {
        V w = load<V>(at_w + i), dw = load<V>(given + i);
        if (decay.l2 != 0) dw = dw + decay.l2 * w;
        if (keep_dw) store<V>(at_dw + i, dw);
        const Move<V> move = with_slots<V>(lane, dw, slots + i, n, std::make_index_sequence<Rule::slots>{});
        store<V>(at_w + i, decay.keep * w - move.rate * move.direction);
        if (watched) {
            store<V>(at_dw + n + i, move.direction);
            store<V>(at_dw + 2 * n + i, move.rate);
        }
    });
}

template <class Rule>
float Descent::search(const Rule& rule, std::span<float> w, const Evaluate& evaluate) {
    state_.resize(parts() * n_ + rule.memory(n_, clock_));
    const auto memory = std::span(state_).subspan(parts() * n_);
    if (!watched_) return rule.search(w, part(0), evaluate, clock_, memory);

    const auto dw = part(0), direction = part(1), rate = part(2);
    std::copy(w.begin(), w.end(), rate.begin());
    const float loss = rule.search(w, dw, evaluate, clock_, memory);
    for (std::size_t i = 0; i < n_; ++i) {
        direction[i] = 0 - memory[i];
        rate[i] = dw[i] == 0 ? 0.f : std::fabs((w[i] - rate[i]) / dw[i]);
    }
    return loss;
}

void Descent::expect(std::string_view what, std::size_t size) const {
    if (size == n_) return;
    throw std::invalid_argument("[" + std::string(key_of(optimizer_)) + "] got " + std::string(what) + " of " +
                                std::to_string(size) + ", expected " + std::to_string(n_));
}

} // namespace nn
