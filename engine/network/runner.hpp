#pragma once
/// Inside the network: samples in blocks through the passes and the loss, on any lane type. Not for other parts; they use
/// network.hpp.
#include <vector>

#include "engine/network/gather.hpp"
#include "engine/network/passes.hpp"

namespace nn {

template <class V>
class Runner {
  public:
    using W = ScalarOf<V>;
    explicit Runner(const NetworkSetup& setup, const Plan& plan) : setup_(&setup), plan_(&plan), passes_(plan) {}

    /// The output of a block, after its input has been gathered; `outputs` as in Passes::prepare.
    Rows<V> forward(const W* w, std::span<const float> x, const Selection& choice, const Block& block, V* outputs = nullptr);

    /// Sum of weight * loss over the samples. Where dw is given, adds `scale` times its gradient to it, and where dx is
    /// given too, writes `scale` times the gradient by the input to it, a row a sample.
    double loss(const W* w, const Samples& samples, const Pass& pass, float* state, const float* running, double scale,
                W* dw, float* dx);

    const Passes<V>& passes() const { return passes_; }

    /// Samples that go through together: what fits the cache, or all where they depend on each other.
    int block_size(std::size_t samples, const Pass& pass) const;
    /// From now on all samples go through together, so that afterwards passes() tells of them all.
    void keep_together() { together_ = true; }

  private:
    double block_loss(const Samples& samples, const Selection& choice, double scale, bool backward);

    const NetworkSetup* setup_;
    const Plan* plan_;
    Passes<V> passes_;
    std::vector<V> target_, losses_, weights_;
    bool together_ = false;
};

inline std::size_t sample_count(const Samples& samples, int inputs) {
    if (samples.count != std::numeric_limits<std::size_t>::max()) return samples.count;
    return (samples.rows.empty() ? samples.x.size() / static_cast<std::size_t>(inputs) : samples.rows.size()) - samples.first;
}

}  // namespace nn
