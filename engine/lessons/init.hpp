#pragma once
/// The lesson "Why does the starting scale decide whether a deep network learns?": three networks that differ only in how
/// their weights start. First what that does to a signal on its way through the layers and to a gradient on its way
/// back, then what each of them learns from the same batches.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/datasets.hpp"
#include "engine/inspect.hpp"
#include "engine/kernels/scratch.hpp"
#include "engine/lessons/mean_field.hpp"
#include "engine/lessons/reel.hpp"
#include "engine/lessons/speed.hpp"
#include "engine/lsuv.hpp"

namespace nn {

/// A way to start, as a lecturer would name it.
struct InitStart {
    std::string_view key, label;
    Initializer (*initializer)();
    /// All weights of a layer are equal: theory, which has them drawn, says nothing about it.
    bool is_drawn = true;
};
inline constexpr InitStart init_starts[] = {
    {"zeros", "Zeros", [] { return Initializer(initializers::Zeros{}); }, false},
    {"constant", "Constant", [] { return Initializer(initializers::Constant{.value = 0.02}); }, false},
    {"small", "Too small", [] { return Initializer(initializers::Normal{.deviation = 0.02}); }},
    {"large", "Too large", [] { return Initializer(initializers::Normal{.deviation = 0.5}); }},
    {"uniform", "Uniform", [] { return Initializer(initializers::FanUniform{}); }},
    {"glorot", "Glorot", [] { return Initializer(initializers::GlorotUniform{}); }},
    {"he", "He", [] { return Initializer(initializers::HeNormal{}); }},
    {"lecun", "LeCun", [] { return Initializer(initializers::LecunNormal{}); }},
    {"orthogonal", "Orthogonal", [] { return Initializer(initializers::Orthogonal{}); }},
    {"lsuv", "LSUV", [] { return Initializer(initializers::Lsuv{}); }},
};

/// What the networks learn: two classes in the plane, each coordinate standardized.
struct InitData {
    std::string_view key, label;
    Dataset (*dataset)();
};
inline constexpr InitData init_data[] = {
    {"circles", "Circles", [] { return Dataset(datasets::Circles{.size = 400}); }},
    {"moons", "Moons", [] { return Dataset(datasets::Moons{.size = 400}); }},
    {"xor", "XOR", [] { return Dataset(datasets::Xor{.size = 400}); }},
    {"spirals", "Spirals", [] { return Dataset(datasets::TutorialSpirals{}); }},
};

/// What goes in while the signal is measured.
inline constexpr Option init_inputs[] = {{"gaussian", "Unit Gaussian"}, {"data", "The data"}};

inline constexpr Option init_shows[] = {{"signal", "Signal"}, {"gradient", "Gradient"}};
inline constexpr Option init_panels[] = {{"loss", "Loss"}, {"chaos", "Chaos"}};

/// The link's keys, the controls and their defaults. The opening picture is the seminar's slide 15.
struct InitSetup {
    static constexpr int networks = 3;

    int first = index_of(init_starts, "uniform"), second = index_of(init_starts, "glorot"), third = index_of(init_starts, "large");
    Activation activation = activations::Tanh{};
    int depth = 12, width = 128;
    double gain = 1, bias = 0;
    int input = 0, data = 0;
    int show = 0, panel = 0;
    Optimizer optimizer = Sgd{.lr = 0.05};
    int batch_size = 32;
    int seed = 1;
    int speed = index_of(speeds, "20");

    static constexpr auto params() {
        return std::tuple{
            choice("init", &InitSetup::first, names_of<init_starts>, "Initializer", "How every weight of the first network is drawn."),
            choice("init-b", &InitSetup::second, names_of<init_starts>, "Compared with", "The second network: the same in all but its start."),
            choice("init-c", &InitSetup::third, names_of<init_starts>, "And with", "The third network: the same in all but its start."),
            choice("show", &InitSetup::show, init_shows, "On its way", "The signal on its way up through the layers, or a gradient on its way back."),
            one_of("activation", &InitSetup::activation, "Activation", "The bend after every layer: what suits one starts another wrongly."),
            integer("depth", &InitSetup::depth, 1, 50, linear_scale, "Hidden layers", "A factor that hardly matters once matters when it is multiplied in each layer."),
            integer("width", &InitSetup::width, 4, 512, log_scale, "Units in each", "Wider layers come closer to the dashed theory; narrow ones scatter."),
            real("gain", &InitSetup::gain, 0.1, 10, log_scale, "Gain", "Multiplies every weight of all three: find the one that keeps the signal's size."),
            choice("panel", &InitSetup::panel, init_panels, "Beside it", "The loss while the three are trained, or which deviations let a deep network of this activation learn."),
            choice("data", &InitSetup::data, names_of<init_data>, "Data", "What the three networks learn when you press play."),
            real("bias", &InitSetup::bias, 0, 2, linear_scale, "Bias deviation", "Draws every bias, too: drag the point on the map of order and chaos.").advanced(),
            choice("input", &InitSetup::input, init_inputs, "Signal", "What is sent through the layers: independent numbers of deviation 1, or the data's points.").advanced(),
            one_of("optimizer", &InitSetup::optimizer, "Optimizer", "The rule for one step, for all three.").advanced(),
            integer("batch-size", &InitSetup::batch_size, 1, 1000, log_scale, "Batch size", "Samples in each step.").unit(" samples").advanced(),
            integer("seed", &InitSetup::seed, 0, 999999, linear_scale, "Seed", "Another seed draws other weights and another order of samples.").advanced(),
            choice("speed", &InitSetup::speed, names_of<speeds>, "Speed", "Steps per second while it plays; the run is the same.").advanced(),
        };
    }

