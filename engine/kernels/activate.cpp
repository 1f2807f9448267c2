#include "engine/kernels/activate.hpp"

namespace nn {

bool needs_input(const Activation& activation) {
    return std::visit([](const auto& f) { return !f.from_output; }, activation);
}

int trainable(const Activation&) { return 0; }

template <class V>
void activate(const Activation& activation, const ScalarOf<V>*, Rows<const V> z, Rows<V> a) {
    const int n = z.rows * z.lanes;
    std::visit(
        [&](const auto& f) {
            for (int i = 0; i < n; ++i) a.data[i] = f.value(z.data[i]);
        },
        activation);
}

template <class V>
void activate_backward(const Activation& activation, const ScalarOf<V>*, Rows<const V> z, Rows<const V> a, Rows<V> dz,
                       ScalarOf<V>*) {
    const int n = a.rows * a.lanes;
    std::visit(
        [&](const auto& f) {
            for (int i = 0; i < n; ++i) dz.data[i] = dz.data[i] * f.slope(z.data[i], a.data[i]);
        },
        activation);
}

template void activate<Lane>(const Activation&, const float*, Rows<const Lane>, Rows<Lane>);
template void activate<double>(const Activation&, const double*, Rows<const double>, Rows<double>);
template void activate<Tangent<Lane>>(const Activation&, const Tangent<float>*, Rows<const Tangent<Lane>>,
                                      Rows<Tangent<Lane>>);
template void activate_backward<Lane>(const Activation&, const float*, Rows<const Lane>, Rows<const Lane>, Rows<Lane>,
                                      float*);
template void activate_backward<Tangent<Lane>>(const Activation&, const Tangent<float>*, Rows<const Tangent<Lane>>,
                                               Rows<const Tangent<Lane>>, Rows<Tangent<Lane>>, Tangent<float>*);

}  // namespace nn
