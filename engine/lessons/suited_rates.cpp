#include "engine/lessons/suited_rates.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/params.hpp"

namespace nn {

namespace {

/// Two significant figures: a rate that a person could have chosen.
double round_rate(double rate) {
    const double unit = std::pow(10, std::floor(std::log10(rate)) - 1);
    double rounded = rate;
    parse_number(format_number(std::round(rate / unit)) + "e" + std::to_string(static_cast<int>(std::lround(std::log10(unit)))), rounded);
    return rounded;
}

/// Rules whose step is as long as the gradient is steep; the others' steps are as long as their rate says.
template <class O>
constexpr bool follows_slope = std::same_as<O, Sgd> || std::same_as<O, Momentum> || std::same_as<O, Nesterov>;

template <std::size_t... i>
std::vector<Optimizer> one_of_each(std::index_sequence<i...>) {
    return {Optimizer(std::in_place_index<i>)...};
}

} // namespace

double steepest(const Landscape& landscape, Point start) {
    const auto at = [&](float x, float y) {
        const Bend b = landscape.bend(x, y);
        const double size = std::max(std::abs(b.lambda_max()), std::abs(b.lambda_min()));
        return std::isfinite(size) ? size : 0;
    };
    double lambda = at(start.x, start.y);
    for (const Minimum& m : landscape.minima()) lambda = std::max(lambda, at(m.x, m.y));
    return std::max(lambda, 1e-3);
}

void suit(Optimizer& optimizer, double lambda, double width) {
    std::visit(
        [&]<class O>(O& o) {
            double lr = o.lr;
            if constexpr (follows_slope<O>)
                lr = round_rate((std::same_as<O, Sgd> ? 1 : 0.3) / lambda);
            else if constexpr (!std::same_as<O, Lbfgs> && !std::same_as<O, Adadelta>)
                lr = round_rate(O{}.lr * width / 24);
            set_param(params_of(o), "lr", format_number(lr));
        },
        optimizer);
}

Optimizer another_kind(std::span<const Optimizer> racers) {
    auto kinds = one_of_each(std::make_index_sequence<std::variant_size_v<Optimizer>>());
    const auto runs = [&](const Optimizer& kind) {
        return std::any_of(racers.begin(), racers.end(), [&](const Optimizer& r) { return r.index() == kind.index(); });
    };
    const auto fresh = std::find_if_not(kinds.begin(), kinds.end(), runs);
    return fresh == kinds.end() ? kinds.front() : *fresh;
}

} // namespace nn
