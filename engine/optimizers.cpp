#include "engine/optimizers.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "engine/lanes.hpp"
#include "engine/optimizers/element_wise.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::size_t width = Lane::size;

Lane load(const float* p) { return Lane::load_unaligned(p); }
void store(float* p, Lane x) { flush(x).store_unaligned(p); }

/// The first n < 4 numbers and zeros; by memory the load would wait for the stores.
Lane load_first(const float* from, std::size_t n) {
    return Lane(from[0], n > 1 ? from[1] : 0.f, n > 2 ? from[2] : 0.f, 0.f);
}
void store_first(Lane x, std::size_t n, float* to) {
    to[0] = x.get(0);
    if (n > 1) to[1] = x.get(1);
    if (n > 2) to[2] = x.get(2);
}

/// Lends one lane of every slot to the rule.
template <class F, std::size_t... k>
Move<Lane> with_slots(const F& rule, Lane dw, float* at, std::size_t apart, std::index_sequence<k...>) {
    std::array<Lane, sizeof...(k)> slot{load(at + k * apart)...};
    const Move<Lane> move = rule(dw, slot[k]...);
    (store(at + k * apart, slot[k]), ...);
    return move;
}

/// What one step of n parameters reads and writes: slot k of parameter i is slots[k * apart + i]; direction and rate are
/// null unless watched. All but w have room for whole lanes.
struct Arrays {
    std::size_t n, apart;
    float* w;
    const float* dw;
    float *slots, *direction, *rate;
};

template <class Slots, class F>
void move_lanes(const F& rule, const Arrays& on, float keep_share) {
    const auto [n, apart, w, dw, slots, direction, rate] = on;
    const Lane keep(keep_share);
    for (std::size_t i = 0; i < n; i += width) {
        const bool whole = n - i >= width;
        const Lane from = whole ? load(w + i) : load_first(w + i, n - i);
        const Move<Lane> move = with_slots(rule, load(dw + i), slots + i, apart, Slots{});
        if (direction) {
            store(direction + i, move.direction);
            store(rate + i, Lane(move.rate));
        }
        const Lane to = flush(keep * from - move.rate * move.direction);
        whole ? to.store_unaligned(w + i) : store_first(to, n - i, w + i);
    }
}

template <class Rule>
std::size_t memory_of(const Rule& rule, std::size_t n, const Clock& clock) {
    if constexpr (ElementWise<Rule>) return rule.slots * ((n + width - 1) / width * width);
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
    : optimizer_(std::move(optimizer)), n_(n), apart_((n + width - 1) / width * width), watched_(watched) {
    reset();
}

void Descent::reset() {
    clock_ = {};
    state_.assign(parts() * apart_ + memory(), 0.f);
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

void Descent::start_step(double lr_factor, const std::optional<double>& momentum) {
    clock_.lr_factor = lr_factor;
    clock_.momentum_set = momentum.has_value();
    if (clock_.t < std::numeric_limits<int>::max()) ++clock_.t; // reached in a quarter of an hour by small networks
}

float Descent::step(std::span<float> w, const Evaluate& evaluate, double lr_factor, const std::optional<double>& momentum) {
    expect("w", w.size());
    start_step(lr_factor, momentum);
    if (const auto* lbfgs = std::get_if<Lbfgs>(&optimizer_)) return search(*lbfgs, w, evaluate);
    const float loss = evaluate(w, part(0));
    move(w.data(), state_.data(), momentum);
    return loss;
}

void Descent::step(std::span<float> w, std::span<const float> dw, double lr_factor, const std::optional<double>& momentum) {
    expect("w", w.size());
    expect("dw", dw.size());
    if (std::holds_alternative<Lbfgs>(optimizer_))
        refuse({"[", Lbfgs::key, "] got one gradient, expected a function to evaluate"});
    start_step(lr_factor, momentum);
    move(w.data(), dw.data(), momentum);
}

void Descent::save(ByteWriter& to) const {
    to.put(static_cast<std::uint32_t>(optimizer_.index()));
    to.put(static_cast<std::uint32_t>(n_));
    to.put(static_cast<std::int32_t>(clock_.t));
    to.put(static_cast<std::int64_t>(clock_.evaluations));
    for (const double number : clock_.numbers) to.put(number);
    to.put_all(state_);
}

void Descent::restore(ByteReader& from) {
    from.expect(from.get<std::uint32_t>(), optimizer_.index(), "optimizer");
    from.expect(from.get<std::uint32_t>(), n_, "parameters,");
    Descent next(optimizer_, 0, watched_);
    next.n_ = n_;
    next.apart_ = apart_;
    next.clock_.t = from.get<std::int32_t>();
    next.clock_.evaluations = static_cast<long>(from.get<std::int64_t>());
    for (double& number : next.clock_.numbers) number = from.get<double>();
    next.state_ = from.get_all<float>();
    const std::size_t floats = next.state_.size(), before = parts() * apart_;
    if (const auto* lbfgs = std::get_if<Lbfgs>(&optimizer_)) {
        const double moves = next.clock_.numbers[1];
        const bool possible = moves >= 0 && moves < 1e9 && floats <= before + lbfgs->most_memory(n_);
        if (!possible) from.fail("an impossible history");
    } else {
        from.expect(floats, before + memory(), "optimizer memory of");
    }
    *this = std::move(next);
}

[[gnu::noinline]] void Descent::keep_gradient(const float* given, const float* w, float l2) {
    float* const dw = state_.data();
    for (std::size_t i = 0; i < n_; ++i) dw[i] = flush(l2 != 0 ? given[i] + l2 * w[i] : given[i]);
}

void Descent::move(float* w, const float* given, const std::optional<double>& momentum) {
    std::visit(
        [&]<class Rule>(const Rule& rule) {
            if constexpr (ElementWise<Rule>) move(momentum ? with_momentum(rule, *momentum) : rule, w, given);
        },
        optimizer_);
}

template <class Rule>
void Descent::move(const Rule& rule, float* w, const float* given) {
    ++clock_.evaluations;
    float* const dw = state_.data();
    const Decay decay = decay_of(rule, clock_);
    if (decay.l2 != 0 || given != dw) keep_gradient(given, w, decay.l2);
    const auto lane = rule.rule(clock_);
    float* const direction = watched_ ? dw + apart_ : nullptr;
    float* const rate = watched_ ? direction + apart_ : nullptr;
    move_lanes<std::make_index_sequence<Rule::slots>>(lane, {n_, apart_, w, dw, dw + parts() * apart_, direction, rate},
                                                      decay.keep);
}

float Descent::search(const Lbfgs& rule, std::span<float> w, const Evaluate& evaluate) {
    state_.resize(parts() * apart_ + rule.memory(n_, clock_));
    const auto memory = std::span(state_).subspan(parts() * apart_);
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

void Descent::refuse_size(std::string_view what, std::size_t size) const {
    refuse({"[", key_of(optimizer_), "] got ", what, " of ", size, ", expected ", n_});
}

} // namespace nn
