#include "engine/kernels/activate_inl.hpp"

namespace nn {

bool needs_input(const Activation& activation) {
    return std::visit([](const auto& f) { return !f.from_output; }, activation);
}

bool is_plain(const Activation& activation) {
    return std::visit([](const auto& f) { return requires { f.plain; }; }, activation);
}

int trainable(const Activation& activation) {
    return std::visit([]<class F>(const F&) { return TrainedActivation<F> ? 1 : 0; }, activation);
}

double start_of(const Activation& activation) {
    return std::visit(
        []<class F>(const F& f) {
            if constexpr (TrainedActivation<F>)
                return f.start;
            else
                return 0.0;
        },
        activation);
}

template struct ActivationTable<Lane>;

}  // namespace nn
