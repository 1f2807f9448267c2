#include "engine/losses.hpp"

#include <cmath>
#include <string>

#include "engine/losses_inl.hpp"
#include "engine/network/gather.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

}  // namespace

template struct LossTable<Lane>;

void expect_targets(std::string_view op, const Loss& loss, std::span<const float> target, int outputs) {
    const auto* classes = std::get_if<losses::CrossEntropy>(&loss);
    if (std::visit([](const auto& l) { return l.task == Task::regression; }, loss)) return;
    const bool whole = classes && !classes->soft;
    const float most = whole ? static_cast<float>(outputs - 1) : 1.f;
    for (std::size_t i = 0; i < target.size(); ++i) {
        const float t = target[i];
        if (t >= 0 && t <= most && (!whole || t == std::floor(t))) continue;
        refuse({"[", op, "] got target ", double(t), " at ", i, ", expected ", whole ? "a class from 0 to " : "0 to ", most});
    }
}

std::vector<float> class_weighted(std::string_view op, std::span<const float> target, std::span<const float> weight,
                                  std::span<const float> class_weight) {
    std::vector<float> weighted(target.size(), 1.f);
    for (std::size_t i = 0; i < target.size(); ++i) {
        const float t = target[i];
        if (!(t >= 0 && t < static_cast<float>(class_weight.size()) && t == std::floor(t)))
            refuse({"[", op, "] got class ", t, " in row ", i, " with ", class_weight.size(),
                    " class weights, expected a weight for each class"});
        weighted[i] = (weight.empty() ? 1.f : weight[i]) * class_weight[static_cast<std::size_t>(t)];
    }
    return weighted;
}

BatchLoss batch_loss(const Loss& loss, std::span<const float> prediction, std::span<const float> target, int columns,
                     int reduction, std::span<const float> weight, std::span<const float> class_weight) {
    if (columns < 1) refuse({"[loss] got ", columns, " columns, expected 1 or more"});
    if (prediction.size() % to_size(columns) != 0)
        refuse({"[loss] got ", prediction.size(), " predictions, expected rows of ", columns});
    const std::size_t n = prediction.size() / to_size(columns);
    if (n == 0) refuse({"[loss] got no predictions, expected one row or more"});
    const int target_columns = std::visit([&](const auto& l) { return l.target_columns(columns); }, loss);
    if (target.size() != n * to_size(target_columns))
        refuse({"[loss] got ", target.size(), " targets for predictions (", n, ", ", columns, "), expected (", n, ", ",
                target_columns, ")"});
    if (!weight.empty() && weight.size() != n) refuse({"[loss] got ", weight.size(), " weights, expected ", n});
    expect_targets("loss", loss, target, columns);
    for (std::size_t i = 0; std::holds_alternative<losses::BinaryProbability>(loss) && i < prediction.size(); ++i)
        if (!(prediction[i] >= 0 && prediction[i] <= 1)) refuse({"[loss] got prediction ", prediction[i], " at ", i, ", expected a probability from 0 to 1"});
    std::vector<float> weights(weight.begin(), weight.end());
    if (!class_weight.empty()) {
        if (target_columns != 1)
            refuse({"[loss] got class weights for targets of ", target_columns, " columns, expected one column"});
        weights = class_weighted("loss", target, weight, class_weight);
    }
    if (reduction == 0) weights.clear();

    const int samples = static_cast<int>(n), lanes = lanes_for<Lane>(samples);
    const auto rows = [&](std::vector<Lane>& memory, int count) {
        memory.resize(to_size(count) * to_size(lanes));
        return Rows<Lane>{memory.data(), count, lanes};
    };
    std::vector<Lane> memory[4];
    const Rows<Lane> p = rows(memory[0], columns), t = rows(memory[1], target_columns), dp = rows(memory[2], columns);
    const Rows<Lane> losses = rows(memory[3], 1);
    gather<Lane>(prediction.data(), {{}, 0, samples}, p);
    gather<Lane>(target.data(), {{}, 0, samples}, t);
    loss_rows<Lane>(loss, p, t, dp, losses.data);

    BatchLoss result{0, std::vector<float>(prediction.size())};
    scatter(dp, samples, result.gradient.data());
    double divisor = static_cast<double>(n);
    if (reduction == 2 && !weights.empty()) {
        divisor = 0;
        for (const float w : weights) divisor += double(w);
        if (divisor == 0) refuse({"[loss] got weights that sum to 0, expected another sum to divide by"});
    }
    for (std::size_t i = 0; i < n; ++i) {
        const double w = weights.empty() ? 1 : double(weights[i]);
        if (w == 0) {
            std::fill_n(result.gradient.begin() + static_cast<std::ptrdiff_t>(i * to_size(columns)), columns, 0.f);
            continue;
        }
        result.value += w * double(lane_of(losses.data[i / 4], static_cast<int>(i % 4)));
        for (std::size_t k = i * to_size(columns); k < (i + 1) * to_size(columns); ++k)
            result.gradient[k] = static_cast<float>(double(result.gradient[k]) * w / divisor);
    }
    result.value /= divisor;
    return result;
}

}  // namespace nn
