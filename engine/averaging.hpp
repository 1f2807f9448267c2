#pragma once
/// Averages of the weights along a run: often a better place than its last step. Each moves a second copy of the
/// weights, average += rate * (w - average); training itself does not see it. To add one, write its struct and put it in
/// the list.
///
/// `rate(n)` is that of the n-th weights that count, n = 1, 2, ...; `counts(step, epoch_end)` says whether those after
/// `step` steps do.
#include <span>
#include <variant>
#include <vector>

#include "engine/bytes.hpp"
#include "engine/data.hpp"
#include "engine/network.hpp"
#include "engine/params.hpp"

namespace nn {

struct NoAverage {
    static constexpr std::string_view key = "none", label = "None", paper = "the last weights are used";
    static constexpr auto params() { return std::tuple{}; }
    bool counts(std::int64_t, bool) const { return false; }
    double rate(std::int64_t) const { return 0; }
};

/// average = decay * average + (1 - decay) * w, from the first weights on.
struct Ema {
    static constexpr std::string_view key = "ema", label = "Moving average (EMA)";
    static constexpr std::string_view paper = "Polyak and Juditsky 1992; corrected as in Kingma and Ba 2015";
    double decay = 0.999;
    bool correct = true;
    static constexpr auto params() {
        return std::tuple{real("decay", &Ema::decay, 0, 0.99999, linear_scale, "Memory",
                               "Share of the average that each step keeps: more is smoother and lags behind."),
                          toggle("correct", &Ema::correct, "Bias correction",
                                 "Leaves the starting weights out of the average.")
                              .advanced()};
    }
    bool counts(std::int64_t, bool) const { return true; }
    double rate(std::int64_t n) const;
};

/// The plain mean of all weights that count.
struct Swa {
    static constexpr std::string_view key = "swa", label = "Stochastic weight averaging (SWA)";
    static constexpr std::string_view paper = "Izmailov et al. 2018, arXiv:1803.05407";
    int start = 1000, period = 0;
    static constexpr auto params() {
        return std::tuple{integer("start", &Swa::start, 0, 1000000000, linear_scale, "From",
                                  "Steps before the first weights that count: about three quarters of the run.")
                              .unit("steps"),
                          integer("period", &Swa::period, 0, 1000000, linear_scale, "Every",
                                  "Steps from one that counts to the next; 0: those at the end of each epoch.")
                              .unit("steps")};
    }
    bool counts(std::int64_t step, bool epoch_end) const {
        return step >= start && (period ? (step - start) % period == 0 : epoch_end);
    }
    double rate(std::int64_t n) const { return 1 / static_cast<double>(n); }
};

/// In the order of teaching.
using Averaging = std::variant<NoAverage, Ema, Swa>;

/// One average at work on n weights.
class WeightAverage {
  public:
    /// `start`: where an EMA without bias correction begins.
    WeightAverage(Averaging averaging, std::span<const float> start);

    /// Call it after every step with the number of steps so far. Does not allocate.
    void add(std::span<const float> w, std::int64_t step, bool epoch_end) {
        if (!value_.empty()) count(w, step, epoch_end);
    }
    /// The average; the weights at the start until the first that count. Empty without averaging.
    std::span<const float> value() const { return value_; }
    /// How many weights are in it.
    std::int64_t count() const { return count_; }

    void save(ByteWriter& to) const;
    /// Throws std::invalid_argument, and changes nothing, where the bytes are not of such an average.
    void restore(ByteReader& from);

  private:
    void count(std::span<const float> w, std::int64_t step, bool epoch_end);

    Averaging averaging_;
    std::vector<float> value_;
    std::int64_t count_ = 0;
};

/// Sets every batch norm's running mean and variance to their means over all batches of the data under the weights as
/// they are, which an average of weights needs (torch.optim.swa_utils.update_bn). The data are taken in their order;
/// a last partial batch counts as one. Nothing where there is no batch norm.
void recompute_statistics(Network& network, const Data& data, int batch_size);

}  // namespace nn
