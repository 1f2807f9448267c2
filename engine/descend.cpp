#include "engine/descend.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "engine/optimizers/element_wise.hpp"

namespace nn {
namespace {

using Pair = xsimd::batch<float>;  ///< x and y in the first two lanes: one division and root for both

/// False where a number on the way was not finite, if the path must be `checked` for that.
template <bool checked, class Rule, class F, std::size_t... k>
bool walk(const Rule& rule, const F& slope_at, std::span<float> path, std::index_sequence<k...>) {
    Clock clock;
    std::array<Pair, sizeof...(k)> slot{(static_cast<void>(k), Pair(0.f))...};
    float x = path[0], y = path[1];
    Pair w(x, y, 0.f, 0.f), zero(0.f);
    for (std::size_t at = 2; at < path.size(); at += 2) {
        const Slope slope = slope_at(x, y);
        ++clock.t;
        const Decay decay = decay_of(rule, clock);
        Pair dw(slope.dx, slope.dy, 0.f, 0.f);
        if constexpr (checked) zero = zero + dw * Pair(0.f) + w * Pair(0.f);
        if (decay.l2 != 0) dw = dw + decay.l2 * w;
        const Move<Pair> move = rule.rule(clock)(dw, slot[k]...);
        ((slot[k] = flush(slot[k])), ...);
        w = flush(decay.keep * w - move.rate * move.direction);
        path[at] = x = w.get(0);
        path[at + 1] = y = w.get(1);
    }
    return !checked || xsimd::all(zero == Pair(0.f));
}

/// Surfaces whose formula is compiled into the walk: it is too short to be called for. Measured in WebAssembly under
/// Node with Adam: 34 million steps/s in place of 25. Each costs 17 kB there.
template <class... S>
struct Inlined {};
using Short = Inlined<Rosenbrock>;

/// Not turned, a surface needs no turn; but 0 * inf is not 0, so only while all numbers are finite.
template <class S, class Rule>
bool walk_straight(const Rule& rule, const Landscape& landscape, std::span<float> path) {
    const auto [kappa, cosine, sine, none] = landscape.shape();
    if (landscape.surface().key != S::key || cosine != 1 || sine != 0) return false;
    const Shape<Slope> shape{kappa, nullptr};
    const auto slope_at = [&](float x, float y) { return slope_of<S>(x, y, shape); };
    return walk<true>(rule, slope_at, path, std::make_index_sequence<Rule::slots>{});
}

template <class Rule, class... S>
void walk(const Rule& rule, const Landscape& landscape, std::span<float> path, Inlined<S...>) {
    if ((walk_straight<S>(rule, landscape, path) || ...)) return;
    walk<false>(rule, [&](float x, float y) { return landscape.slope(x, y); }, path, std::make_index_sequence<Rule::slots>{});
}

void search(const Lbfgs& rule, const Landscape& landscape, std::span<float> path) {
    Descent descent(rule, 2, false);
    const Evaluate evaluate = [&](std::span<const float> w, std::span<float> dw) {
        const Slope slope = landscape.slope(w[0], w[1]);
        dw[0] = slope.dx, dw[1] = slope.dy;
        return slope.value;
    };
    for (std::size_t at = 2; at < path.size(); at += 2) {
        path[at] = path[at - 2], path[at + 1] = path[at - 1];
        descent.step(path.subspan(at, 2), evaluate);
    }
}

}  // namespace

float descend(const Landscape& landscape, const Optimizer& optimizer, Point start, std::span<float> path) {
    if (path.size() < 2 || path.size() % 2 != 0)
        throw std::invalid_argument("[descend] got a path of " + std::to_string(path.size()) +
                                    ", expected 2 numbers for the start and each step");
    path[0] = start.x, path[1] = start.y;
    std::visit(
        [&]<class Rule>(const Rule& rule) {
            if constexpr (ElementWise<Rule>) walk(rule, landscape, path, Short{});
            else search(rule, landscape, path);
        },
        optimizer);
    return landscape.value(path[path.size() - 2], path[path.size() - 1]);
}

}  // namespace nn
