#pragma once
/// A training that can be asked for any of its steps: forward it trains, back it starts again from the nearest state that
/// it has kept. A run is a function of its setup, so what is seen twice is the same to the bit.
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/trainer.hpp"

namespace nn {

class Reel {
  public:
    /// What is changed as the training stands at a step, a pure function of the step: called each time that it comes
    /// there, from either side. States are kept as they were before.
    using Arrive = std::function<void(int step, Trainer&, Network&)>;

    Reel(std::shared_ptr<Network> network, TrainerSetup setup, std::shared_ptr<const Data> train,
         std::shared_ptr<const Data> validation = {}, Arrive arrive = {});

    int step() const { return static_cast<int>(trainer_.step()); }
    /// One step towards `wanted`, or back to the last kept state before it. False: it stands there.
    bool towards(int wanted);
    void to(int wanted) {
        while (towards(wanted)) {}
    }
    /// From `step` on the future is another one: what `arrive` does there or later has changed. Stands at `step` after it,
    /// if it stood there or beyond.
    void branch(int step);

    /// Loss of the batch of each step, before it; as far as the run has ever been.
    std::span<const float> losses() const { return losses_; }
    /// Without its history.
    const Trainer& trainer() const { return trainer_; }
    Network& network() { return *network_; }

  private:
    static constexpr std::size_t most_bytes = 48 << 20, most_kept = 250;
    struct Kept {
        int step;
        std::vector<std::byte> state;
    };
    void keep();
    void restore(const Kept& kept);

    std::shared_ptr<Network> network_;
    Trainer trainer_;
    Arrive arrive_;
    std::vector<float> losses_;
    std::vector<Kept> kept_;  ///< the start first, then ever later ones
    int every_ = 50;          ///< steps between two of them
    std::optional<Kept> branched_;  ///< where it branched last: changes there come one after another
};

}  // namespace nn
