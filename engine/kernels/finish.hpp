#pragma once
/// The activations that dense layers take while their sums are in registers. The divisions of tanh then run beside the next
/// tile's sums, which need none.
#include "engine/lane_math.hpp"

namespace nn {

enum class Finish { none, relu, tanh };

namespace finishes {

struct None {
    Lane operator()(Lane z) const { return z; }
};
struct Relu {
    Lane operator()(Lane z) const { return at_least(z, Lane(0.f)); }
};
struct Tanh {
    Lane operator()(Lane z) const { return tanh(z); }
};

}  // namespace finishes

template <class F>
void with_finish(Finish finish, F f) {
    switch (finish) {
        case Finish::none:
            return f(finishes::None{});
        case Finish::relu:
            return f(finishes::Relu{});
        case Finish::tanh:
            return f(finishes::Tanh{});
    }
}

}  // namespace nn
