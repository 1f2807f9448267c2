#include "engine/network/chain.hpp"

namespace nn {

void Chain::add(const Link& link, int samples) {
    samples_ = samples;
    lanes_ = lanes_for<Lane>(samples);
    const Activation& f = *link.activation;
    Bound next{link, ActivationTable<Lane>::of[f.index()], is_linear(f), std::holds_alternative<activations::Tanh>(f)};
    if (!links_.empty() && links_.back().is_tanh) {
        links_.back().taken = true;
        next.tanh_below = links_.back().a;
    }
    links_.push_back(next);
}

}  // namespace nn
