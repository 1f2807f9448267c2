#pragma once
/// Job `trainability`: one complete training run for each pixel of a map over two hyper-parameters (J. Sohl-Dickstein, "The
/// boundary of neural network trainability is fractal", 2024, arXiv:2402.06184).
///
/// A step is heavy ball in PyTorch's form, v = momentum v + (g + decay w), w -= rate v, and comes so many times. Two
/// problems:
///     network    two inputs - hidden units - 1 without a bend, mean squared error on samples that are noise in and out, so
///                there is nothing to learn but them; weights start normal with deviation scale / sqrt(fan-in), biases at 0
///     quadratic  (lambda x^2 + flat y^2) / 2 from x = y = scale; x is "layer 1", y "layer 2". It converges where
///                0 < rate < 2 (1 + momentum) / lambda and |momentum| < 1
/// A batch is the next samples around the circle of all of them. The loss of step t is that of its batch, before it; the
/// last one, after all steps, is that of all samples.
#include <memory>
#include <variant>
#include <vector>

#include "engine/activations.hpp"
#include "engine/jobs/jobs.hpp"

namespace nn {

namespace trainability {

enum class Problem { network, quadratic };
inline constexpr Option problems[] = {{"network", "Network"}, {"quadratic", "Quadratic"}};

/// One side of the map: `low` and `high` are where the home view ends, decades where it is logarithmic.
struct Axis {
    std::string_view label;
    double low, high;
    bool decades = true;
    double value(double at) const; ///< at a place from 0, the low end, to 1
    double place(double value) const;
};

/// What the sides of a map stand for: across always a learning rate. Home views for the network and for the quadratic.
struct Axes {
    std::string_view key, label;
    Axis across[2], up[2];
};
enum class Up { rate2, momentum, scale, batch, decay };
inline constexpr Axes axes[] = {
    {"layers", "Learning rates of both layers", {{"Learning rate of layer 1", -1, 3}, {"Learning rate of x", -1.5, 1}}, {{"Learning rate of layer 2", -1.6, 0.8}, {"Learning rate of y", -0.5, 2}}},
    {"momentum", "Learning rate, momentum", {{"Learning rate", -1.2, 0.4}, {"Learning rate", -1.5, 1}}, {{"Momentum", 0, 1, false}, {"Momentum", 0, 1, false}}},
    {"scale", "Learning rate, initial scale", {{"Learning rate", -1.2, 0.8}, {"Learning rate", -1.5, 1}}, {{"Initial scale", -2, 1.3}, {"Initial scale", -2, 1.3}}},
    {"batch", "Learning rate, batch size", {{"Learning rate", -1.5, 0.7}, {"Learning rate", -1.5, 1}}, {{"Batch size", 0, 0.93}, {"Batch size", 0, 0.93}}},
    {"decay", "Learning rate, weight decay", {{"Learning rate", -1.5, 1}, {"Learning rate", -1.5, 1}}, {{"Weight decay", -2, 1.5}, {"Weight decay", -2, 1.5}}},
};

/// The rate from which on heavy ball diverges along an axis of a quadratic; decay adds to the curvature.
constexpr double largest_rate(double curvature, double momentum) { return 2 * (1 + momentum) / curvature; }

/// Sizes that the shader has in registers.
inline constexpr Option hidden_sizes[] = {{"4", "4"}, {"8", "8"}, {"16", "16"}};
inline constexpr int most_samples = 64;

/// What a run trains with.
struct Hyper {
    float rate1, rate2, momentum, scale, decay;
    int batch;
};

} // namespace trainability

/// The link's keys, the controls and their defaults.
struct TrainabilitySetup {
    using Bend = std::variant<activations::Tanh, activations::Relu, activations::Sigmoid, activations::Gelu, activations::Linear>;

    int problem = 0, axes = 0;
    double x = 0.5, y = 0.5, zoom = 1;
    int steps = 100;
    int hidden = 1, samples = 8;
    Bend activation;
    double lambda = 1, flat = 0.1;
    double momentum = 0, scale = 1, decay = 0;
    int batch = trainability::most_samples;
    double target = 0.1, limit = 1e6;
    int seed = 5;
    int width = 256, height = 256;

