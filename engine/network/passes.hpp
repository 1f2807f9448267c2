#pragma once
/// Inside the network: one block of samples going forward and back through the layers, on any lane type (lanes.hpp).
/// Not for other parts; they use network.hpp.
#include <cstdint>
#include <vector>

#include "engine/kernels/activate.hpp"
#include "engine/kernels/dense.hpp"
#include "engine/lane_math.hpp"
#include "engine/network/chain.hpp"
#include "engine/network/plan.hpp"

namespace nn {

/// The block of samples that is on its way.
struct Block {
    int samples = 0;
    std::uint64_t first = 0;  ///< of the pass: its samples before this block
    const Pass& pass;
    float* state = nullptr;   ///< running statistics to be moved; null: none is
    const float* running = nullptr;
};

/// What one layer keeps between forward and backward. Rows (units, samples).
template <class V>
struct Work {
    Rows<V> z;  ///< before the activation; where the slope needs no z, the same memory as `active`
    Rows<V> active;  ///< after the activation
    Rows<V> a;  ///< the layer's output: `active`, or with a residual link the sum
    Rows<V> d;  ///< the loss's slope by a, then by z
    Rows<V> normal;  ///< norms: x with mean 0 and deviation 1
    Rows<V> narrow;  ///< 1 / deviation: a row for layer norm, a lane a unit for batch norm
};

template <class V>
class Passes {
  public:
    using W = ScalarOf<V>;
    explicit Passes(const Plan& plan) : plan_(&plan), work_(plan.stages.size()) {}

    /// Makes room for a block; allocates only where it is the largest so far. Returns where its input goes. Where `outputs`
    /// is given, the layers' outputs go there, one layer after another, until the next call.
    const Rows<V>& prepare(int samples, bool backward, V* outputs = nullptr);

    /// From the prepared input to the output of the last layer.
    const Rows<V>& forward(const W* w, const Block& block);

    /// `output_slope()` holds the loss's slope by the output, 0 past the last sample. Adds the parameters' gradient to dw;
    /// leaves the input's in `input_slope()` where asked for.
    void backward(const W* w, const Block& block, W* dw, bool input_slope);

    const Rows<V>& output() const { return work_.back().a; }
    const Rows<V>& output_slope() const { return work_.back().d; }
    const Rows<V>& input_slope() const { return dx_; }
    const Work<V>& work(std::size_t stage) const { return work_[stage]; }

  private:
    void chain();
    void forward(const layers::Dense&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>);
    void forward(const layers::Dropout&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>);
    void forward(const layers::BatchNorm&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>);
    void forward(const layers::LayerNorm&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>);
    void forward(const layers::Embedding&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>);
    /// dx without memory: not wanted.
    void backward(const layers::Dense&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>, W*, Rows<V>);
    void backward(const layers::Dropout&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>, W*, Rows<V>);
    void backward(const layers::BatchNorm&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>, W*, Rows<V>);
    void backward(const layers::LayerNorm&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>, W*, Rows<V>);
    void backward(const layers::Embedding&, const Stage&, Work<V>&, const W*, const Block&, Rows<const V>, W*, Rows<V>);

    void scale_and_shift(const Stage&, Work<V>&, const W*);
    void slopes_of_scale_and_shift(const Stage&, Work<V>&, const W*, W*);
    void drop(const layers::Dropout&, const Stage&, const Block&, Rows<const V> from, Rows<V> to);

    const Plan* plan_;
    std::vector<Work<V>> work_;
    std::vector<V> memory_;
    Rows<V> x_, dx_, spare_;
    Scratch<V> scratch_;
    Chain chain_;  ///< all layers, or none
    int samples_ = 0;
    bool backward_ = false;
    V* outputs_ = nullptr;
};

}  // namespace nn
