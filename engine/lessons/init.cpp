#include "engine/lessons/init.hpp"

#include <algorithm>
#include <cmath>

#include "engine/hash.hpp"
#include "engine/kernels/activate.hpp"
#include "engine/kernels/dense.hpp"
#include "engine/network/gather.hpp"
#include "engine/preprocess.hpp"
#include "engine/random.hpp"

namespace nn {
namespace {

constexpr std::uint32_t input_stream = 0x40000, bias_stream = 0x41000, gradient_stream = 0x42000;

std::uint32_t seed_of(const InitSetup& setup) { return static_cast<std::uint32_t>(setup.seed); }

std::vector<float> normals(std::size_t n, std::uint32_t seed, std::uint32_t stream) {
    std::vector<float> v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = normal(seed, stream, i);
    return v;
}

/// Hidden layers without a start yet, and for training an output.
NetworkSetup layers_of(const InitSetup& setup, int inputs, bool output) {
    NetworkSetup network;
    network.inputs = inputs;
    network.seed = setup.seed;
    network.loss = losses::BinaryLogits{};
    network.layers.assign(static_cast<std::size_t>(setup.depth),
                          layers::Dense{.units = setup.width, .activation = setup.activation, .init = initializers::Zeros{}});
    if (output) network.layers.push_back(layers::Dense{.units = 1, .activation = activations::Linear{}, .init = initializers::Zeros{}});
    return network;
}

Data data_of(const InitSetup& setup) {
    Data data = generate(init_data[static_cast<std::size_t>(setup.data)].dataset());
    for (std::size_t column = 0; column < 2; ++column) {
        double mean = 0, square = 0;
        const std::size_t n = data.x.size() / 2;
        for (std::size_t i = 0; i < n; ++i) mean += double(data.x[2 * i + column]) / double(n);
        for (std::size_t i = 0; i < n; ++i) square += std::pow(double(data.x[2 * i + column]) - mean, 2) / double(n);
        for (std::size_t i = 0; i < n; ++i) {
            float& x = data.x[2 * i + column];
            x = static_cast<float>((double(x) - mean) / std::sqrt(square));
        }
    }
    return data;
}

struct Spread {
    double mean, deviation;
};
Spread spread_of(std::span<const float> v) {
    double mean = 0, square = 0;
    for (const float x : v) mean += double(x);
    mean /= double(v.size());
    for (const float x : v) square += (double(x) - mean) * (double(x) - mean);
    return {mean, std::sqrt(square / double(v.size()))};
}

std::span<const float> floats_of(const std::vector<Lane>& v) { return {reinterpret_cast<const float*>(v.data()), 4 * v.size()}; }

Histogram histogram_of(std::span<const float> v, double range) {
    Histogram h{static_cast<float>(-range), static_cast<float>(range), std::vector<int>(InitSignal::bins)};
    const double per_bin = 2 * range / InitSignal::bins;
    for (const float x : v)
        if (std::isfinite(x)) ++h.counts[static_cast<std::size_t>(std::clamp((double(x) + range) / per_bin, 0.0, InitSignal::bins - 1.0))];
    return h;
}

/// Does every unit give what the first one gives, on every sample?
bool units_alike(Rows<const Lane> a) {
    for (int row = 1; row < a.rows; ++row)
        for (int i = 0; i < a.lanes; ++i)
            for (int k = 0; k < 4; ++k)
                if (lane_of(a[row][i], k) != lane_of(a[0][i], k)) return false;
    return a.rows > 1;
}

/// Does it stay within -1 and 1?
bool is_bounded(const Activation& f) {
    Lane far(-50.f, 50.f, -20.f, 20.f), a = far;
    const auto weight = static_cast<float>(start_of(f));
    activate<Lane>(f, &weight, Rows<Lane>{&far, 1, 1}, Rows<Lane>{&a, 1, 1});
    for (int k = 0; k < 4; ++k)
        if (std::fabs(lane_of(a, k)) > 1.01f) return false;
    return true;
}

const Part& weights_of(const Network& network, std::size_t layer) {
    return *std::find_if(network.layout().begin(), network.layout().end(),
                         [&](const Part& p) { return p.layer == static_cast<int>(layer) && p.shape.size() == 2; });
}

}  // namespace

const InitStart& InitSetup::start(int network) const {
    return init_starts[static_cast<std::size_t>(std::array{first, second, third}[static_cast<std::size_t>(network)])];
}

InitSetup InitSetup::from_link(std::string_view query, std::vector<Rejection>& rejected) {
    InitSetup setup;
    rejected = from_query(params_of(setup), query);
    return setup;
}

// ---- the start -------------------------------------------------------------------------------------------------------

InitSweep::InitSweep(Network& network, const InitSetup& setup, int which, std::span<const float> x)
    : network_(network), setup_(setup), initializer_(setup.start(which).initializer()) {
    if (const auto* settings = std::get_if<initializers::Lsuv>(&initializer_)) lsuv_.emplace(network, x, *settings);
}

bool InitSweep::next() {
    if (layer_ == network_.setup().layers.size()) return false;
    const Part& part = weights_of(network_, layer_);
    const auto w = network_.parameters().subspan(part.offset, part.size);
    const int out = part.shape[0], in = part.shape[1];
    if (lsuv_)
        fitted_ = lsuv_->next();
    else
        initialize(initializer_, in, out, seed_of(setup_), static_cast<std::uint32_t>(layer_), w);
    if (setup_.gain != 1)
        for (float& x : w) x = static_cast<float>(double(x) * setup_.gain);
    const auto b = network_.parameters().subspan(part.offset + part.size, static_cast<std::size_t>(out));
    for (std::size_t i = 0; i < b.size() && setup_.bias > 0; ++i)
        b[i] = static_cast<float>(setup_.bias) * normal(seed_of(setup_), bias_stream + static_cast<std::uint32_t>(layer_), i);
    ++layer_;
    return true;
}

// ---- the signal ------------------------------------------------------------------------------------------------------

InitSignal::InitSignal(const InitSetup& setup, int which) : setup_(setup), which_(which), back_(setup.depth) {
    int inputs = setup.width;
    if (setup.input == 0) {
        x_ = normals(static_cast<std::size_t>(rows) * static_cast<std::size_t>(inputs), seed_of(setup), input_stream);
    } else {
        const Data data = data_of(setup);
        inputs = data.inputs;
        x_.assign(data.x.begin(), data.x.begin() + rows * inputs);
    }
    network_ = std::make_unique<Network>(layers_of(setup, inputs, false));
    sweep_.emplace(*network_, setup_, which, x_);
    range_ = is_bounded(setup_.activation) ? 1 : 3;
}

void InitSignal::work() {
    if (static_cast<int>(layers_.size()) < setup_.depth) return forward();
    if (back_ == setup_.depth) back_ = setup_.depth - 1;
    backward();
    if (--back_ >= 0) return;
    foretell();
    network_.reset();
    z_.clear(), a_.clear();
    d_ = {};
}

void InitSignal::forward() {
    sweep_->next();
    const std::size_t l = layers_.size();
    const Part& part = weights_of(*network_, l);
    const int in = part.shape[1], out = part.shape[0], lanes = rows / 4;
    const float* const w = network_->parameters().data() + part.offset;
    std::vector<Lane> x;
    if (l == 0) {
        x.resize(static_cast<std::size_t>(in) * static_cast<std::size_t>(lanes));
        gather<Lane>(x_.data(), {{}, 0, rows}, Rows<Lane>{x.data(), in, lanes});
    }
    std::vector<Lane> z(static_cast<std::size_t>(out) * static_cast<std::size_t>(lanes)), a(z.size());
    const auto slope = static_cast<float>(start_of(setup_.activation));
    dense_forward<Lane>(w, w + part.size, {l == 0 ? x.data() : a_.back().data(), in, lanes}, {z.data(), out, lanes}, scratch_);
    if (is_linear(setup_.activation)) a = z;
    activate<Lane>(setup_.activation, &slope, {z.data(), out, lanes}, {a.data(), out, lanes});

    Layer layer;
    layer.deviation = spread_of(floats_of(a)).deviation;
    const Spread weights = spread_of({w, part.size});
    layer.sigma_w = weights.deviation * std::sqrt(double(in));
    layer.alike = units_alike({a.data(), out, lanes});
    layer.activations = histogram_of(floats_of(a), range_);
    layer.fitted = sweep_->fitted();
    if (layer.fitted) layer.sums = sums_of(z, w + part.size, *layer.fitted);
    layers_.push_back(std::move(layer));
    z_.push_back(std::move(z));
    a_.push_back(std::move(a));
}

/// z less its biases, brought to the deviation that W x had: the sweep's own signal knows neither gain nor biases.
Histogram InitSignal::sums_of(const std::vector<Lane>& z, const float* b, const LsuvLayer& fitted) const {
    std::vector<float> sums(floats_of(z).begin(), floats_of(z).end());
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] -= b[i / rows];
    const double deviation = spread_of(sums).deviation;
    for (float& x : sums) x = static_cast<float>(double(x) * (deviation > 0 ? fitted.before / deviation : 1));
    return histogram_of(sums, 3);
}

