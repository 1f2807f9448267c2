#include "engine/jobs/network_seeds_on_gpu.hpp"

#include <algorithm>

#include "engine/jobs/network_on_gpu.hpp"
#include "engine/jobs/walk_on_gpu.hpp"
#include "engine/kernels/activate.hpp"
#include "engine/network/plan.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::size_t most_parameters = 1200, most_samples = 2048, most_numbers = 1 << 24; // a shader counts in floats

std::string why_not(const Plan& plan, const Data& samples) {
    for (const Stage& s : plan.stages) {
        const auto* dropout = std::get_if<layers::Dropout>(&s.layer);
        if (!std::holds_alternative<layers::Dense>(s.layer) && !(dropout && dropout->p == 0)) return "the shader trains dense layers only";
        if (const Activation* activation = activation_of(s.layer); activation && trainable(*activation) > 0) return "the shader trains no slopes of activations";
    }
    if (plan.parameters > most_parameters) return sentence({"the shader trains networks of at most ", most_parameters, " parameters, and this one has ", plan.parameters});
    if (static_cast<std::size_t>(samples.rows()) > most_samples) return sentence({"the shader learns from at most ", most_samples, " samples, and these are ", samples.rows()});
    return {};
}

} // namespace

GpuWork network_seeds_on_gpu(const NetworkSetup& setup, const NetworkSeeds& race, const Data& samples, const Data& looked_at) {
    const Plan plan(setup);
    GpuWork work{.kernel = "network_seeds", .steps = race.steps, .why_not = why_not(plan, samples)};
    if (!work.why_not.empty()) return work;

    Network network(setup);
    const NetworkProgram program = network_program(network);
    const std::size_t parameters = (plan.parameters + 1) / 2 * 2;
    int slots = network.inputs();
    for (const Stage& s : plan.stages) slots += s.out;
    work.state = static_cast<int>(4 * parameters) + 1;
    work.functions = sentence({"const parameters = ", parameters, "u;\nconst slots = ", slots, "u;\nconst samples = ", samples.rows(), "u;\n"}) + program.functions;

    const auto loss = two_settings(setup.loss);
    work.constants = {{"inputs", network.inputs()}, {"outputs", network.outputs()}, {"targets", network.target_columns()}, {"stages", program.stages}, {"looked", looked_at.rows()},
                      {"batch", std::min(race.batch, samples.rows())}, {"steps", race.steps}, {"looks", race.looks}, {"first_seed", setup.seed},
                      {"loss_kind", static_cast<double>(setup.loss.index())}, {"loss_first", double(loss[0])}, {"loss_second", double(loss[1])}};
    const auto add = [&](std::string_view name, std::span<const float> numbers) {
        if (!name.empty()) work.constants.emplace_back(name, static_cast<double>(work.data.size()));
        work.data.insert(work.data.end(), numbers.begin(), numbers.end());
    };
    add("", samples.x);
    add("y_at", samples.y);
    add("look_x_at", looked_at.x);
    add("look_y_at", looked_at.y);
    add("starts_at", {});
    for (int column = 0; column < race.seeds && work.data.size() <= most_numbers; ++column) {
        network.initialize(static_cast<std::uint32_t>(setup.seed + column));
        add("", network.parameters());
        work.data.resize(work.data.size() + parameters - plan.parameters);
    }
    add("rules_at", {});
    for (const Optimizer& racer : race.racers) {
        work.data.push_back(static_cast<float>(racer.index()));
        add("", rule_numbers(racer, race.steps));
    }
    add("program_at", program.numbers);
    if (work.data.size() > most_numbers) work.why_not = "so many seeds, steps and racers are more numbers than a shader reads";
    return work;
}

} // namespace nn
