#pragma once
/// Inside the network: where each layer's numbers lie. Not for other parts; they use network.hpp.
#include <cstddef>
#include <vector>

#include "engine/network.hpp"

namespace nn {

/// One layer among the others. Offsets count numbers in the flat array of parameters, or in the state.
struct Stage {
    Layer layer;
    int index = 0;
    int in = 0, out = 0;     ///< numbers per sample before and after
    int column = 0;          ///< embedding: where its codes lie now, the columns before having moved
    std::size_t weight = 0;  ///< weights, table, or scale
    std::size_t bias = 0;    ///< bias or shift
    std::size_t slope = 0;   ///< of an activation that is trained
    std::size_t state = 0;   ///< running mean, then variance
};

struct Plan {
    std::vector<Stage> stages;
    std::vector<Part> parts;
    std::size_t parameters = 0, state = 0;
    int units = 0;                  ///< of all layers together
    int target_columns = 0;         ///< numbers in the target of a sample
    bool across_samples = false;    ///< in training, does a sample's output depend on the others (batch norm)?

    /// Throws std::invalid_argument naming the layer that does not fit.
    explicit Plan(const NetworkSetup& setup);
};

/// The activation of a layer that has one.
const Activation* activation_of(const Layer& layer);

}  // namespace nn
