#pragma once
/// What a network is made of: one struct per kind of layer, with its settings. To add a kind, write its struct here, put
/// it in the list at the foot, and write what it computes (network/plan.cpp: its parameters; network/passes.hpp: forward
/// and backward).
#include <string_view>
#include <variant>

#include "engine/activations.hpp"
#include "engine/initializers.hpp"
#include "engine/params.hpp"

namespace nn {
namespace declare {

template <class S>
constexpr auto activation(Activation S::*m) {
    return one_of("activation", m, "Activation", "The bend: without one, layers collapse to a line.");
}
template <class S>
constexpr auto norm_eps(double S::*m) {
    return real("eps", m, 1e-12, 0.1, log_scale, "Epsilon", "Added to the variance: keeps the division finite.").advanced();
}

}  // namespace declare

namespace layers {

/// activation(W x + b), W (units, in), b (units). With `residual`, x is added to it (He et al. 2016); then units = in.
struct Dense {
    static constexpr std::string_view key = "dense", label = "Dense", paper = "Rosenblatt 1958";
    int units = 8;
    Activation activation = {};
    Initializer init = {};
    double bias = 0;
    bool residual = false;
    static constexpr auto params() {
        return std::tuple{
            integer("units", &Dense::units, 1, 4096, log_scale, "Units", "More units can bend the output in more places."),
            declare::activation(&Dense::activation),
            one_of("init", &Dense::init, "Initializer", "The starting scale decides whether a deep network learns."),
            real("bias", &Dense::bias, -1e6, 1e6, linear_scale, "First bias", "What every bias starts from.").advanced(),
            toggle("residual", &Dense::residual, "Residual link", "Adds the layer's input to its output.").advanced()};
    }
};

/// In training each number becomes 0 with probability p, and the others are divided by 1 - p; else it does nothing.
struct Dropout {
    static constexpr std::string_view key = "dropout", label = "Dropout", paper = "Srivastava et al. 2014";
    double p = 0.5;
    static constexpr auto params() {
        return std::tuple{real("p", &Dropout::p, 0, 0.95, linear_scale, "Share dropped",
                               "More keeps units from relying on each other, and slows learning.")};
    }
};

/// activation(scale * (x - mean) / sqrt(variance + eps) + shift), each unit over the samples of the batch (variance over
/// n); outside training over running statistics, which move by `momentum` in each training pass (variance over n - 1).
struct BatchNorm {
    static constexpr std::string_view key = "batch-norm", label = "Batch norm", paper = "Ioffe and Szegedy 2015";
    double momentum = 0.1, eps = 1e-5;
    Activation activation = activations::Linear{};
    static constexpr auto params() {
        return std::tuple{real("momentum", &BatchNorm::momentum, 0, 1, linear_scale, "Momentum",
                               "Share of each batch in the running statistics: more follows faster.")
                              .advanced(),
                          declare::norm_eps(&BatchNorm::eps), declare::activation(&BatchNorm::activation)};
    }
};

/// The same over the units of each sample; no running statistics.
struct LayerNorm {
    static constexpr std::string_view key = "layer-norm", label = "Layer norm", paper = "Ba et al. 2016";
    double eps = 1e-5;
    Activation activation = activations::Linear{};
    static constexpr auto params() {
        return std::tuple{declare::norm_eps(&LayerNorm::eps), declare::activation(&LayerNorm::activation)};
    }
};

/// Replaces the network's input column `column`, which holds codes 0 .. categories - 1, by `size` learned numbers, the
/// row of a table (categories, size) that starts from N(0, 1). They follow the inputs that stay. Embeddings come before
/// all other layers.
struct Embedding {
    static constexpr std::string_view key = "embedding", label = "Embedding", paper = "Guo and Berkhahn 2016";
    int column = 0, categories = 2, size = 2;
    static constexpr auto params() {
        return std::tuple{
            integer("column", &Embedding::column, 0, 99999, linear_scale, "Column", "Which input holds the codes; the first is 0."),
            integer("categories", &Embedding::categories, 1, 100000, log_scale, "Categories", "How many codes there are."),
            integer("size", &Embedding::size, 1, 256, log_scale, "Size", "Numbers learned for each category.")};
    }
};

}  // namespace layers

/// In the order of teaching.
using Layer = std::variant<layers::Dense, layers::Dropout, layers::BatchNorm, layers::LayerNorm, layers::Embedding>;

}  // namespace nn
