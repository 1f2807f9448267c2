#pragma once
/// Losses: what training makes small, agreeing with PyTorch's definitions. To add one, write its struct and put it in
/// the list at the foot.
///
/// `at<V>(prediction, target, outputs, stride, dp)` is the loss of one column of samples: prediction and dp hold
/// `outputs` lanes, one every `stride` lanes; target holds `target_columns(outputs)` likewise. It writes the slope by
/// each prediction to dp and returns the loss of each sample. Losses that PyTorch averages over the outputs (all but
/// those on classes) are averaged here over the outputs of the sample.
///
/// `task` is what it is for, `expects` what the last layer has to give.
#include <array>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/data.hpp"
#include "engine/lane_math.hpp"
#include "engine/params.hpp"

namespace nn {

/// What a loss takes the network's output for.
enum class Output { numbers, logits, probabilities };

namespace losses {

/// A loss that is a mean over the outputs of one function of prediction and target.
template <class Self>
struct PerOutput {
    static constexpr int target_columns(int outputs) { return outputs; }
    template <class V>
    V at(const V* prediction, const V* target, int outputs, int stride, V* dp) const {
        const V share = constant<V>(outputs == 1 ? 1.0 : 1.0 / outputs);  // a division takes longer than the rest
        V sum = constant<V>(0);
        for (int i = 0; i < outputs; ++i) {
            V slope;
            sum = sum + static_cast<const Self&>(*this).one(prediction[i * stride], target[i * stride], slope);
            dp[i * stride] = share * slope;
        }
        return sum * share;
    }
};

/// -1, 0 or 1; 0 at 0, as PyTorch has it.
template <class V>
V sign(V x) {
    const V zero = constant<V>(0), one = constant<V>(1);
    return select(x > zero, one, select(x < zero, -one, zero));
}
template <class V>
V positive(V x) {
    return select(x > constant<V>(0), x, constant<V>(0));
}

// ---- numbers ---------------------------------------------------------------------------------------------------------

/// (p - t)^2, or with `half` half of it.
struct MeanSquared : PerOutput<MeanSquared> {
    static constexpr std::string_view key = "mse", label = "Mean squared error", paper = "Legendre 1805";
    static constexpr Task task = Task::regression;
    static constexpr Output expects = Output::numbers;
    bool half = false;
    static constexpr auto params() {
        return std::tuple{toggle("half", &MeanSquared::half, "Half", "Takes half of it, so that its slope is the plain error.").advanced()};
    }
    template <class V>
    V one(V p, V t, V& slope) const {
        const V error = p - t;
        slope = constant<V>(half ? 1 : 2) * error;
        return constant<V>(half ? 0.5 : 1) * error * error;
    }
};

struct MeanAbsolute : PerOutput<MeanAbsolute> {
    static constexpr std::string_view key = "mae", label = "Mean absolute error", paper = "Boscovich 1757; torch L1Loss";
    static constexpr Task task = Task::regression;
    static constexpr Output expects = Output::numbers;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V one(V p, V t, V& slope) const {
        slope = sign(p - t);
        return abs(p - t);
    }
};

/// e^2 / 2 up to delta, then delta (|e| - delta / 2).
struct Huber : PerOutput<Huber> {
    static constexpr std::string_view key = "huber", label = "Huber", paper = "Huber 1964";
    static constexpr Task task = Task::regression;
    static constexpr Output expects = Output::numbers;
    double delta = 1;
    static constexpr auto params() {
        return std::tuple{real("delta", &Huber::delta, 1e-3, 1000, log_scale, "Bend",
                               "Errors above it count in proportion, so that one outlier pulls less.")};
    }
    template <class V>
    V one(V p, V t, V& slope) const {
        const V error = p - t, size = abs(error), bend = constant<V>(delta);
        const auto near = size < bend;
        slope = select(near, error, bend * sign(error));
        return select(near, constant<V>(0.5) * error * error, bend * (size - constant<V>(0.5) * bend));
    }
};

/// Huber's loss divided by beta: its far slope is 1.
struct SmoothL1 : PerOutput<SmoothL1> {
    static constexpr std::string_view key = "smooth-l1", label = "Smooth L1", paper = "Girshick 2015, arXiv:1504.08083";
    static constexpr Task task = Task::regression;
    static constexpr Output expects = Output::numbers;
    double beta = 1;
    static constexpr auto params() {
        return std::tuple{real("beta", &SmoothL1::beta, 1e-3, 1000, log_scale, "Bend",
                               "Errors above it count in proportion; small, it is the absolute error.")};
    }
    template <class V>
    V one(V p, V t, V& slope) const {
        const V error = p - t, size = abs(error), bend = constant<V>(beta);
        const auto near = size < bend;
        slope = select(near, error / bend, sign(error));
        return select(near, constant<V>(0.5) * error * error / bend, size - constant<V>(0.5) * bend);
    }
};

/// log cosh e = |e| + log(1 + e^(-2 |e|)) - log 2.
struct LogCosh : PerOutput<LogCosh> {
    static constexpr std::string_view key = "log-cosh", label = "Log-cosh", paper = "Green 1990";
    static constexpr Task task = Task::regression;
    static constexpr Output expects = Output::numbers;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V one(V p, V t, V& slope) const {
        const V error = p - t, size = abs(error);
        slope = tanh(error);
        return size + softplus(constant<V>(-2) * size) - constant<V>(0.6931471805599453);
    }
};

// ---- yes or no -------------------------------------------------------------------------------------------------------

/// -t log p - (1 - t) log(1 - p). Logarithms end at -100, and slopes at 1e12, as in PyTorch. A network's p below 0 or above
/// 1, which PyTorch refuses, counts as 0 or 1.
struct BinaryProbability : PerOutput<BinaryProbability> {
    static constexpr std::string_view key = "bce", label = "Cross-entropy of probabilities", paper = "Good 1952; torch BCELoss";
    static constexpr Task task = Task::binary;
    static constexpr Output expects = Output::probabilities;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V one(V p, V t, V& slope) const {
        const V zero = constant<V>(0), one = constant<V>(1), floor = constant<V>(-100), smallest = constant<V>(1e-12);
        p = select(p < zero, zero, select(p > one, one, p));
        const V spread = (one - p) * p;
        slope = (p - t) / select(spread > smallest, spread, smallest);
        const V yes = log(p), no = log(one - p);
        return -(t * select(yes < floor, floor, yes) + (one - t) * select(no < floor, floor, no));  // NaN stays NaN
    }
};

/// The same of sigmoid(z), worked out from z so that nothing is lost. `pos-weight` multiplies the loss of yes.
struct BinaryLogits : PerOutput<BinaryLogits> {
    static constexpr std::string_view key = "bce-logits", label = "Binary cross-entropy", paper = "Cox 1958; torch BCEWithLogitsLoss";
    static constexpr Task task = Task::binary;
    static constexpr Output expects = Output::logits;
    double pos_weight = 1;
    static constexpr auto params() {
        return std::tuple{real("pos-weight", &BinaryLogits::pos_weight, 0.001, 1000, log_scale, "Weight of yes",
                               "Above 1, a missed yes costs more than a false one.")
                              .advanced()};
    }
    template <class V>
    V one(V z, V t, V& slope) const {
        const V one = constant<V>(1), weight = one + constant<V>(pos_weight - 1) * t;
        slope = weight * sigmoid(z) - constant<V>(pos_weight) * t;
        return (one - t) * z + weight * softplus(-z);
    }
};

/// Any number of yes-or-no answers a sample: binary cross-entropy from logits, averaged over them.
struct MultiLabel : BinaryLogits {
    static constexpr std::string_view key = "multi-label-bce", label = "Multi-label cross-entropy", paper = "torch MultiLabelSoftMarginLoss";
    static constexpr Task task = Task::labels;
    static constexpr auto params() { return std::tuple{}; }
};

/// max(0, 1 - y z) with y = 2 t - 1, targets 0 or 1.
struct Hinge : PerOutput<Hinge> {
    static constexpr std::string_view key = "hinge", label = "Hinge", paper = "Cortes and Vapnik 1995";
    static constexpr Task task = Task::binary;
    static constexpr Output expects = Output::logits;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V one(V z, V t, V& slope) const {
        const V one = constant<V>(1), y = t + t - one, short_of = positive(one - y * z);
        slope = select(short_of > constant<V>(0), -y, constant<V>(0));
        return short_of;
    }
};

struct SquaredHinge : PerOutput<SquaredHinge> {
    static constexpr std::string_view key = "squared-hinge", label = "Squared hinge", paper = "Tang 2013, arXiv:1306.0239";
    static constexpr Task task = Task::binary;
    static constexpr Output expects = Output::logits;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V one(V z, V t, V& slope) const {
        const V one = constant<V>(1), y = t + t - one, short_of = positive(one - y * z);
        slope = constant<V>(-2) * y * short_of;
        return short_of * short_of;
    }
};

// ---- one of several --------------------------------------------------------------------------------------------------

/// -log softmax(z)_t: the target is the class, from 0 on, or with `soft` a probability for each class. With smoothing s
/// the target is (1 - s) of it and s / classes of every class.
struct CrossEntropy {
    static constexpr std::string_view key = "cross-entropy", label = "Cross-entropy", paper = "Bridle 1990; torch CrossEntropyLoss";
    static constexpr Task task = Task::classes;
    static constexpr Output expects = Output::logits;
    double smoothing = 0;
    bool soft = false;
    static constexpr auto params() {
        return std::tuple{real("smoothing", &CrossEntropy::smoothing, 0, 0.9, linear_scale, "Label smoothing",
                               "Some of the target goes to every class: less certain answers, less over-training.")
                              .advanced(),
                          toggle("soft", &CrossEntropy::soft, "Soft targets", "The target is a probability for each class.").advanced()};
    }
    int target_columns(int outputs) const { return soft ? outputs : 1; }
    template <class V>
    V at(const V* z, const V* target, int outputs, int stride, V* dp) const {
        V top = z[0], sum = constant<V>(0), loss = constant<V>(0), total = constant<V>(0);
        for (int i = 1; i < outputs; ++i) top = select(z[i * stride] > top, z[i * stride], top);
        for (int i = 0; i < outputs; ++i) {
            dp[i * stride] = exp(z[i * stride] - top);
            sum = sum + dp[i * stride];
        }
        const V log_sum = log(sum) + top, half = constant<V>(0.5);
        const V keep = constant<V>(1 - smoothing), share = constant<V>(smoothing / outputs);
        const auto wanted = [&](int i) {
            const V is = soft ? target[i * stride]
                              : select(abs(target[0] - constant<V>(i)) < half, constant<V>(1), constant<V>(0));
            return smoothing == 0 ? is : keep * is + share;
        };
        for (int i = 0; i < outputs; ++i) {
            const V t = wanted(i);
            loss = loss + t * (log_sum - z[i * stride]);
            total = total + t;
        }
        const V scale = total / sum;
        for (int i = 0; i < outputs; ++i) dp[i * stride] = dp[i * stride] * scale - wanted(i);
        return loss;
    }
};

}  // namespace losses

/// In the order of teaching.
using Loss = std::variant<losses::MeanSquared, losses::MeanAbsolute, losses::Huber, losses::SmoothL1, losses::LogCosh,
                          losses::BinaryProbability, losses::BinaryLogits, losses::MultiLabel, losses::CrossEntropy,
                          losses::Hinge, losses::SquaredHinge>;

/// How the samples' losses l_i with weights w_i become one number.
inline constexpr Option reductions[] = {{"mean", "Mean"},                          ///< sum l_i / n: weights are ignored
                                        {"weighted", "Weighted, over n"},          ///< sum w_i l_i / n
                                        {"weighted-mean", "Weighted, over weights"}};  ///< sum w_i l_i / sum w_i

/// The loss of a whole batch and its slopes by the predictions (rows, columns).
struct BatchLoss {
    double value = 0;
    std::vector<float> gradient;
};

/// prediction (rows, columns); target (rows, target_columns). weight: one number a sample, or empty for all 1.
/// class_weight: one number a class, multiplied into the samples' weights, or empty. Classes are the columns, or for one
/// column no and yes. Throws std::invalid_argument where sizes do not fit, or a target or a probability cannot be.
BatchLoss batch_loss(const Loss& loss, std::span<const float> prediction, std::span<const float> target, int columns,
                     int reduction = 0, std::span<const float> weight = {}, std::span<const float> class_weight = {});

/// Throws std::invalid_argument("[op] got target ...") where a target cannot be: a class that is none of the outputs, or
/// an answer to yes or no that is not from 0 to 1.
void expect_targets(std::string_view op, const Loss& loss, std::span<const float> target, int outputs);

/// weight times class_weight of each sample's target: for data whose classes should not count alike.
std::vector<float> class_weighted(std::string_view op, std::span<const float> target, std::span<const float> weight,
                                  std::span<const float> class_weight);

/// One row of the table at work on n lanes of `outputs` rows, called without a visit. Without slopes, dp is memory to use.
template <class V>
struct LossLoops {
    using Call = void (*)(const Loss&, int outputs, int n, const V* prediction, const V* target, V* dp, V* losses);
    Call with_slopes, without;
};
template <class V>
struct LossTable {
    using Rows = std::array<LossLoops<V>, std::variant_size_v<Loss>>;
    static const Rows of;  ///< by the index in the variant
};

/// Slopes and losses of all lanes of a block: losses has one V for each lane column.
template <class V>
void loss_rows(const Loss& loss, Rows<const V> prediction, Rows<const V> target, Rows<V> dp, V* losses) {
    LossTable<V>::of[loss.index()].with_slopes(loss, prediction.rows, prediction.lanes, prediction.data, target.data, dp.data, losses);
}

/// The same losses without slopes, in less time; `spare` is as large as the prediction.
template <class V>
void loss_values(const Loss& loss, Rows<const V> prediction, Rows<const V> target, Rows<V> spare, V* losses) {
    LossTable<V>::of[loss.index()].without(loss, prediction.rows, prediction.lanes, prediction.data, target.data, spare.data, losses);
}

}  // namespace nn
