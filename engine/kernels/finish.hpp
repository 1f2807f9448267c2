#pragma once
/// The activation that dense layers take while their sums are in registers. Of the others only tanh was worth a try: it takes
/// as long there (2-16-16-1 on 500 points, 2026-11-26).
#include "engine/lane_math.hpp"

namespace nn {

enum class Finish { none, relu };

namespace finishes {

struct None {
    Lane operator()(Lane z) const { return z; }
};
struct Relu {
    Lane operator()(Lane z) const { return at_least(z, Lane(0.f)); }
};

}  // namespace finishes

template <class F>
void with_finish(Finish finish, F f) {
    switch (finish) {
        case Finish::none:
            return f(finishes::None{});
        case Finish::relu:
            return f(finishes::Relu{});
    }
}

}  // namespace nn
