#include "engine/lessons/playground_model.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

bool is_any(std::string_view key, std::initializer_list<std::string_view> keys) {
    for (const std::string_view k : keys)
        if (k == key) return true;
    return false;
}

template <class V>
std::string_view key_in(const V& v) {
    return std::visit([](const auto& x) -> std::string_view { return x.key; }, v);
}

bool is_squashed(std::string_view activation) { return is_any(activation, {"sigmoid", "tanh", "hard-tanh", "softsign"}); }
bool is_one_sided(std::string_view activation) { return is_any(activation, {"relu", "softplus"}); }

/// Of a loss chosen by hand.
std::string wrong_loss(std::string_view loss, const PlaygroundTask& task, bool one) {
    const bool of_numbers = is_any(loss, {"mse", "mae", "huber", "smooth-l1", "log-cosh"});
    const bool of_yes = is_any(loss, {"bce", "bce-logits", "multi-label-bce", "hinge", "squared-hinge"});
    switch (task.task) {
        case Task::binary:
            if (of_numbers) return "An error between numbers on yes or no learns, but slowly where the network is confidently wrong, and punishes answers that are more than right.";
            if (loss == "cross-entropy") return "Softmax over two outputs is right, but one output would do: only the difference of the two matters.";
            return {};
        case Task::classes:
            if (one && of_numbers)
                return sentence({"One output for ", task.classes, " classes says that class 1 lies between 0 and 2: to go from the first to the last, the answer has to pass through all of them."});
            if (one) return sentence({"One yes or no for ", task.classes, " classes: those in between count as partly yes, as if classes were steps of a ladder."});
            if (of_numbers) return "An error between numbers on classes learns, but slowly where the network is confidently wrong: cross-entropy pulls hardest there.";
            if (of_yes) return "Each class is asked for by itself: the answers need not sum to 1, and a point may be all classes or none.";
            return {};
        case Task::labels:
            if (loss == "cross-entropy") return "Softmax lets one label win: where several hold, each gets a share, and where none does, one wins all the same.";
            if (of_numbers) return "An error between numbers on yes or no learns, but slowly where the network is confidently wrong.";
            return {};
        case Task::regression:
            if (loss == "cross-entropy") return task.targets == 1
                ? "Cross-entropy on a number: the softmax of one output is always 1, so the loss is 0 from the start, and nothing is learned."
                : "Cross-entropy on numbers: softmax makes the outputs shares of 1, whatever the targets are.";
            if (of_yes) return "This loss asks yes or no of a number: targets count as 0 to 1, and what lies beyond is cut off.";
            return {};
    }
    return {};
}

/// Of an output's activation chosen by hand.
std::string wrong_output(std::string_view activation, const Loss& loss, const PlaygroundTask& task) {
    if (activation == "linear" && !std::holds_alternative<losses::BinaryProbability>(loss)) return {};
    const Output expects = std::visit([](const auto& l) { return l.expects; }, loss);
    if (expects == Output::probabilities)
        return activation == "sigmoid" ? std::string() : "This loss expects probabilities: the logarithm of an output outside 0 to 1 does not exist, and is cut. Sigmoid belongs here, or the loss that has it inside.";
    if (expects == Output::logits) {
        if (is_squashed(activation)) return "The loss squashes the output itself: squashed twice, the network can never be sure, and learns slowly.";
        if (is_one_sided(activation)) return "This output is never below 0, so the network cannot say no: half of the answers are out of reach.";
        return {};
    }
    if (task.task != Task::regression) return {};
    if (is_squashed(activation)) return "The output ends at 1: targets beyond it are out of reach.";
    if (is_one_sided(activation)) return "The output is never below 0: negative targets are out of reach, and where a unit is dead nothing is learned.";
    return {};
}

}  // namespace

std::string why_wrong(const PlaygroundSetup& setup, const PlaygroundTask& task) {
    const PlaygroundModel model(setup, task, 2);
    if (!std::holds_alternative<PlaygroundAuto>(setup.loss) || model.is_one_number)
        if (std::string why = wrong_loss(key_in(model.network.loss), task, model.is_one_number && task.classes > 2); !why.empty()) return why;
    if (setup.outputs == 1 && model.outputs() > 1 && (task.task == Task::binary || task.task == Task::classes))
        return sentence({"The softmax of one output is always 1: nothing could be learned, so there are ", model.outputs(), " outputs."});
    if (std::holds_alternative<PlaygroundAuto>(setup.output)) return {};
    return wrong_output(key_in(setup.output), model.network.loss, task);
}

}  // namespace nn
