#include "engine/lessons/playground_setup.hpp"

#include <algorithm>

#include "engine/lessons/playground_model.hpp"

namespace nn {
namespace {

constexpr std::string_view views[] = {"draw", "brush", "speed", "map", "discretize", "show-validation", "panel", "curve", "metric", "log", "layer", "unit-x", "unit-y", "plane", "input-x", "input-y"};
constexpr std::string_view stops[] = {"stop-step", "stop-loss", "patience"};
constexpr std::string_view lives[] = {"optimizer", "schedule", "lr", "batch-size", "l1", "l2", "clip-norm", "clip-value", "dropout"};

template <class Keys>
bool has(const Keys& keys, std::string_view key) {
    return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

}  // namespace

PlaygroundSetup PlaygroundSetup::from_link(std::string_view query, std::vector<Rejection>& rejected) {
    PlaygroundSetup setup;
    rejected = from_query(params_of(setup), query);
    return setup;
}

PlaygroundEffect PlaygroundSetup::effect_of(std::string_view path) {
    const std::string_view head = path.substr(0, path.find('.'));
    if (has(views, head)) return PlaygroundEffect::view;
    if (has(stops, head)) return PlaygroundEffect::stop;
    if (has(lives, head) || (head == "layers" && path.ends_with(".dropout"))) return PlaygroundEffect::live;
    return PlaygroundEffect::restart;
}

std::vector<Rejection> set_live(PlaygroundSetup& setup, std::string_view path, std::string_view value) {
    if (path == "lr") path = "optimizer.lr";
    if (path != "dropout") return set_param(params_of(setup), path, value);
    std::vector<Rejection> rejected;
    for (std::size_t i = 0; i < setup.layers.size(); ++i)
        rejected = set_param(params_of(setup), "layers." + std::to_string(i) + ".dropout", value);
    if (setup.layers.empty()) rejected.push_back({std::string(path), std::string(value), "there is no hidden layer"});
    return rejected;
}

PlaygroundSetup PlaygroundSetup::at(int step) const {
    PlaygroundSetup now = *this;
    std::vector<Rejection> ignored;
    for (const PlaygroundEdit& edit : parse_edits(edits, ignored))
        if (edit.step <= step && edit.weight() < 0) set_live(now, edit.key, edit.value);
    return now;
}

std::string PlaygroundSetup::why_wrong() const {
    return nn::why_wrong(*this, task_of(playground_data(data)));
}

std::string PlaygroundSetup::note() const {
    if (is_generated()) return {};
    return "This link was made with data of somebody's own, which stay where they were drawn or opened: bring your own, or the generated data are taken.";
}

}  // namespace nn
