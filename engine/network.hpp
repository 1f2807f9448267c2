#pragma once
/// A feed-forward network of any depth and width over ONE flat array of parameters, in which the layers are views.
/// Arrays at this border are row-major, a sample a row; weights are (out, in) like PyTorch's. A mistake in their sizes, or a
/// code that an embedding does not have, throws std::invalid_argument. Single-threaded; a copy is a snapshot. After the
/// first call with a number of samples, none allocates.
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/layers.hpp"
#include "engine/losses.hpp"

namespace nn {

struct NetworkSetup {
    int inputs = 2;
    std::vector<Layer> layers{layers::Dense{.units = 8, .activation = activations::Tanh{}}, layers::Dense{.units = 1}};
    Loss loss;
    int reduction = 0;  ///< index into `reductions`
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{
            integer("inputs", &NetworkSetup::inputs, 1, 100000, log_scale, "Inputs", "Numbers in each sample."),
            list("layers", &NetworkSetup::layers, 1, 200, "Layers", "From input to output; the last one is the output."),
            one_of("loss", &NetworkSetup::loss, "Loss", "What training makes small."),
            choice("reduction", &NetworkSetup::reduction, reductions, "Reduction", "How samples' losses become one number."),
            integer("seed", &NetworkSetup::seed, 0, 2147483647, linear_scale, "Seed", "Another seed, another start.")};
    }
};

/// Samples: `rows` chooses and orders them, empty for all; of these the `count` from `first` on, or all. weight is empty
/// (all 1) or one number a sample.
struct Samples {
    std::span<const float> x, y, weight;
    std::span<const int> rows;
    std::size_t first = 0, count = std::numeric_limits<std::size_t>::max();
};

/// How a forward pass is meant. In training dropout drops, by (seed, step), and batch norm takes the batch's statistics
/// and updates its running ones.
struct Pass {
    bool train = false;
    std::uint32_t seed = 0;
    std::uint64_t step = 0;
};

/// One array among the parameters.
struct Part {
    std::string name;        ///< "0.weight", "0.bias", "1.scale", "1.shift", "2.table", "0.slope": layer and what it is
    int layer;
    std::vector<int> shape;  ///< (out, in) for weights, (n) for the others
    std::size_t offset, size;
};

class Network {
  public:
    /// Throws std::invalid_argument naming the layer that does not fit. Parameters are initialized from setup.seed.
    explicit Network(NetworkSetup setup);
    Network(const Network&);
    Network(Network&&) noexcept;
    Network& operator=(Network);
    ~Network();

    const NetworkSetup& setup() const;
    int inputs() const;
    int outputs() const;
    /// Numbers per sample in y: 1 (the class) where the loss is on classes, else outputs().
    int target_columns() const;
    /// Units of all layers together, dropout's among them.
    int units() const;

    const std::vector<Part>& layout() const;
    std::span<float> parameters();
    std::span<const float> parameters() const;
    /// What is not trained: mean and variance of each batch norm, in the order of the layers.
    std::span<float> state();
    std::span<const float> state() const;
    /// Start values of all parameters, a pure function of setup and seed; running statistics back to 0 and 1.
    void initialize(std::uint32_t seed);

    /// Output (rows, outputs()) of x (rows, inputs()), before any loss (logits stay logits).
    void forward(std::span<const float> x, std::span<float> output, const Pass& pass = {});
    /// What every unit gives on x: (units(), rows), a unit a row, in the order of the layers.
    void forward_units(std::span<const float> x, std::span<float> outputs, const Pass& pass = {});

    /// Sum of weight_i * loss_i; adds `scale` times its gradient to dw, and writes the gradient by the input, unscaled,
    /// to dx (rows, inputs()) unless it is empty. In training the running statistics move.
    double add_gradient(const Samples& samples, const Pass& pass, double scale, std::span<float> dw,
                        std::span<float> dx = {});
    /// Sum of weight_i * loss_i without a gradient; nothing moves.
    double loss_sum(const Samples& samples, const Pass& pass = {});
    /// The same at other parameters than the network's own: `vectors` holds one after another, sums one number for each.
    void loss_sums(const Samples& samples, std::span<const float> vectors, std::span<float> sums, const Pass& pass = {});
    /// What the sum is divided by under the setup's reduction: n, or the sum of the weights.
    double divisor(const Samples& samples) const;

    /// For those who look inside (inspect, curvature, lsuv).
    struct Inside;
    Inside& inside() { return *inside_; }
    const Inside& inside() const { return *inside_; }

  private:
    std::unique_ptr<Inside> inside_;
};

}  // namespace nn