/// The slopes by the last layer's output are drawn from N(0, 1): what a loss would send, without its size.
void InitSignal::backward() {
    const auto l = static_cast<std::size_t>(back_);
    const Part& part = weights_of(*network_, l);
    const int in = part.shape[1], out = part.shape[0], lanes = rows / 4;
    if (back_ == setup_.depth - 1) {
        d_.resize(static_cast<std::size_t>(out) * static_cast<std::size_t>(lanes));
        const auto top = normals(4 * d_.size(), seed_of(setup_), gradient_stream);
        for (std::size_t i = 0; i < d_.size(); ++i) d_[i] = Lane::load_unaligned(&top[4 * i]);
    }
    const auto slope = static_cast<float>(start_of(setup_.activation));
    float by_slope = 0;
    activate_backward<Lane>(setup_.activation, &slope, {z_[l].data(), out, lanes}, {a_[l].data(), out, lanes}, {d_.data(), out, lanes}, &by_slope);
    layers_[l].gradient = spread_of(floats_of(d_)).deviation;
    layers_[l].gradients = histogram_of(floats_of(d_), 3);
    if (l == 0) return;
    std::vector<Lane> dx(static_cast<std::size_t>(in) * static_cast<std::size_t>(lanes));
    dense_backward_input<Lane>(network_->parameters().data() + part.offset, {d_.data(), out, lanes}, {dx.data(), in, lanes}, scratch_);
    d_ = std::move(dx);
}

