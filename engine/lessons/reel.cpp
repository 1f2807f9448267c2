#include "engine/lessons/reel.hpp"

#include <algorithm>

namespace nn {

Reel::Reel(std::shared_ptr<Network> network, TrainerSetup setup, std::shared_ptr<const Data> train,
           std::shared_ptr<const Data> validation)
    : network_(network), trainer_(std::move(network), std::move(setup), std::move(train), std::move(validation)) {
    keep();
}

/// Where memory runs short, every second state goes and the next come half as often; the start always stays.
void Reel::keep() {
    kept_.push_back({step(), trainer_.save()});
    if (kept_.size() < 4 || kept_.size() * kept_.back().state.size() < most_bytes) return;
    every_ *= 2;
    std::erase_if(kept_, [&](const Kept& k) { return k.step % every_ != 0; });
}

bool Reel::towards(int wanted) {
    if (step() == wanted) return false;
    if (step() > wanted) {
        const auto after = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& k) { return k.step > wanted; });
        trainer_.restore((after - 1)->state);
        return step() != wanted;
    }
    float loss = 0;
    trainer_.steps({&loss, 1});
    const auto done = static_cast<std::size_t>(step());
    if (losses_.size() < done) losses_.push_back(loss);
    if (step() % every_ == 0 && kept_.back().step < step()) keep();
    return step() != wanted;
}

}  // namespace nn
