#pragma once
/// One element-wise rule at work on a surface, all in registers: for those who walk many steps. The same bits as Descent.
#include <array>
#include <utility>

#include "engine/optimizers/element_wise.hpp"
#include "engine/surfaces.hpp"

namespace nn {

template <ElementWise Rule>
class Walker {
public:
    Walker(const Rule& rule, Point start) : rule_(rule), at_(start), w_(start.x, start.y, 0.f, 0.f) {}

    Point at() const { return at_; }
    /// `noise` is added to the gradient.
    Point step(const Landscape& landscape, Point noise = {0, 0}) { return step(landscape, noise, std::make_index_sequence<Rule::slots>{}); }

private:
    using Pair = xsimd::batch<float>; ///< x and y in the first two lanes: one division and root for both

    template <std::size_t... k>
    Point step(const Landscape& landscape, Point noise, std::index_sequence<k...>) {
        const Slope slope = landscape.slope(at_.x, at_.y);
        ++clock_.t;
        const Decay decay = decay_of(rule_, clock_);
        Pair dw(slope.dx + noise.x, slope.dy + noise.y, 0.f, 0.f);
        if (decay.l2 != 0) dw = dw + decay.l2 * w_;
        const Move<Pair> move = rule_.rule(clock_)(dw, slot_[k]...);
        ((slot_[k] = flush(slot_[k])), ...);
        w_ = flush(decay.keep * w_ - move.rate * move.direction);
        return at_ = {w_.get(0), w_.get(1)};
    }
    template <std::size_t... k>
    static std::array<Pair, sizeof...(k)> zeros(std::index_sequence<k...>) {
        return {(static_cast<void>(k), Pair(0.f))...};
    }

    Rule rule_;
    Clock clock_;
    Point at_;
    Pair w_;
    std::array<Pair, Rule::slots> slot_ = zeros(std::make_index_sequence<Rule::slots>{});
};

} // namespace nn
