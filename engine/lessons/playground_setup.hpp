#pragma once
/// What a learner builds in the playground: data, features, layers, loss, optimizer and all that is on view. The link's
/// keys, the controls and their defaults.
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/datasets.hpp"
#include "engine/layers.hpp"
#include "engine/lessons/playground_edits.hpp"
#include "engine/lessons/playground_features.hpp"
#include "engine/lessons/speed.hpp"
#include "engine/losses.hpp"
#include "engine/optimizers.hpp"
#include "engine/schedules.hpp"

namespace nn {

inline constexpr Option playground_norms[] = {{"none", "None"}, {"batch", "Batch norm"}, {"layer", "Layer norm"}};

/// A hidden layer as a learner sees it: dense, then a norm, then the bend, then dropout.
struct PlaygroundDense {
    static constexpr std::string_view key = "dense", label = "Dense", paper = layers::Dense::paper;
    int units = 8;
    Activation activation = activations::Tanh{};
    Initializer init = initializers::HeUniform{};
    double dropout = 0;
    int norm = 0;
    bool residual = false;
    static constexpr auto params() {
        return std::tuple{
            integer("units", &PlaygroundDense::units, 1, 64, log_scale, "Units", "More units can bend the output in more places."),
            declare::activation(&PlaygroundDense::activation),
            one_of("init", &PlaygroundDense::init, "Initializer", "The starting scale decides whether a deep network learns.").advanced(),
            real("dropout", &PlaygroundDense::dropout, 0, 0.9, linear_scale, "Dropout",
                 "Share of the units that each training step leaves out: they cannot rely on each other.")
                .advanced(),
            choice("norm", &PlaygroundDense::norm, playground_norms, "Norm", "Brings the layer's numbers to mean 0 and deviation 1 before the bend.").advanced(),
            toggle("residual", &PlaygroundDense::residual, "Residual link", "Adds what goes into the layer to what comes out; both need as many units.").advanced()};
    }
};
using PlaygroundLayer = std::variant<PlaygroundDense>;

/// "As the task asks", in front of a table's rows.
struct PlaygroundAuto {
    static constexpr std::string_view key = "auto", label = "As the task asks";
    static constexpr auto params() { return std::tuple{}; }
};
namespace detail {
template <class First, class Table>
struct Before;
template <class First, class... A>
struct Before<First, std::variant<A...>> {
    using type = std::variant<First, A...>;
};
}  // namespace detail
using PlaygroundLoss = detail::Before<PlaygroundAuto, Loss>::type;
using PlaygroundOutput = detail::Before<PlaygroundAuto, Activation>::type;

inline constexpr Option playground_sources[] = {{"generated", "Made by formula"}, {"own", "Your own"}};
inline constexpr Option playground_tools[] = {{"points", "Points"}, {"curve", "Curve"}, {"erase", "Erase"}};
inline constexpr Option playground_brushes[] = {{"a", "A"}, {"b", "B"}, {"c", "C"}, {"d", "D"}, {"e", "E"}};
inline constexpr Option playground_outputs[] = {{"auto", "As the task asks"}, {"one", "One alone"}};
inline constexpr Option playground_panels[] = {{"loss", "Curves"}, {"errors", "Errors"}, {"signals", "Signals"}, {"space", "Space"}};
inline constexpr Option playground_curves[] = {{"loss", "Loss"}, {"metric", "Metric"}};
inline constexpr Option playground_metrics[] = {{"auto", "As the task asks"}, {"accuracy", "Accuracy"}, {"f1", "F1"}, {"auc", "Area under ROC"},
                                                {"rmse", "RMSE"}, {"mae", "MAE"}, {"r2", "R²"}};
inline constexpr Option playground_planes[] = {{"pair", "Two inputs"}, {"pca", "Principal axes"}};

/// `speeds`, and one more: as many steps as a frame has time for.
inline constexpr auto playground_speeds = [] {
    std::array<Speed, speeds.size() + 1> all{};
    for (std::size_t i = 0; i < speeds.size(); ++i) all[i] = speeds[i];
    all.back() = {"max", "As fast as it goes", std::numeric_limits<double>::infinity()};
    return all;
}();

/// What changing a parameter does to a run.
enum class PlaygroundEffect {
    view,     ///< nothing
    stop,     ///< it may end elsewhere
    live,     ///< goes on with it from the next step: an edit
    restart,  ///< another run
};

struct PlaygroundSetup {
    static constexpr int most_layers = 8;