    const InitStart& start(int network) const;
    bool has_theory(int network) const { return start(network).is_drawn; }
    static InitSetup from_link(std::string_view query, std::vector<Rejection>& rejected);
};

/// Gives the dense layers of a network their start, one after another. x: rows for LSUV to fit itself to.
class InitSweep {
  public:
    InitSweep(Network& network, const InitSetup& setup, int which, std::span<const float> x);
    /// False: there is no layer left.
    bool next();
    /// What the last layer's fitting did; nothing where it is not fitted.
    const std::optional<LsuvLayer>& fitted() const { return fitted_; }

  private:
    Network& network_;
    const InitSetup setup_;
    const Initializer initializer_;
    std::optional<LsuvSweep> lsuv_;
    std::optional<LsuvLayer> fitted_;
    std::size_t layer_ = 0;
};

/// A signal of some hundred samples on its way through one network before training, then a gradient on its way back. Is
/// worked out layer by layer, so that a picture can follow.
class InitSignal {
  public:
    struct Layer {
        double deviation = 0, gradient = 0;  ///< of activations, and of slopes by what goes into them
        double theory_deviation = 0, theory_gradient = 0;
        double sigma_w = 0;     ///< deviation of the layer's weights times the root of its inputs
        bool alike = false;     ///< all units give the same
        Histogram activations, gradients;
        std::optional<LsuvLayer> fitted;
        Histogram sums;         ///< where fitted: of W x, orthonormal as the sweep came to it; deviation fitted->before
    };
    static constexpr int rows = 256, bins = 41;

    InitSignal(const InitSetup& setup, int which);
    bool done() const { return back_ < 0; }
    /// The next layer, forward or back.
    void work();
    /// Layers that the signal has reached; `gradient_done` of them, from the last on, the gradient has, too.
    const std::vector<Layer>& layers() const { return layers_; }
    bool has_gradient(int layer) const { return back_ < layer; }
    /// Numbers further out fall into the outer bins.
    double range() const { return range_; }

  private:
    void forward();
    void backward();
    void foretell();
    Histogram sums_of(const std::vector<Lane>& z, const float* b, const LsuvLayer& fitted) const;

    InitSetup setup_;
    int which_;
    std::vector<float> x_;
    std::unique_ptr<Network> network_;
    std::optional<InitSweep> sweep_;
    std::vector<std::vector<Lane>> z_, a_;  ///< of each layer, (width, rows)
    std::vector<Lane> d_;
    Scratch<Lane> scratch_;
    std::vector<Layer> layers_;
    int back_ = 0;
    double range_ = 1;
};

/// The sweep of a fitted start in time: each layer is measured, then once for each try rescaled.
struct SweepMoment {
    int layer = 0, pass = 0;  ///< pass 0 measures; layer: as many as there are once it is over
    double share = 0;         ///< of the pass that is done
};
/// 220 ms, and less where the whole would take more than 4 s.
double seconds_of_pass(const InitSignal& signal);
SweepMoment sweep_at(const InitSignal& signal, double seconds);
/// Deviation of W x at a moment, from `before` evenly to `after` within a pass.
double deviation_at(const LsuvLayer& fitted, const SweepMoment& moment);

class InitRun {
  public:
    static constexpr int horizon = 300, longest = 2000;
    static constexpr std::size_t most_parameters = 1'500'000;  ///< of a network that is trained here

    explicit InitRun(const InitSetup& setup);

    /// One piece of work towards the signals and the training's `step`. False: there is nothing left to do.
    bool work(int step);
    bool signals_done() const;
    /// All of the above at once.
    void finish(int step);

    const InitSignal& signal(int network) const { return *signals_[static_cast<std::size_t>(network)]; }
    bool can_train() const { return parameters_ <= most_parameters; }
    std::size_t parameters() const { return parameters_; }
    /// The training of a network; stands where it has been brought. Only where can_train().
    Reel& reel(int network);
    const Data& data() const { return *data_; }
    /// A network's share of right answers on the data, at its reel's step.
    double accuracy(int network);
    std::string hash(int step);

  private:
    void start_training();

    InitSetup setup_;
    std::shared_ptr<const Data> data_;
    std::size_t parameters_ = 0;
    std::vector<std::unique_ptr<InitSignal>> signals_;
    std::vector<std::unique_ptr<Reel>> reels_;
};

}  // namespace nn
