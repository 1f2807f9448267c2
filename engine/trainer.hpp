#pragma once
/// A network, data, an optimizer and a schedule at work: counts steps, never seconds. Everything random is a function of
/// the seed, the epoch and the step, so a run replays from its setup, and a saved one goes on bit for bit.
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/data.hpp"
#include "engine/network.hpp"
#include "engine/optimizers.hpp"
#include "engine/schedules.hpp"

namespace nn {

struct TrainerSetup {
    int batch_size = 32;
    bool shuffle = true;
    int seed = 1;
    Optimizer optimizer = Adam{};
    Schedule schedule;
    double l1 = 0, l2 = 0;                   ///< added to the gradient: l1 * sign(w), l2 * w; biases and norms included
    double clip_norm = 0, clip_value = 0;    ///< of the whole gradient; 0: off
    int accumulate = 1;                      ///< batches whose gradients make one step
    static constexpr auto params();
};

class Trainer {
  public:
    /// Trains the network's parameters in place. Throws std::invalid_argument where the data do not fit the network.
    Trainer(std::shared_ptr<Network> network, TrainerSetup setup, std::shared_ptr<const Data> train,
            std::shared_ptr<const Data> validation = {});

    /// One step after another; writes the loss of each batch before its step.
    void steps(std::span<float> losses);
    /// One step on the given rows; returns their loss before it.
    float step_on(std::span<const int> rows);

    /// The whole run as bytes: parameters, running statistics, the optimizer's memory, the place in the epoch.
    std::vector<std::byte> save() const;
    /// Goes on as the saved run would have. Throws std::invalid_argument, and changes nothing, where the bytes are not
    /// of a run with this network and setup.
    void restore(std::span<const std::byte> bytes);
};

}  // namespace nn
