#pragma once
/// What a random network does to its signal when its layers are infinitely wide: then every unit's input is normal, and
/// all there is to follow is a variance (B. Poole et al., "Exponential expressivity in deep neural networks through
/// transient chaos", 2016, arXiv:1606.05340; S. Schoenholz et al., "Deep information propagation", 2017,
/// arXiv:1611.01232).
#include <span>
#include <vector>

#include "engine/activations.hpp"

namespace nn {

/// Means over z ~ N(0, variance).
struct BentNormal {
    double mean = 0, square = 0;  ///< of f(z) and of its square
    double slope_square = 0;      ///< of the square of f'(z)

    double deviation() const;
};
BentNormal bent_normal(const Activation& f, double variance);

/// One layer, as theory has it.
struct MeanFieldLayer {
    double deviation;  ///< of f(z), over samples and units
    double gradient;   ///< deviation of the slopes by z, where those by the last layer's output are N(0, 1)
};

/// `input`: mean square of a number that goes in; `weights`: for each layer the variance of a weight times its inputs,
/// which is sigma_w^2; `bias`: variance of a bias, sigma_b^2.
std::vector<MeanFieldLayer> mean_field(const Activation& f, double input, std::span<const double> weights, double bias);

/// Mean square of the slopes where the variance no longer changes from layer to layer, times sigma_w^2: above 1, two
/// inputs drift apart and gradients grow on their way back (chaos); below 1 all inputs become one and gradients fade
/// (order). sigma_w and sigma_b are deviations.
double chi(const Activation& f, double sigma_w, double sigma_b);

}  // namespace nn
