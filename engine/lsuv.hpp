#pragma once
/// Layer-sequential unit variance: a start that is fitted to data (Mishkin and Matas 2016, arXiv:1511.06422). Every
/// dense layer starts orthonormal; then, from the input to the output, each one's weights are divided by the deviation
/// of W x + b, taken over all samples and units at once and before the activation, until that is within `tolerance` of
/// 1 or `tries` are used up. Biases stay. With biases of 0 one try is enough.
#include <optional>
#include <span>
#include <vector>

#include "engine/network.hpp"

namespace nn {

/// What became of one dense layer.
struct LsuvLayer {
    int layer;             ///< its place in the setup
    int tries;             ///< times that its weights were rescaled
    double before, after;  ///< deviation of W x + b as the sweep came to it and as it left it
};

/// The sweep, one dense layer at a time; the network must outlive it and may be looked at in between. Dropout and batch
/// norm are in evaluation mode. A layer whose signal is dead (deviation 0 or not finite) is left as it is.
class LsuvSweep {
  public:
    /// Makes every dense layer orthonormal, from the setup's seed. x: (rows, inputs); a few hundred rows are enough.
    /// Throws std::invalid_argument where x is not whole rows, or none.
    LsuvSweep(Network& network, std::span<const float> x, const initializers::Lsuv& settings = {});

    /// Fits the next dense layer, or says that there is none left.
    std::optional<LsuvLayer> next();

  private:
    Network stretch(int last, bool linear) const;

    Network& network_;
    initializers::Lsuv settings_;
    std::vector<float> signal_;  ///< (rows, n): what goes into layer first_
    std::size_t rows_;
    int first_ = 0;
    std::size_t parameters_ = 0, state_ = 0;  ///< numbers before those of layer first_
};

/// The whole sweep.
std::vector<LsuvLayer> lsuv(Network& network, std::span<const float> x, const initializers::Lsuv& settings = {});

}  // namespace nn
