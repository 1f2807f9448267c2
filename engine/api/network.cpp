// Networks behind the border.
#include <algorithm>
#include <cmath>

#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"
#include "engine/curvature.hpp"
#include "engine/gradient_check.hpp"
#include "engine/inspect.hpp"
#include "engine/lsuv.hpp"
#include "engine/sentence.hpp"

using namespace nn;
using namespace nn::api;

namespace {

Network& network_of(Border& b, int handle) { return *b.objects.get<std::shared_ptr<Network>>(handle, "network"); }

Pass pass_of(int train, int seed, int step) {
    return {train != 0, static_cast<std::uint32_t>(seed), static_cast<std::uint64_t>(step)};
}

std::size_t rows_of(std::string_view call, const Network& network, std::span<const float> x) {
    expect_finite(call, "x", x);
    const std::size_t inputs = to_size(network.inputs());
    if (x.size() % inputs != 0)
        refuse({"[", call, "] got x of ", x.size(), " numbers, expected rows of ", inputs});
    return x.size() / inputs;
}

void write(Json& json, const Histogram& h) {
    json.begin_object().member("low", double(h.low)).member("high", double(h.high)).key("counts").begin_array();
    for (const int n : h.counts) json.value(n);
    json.end_array().end_object();
}

}  // namespace

extern "C" {

int engine_network(const char* setup) {
    return guard([=](Border& b) { return b.objects.add(std::make_shared<Network>(read_setup<NetworkSetup>("network", setup))); });
}

int engine_network_layout(int handle) {
    return guard([=](Border& b) {
        const Network& network = network_of(b, handle);
        Json json;
        json.begin_object().member("inputs", network.inputs()).member("outputs", network.outputs());
        json.member("units", network.units()).member("targetColumns", network.target_columns());
        json.member("state", static_cast<int>(network.state().size())).key("parts").begin_array();
        for (const Part& part : network.layout()) {
            json.begin_object().member("name", std::string_view(part.name)).member("layer", part.layer);
            json.member("kind", std::string_view(part.name).substr(part.name.find('.') + 1)).key("shape").begin_array();
            for (const int n : part.shape) json.value(n);
            json.end_array().member("offset", static_cast<double>(part.offset)).member("size", static_cast<double>(part.size)).end_object();
        }
        return b.reply(json.end_array().end_object());
    });
}

int engine_network_parameters(int handle) {
    return guard([=](Border& b) {
        const Network& network = network_of(b, handle);
        const auto out = b.out(network.parameters().size() + network.state().size());
        std::copy(network.state().begin(), network.state().end(), std::copy(network.parameters().begin(), network.parameters().end(), out.begin()));
        return 1;
    });
}

int engine_network_set_parameters(int handle) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        const auto fits = [](std::string_view what, std::size_t got, std::size_t expected) {
            if (got != expected)
                refuse({"[setParameters] got ", got, " ", what, ", expected ", expected});
        };
        fits("parameters", b.in(0).size(), network.parameters().size());
        if (!b.in(1).empty()) fits("numbers of state", b.in(1).size(), network.state().size());
        std::copy(b.in(0).begin(), b.in(0).end(), network.parameters().begin());
        std::copy(b.in(1).begin(), b.in(1).end(), network.state().begin());
        return 1;
    });
}

int engine_network_initialize(int handle, int seed) {
    return guard([=](Border& b) {
        network_of(b, handle).initialize(static_cast<std::uint32_t>(seed));
        return 1;
    });
}

int engine_network_forward(int handle, int train, int seed, int step) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        network.forward(b.in(0), b.out(times(rows_of("forward", network, b.in(0)), to_size(network.outputs()))), pass_of(train, seed, step));
        return 1;
    });
}

int engine_network_units(int handle) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        network.forward_units(b.in(0), b.out(times(rows_of("forwardUnits", network, b.in(0)), to_size(network.units()))));
        return 1;
    });
}

int engine_network_class_weights(int handle, const char* call) {
    return guard([=](Border& b) {
        const Network& network = network_of(b, handle);
        const NetworkSetup& setup = network.setup();
        const auto y = b.in(0), weight = b.in(1), class_weight = b.in(2);
        const Task task = std::visit([](const auto& loss) { return loss.task; }, setup.loss);
        if (task == Task::regression || network.target_columns() != 1)
            refuse({"[", call, "] got classWeight for targets that are no classes, expected a loss on yes and no or on classes"});
        if (setup.reduction == 0) refuse({"[", call, "] got classWeight under the reduction mean, which heeds no weights, expected a network of reduction weighted or weighted-mean"});
        const std::size_t classes = task == Task::classes ? to_size(network.outputs()) : 2;
        if (class_weight.size() != classes) refuse({"[", call, "] got ", class_weight.size(), " class weights, expected ", classes, ", one a class"});
        if (!weight.empty() && weight.size() != y.size()) refuse({"[", call, "] got weight of ", weight.size(), " for y of ", y.size(), ", expected a weight a sample"});
        for (const auto& [slot, what] : {std::pair{1u, "weight"}, {2u, "classWeight"}}) expect_weights(call, what, b.in(slot));
        expect_finite(call, "y", y);
        expect_targets(call, setup.loss, y, network.outputs());
        b.floats = class_weighted(call, y, weight, class_weight);
        return 1;
    });
}

