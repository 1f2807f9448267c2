#include "engine/descend.hpp"

#include "engine/optimizers/walker.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

/// All in registers: through Descent::step Adam takes 63 ns a step on Rosenbrock, so 43 (2026-11-25, Node).
template <class Rule>
void walk(const Rule& rule, const Landscape& landscape, std::span<float> path) {
    Walker<Rule> walker(rule, {path[0], path[1]});
    for (std::size_t at = 2; at < path.size(); at += 2) {
        const Point p = walker.step(landscape);
        path[at] = p.x, path[at + 1] = p.y;
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
            if constexpr (ElementWise<Rule>) walk(rule, landscape, path);
            else search(rule, landscape, path);
        },
        optimizer);
    return landscape.value(path[path.size() - 2], path[path.size() - 1]);
}

}  // namespace nn
