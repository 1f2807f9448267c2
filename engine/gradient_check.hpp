#pragma once
/// Is backpropagation right? Compares its gradient with central differences of the loss, which are taken in double so
/// that they have more correct digits than the gradient itself.
#include <string>

#include "engine/network.hpp"

namespace nn {

struct GradientCheck {
    double worst = 0;  ///< largest |backpropagated - differenced| / (|differenced| + root mean square of the gradient)
    std::string part;  ///< where it is: the parameter array
    std::size_t index = 0;  ///< and the place in it
    float gradient = 0;     ///< backpropagated there
    double difference = 0;  ///< differenced there
    std::size_t checked = 0;
};

/// Checks all parameters, or evenly spread ones where there are more than `most`. The loss is the setup's, reduction
/// included. Two forward passes for each parameter. In training mode dropout draws the same for all of them, and no
/// running statistics move.
GradientCheck check_gradient(Network& network, const Samples& samples, const Pass& pass = {}, double step = 1e-5,
                             std::size_t most = 2000);

}  // namespace nn
