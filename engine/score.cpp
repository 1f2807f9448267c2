#include "engine/score.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr int rows_at_once = 256;  ///< stays in the cache

void expect(std::string_view op, std::string_view what, std::size_t got, std::size_t expected) {
    if (got == expected) return;
    refuse({"[", op, "] got ", what, " of ", got, ", expected ", expected});
}

/// What makes an answer right: the largest output is the class, or each output is on the right side of the threshold.
struct Judge {
    bool classes, labels;
    float threshold;

    Judge(const Loss& loss, Task task)
        : Judge(std::visit(
              [&]<class L>(const L&) {
                  return Judge(L::task == Task::classes, L::task != Task::regression || task != Task::regression,
                               L::expects == Output::logits ? 0.f : 0.5f);
              },
              loss)) {}

    /// Right answers or squared errors of one sample, as a mean over its columns.
    double operator()(std::span<const float> output, std::span<const float> y) const {
        if (classes) return largest(output) == (y.size() > 1 ? largest(y) : static_cast<std::ptrdiff_t>(y[0]));
        double sum = 0;
        for (std::size_t i = 0; i < output.size(); ++i) {
            const double error = double(output[i]) - double(y[i]);
            sum += labels ? (output[i] > threshold) == (y[i] > 0.5f) : error * error;
        }
        return sum / static_cast<double>(output.size());
    }

  private:
    Judge(bool c, bool l, float t) : classes(c), labels(l), threshold(t) {}
    static std::ptrdiff_t largest(std::span<const float> v) { return std::max_element(v.begin(), v.end()) - v.begin(); }
};

}  // namespace

void expect_fit(std::string_view op, const Network& network, const Data& data) {
    if (data.rows() < 1) refuse({"[", op, "] got no rows, expected one or more"});
    const auto rows = static_cast<std::size_t>(data.rows());
    const auto columns = static_cast<std::size_t>(network.target_columns());
    expect(op, "inputs", static_cast<std::size_t>(data.inputs), static_cast<std::size_t>(network.inputs()));
    expect(op, "x", data.x.size(), rows * static_cast<std::size_t>(data.inputs));
    expect(op, "y", data.y.size(), rows * columns);
    if (!data.weight.empty()) expect(op, "weight", data.weight.size(), rows);
    expect_targets(op, network.setup().loss, data.y, network.outputs());
}

Score score(Network& network, const Data& data) {
    expect_fit("score", network, data);
    const auto inputs = static_cast<std::size_t>(network.inputs()), outputs = static_cast<std::size_t>(network.outputs()),
               columns = static_cast<std::size_t>(network.target_columns());
    const auto rows = static_cast<std::size_t>(data.rows());
    const Judge judge(network.setup().loss, data.task);
    const std::span<const float> x(data.x), y(data.y), weight(data.weight);
    std::vector<float> output(std::min<std::size_t>(rows, rows_at_once) * outputs);
    double loss = 0, answers = 0;
    for (std::size_t at = 0; at < rows; at += rows_at_once) {
        const std::size_t count = std::min<std::size_t>(rows_at_once, rows - at);
        const auto part_x = x.subspan(at * inputs, count * inputs), part_y = y.subspan(at * columns, count * columns);
        loss += network.loss_sum({part_x, part_y, weight.empty() ? weight : weight.subspan(at, count), {}});
        network.forward(part_x, std::span(output).first(count * outputs));
        for (std::size_t i = 0; i < count; ++i)
            answers += judge(std::span(output).subspan(i * outputs, outputs), part_y.subspan(i * columns, columns));
    }
    const double divisor = network.divisor({x, y, weight, {}}), mean = answers / static_cast<double>(rows);
    const bool regression = !judge.classes && !judge.labels;
    return {static_cast<float>(divisor != 0 ? loss / divisor : 0), static_cast<float>(regression ? std::sqrt(mean) : mean)};
}

}  // namespace nn
