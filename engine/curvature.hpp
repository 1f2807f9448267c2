#pragma once
/// The loss's curvature in parameter space: how steep the valleys are that an optimizer walks in. Gradient descent
/// oscillates and diverges above a learning rate of 2 / lambda_max; training at a constant rate drifts to that edge
/// (J. Cohen et al., "Gradient descent on neural networks typically occurs at the edge of stability", 2021).
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network.hpp"

namespace nn {

/// H v: the loss's Hessian, reduction included, times a direction in parameter space; exact to float's rounding
/// (B. Pearlmutter, "Fast exact multiplication by the Hessian", 1994). Costs about three gradients. Throws
/// std::invalid_argument where v or result has not one number for each parameter.
void hessian_vector(Network& network, const Samples& samples, std::span<const float> v, std::span<float> result,
                    const Pass& pass = {});

struct Eigenpair {
    double value = 0;
    std::vector<float> vector;  ///< of length 1
    double residual = 0;        ///< |H v - value v| beside the vectors before it: how far from an eigenvector it is
    int iterations = 0;         ///< Hessian-vector products it took
    bool converged = false;     ///< the residual came below the tolerance
};

struct PowerIteration {
    int vectors = 1;          ///< how many of the largest eigenvalues
    int most_iterations = 100;  ///< products for each
    double tolerance = 1e-3;  ///< residual / |value| at which to stop
    std::uint32_t seed = 1;   ///< of the start
};

/// The algebraically largest eigenvalues of the Hessian, the largest first, by power iteration with deflation; where the
/// eigenvalue of largest size is negative, or there is a negative one as large, on the Hessian shifted by that size.
std::vector<Eigenpair> largest_eigenpairs(Network& network, const Samples& samples, const PowerIteration& settings = {},
                                          const Pass& pass = {});

}  // namespace nn
