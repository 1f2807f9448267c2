#pragma once
/// Job `network-seeds`: the same network trained by several optimizers (rows) from many seeds (columns), so that none is praised
/// for a lucky start. What `seeds` is on surfaces.
///
/// A run is what a Trainer does with that seed: it gives the parameters their start, and the samples their order. All runs of a
/// column have both in common, and each takes as many gradients as steps.
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/data.hpp"
#include "engine/jobs/jobs.hpp"
#include "engine/network.hpp"
#include "engine/optimizers.hpp"
#include "engine/trainer.hpp"

namespace nn {

struct NetworkSeeds {
    int steps = 300, looks = 30, seeds = 64, batch = 32;
    std::vector<Optimizer> racers{Sgd{.lr = 0.5}, Momentum{.lr = 0.1}, Adam{.lr = 0.02}};

    static constexpr auto params() {
        using S = NetworkSeeds;
        return std::tuple{list("racers", &S::racers, 1, 256, "Racers", "Each has its own band."),
                          integer("batch", &S::batch, 1, 100000, log_scale, "Batch size", "Samples in each step; the last of an epoch has fewer."),
                          integer("steps", &S::steps, 1, 5000, log_scale, "Steps", "Gradients that each run may ask for."),
                          integer("looks", &S::looks, 1, 200, log_scale, "Looks", "After so many steps, evenly apart, the loss is told."),
                          integer("seeds", &S::seeds, 1, 4096, log_scale, "Seeds", "More seeds make the bands smoother.")};
    }
    /// After how many steps look k, from 0, is taken; the last after all.
    int step_of_look(int k) const { return static_cast<int>(std::int64_t{k + 1} * steps / looks); }
};

/// One run. A parameter or a loss beyond `largest` ends it for good: then it has diverged, and its loss is `largest`.
class SeededRun {
public:
    static constexpr float largest = 1e6f;

    SeededRun(const NetworkSetup& network, int seed, const Optimizer& optimizer, int batch, std::shared_ptr<const Data> samples);

    bool diverged() const { return diverged_; }
    /// Nothing once it has diverged.
    void step();
    /// Of all samples, as outside of training.
    float loss(const Data& samples);
    /// The same in pieces: the sum over `count` samples from `first` on, then the loss from the sum over all.
    double loss_sum(const Data& samples, std::size_t first, std::size_t count);
    float loss_of(double sum, const Data& samples);

private:
    std::shared_ptr<Network> network_;
    Trainer trainer_;
    bool diverged_ = false;
};

/// Settings: the network's (NetworkSetup; its seed is the first column's) and NetworkSeeds. Arrays: x (samples, inputs) and y to
/// learn from; then x and y that the looks are taken on, or none: the same. Channels: the loss at each look.
std::unique_ptr<Job> make_network_seeds(std::string_view settings, Arrays arrays);

} // namespace nn