void InitSignal::foretell() {
    std::vector<double> variances;
    for (const Layer& layer : layers_) variances.push_back(layer.sigma_w * layer.sigma_w);
    double square = 0;
    for (const float x : x_) square += double(x) * double(x) / double(x_.size());
    const auto theory = mean_field(setup_.activation, square, variances, setup_.bias * setup_.bias);
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        layers_[l].theory_deviation = theory[l].deviation;
        layers_[l].theory_gradient = theory[l].gradient;
    }
}

// ---- the sweep -------------------------------------------------------------------------------------------------------

namespace {

int passes_of(const InitSignal::Layer& layer) { return layer.fitted ? layer.fitted->tries + 1 : 0; }

}  // namespace

double seconds_of_pass(const InitSignal& signal) {
    constexpr double calm = 0.22, most = 4;
    int passes = 0;
    for (const auto& layer : signal.layers()) passes += passes_of(layer);
    return std::min(calm, most / std::max(1, passes));
}

SweepMoment sweep_at(const InitSignal& signal, double seconds) {
    double passes = std::max(0.0, seconds) / seconds_of_pass(signal);
    const auto& layers = signal.layers();
    for (std::size_t l = 0; l < layers.size(); passes -= passes_of(layers[l++]))
        if (passes < passes_of(layers[l])) return {static_cast<int>(l), static_cast<int>(passes), passes - std::floor(passes)};
    return {static_cast<int>(layers.size()), 0, 0};
}

double deviation_at(const LsuvLayer& fitted, const SweepMoment& moment) {
    if (moment.pass == 0) return fitted.before;
    const double done = (moment.pass - 1 + moment.share) / fitted.tries;
    return fitted.before + (fitted.after - fitted.before) * done;
}

// ---- the training ----------------------------------------------------------------------------------------------------

InitRun::InitRun(const InitSetup& setup) : setup_(setup), data_(std::make_shared<Data>(data_of(setup))) {
    const auto width = static_cast<std::size_t>(setup.width), depth = static_cast<std::size_t>(setup.depth);
    parameters_ = 3 * width + (depth - 1) * width * (width + 1) + width + 1;
    for (int i = 0; i < InitSetup::networks; ++i) signals_.push_back(std::make_unique<InitSignal>(setup, i));
}

bool InitRun::signals_done() const {
    return std::all_of(signals_.begin(), signals_.end(), [](const auto& s) { return s->done(); });
}

void InitRun::start_training() {
    for (int i = 0; i < InitSetup::networks; ++i) {
        auto network = std::make_shared<Network>(layers_of(setup_, 2, true));
        InitSweep sweep(*network, setup_, i, data_->x);
        while (sweep.next()) {}
        TrainerSetup trainer;
        trainer.batch_size = setup_.batch_size;
        trainer.seed = setup_.seed;
        trainer.optimizer = setup_.optimizer;
        reels_.push_back(std::make_unique<Reel>(std::move(network), trainer, data_));
    }
}

bool InitRun::work(int step) {
    for (auto& signal : signals_)
        if (!signal->done()) return signal->work(), true;
    if (!can_train()) return false;
    if (reels_.empty()) return start_training(), true;
    // The one that is behind goes on, so that the three are compared at the same step.
    Reel* behind = nullptr;
    for (auto& reel : reels_)
        if (reel->step() != step && (!behind || reel->step() < behind->step())) behind = reel.get();
    if (!behind) return false;
    behind->towards(step);
    return true;
}

void InitRun::finish(int step) {
    while (work(step)) {}
}

Reel& InitRun::reel(int network) {
    if (reels_.empty()) start_training();
    return *reels_[static_cast<std::size_t>(network)];
}

double InitRun::accuracy(int network) {
    std::vector<float> out(data_->y.size());
    reel(network).network().forward(data_->x, out);
    int right = 0;
    for (std::size_t i = 0; i < out.size(); ++i) right += (out[i] > 0) == (data_->y[i] > 0.5f);
    return double(right) / double(out.size());
}

std::string InitRun::hash(int step) {
    finish(step);
    Hash hash;
    for (const auto& signal : signals_)
        for (const InitSignal::Layer& layer : signal->layers()) {
            hash.add(static_cast<float>(layer.deviation));
            hash.add(static_cast<float>(layer.gradient));
        }
    for (const auto& reel : reels_) hash.add(reel->network().parameters());
    return hash.hex();
}

}  // namespace nn
