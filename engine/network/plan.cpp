#include "engine/network/plan.hpp"


#include "engine/kernels/activate.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::size_t most_parameters = 50'000'000;

/// Lays the layers' parameters out one after another.
class Layout {
  public:
    Layout(Plan& plan, const NetworkSetup& setup) : plan_(plan), inputs_(setup.inputs), width_(setup.inputs) {}

    void add(const Layer& layer) {
        stage_ = {.layer = layer, .index = static_cast<int>(plan_.stages.size()), .in = width_, .out = width_};
        std::visit([&](const auto& l) { place(l); }, layer);
        if (const Activation* activation = activation_of(layer); activation && trainable(*activation))
            stage_.slope = part("slope", {trainable(*activation)});
        if (!std::holds_alternative<layers::Embedding>(layer)) only_embeddings_ = false;
        width_ = stage_.out;
        plan_.units += width_;
        plan_.stages.push_back(std::move(stage_));
    }

  private:
    std::size_t part(std::string_view what, std::vector<int> shape) {
        std::size_t size = 1;
        for (const int n : shape) size *= static_cast<std::size_t>(n);
        const std::size_t offset = plan_.parameters;
        if (size > most_parameters - offset)
            refuse({"[network] got more than ", most_parameters, " parameters up to layer ", stage_.index, ", expected fewer"});
        plan_.parts.push_back({sentence({stage_.index, ".", what}), stage_.index, std::move(shape), offset, size});
        plan_.parameters += size;
        return offset;
    }

    void place(const layers::Dense& l) {
        stage_.out = l.units;
        if (l.residual && l.units != width_)
            refuse({"[network] layer ", stage_.index, " (", l.key, ") got ", width_, " inputs with a residual link, expected ",
                    l.units, ", its units"});
        stage_.weight = part("weight", {l.units, width_});
        stage_.bias = part("bias", {l.units});
    }
    void place(const layers::Dropout&) {}
    void place(const layers::BatchNorm&) {
        place_norm();
        stage_.state = plan_.state;
        plan_.state += 2 * static_cast<std::size_t>(width_);
        plan_.across_samples = true;
    }
    void place(const layers::LayerNorm&) { place_norm(); }
    void place_norm() {
        stage_.weight = part("scale", {width_});
        stage_.bias = part("shift", {width_});
    }
    void place(const layers::Embedding& l) {
        if (!only_embeddings_)
            refuse({"[network] layer ", stage_.index, " (", l.key,
                    ") got a place after other layers, expected embeddings first"});
        if (l.column >= inputs_)
            refuse({"[network] layer ", stage_.index, " (", l.key, ") got column ", l.column, ", expected one from 0 to ",
                    inputs_ - 1});
        stage_.column = l.column;
        for (const Stage& before : plan_.stages) {
            const int taken = std::get<layers::Embedding>(before.layer).column;
            if (taken == l.column)
                refuse({"[network] layer ", stage_.index, " (", l.key, ") got column ", l.column,
                        " again, expected another one"});
            if (taken < l.column) --stage_.column;
        }
        stage_.out = width_ - 1 + l.size;
        stage_.weight = part("table", {l.categories, l.size});
    }

    Plan& plan_;
    int inputs_, width_;
    bool only_embeddings_ = true;
    Stage stage_;
};

}  // namespace

const Activation* activation_of(const Layer& layer) {
    return std::visit(
        [](const auto& l) -> const Activation* {
            if constexpr (requires { l.activation; })
                return &l.activation;
            else
                return nullptr;
        },
        layer);
}

Plan::Plan(const NetworkSetup& setup) {
    if (setup.inputs < 1) refuse({"[network] got ", setup.inputs, " inputs, expected 1 or more"});
    if (setup.layers.empty()) refuse({"[network] got no layers, expected 1 or more"});
    Layout layout(*this, setup);
    for (const Layer& layer : setup.layers) layout.add(layer);
    target_columns = std::visit([&](const auto& l) { return l.target_columns(stages.back().out); }, setup.loss);
}

}  // namespace nn
