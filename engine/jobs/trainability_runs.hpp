#pragma once
/// The arithmetic of job `trainability`: four runs at once, one in each lane, none of which knows of the others.
#include <array>
#include <memory>
#include <span>
#include <vector>

#include "engine/jobs/trainability.hpp"

namespace nn::trainability {

using Four = std::array<Hyper, 4>;

class Runs {
public:
    virtual ~Runs() = default;
    /// Forgets the runs before. All four have the same batch.
    virtual void start(const Four& four) = 0;
    /// The losses of step t, 0 at first, and that step unless it is `last`: then the losses of all samples.
    virtual Lane step(int t, bool last) = 0;
    /// Units times samples in a step: what its time goes by.
    virtual int size(int batch) const = 0;
};
std::unique_ptr<Runs> make_runs(const TrainabilitySetup& setup);

/// What all runs of a map share, in the order that the shader reads it: of each sample both inputs and the target, of each
/// hidden unit both weights and that to the output, for scale 1. Empty for the quadratic.
std::vector<float> shared_numbers(const TrainabilitySetup& setup);

} // namespace nn::trainability
