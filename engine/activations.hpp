#pragma once
/// Activations: the bends between the layers, agreeing with PyTorch's definitions. To add one, write its struct and put
/// it in the list at the foot.
///
/// `value(z)` and `slope(z, a)`, with a = value(z), are templates on the lane type (lanes.hpp); they use the functions of
/// lane_math.hpp only, so the exact tangent follows. `from_output`: slope looks at a alone, and z need not be kept.
/// Where a slope does not exist (ReLU at 0) it is the one that PyTorch takes.
#include <string_view>
#include <variant>

#include "engine/lane_math.hpp"
#include "engine/params.hpp"

namespace nn {
namespace activations {

struct Linear {
    static constexpr std::string_view key = "linear", label = "Linear", paper = "no bend at all";
    static constexpr bool from_output = true;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return z;
    }
    template <class V>
    V slope(V, V) const {
        return constant<V>(1);
    }
};

struct Relu {
    static constexpr std::string_view key = "relu", label = "ReLU", paper = "Nair and Hinton 2010";
    static constexpr bool from_output = true;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return select(z > constant<V>(0), z, constant<V>(0));
    }
    template <class V>
    V slope(V, V a) const {
        return select(a > constant<V>(0), constant<V>(1), constant<V>(0));
    }
};

struct Tanh {
    static constexpr std::string_view key = "tanh", label = "tanh", paper = "LeCun et al. 1998, Efficient BackProp";
    static constexpr bool from_output = true;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return tanh(z);
    }
    template <class V>
    V slope(V, V a) const {
        return constant<V>(1) - a * a;
    }
};

}  // namespace activations

/// In the order of teaching.
using Activation = std::variant<activations::Linear, activations::Relu, activations::Tanh>;

}  // namespace nn
