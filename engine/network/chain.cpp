#include "engine/network/chain.hpp"

namespace nn {

void Chain::add(const Link& link, int samples) {
    samples_ = samples;
    lanes_ = lanes_for<Lane>(samples);
    Bound next{link, ActivationTable<Lane>::of[link.activation->index()], is_linear(*link.activation), false, nullptr};
    if (!links_.empty() && std::holds_alternative<activations::Tanh>(*links_.back().activation)) {
        links_.back().taken = true;
        next.tanh_below = links_.back().a;
    }
    links_.push_back(next);
}

}  // namespace nn
