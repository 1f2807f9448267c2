#include "engine/lsuv.hpp"

#include <algorithm>
#include <cmath>

#include "engine/sentence.hpp"

namespace nn {

namespace {

double deviation(std::span<const float> z) {
    double mean = 0, square = 0;
    for (const float x : z) mean += double(x);
    mean /= static_cast<double>(z.size());
    for (const float x : z) square += (double(x) - mean) * (double(x) - mean);
    return std::sqrt(square / static_cast<double>(z.size()));
}

bool is_weight(const Part& part, int layer) { return part.layer == layer && part.name.ends_with(".weight"); }

std::span<float> weights_of(Network& network, int layer) {
    for (const Part& part : network.layout())
        if (is_weight(part, layer)) return network.parameters().subspan(part.offset, part.size);
    throw std::logic_error("[lsuv] layer " + std::to_string(layer) + " has no weights");
}

}  // namespace

LsuvSweep::LsuvSweep(Network& network, std::span<const float> x, const initializers::Lsuv& settings)
    : network_(network),
      settings_(settings),
      signal_(x.begin(), x.end()),
      rows_(x.size() / static_cast<std::size_t>(network.inputs())) {
    if (x.empty() || x.size() != rows_ * static_cast<std::size_t>(network.inputs()))
        refuse({"[lsuv] got x of ", x.size(), ", expected (n, ", network.inputs(), ") with n of 1 or more"});
    for (const Part& part : network.layout())
        if (is_weight(part, part.layer))
            initialize(settings_, part.shape[1], part.shape[0], static_cast<std::uint32_t>(network.setup().seed),
                       static_cast<std::uint32_t>(part.layer), network.parameters().subspan(part.offset, part.size));
}

/// The layers from first_ to `last` as a network of its own, without the last one's bend if `linear`.
Network LsuvSweep::stretch(int last, bool linear) const {
    NetworkSetup setup;
    setup.inputs = static_cast<int>(signal_.size() / rows_);
    const auto all = network_.setup().layers.begin();
    setup.layers.assign(all + first_, all + last + 1);
    for (Layer& layer : setup.layers)
        if (auto* dense = std::get_if<layers::Dense>(&layer)) dense->init = initializers::Zeros{};
    if (linear) {
        auto& dense = std::get<layers::Dense>(setup.layers.back());
        dense.activation = activations::Linear{};
        dense.residual = false;
    }
    Network cut(std::move(setup));
    const Network& whole = network_;
    const auto w = whole.parameters().subspan(parameters_, cut.parameters().size());
    const auto state = whole.state().subspan(state_, cut.state().size());
    std::copy(w.begin(), w.end(), cut.parameters().begin());
    std::copy(state.begin(), state.end(), cut.state().begin());
    return cut;
}

std::optional<LsuvLayer> LsuvSweep::next() {
    const auto& all = network_.setup().layers;
    int last = first_;
    while (last < static_cast<int>(all.size()) &&
           !std::holds_alternative<layers::Dense>(all[static_cast<std::size_t>(last)]))
        ++last;
    if (last == static_cast<int>(all.size())) return {};

    Network straight = stretch(last, true);
    std::vector<float> z(rows_ * static_cast<std::size_t>(straight.outputs()));
    const auto measure = [&] {
        straight.forward(signal_, z);
        return deviation(z);
    };
    const auto w = weights_of(straight, last - first_), home = weights_of(network_, last);
    LsuvLayer result{last, 0, measure(), 0};
    result.after = result.before;
    const auto alive = [&] { return result.after > 0 && std::isfinite(result.after); };
    while (alive() && std::fabs(result.after - 1) > settings_.tolerance && result.tries < settings_.tries) {
        for (float& weight : w) weight = static_cast<float>(double(weight) / result.after);
        ++result.tries;
        result.after = measure();
    }
    std::copy(w.begin(), w.end(), home.begin());

    Network bent = stretch(last, false);
    bent.forward(signal_, z);
    signal_ = std::move(z);
    first_ = last + 1;
    parameters_ += bent.parameters().size();
    state_ += bent.state().size();
    return result;
}

std::vector<LsuvLayer> lsuv(Network& network, std::span<const float> x, const initializers::Lsuv& settings) {
    LsuvSweep sweep(network, x, settings);
    std::vector<LsuvLayer> all;
    while (const auto layer = sweep.next()) all.push_back(*layer);
    return all;
}

}  // namespace nn
