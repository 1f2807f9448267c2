#include "engine/jobs/network_on_gpu.hpp"

#include <algorithm>
#include <set>

#include "engine/decimal.hpp"
#include "engine/kernels/activate.hpp"
#include "engine/network/plan.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

enum Kind { copy, dense, batch_norm, layer_norm };

Kind kind_of(const Layer& layer) {
    if (std::holds_alternative<layers::Dense>(layer)) return dense;
    if (std::holds_alternative<layers::BatchNorm>(layer)) return batch_norm;
    return std::holds_alternative<layers::LayerNorm>(layer) ? layer_norm : copy;
}

bool is_residual(const Layer& layer) {
    const auto* l = std::get_if<layers::Dense>(&layer);
    return l && l->residual;
}

double eps_of(const Layer& layer) {
    return std::visit([](const auto& l) {
        if constexpr (requires { l.eps; }) return l.eps;
        else return 0.0;
    }, layer);
}

bool is_trained(const Stage& s) {
    const Activation* activation = activation_of(s.layer);
    return activation && trainable(*activation) > 0;
}

/// The name of an activation's function in shaders/activations.wgsl.
std::string function_of(const Activation& activation) {
    std::string name(std::visit([](const auto& f) { return f.key; }, activation));
    std::replace(name.begin(), name.end(), '-', '_');
    return name + "_value";
}

/// A layer, four units at a time, so that an input is read once for four sums, none of which waits for another.
std::string layer_text(const Stage& s, const std::vector<std::string>& x) {
    const auto place = [](std::size_t i) { return sentence({"w[", i, "]"}); };
    const Activation& activation = *activation_of(s.layer);
    const auto settings = two_settings(activation);
    const std::string first = is_trained(s) ? place(s.slope) : format_number(double(settings[0])), second = format_number(double(settings[1]));
    std::string text = sentence({"    var h", s.index, ": array<f32, ", s.out, ">;\n"});
    for (int from = 0; from < s.out; from += 4) {
        const int end = std::min(s.out, from + 4);
        text += "    {\n";
        for (int unit = from; unit < end; ++unit) text += sentence({"        var s", unit - from, " = ", place(s.bias + static_cast<std::size_t>(unit)), ";\n"});
        for (std::size_t k = 0; k < x.size(); ++k) {
            text += sentence({"        { let x = ", x[k], ";"});
            for (int unit = from; unit < end; ++unit) text += sentence({" s", unit - from, " += ", place(s.weight + static_cast<std::size_t>(unit) * x.size() + k), " * x;"});
            text += " }\n";
        }
        for (int unit = from; unit < end; ++unit) {
            text += sentence({"        h", s.index, "[", unit, "] = ", function_of(activation), "(vec2f(", first, ", ", second, "), vec4f(s", unit - from, ")).x"});
            text += is_residual(s.layer) ? " + " + x[static_cast<std::size_t>(unit)] + ";\n" : ";\n";
        }
        text += "    }\n";
    }
    return text;
}

} // namespace

Arithmetic forward_arithmetic(const Network& network) {
    Arithmetic work;
    for (const Stage& s : Plan(network.setup()).stages) {
        const Kind kind = kind_of(s.layer);
        work.multiply_adds += kind == dense ? double(s.in) * s.out : kind == copy ? 0 : 4.0 * s.in;
        const Activation* activation = activation_of(s.layer);
        if (activation && !is_plain(*activation)) work.tanhs += s.out;
    }
    return work;
}

Arithmetic loss_arithmetic(const Network& network) {
    Arithmetic work = forward_arithmetic(network);
    const Task task = std::visit([](const auto& loss) { return loss.task; }, network.setup().loss);
    work.multiply_adds += 2 * network.outputs();
    if (task != Task::regression) work.tanhs += 2 * network.outputs(); // an exponential and a logarithm
    return work;
}

std::string why_not_on_gpu(const Network& network, std::size_t numbers) {
    for (const Layer& layer : network.setup().layers)
        if (std::holds_alternative<layers::Embedding>(layer)) return "the shader has no embeddings";
    if (numbers > (std::size_t{1} << 24)) return sentence({"the shader reads at most ", 1 << 24, " numbers, and these are ", numbers});
    return {};
}

NetworkProgram network_program(const Network& network) {
    NetworkProgram program{.functions = "fn bend4(kind: u32, p: vec2f, z: vec4f) -> vec4f {\n    switch kind {\n", .widest = network.inputs()};
    std::set<std::size_t> seen{0};
    for (const Stage& s : Plan(network.setup()).stages) {
        const Activation* activation = activation_of(s.layer);
        const auto settings = activation ? two_settings(*activation) : std::array<float, 2>{};
        const auto number = [](std::size_t at) { return static_cast<float>(at); };
        program.numbers.insert(program.numbers.end(), {
            float(kind_of(s.layer)), float(s.in), float(s.out), number(s.weight), number(s.bias), is_trained(s) ? number(s.slope) : -1,
            activation ? number(activation->index()) : 0, settings[0], settings[1], is_residual(s.layer) ? 1.f : 0.f, number(s.state),
            static_cast<float>(eps_of(s.layer))});
        program.widest = std::max(program.widest, s.out);
        ++program.stages;
        if (activation && seen.insert(activation->index()).second)
            program.functions += sentence({"        case ", activation->index(), "u: { return ", function_of(*activation), "(p, z); }\n"});
    }
    program.functions += "        default: { return z; }\n    }\n}\n";
    return program;
}

std::string written_out(const Network& network) {
    constexpr double most_multiply_adds = 700; // SwiftShader's compiler takes 0.3 s for 300 (2026-11-26)
    const Plan plan(network.setup());
    if (forward_arithmetic(network).multiply_adds > most_multiply_adds || !why_not_on_gpu(network, 0).empty()) return {};
    std::vector<std::string> x;
    std::string text = sentence({"var<private> w: array<f32, ", plan.parameters, ">;\nvar<private> answers: array<vec4f, ", network.outputs(), ">;\n"
                                 "fn forward1(chosen: vec4<bool>) {\n"});
    for (int k = 0; k < network.inputs(); ++k) {
        x.push_back(sentence({"x", k}));
        text += sentence({"    let ", x.back(), " = input1(", k, "u);\n"});
    }
    for (const Stage& s : plan.stages) {
        if (std::holds_alternative<layers::Dropout>(s.layer)) continue;
        if (kind_of(s.layer) != dense) return {};
        text += layer_text(s, x);
        x.clear();
        for (int unit = 0; unit < s.out; ++unit) x.push_back(sentence({"h", s.index, "[", unit, "]"}));
    }
    for (int k = 0; k < network.outputs(); ++k)
        text += sentence({"    answers[", k, "] = select(answers[", k, "], vec4f(", x[static_cast<std::size_t>(k)], "), chosen);\n"});
    return text + "}\n";
}

} // namespace nn