    bool is_network() const { return problem == static_cast<int>(trainability::Problem::network); }
    bool is_quadratic() const { return !is_network(); }
    trainability::Up up() const { return static_cast<trainability::Up>(axes); }

    /// All but the size, which is nothing that a learner chooses.
    static constexpr auto dials() {
        using S = TrainabilitySetup;
        return std::tuple{
            choice("problem", &S::problem, trainability::problems, "Problem", "A small network on noise, or a quadratic, whose boundary is known."),
            choice("axes", &S::axes, names_of<trainability::axes>, "Axes", "The two settings that differ from pixel to pixel."),
            real("x", &S::x, -10, 10, linear_scale, "Middle across", "Where the middle of the picture lies in the home view, from 0 at its left to 1.").advanced(),
            real("y", &S::y, -10, 10, linear_scale, "Middle up", "Where the middle of the picture lies in the home view, from 0 at its foot to 1.").advanced(),
            real("zoom", &S::zoom, 0.1, 1e12, log_scale, "Zoom", "How often the picture is enlarged: the boundary has detail at every scale.").advanced(),
            integer("steps", &S::steps, 1, 10000, log_scale, "Steps", "Longer runs find more settings that diverge, and take longer."),
            choice("hidden", &S::hidden, trainability::hidden_sizes, "Hidden units", "More units fit more of the noise.").only_if(&S::is_network),
            integer("samples", &S::samples, 1, trainability::most_samples, log_scale, "Samples", "More samples make the loss smoother and every run slower.").only_if(&S::is_network),
            one_of("activation", &S::activation, "Activation", "The bend of the hidden units; without one the boundary loses its detail.").only_if(&S::is_network),
            real("lambda", &S::lambda, 0.01, 100, log_scale, "Curvature λ", "The steeper the quadratic is, the smaller is the largest rate that converges.").only_if(&S::is_quadratic),
            real("flat", &S::flat, 0.001, 100, log_scale, "Curvature of the other axis", "The flatter it is, the longer a run takes to the target.").only_if(&S::is_quadratic),
            real("momentum", &S::momentum, 0, 0.9999, linear_scale, "Momentum", "Share of the last velocity that is kept: more lets larger rates converge."),
            real("scale", &S::scale, 1e-3, 100, log_scale, "Initial scale", "Multiplies every weight at the start: large ones saturate the units."),
            integer("batch", &S::batch, 1, trainability::most_samples, log_scale, "Batch size", "Samples in a step: as many as there are: no noise.").only_if(&S::is_network),
            real("decay", &S::decay, 0, 40, linear_scale, "Weight decay", "Adds this share of each parameter to its slope: it shrinks them, or throws them over zero."),
            real("target", &S::target, 1e-9, 1e3, log_scale, "Target", "A run has arrived once its loss is not above this.").advanced(),
            real("limit", &S::limit, 10, 1e12, log_scale, "Limit", "A run has diverged once its loss is above this.").advanced(),
            integer("seed", &S::seed, 0, 999999, linear_scale, "Seed", "Another seed, other samples and another start, and another fractal.").only_if(&S::is_network),
        };
    }
    static constexpr auto params() {
        using S = TrainabilitySetup;
        return std::tuple_cat(dials(), std::tuple{
            integer("width", &S::width, 1, 4096, log_scale, "Columns", "Runs across.").advanced(),
            integer("height", &S::height, 1, 4096, log_scale, "Rows", "Runs up.").advanced(),
        });
    }

    /// The sides of the picture, as it is zoomed and moved.
    trainability::Axis across() const;
    trainability::Axis up_side() const;
    int units() const { return 4 << hidden; }
    int batch_size() const; ///< where rows do not say it
    /// What a row stands for; row 0 is the lowest.
    float own(int row) const;
    /// What the run of a pixel trains with.
    trainability::Hyper at(int column, int row) const;
};

/// Channels: the loss after the last step or, where it passed the limit, then; the steps it took to pass the limit, or -1;
/// the steps it took to the target, or -1.
std::unique_ptr<Job> make_trainability(std::string_view settings, Arrays arrays);

/// The losses of one run, step by step: the last is the map's, where a pixel has these settings.
std::vector<float> trainability_run(const TrainabilitySetup& setup, const trainability::Hyper& settings);

} // namespace nn
