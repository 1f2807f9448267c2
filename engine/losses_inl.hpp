#pragma once
/// The loops of the losses, on any lane type.
#include "engine/losses.hpp"

namespace nn {
namespace loops {

template <class V, class L>
void loss_loop(const Loss& loss, int outputs, int n, const V* prediction, const V* target, V* dp, V* losses) {
    const L l = *std::get_if<L>(&loss);
    for (int i = 0; i < n; ++i) losses[i] = l.template at<V>(prediction + i, target + i, outputs, n, dp + i);
}

/// Of one output: a slope that goes nowhere is not computed.
template <class V, class L>
void loss_value_loop(const Loss& loss, int outputs, int n, const V* prediction, const V* target, V* spare, V* losses) {
    if (outputs > 1) return loss_loop<V, L>(loss, outputs, n, prediction, target, spare, losses);
    const L l = *std::get_if<L>(&loss);
    for (int i = 0; i < n; ++i) {
        V slope;
        losses[i] = l.template at<V>(prediction + i, target + i, 1, 1, &slope);
    }
}

template <class V, class... L>
constexpr typename LossTable<V>::Rows all_losses(const std::variant<L...>*) {
    return {LossLoops<V>{loss_loop<V, L>, loss_value_loop<V, L>}...};
}

}  // namespace loops

template <class V>
constinit const typename LossTable<V>::Rows LossTable<V>::of =
    loops::all_losses<V>(static_cast<const Loss*>(nullptr));

}  // namespace nn
