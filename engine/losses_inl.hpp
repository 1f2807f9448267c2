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

template <class V, class... L>
constexpr typename LossLoop<V>::Rows all_losses(const std::variant<L...>*) {
    return {loss_loop<V, L>...};
}

}  // namespace loops

template <class V>
constinit const typename LossLoop<V>::Rows LossLoop<V>::of =
    loops::all_losses<V>(static_cast<const Loss*>(nullptr));

}  // namespace nn
