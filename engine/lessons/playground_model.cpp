#include "engine/lessons/playground_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "engine/kernels/activate.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

bool any_dropout(const PlaygroundSetup& setup) {
    std::vector<Rejection> ignored;
    for (const PlaygroundEdit& edit : parse_edits(setup.edits, ignored))
        if (edit.key.ends_with("dropout")) return true;
    return std::any_of(setup.layers.begin(), setup.layers.end(), [](const auto& l) { return std::get<PlaygroundDense>(l).dropout > 0; });
}

Loss loss_of(const PlaygroundSetup& setup, Task task) {
    if (std::holds_alternative<PlaygroundAuto>(setup.loss)) switch (task) {
            case Task::binary: return losses::BinaryLogits{};
            case Task::classes: return losses::CrossEntropy{};
            case Task::labels: return losses::MultiLabel{};
            case Task::regression: return losses::MeanSquared{};
        }
    return std::visit(
        []<class L>(const L& loss) -> Loss {
            if constexpr (std::is_same_v<L, PlaygroundAuto>)
                return {};
            else
                return loss;
        },
        setup.loss);
}

Activation output_of(const PlaygroundSetup& setup, const Loss& loss) {
    return std::visit(
        [&]<class A>(const A& activation) -> Activation {
            if constexpr (!std::is_same_v<A, PlaygroundAuto>)
                return activation;
            else if (std::holds_alternative<losses::BinaryProbability>(loss))
                return activations::Sigmoid{};
            else
                return activations::Linear{};
        },
        setup.output);
}

PlaygroundReading reading_of(const Loss& loss) {
    if (std::holds_alternative<losses::CrossEntropy>(loss)) return PlaygroundReading::softmax;
    if (std::holds_alternative<losses::Hinge>(loss) || std::holds_alternative<losses::SquaredHinge>(loss)) return PlaygroundReading::margin;
    const bool logits = std::visit([](const auto& l) { return l.expects == Output::logits; }, loss);
    return logits ? PlaygroundReading::sigmoid : PlaygroundReading::number;
}

/// In place, four at a time: pictures ask for 100,000 and more.
void read_sigmoids(std::span<float> z) {
    constexpr std::size_t many = 64;
    const Activation sigmoid = activations::Sigmoid{};
    std::array<Lane, many / Lane::size> lanes;
    for (std::size_t from = 0; from < z.size(); from += many) {
        const auto some = z.subspan(from, std::min(many, z.size() - from));
        lanes.fill(Lane(0.f));
        std::memcpy(lanes.data(), some.data(), some.size_bytes());
        const int used = lanes_for<Lane>(static_cast<int>(some.size()));
        activate<Lane>(sigmoid, nullptr, {lanes.data(), 1, used}, {lanes.data(), 1, used});
        std::memcpy(some.data(), lanes.data(), some.size_bytes());
    }
}

}  // namespace

PlaygroundTask task_of(const Data& data) { return {data.task, data.classes, data.targets}; }

PlaygroundModel::PlaygroundModel(const PlaygroundSetup& setup, const PlaygroundTask& of, int inputs) : task(of) {
    network.inputs = inputs;
    network.seed = setup.seed;
    network.layers.clear();
    const bool drops = any_dropout(setup);
    int in = inputs, row = 0;
    for (const PlaygroundLayer& item : setup.layers) {
        const auto& l = std::get<PlaygroundDense>(item);
        Place place{static_cast<int>(network.layers.size()), static_cast<int>(network.layers.size()), -1, l.units, row};
        const bool residual = l.residual && l.units == in;
        if (l.residual && !residual)
            adjusted.push_back({sentence({"layers.", layers.size(), ".residual"}), "true",
                                sentence({"A residual link needs as many units as come in, ", in, ", not ", l.units, ": it is left out."})});
        layers::Dense dense{.units = l.units, .activation = l.activation, .init = l.init, .residual = residual};
        if (l.norm) dense.activation = activations::Linear{};
        network.layers.push_back(dense);
        if (l.norm) {
            place.first_row += l.units;
            ++place.bend;
            if (l.norm == 1) network.layers.push_back(layers::BatchNorm{.activation = l.activation});
            if (l.norm == 2) network.layers.push_back(layers::LayerNorm{.activation = l.activation});
        }
        if (drops) {
            place.dropout = static_cast<int>(network.layers.size());
            network.layers.push_back(layers::Dropout{.p = l.dropout});
        }
        row += l.units * (static_cast<int>(network.layers.size()) - place.dense);
        layers.push_back(place);
        in = l.units;
    }

    network.loss = loss_of(setup, task.task);
    reading = reading_of(network.loss);
    auto* const softmax = std::get_if<losses::CrossEntropy>(&network.loss);
    const bool is_class = task.task == Task::binary || task.task == Task::classes;
    int count = is_class && (task.task == Task::classes || softmax) ? task.classes : task.targets;
    is_one_number = is_class && setup.outputs == 1 && !softmax;
    if (is_one_number) count = 1;
    if (softmax) softmax->soft = !is_class || softmax->soft;
    const bool answers_yes_or_no = std::visit([](const auto& l) { return l.task != Task::regression; }, network.loss);
    if (is_class && softmax)
        targets = softmax->soft ? PlaygroundTargets::one_hot : PlaygroundTargets::as_they_are;
    else if (is_class && count > 1)
        targets = PlaygroundTargets::one_hot;
    else if (is_one_number && task.classes > 2)
        targets = answers_yes_or_no ? PlaygroundTargets::as_share : PlaygroundTargets::as_they_are;
    else if (task.task == Task::regression && answers_yes_or_no)
        targets = PlaygroundTargets::cut;

    const int at = static_cast<int>(network.layers.size());
    network.layers.push_back(layers::Dense{.units = count, .activation = output_of(setup, network.loss), .init = setup.output_init});
    layers.push_back({at, at, -1, count, row});
}

