#pragma once
/// Losses: what training makes small, agreeing with PyTorch's definitions. To add one, write its struct and put it in
/// the list at the foot.
///
/// `at<V>(prediction, target, outputs, stride, dp)` is the loss of one column of samples: prediction and dp hold
/// `outputs` lanes, one every `stride` lanes; target holds `target_columns(outputs)` likewise. It writes the slope by
/// each prediction to dp and returns the loss of each sample. Losses that PyTorch averages over the outputs (all but
/// those on classes) are averaged here over the outputs of the sample.
#include <string_view>
#include <variant>

#include "engine/lane_math.hpp"
#include "engine/params.hpp"

namespace nn {
namespace losses {

struct MeanSquared {
    static constexpr std::string_view key = "mse", label = "Mean squared error", paper = "Legendre 1805";
    static constexpr auto params() { return std::tuple{}; }
    static constexpr int target_columns(int outputs) { return outputs; }
    template <class V>
    V at(const V* prediction, const V* target, int outputs, int stride, V* dp) const {
        const V share = constant<V>(1.0 / outputs);
        V sum = constant<V>(0);
        for (int i = 0; i < outputs; ++i) {
            const V error = prediction[i * stride] - target[i * stride];
            sum = sum + error * error;
            dp[i * stride] = (share + share) * error;
        }
        return sum * share;
    }
};

}  // namespace losses

/// In the order of teaching.
using Loss = std::variant<losses::MeanSquared>;

/// How the samples' losses l_i with weights w_i become one number.
inline constexpr Option reductions[] = {{"mean", "Mean"},                          ///< sum l_i / n: weights are ignored
                                        {"weighted", "Weighted, over n"},          ///< sum w_i l_i / n
                                        {"weighted-mean", "Weighted, over weights"}};  ///< sum w_i l_i / sum w_i

}  // namespace nn
