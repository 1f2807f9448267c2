#include "engine/lessons/reel.hpp"

#include <algorithm>

namespace nn {

Reel::Reel(std::shared_ptr<Network> network, TrainerSetup setup, std::shared_ptr<const Data> train,
           std::shared_ptr<const Data> validation, Arrive arrive)
    : network_(network), trainer_(std::move(network), std::move(setup), std::move(train), std::move(validation)), arrive_(std::move(arrive)) {
    trainer_.keep_history(false);
    keep();
    if (arrive_) arrive_(0, trainer_, *network_);
}

/// Where memory runs short, every second state goes and the next come half as often; the start always stays.
void Reel::keep() {
    kept_.push_back({step(), trainer_.save()});
    if (kept_.size() < 4 || (kept_.size() < most_kept && kept_.size() * kept_.back().state.size() < most_bytes)) return;
    every_ *= 2;
    std::erase_if(kept_, [&](const Kept& k) { return k.step % every_ != 0; });
}

void Reel::restore(const Kept& kept) {
    trainer_.restore(kept.state);
    if (arrive_) arrive_(kept.step, trainer_, *network_);
}

bool Reel::towards(int wanted) {
    if (step() == wanted) return false;
    if (step() > wanted) {
        const auto after = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& k) { return k.step > wanted; });
        restore(*(after - 1));
        return step() != wanted;
    }
    float loss = 0;
    trainer_.steps({&loss, 1});
    const auto done = static_cast<std::size_t>(step());
    if (losses_.size() < done) losses_.push_back(loss);
    if (step() % every_ == 0 && kept_.back().step < step()) keep();
    if (arrive_) arrive_(step(), trainer_, *network_);
    return step() != wanted;
}

void Reel::branch(int at) {
    if (branched_ && branched_->step > at) branched_.reset();
    std::erase_if(kept_, [&](const Kept& k) { return k.step > at; });
    losses_.resize(std::min(losses_.size(), static_cast<std::size_t>(at)));
    if (step() < at) return;
    if (!branched_ || branched_->step != at) {
        restore(kept_.back());
        while (step() < at - 1) towards(at);
        // The last step by hand: the state before `arrive` is wanted.
        if (step() < at) {
            float loss = 0;
            trainer_.steps({&loss, 1});
        }
        branched_ = {at, {}};
        if (kept_.back().step == at)
            branched_->state = kept_.back().state;
        else
            branched_->state = trainer_.save();
    }
    restore(*branched_);
}

}  // namespace nn