void PlaygroundModel::scale_targets(std::span<const float> y) {
    scales.clear();
    if (task.task != Task::regression || reading != PlaygroundReading::number) return;
    const auto columns = static_cast<std::size_t>(task.targets);
    const double rows = double(y.size() / columns);
    for (std::size_t k = 0; k < columns; ++k) {
        double mean = 0, square = 0;
        for (std::size_t i = k; i < y.size(); i += columns) mean += double(y[i]) / rows;
        for (std::size_t i = k; i < y.size(); i += columns) square += (double(y[i]) - mean) * (double(y[i]) - mean) / rows;
        scales.push_back({mean, square > 0 ? std::sqrt(square) : 1});
    }
}

std::vector<float> PlaygroundModel::targets_of(std::span<const float> y) const {
    std::vector<float> t(y.begin(), y.end());
    const auto classes = static_cast<std::size_t>(task.classes);
    switch (targets) {
        case PlaygroundTargets::as_they_are:
            for (std::size_t i = 0; i < t.size() && !scales.empty(); ++i) {
                const Scale& s = scales[i % scales.size()];
                t[i] = static_cast<float>((double(t[i]) - s.mean) / s.deviation);
            }
            break;
        case PlaygroundTargets::one_hot:
            t.assign(y.size() * classes, 0.f);
            for (std::size_t i = 0; i < y.size(); ++i) t[i * classes + static_cast<std::size_t>(y[i])] = 1;
            break;
        case PlaygroundTargets::as_share:
            for (float& x : t) x /= static_cast<float>(task.classes - 1);
            break;
        case PlaygroundTargets::cut:
            for (float& x : t) x = std::clamp(x, 0.f, 1.f);
            break;
    }
    return t;
}

void PlaygroundModel::read(std::span<float> values) const {
    if (reading == PlaygroundReading::number) {
        for (std::size_t i = 0; i < values.size() && !scales.empty(); ++i) {
            const Scale& s = scales[i % scales.size()];
            values[i] = static_cast<float>(s.mean + s.deviation * double(values[i]));
        }
        return;
    }
    if (reading != PlaygroundReading::softmax) {
        if (reading == PlaygroundReading::sigmoid) return read_sigmoids(values);
        for (float& z : values) z = 0.5f + 0.5f * z;
        return;
    }
    const auto n = static_cast<std::size_t>(outputs());
    for (std::size_t i = 0; i + n <= values.size(); i += n) {
        const auto row = values.subspan(i, n);
        const float top = *std::max_element(row.begin(), row.end());
        double sum = 0;
        for (float& z : row) sum += double(z = std::exp(z - top));
        for (float& z : row) z = static_cast<float>(double(z) / sum);
    }
}

int PlaygroundModel::decide(std::span<const float> answer) const {
    if (answer.size() > 1) return static_cast<int>(std::max_element(answer.begin(), answer.end()) - answer.begin());
    const bool is_share = task.classes == 2 || targets == PlaygroundTargets::as_share;
    const float scale = is_share ? static_cast<float>(task.classes - 1) : 1.f, last = static_cast<float>(task.classes - 1);
    const float nearest = std::ceil(answer[0] * scale - 0.5f);  // 0.5 itself is a no
    return nearest >= last ? task.classes - 1 : nearest > 0 ? static_cast<int>(nearest) : 0;
}

// ---- the start -------------------------------------------------------------------------------------------------------

namespace {

double deviation_of(std::span<const float> z) {
    double mean = 0, square = 0;
    for (const float x : z) mean += double(x) / double(z.size());
    for (const float x : z) square += (double(x) - mean) * (double(x) - mean);
    return std::sqrt(square / double(z.size()));
}

/// Divides the layer's weights by the deviation of W x + b until that is near 1. Layers after it do not matter.
void fit(Network& network, int layer, std::span<float> w, std::span<const float> x, const initializers::Lsuv& settings) {
    NetworkSetup setup = network.setup();
    setup.layers.resize(static_cast<std::size_t>(layer) + 1);
    auto& last = std::get<layers::Dense>(setup.layers.back());
    last.activation = activations::Linear{};
    last.residual = false;
    setup.loss = losses::MeanSquared{};
    Network straight(setup);
    std::vector<float> z(x.size() / static_cast<std::size_t>(network.inputs()) * static_cast<std::size_t>(last.units));
    for (int i = 0; i < settings.tries; ++i) {
        std::copy_n(network.parameters().begin(), straight.parameters().size(), straight.parameters().begin());
        straight.forward(x, z);
        const double deviation = deviation_of(z);
        if (!(deviation > 0) || !std::isfinite(deviation) || std::fabs(deviation - 1) <= settings.tolerance) return;
        for (float& weight : w) weight = static_cast<float>(double(weight) / deviation);
    }
}

}  // namespace

void PlaygroundModel::initialize(Network& net, std::span<const float> x) const {
    const auto seed = static_cast<std::uint32_t>(network.seed);
    net.initialize(seed);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const int place = layers[i].dense;
        const auto& dense = std::get<layers::Dense>(network.layers[static_cast<std::size_t>(place)]);
        const Part& part = *std::find_if(net.layout().begin(), net.layout().end(), [&](const Part& p) { return p.layer == place && p.shape.size() == 2; });
        const auto w = net.parameters().subspan(part.offset, part.size);
        nn::initialize(dense.init, part.shape[1], part.shape[0], seed, static_cast<std::uint32_t>(i), w);
        if (const auto* lsuv = std::get_if<initializers::Lsuv>(&dense.init)) fit(net, place, w, x, *lsuv);
    }
}

}  // namespace nn