    int source = 0, tool = 0, brush = 0;
    Dataset data = datasets::Spirals{.noise = 0.1};
    double train = 0.7;
    bool standardize = true, scale_target = false;
    int split_seed = 1;

    bool x1 = true, x2 = true, x1_squared = false, x2_squared = false, product = false;
    bool sin_x1 = false, sin_x2 = false, cos_x1 = false, cos_x2 = false;
    std::string feature;

    std::vector<PlaygroundLayer> layers{PlaygroundDense{}, PlaygroundDense{}};
    PlaygroundOutput output = PlaygroundAuto{};
    int outputs = 0;
    Initializer output_init = {};
    PlaygroundLoss loss = PlaygroundAuto{};

    Optimizer optimizer = Adam{.lr = 0.02};
    Schedule schedule;
    int batch_size = 32;
    double l1 = 0, l2 = 0, clip_norm = 0, clip_value = 0;
    int stop_step = 0, patience = 0;
    double stop_loss = 0;
    int seed = 1;
    int speed = index_of(playground_speeds, "60");

    int map = 0;
    bool discretize = false, show_validation = true, log_scale_loss = false;
    int metric = 0, panel = 0, curve = 0;
    int layer = 1, unit_x = 1, unit_y = 2;
    int plane = 0, input_x = 1, input_y = 2;
    std::string edits;

    bool is_generated() const { return source == 0; }
    bool is_own() const { return source == 1; }
    bool shows_curves() const { return panel == 0; }
    bool shows_space() const { return panel == 3; }
    bool shows_layer() const { return panel >= 2; }

