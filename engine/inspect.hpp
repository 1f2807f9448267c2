#pragma once
/// Looking inside: what every layer does to its samples, and what reaches it on the way back (X. Glorot, Y. Bengio,
/// "Understanding the difficulty of training deep feedforward neural networks", 2010, whose pictures these are).
#include <vector>

#include "engine/network.hpp"

namespace nn {

/// Counts of numbers in equal bins from low to high; the ends count what lies past them.
struct Histogram {
    float low = 0, high = 0;
    std::vector<int> counts;
};

struct LayerStatistics {
    double mean = 0, deviation = 0;  ///< of all activations: units and samples pooled, deviation over n
    /// Share of units and samples where the activation's slope is below a twentieth of 1: a gradient that arrives there
    /// is all but lost.
    double saturated = 0;
    int dead = 0;  ///< units whose slope is 0 on every sample: they learn nothing from these data
    double gradient_mean = 0, gradient_deviation = 0;  ///< of the loss's slopes before the activation, z
    Histogram activations, gradients;
};

constexpr double saturation_slope = 0.05;

/// One entry a layer. The loss is the setup's, reduction included. Histograms span the numbers that there are, or where
/// `activation_range` is above 0 from -activation_range to it. Numbers that are not finite are left out.
std::vector<LayerStatistics> inspect(Network& network, const Samples& samples, const Pass& pass = {}, int bins = 40,
                                     double activation_range = 0);

}  // namespace nn