int engine_network_gradient(int handle, int train, int seed, int step) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        const Samples samples = samples_in("gradient", network);
        const std::size_t n = network.parameters().size();
        const auto out = b.out(n + samples.x.size());
        std::fill(out.begin(), out.end(), 0.f);
        const double divisor = network.divisor(samples);
        const double sum = network.add_gradient(samples, pass_of(train, seed, step), 1 / divisor, out.first(n), out.subspan(n));
        for (float& dx : out.subspan(n)) dx = static_cast<float>(double(dx) / divisor);
        return b.reply(Json().begin_object().member("loss", sum / divisor).end_object());
    });
}

int engine_network_losses(int handle) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        const Samples samples = samples_in("losses", network);
        const std::size_t n = network.parameters().size(), vectors = n ? b.in(3).size() / n : 0;
        if (n == 0 || b.in(3).size() != n * vectors || vectors == 0)
            refuse({"[losses] got ", b.in(3).size(), " parameters, expected rows of ", n});
        const double divisor = network.divisor(samples);
        const auto out = b.out(vectors);
        network.loss_sums(samples, b.in(3), out);
        for (float& loss : out) loss = static_cast<float>(double(loss) / divisor);
        return 1;
    });
}

int engine_network_lsuv(int handle, double tolerance, int tries) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        if (!(tolerance > 0)) refuse({"[lsuv] got tolerance ", tolerance, ", expected more than 0"});
        expect_count("lsuv", "tries", tries, 1);
        initializers::Lsuv settings;
        settings.tolerance = tolerance;
        settings.tries = tries;
        expect_finite("lsuv", "x", b.in(0));
        Json json;
        json.begin_array();
        for (const LsuvLayer& layer : lsuv(network, b.in(0), settings))
            json.begin_object().member("layer", layer.layer).member("tries", layer.tries).member("before", layer.before).member("after", layer.after).end_object();
        return b.reply(json.end_array());
    });
}

int engine_network_statistics(int handle, int bins, double range) {
    return guard([=](Border& b) {
        expect_count("statistics", "bins", bins, 1);
        Network& network = network_of(b, handle);
        Json json;
        json.begin_array();
        for (const LayerStatistics& s : inspect(network, samples_in("statistics", network), {}, bins, range)) {
            json.begin_object().member("mean", s.mean).member("deviation", s.deviation).member("saturated", s.saturated);
            json.member("dead", s.dead).member("gradientMean", s.gradient_mean).member("gradientDeviation", s.gradient_deviation);
            write(json.key("activations"), s.activations);
            write(json.key("gradients"), s.gradients);
            json.end_object();
        }
        return b.reply(json.end_array());
    });
}

int engine_network_check(int handle) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        const GradientCheck check = check_gradient(network, samples_in("check", network));
        Json json;
        json.begin_object().member("worst", check.worst).member("part", std::string_view(check.part));
        json.member("index", static_cast<double>(check.index)).member("gradient", double(check.gradient));
        json.member("difference", check.difference).member("checked", static_cast<double>(check.checked));
        return b.reply(json.end_object());
    });
}

int engine_network_hessian_vector(int handle) {
    return guard([=](Border& b) {
        Network& network = network_of(b, handle);
        expect_finite("hessianVector", "vector", b.in(3));
        hessian_vector(network, samples_in("hessianVector", network), b.in(3), b.out(network.parameters().size()));
        return 1;
    });
}

int engine_network_curvature(int handle, int vectors, int iterations, double tolerance, int seed) {
    return guard([=](Border& b) {
        expect_count("curvature", "vectors", vectors, 1);
        expect_count("curvature", "iterations", iterations, 1);
        if (!(tolerance > 0)) refuse({"[curvature] got tolerance ", tolerance, ", expected more than 0"});
        Network& network = network_of(b, handle);
        const auto pairs = largest_eigenpairs(network, samples_in("curvature", network),
                                              {.vectors = vectors, .most_iterations = iterations, .tolerance = tolerance, .seed = static_cast<std::uint32_t>(seed)});
        auto at = b.out(times(pairs.size(), network.parameters().size())).begin();
        Json json;
        json.begin_array();
        for (const Eigenpair& pair : pairs) {
            at = std::copy(pair.vector.begin(), pair.vector.end(), at);
            json.begin_object().member("value", pair.value).member("residual", pair.residual).member("iterations", pair.iterations).member("converged", pair.converged).end_object();
        }
        return b.reply(json.end_array());
    });
}
}
