#pragma once
/// What a network is made of: one struct per kind of layer, with its settings. To add a kind, write its struct here, put
/// it in the list, and write what it computes (network.cpp).
#include <string_view>
#include <variant>

#include "engine/activations.hpp"
#include "engine/initializers.hpp"
#include "engine/params.hpp"

namespace nn {
namespace layers {

/// activation(W x + b), W (units, in), b (units). With `residual`, x is added to it (He et al. 2016); then units = in.
struct Dense {
    static constexpr std::string_view key = "dense", label = "Dense", paper = "Rosenblatt 1958";
    int units = 8;
    Activation activation;
    Initializer init;
    double bias = 0;
    bool residual = false;
    static constexpr auto params() {
        return std::tuple{
            integer("units", &Dense::units, 1, 4096, log_scale, "Units", "More units can bend the output in more places."),
            one_of("activation", &Dense::activation, "Activation", "The bend: without one, layers collapse to a line."),
            one_of("init", &Dense::init, "Initializer", "The starting scale decides whether a deep network learns."),
            real("bias", &Dense::bias, -1e6, 1e6, linear_scale, "First bias", "What every bias starts from.").advanced(),
            toggle("residual", &Dense::residual, "Residual link", "Adds the layer's input to its output.").advanced()};
    }
};

}  // namespace layers

using Layer = std::variant<layers::Dense>;

}  // namespace nn