    static constexpr auto params() {
        using S = PlaygroundSetup;
        return std::tuple{
            choice("source", &S::source, playground_sources, "Data from", "A formula, or points that you draw or bring; yours never leave this page."),
            one_of("data", &S::data, "Data", "What is to be told apart or foretold.").only_if(&S::is_generated),
            choice("draw", &S::tool, playground_tools, "Draw on the map", "Points of classes to tell apart, or a curve to foretell.").only_if(&S::is_own),
            choice("brush", &S::brush, playground_brushes, "Class", "The class of the points that you draw next.").only_if(&S::is_own),
            real("train", &S::train, 0.1, 0.9, linear_scale, "Training share", "The rest is never learned from: it tells whether the network has understood or memorized."),
            toggle("x1", &S::x1, "x₁", "The first coordinate itself."),
            toggle("x2", &S::x2, "x₂", "The second coordinate itself."),
            toggle("x1-sq", &S::x1_squared, "x₁²", "With both squares a circle is a straight line."),
            toggle("x2-sq", &S::x2_squared, "x₂²", "With both squares a circle is a straight line."),
            toggle("x1x2", &S::product, "x₁x₂", "Its sign alone solves XOR."),
            toggle("sin-x1", &S::sin_x1, "sin x₁", "A wave along the first coordinate."),
            toggle("sin-x2", &S::sin_x2, "sin x₂", "A wave along the second coordinate."),
            toggle("cos-x1", &S::cos_x1, "cos x₁", "A wave along the first coordinate, a quarter turn on.").advanced(),
            toggle("cos-x2", &S::cos_x2, "cos x₂", "A wave along the second coordinate, a quarter turn on.").advanced(),
            text("feature", &S::feature, 200, check_feature, "Your own feature", "A formula of x and y, such as sqrt(x^2 + y^2): the right one makes the network needless.").advanced(),
            toggle("standardize", &S::standardize, "Standardize", "Brings every input to mean 0 and deviation 1, measured on the training part: raw inputs often learn badly."),
            toggle("scale-target", &S::scale_target, "Standardize targets", "Learns numbers at mean 0 and deviation 1 and turns the answers back: targets far from 0 take long to reach.").advanced(),
            list("layers", &S::layers, 0, most_layers, "Hidden layers", "Each bends what the one before gives; none leaves a straight line."),
            one_of("output", &S::output, "Output's activation", "What the loss expects, or wrongly chosen to see what happens.").advanced(),
            choice("outputs", &S::outputs, playground_outputs, "Outputs", "One for each class, or a single number for all of them.").advanced(),
            one_of("output-init", &S::output_init, "Output's initializer", "Where the last layer's weights start.").advanced(),
            one_of("loss", &S::loss, "Loss", "What training makes small: the wrong one learns the wrong thing."),
            one_of("optimizer", &S::optimizer, "Optimizer", "The rule for one step."),
            one_of("schedule", &S::schedule, "Schedule", "How the learning rate changes along the run.").advanced(),
            integer("batch-size", &S::batch_size, 1, 1000, log_scale, "Batch size", "Samples in each step: fewer are faster and noisier.").unit(" samples"),
            real("l1", &S::l1, 0, 0.3, linear_scale, "L1", "Pulls every weight to zero, small ones all the way.").advanced(),
            real("l2", &S::l2, 0, 0.3, linear_scale, "L2", "Pulls every weight to zero, large ones most: a smoother answer.").advanced(),
            real("clip-norm", &S::clip_norm, 0, 100, linear_scale, "Clip by length", "Shortens a gradient that is longer, so one steep place throws no run off; 0: off.").advanced(),
            real("clip-value", &S::clip_value, 0, 100, linear_scale, "Clip by value", "Cuts every slope to this size, which turns the gradient; 0: off.").advanced(),
            integer("stop-step", &S::stop_step, 0, 1000000, linear_scale, "Stop at step", "The run ends there; 0: it goes on.").advanced(),
            real("stop-loss", &S::stop_loss, 0, 10, linear_scale, "Stop at loss", "The run ends once the training part's loss is this low; 0: it goes on.").advanced(),
            integer("patience", &S::patience, 0, 10000, linear_scale, "Patience", "The run ends after so many epochs without a better validation loss; 0: it goes on.").unit(" epochs").advanced(),
            integer("seed", &S::seed, 0, 999999, linear_scale, "Seed", "Another seed starts from other weights and takes the samples in another order."),
            integer("split-seed", &S::split_seed, 0, 999999, linear_scale, "Split seed", "Another seed shares the samples out otherwise.").advanced(),
            choice("speed", &S::speed, names_of<playground_speeds>, "Speed", "Steps per second while it plays; the run is the same.").advanced(),
            integer("map", &S::map, 0, 520, linear_scale, "On the map", "0: the network's answer; else a unit, counted from the first hidden layer on."),
            toggle("discretize", &S::discretize, "Decision only", "Shows which answer wins, not how surely.").advanced(),
            toggle("show-validation", &S::show_validation, "Validation points", "Shows the points that the network never learns from, too.").advanced(),
            choice("panel", &S::panel, playground_panels, "Beside it", "The curves of loss and metric, the errors that are left, each layer's signals, or the plane as a layer sees it."),
            choice("curve", &S::curve, playground_curves, "Curve", "What is drawn against the step; where there is room for both, both are.").only_if(&S::shows_curves),
            choice("metric", &S::metric, playground_metrics, "Metric", "The number beside the loss.").advanced(),
            toggle("log", &S::log_scale_loss, "Logarithmic loss", "Shows the loss on a logarithmic scale: a slow fall stays visible."),
            integer("layer", &S::layer, 1, most_layers + 1, linear_scale, "Layer", "Whose signals or space are shown; the one after the last hidden layer is the output.").only_if(&S::shows_layer).advanced(),
            integer("unit-x", &S::unit_x, 1, 64, linear_scale, "Unit across", "The unit whose value goes to the right.").only_if(&S::shows_space).advanced(),
            integer("unit-y", &S::unit_y, 1, 64, linear_scale, "Unit upwards", "The unit whose value goes up.").only_if(&S::shows_space).advanced(),
            choice("plane", &S::plane, playground_planes, "Plane", "Of data with more than two inputs: two of them, or the two directions of most spread.").advanced(),
            integer("input-x", &S::input_x, 1, 1000, linear_scale, "Input across", "The input that the map varies to the right.").advanced(),
            integer("input-y", &S::input_y, 1, 1000, linear_scale, "Input upwards", "The input that the map varies upwards.").advanced(),
            text("edits", &S::edits, 20000, check_edits, "Changes on the way", "step:key=value, ...: what was changed while it ran, each at its step. w0, w1 and so on are the weights: layer by layer, those into its first unit first, the biases after them.").advanced(),
        };
    }

    static PlaygroundSetup from_link(std::string_view query, std::vector<Rejection>& rejected);
    /// A path as set_param takes it: `optimizer.lr`, `layers.0.dropout`, `seed`.
    static PlaygroundEffect effect_of(std::string_view path);

    /// What is in force as the run stands at a step: the edits up to and at it have been made.
    PlaygroundSetup at(int step) const;
    /// One sentence where loss, output and task do not belong together, else nothing. Of generated data.
    std::string why_wrong() const;
    /// One sentence where the link alone does not make the run, else nothing.
    std::string note() const;
};

/// As set_param, for what an edit may name: `lr` and `dropout`, too.
std::vector<Rejection> set_live(PlaygroundSetup& setup, std::string_view path, std::string_view value);

}  // namespace nn
