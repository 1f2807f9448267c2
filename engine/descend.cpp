#include "engine/descend.hpp"

#include <utility>

#include "engine/optimizers/element_wise.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

using Pair = xsimd::batch<float>;  ///< x and y in the first two lanes: one division and root for both

/// All in registers: through Descent::step Adam takes 63 ns a step on Rosenbrock, so 43 (2026-11-25, Node).
template <class Rule, std::size_t... k>
void walk(const Rule& rule, const Landscape& landscape, std::span<float> path, std::index_sequence<k...>) {
    Clock clock;
    std::array<Pair, sizeof...(k)> slot{(static_cast<void>(k), Pair(0.f))...};
    float x = path[0], y = path[1];
    Pair w(x, y, 0.f, 0.f);
    for (std::size_t at = 2; at < path.size(); at += 2) {
        const Slope slope = landscape.slope(x, y);
        ++clock.t;
        const Decay decay = decay_of(rule, clock);
        Pair dw(slope.dx, slope.dy, 0.f, 0.f);
        if (decay.l2 != 0) dw = dw + decay.l2 * w;
        const Move<Pair> move = rule.rule(clock)(dw, slot[k]...);
        ((slot[k] = flush(slot[k])), ...);
        w = flush(decay.keep * w - move.rate * move.direction);
        path[at] = x = w.get(0);
        path[at + 1] = y = w.get(1);
    }
}

void search(const Lbfgs& rule, const Landscape& landscape, std::span<float> path) {
    Descent descent(rule, 2, false);
    for (std::size_t at = 2; at < path.size(); at += 2) {
        path[at] = path[at - 2], path[at + 1] = path[at - 1];
        descent.step(path.subspan(at, 2), [&](std::span<const float> w, std::span<float> dw) {
            const Slope slope = landscape.slope(w[0], w[1]);
            dw[0] = slope.dx, dw[1] = slope.dy;
            return slope.value;
        });
    }
}

}  // namespace

float descend(const Landscape& landscape, const Optimizer& optimizer, Point start, std::span<float> path) {
    if (path.size() < 2 || path.size() % 2 != 0)
        refuse({"[descend] got a path of ", path.size(), ", expected 2 numbers for the start and each step"});
    path[0] = start.x, path[1] = start.y;
    std::visit(
        [&]<class Rule>(const Rule& rule) {
            if constexpr (ElementWise<Rule>) walk(rule, landscape, path, std::make_index_sequence<Rule::slots>{});
            else search(rule, landscape, path);
        },
        optimizer);
    return landscape.value(path[path.size() - 2], path[path.size() - 1]);
}

}  // namespace nn
