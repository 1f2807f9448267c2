#pragma once
/// Activations: the bends between the layers, agreeing with PyTorch's definitions and defaults. To add one, write its
/// struct and put it in the list at the foot.
///
/// `value(z)` and `slope(z, a)`, with a = value(z), are templates on the lane type (lanes.hpp); they use the functions
/// of lane_math.hpp only, so the exact tangent follows. `from_output`: slope looks at a alone, and z need not be kept.
/// Where a slope does not exist (ReLU at 0) it is the one that PyTorch takes.
///
/// `plain`: no exponential or other function in it, just arithmetic.
///
/// One with a `start` has a number w that is trained with the weights, one for each layer: `value(z, w)`,
/// `slope(z, a, w)` and `slope_by_weight(z)`.
#include <string_view>
#include <variant>

#include "engine/lane_math.hpp"
#include "engine/params.hpp"

namespace nn {
namespace activations {

namespace declare {

template <class S>
constexpr auto alpha(double S::*m) {
    return real("alpha", m, 0, 10, linear_scale, "Alpha", "The value far below 0 is minus this.");
}
template <class S>
constexpr auto beta(double S::*m, std::string_view help) {
    return real("beta", m, 0.1, 10, log_scale, "Beta", help);
}

}  // namespace declare

struct Linear {
    static constexpr std::string_view key = "linear", label = "Linear", paper = "none: no bend at all";
    static constexpr bool from_output = true;
    static constexpr bool plain = true;
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

/// max(0, z)
struct Relu {
    static constexpr std::string_view key = "relu", label = "ReLU", paper = "Nair and Hinton 2010";
    static constexpr bool from_output = true;
    static constexpr bool plain = true;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return at_least(z, constant<V>(0));
    }
    template <class V>
    V slope(V, V a) const {
        return select(a > constant<V>(0), constant<V>(1), constant<V>(0));
    }
};

/// z above 0, negative_slope z below
struct LeakyRelu {
    static constexpr std::string_view key = "leaky-relu", label = "Leaky ReLU", paper = "Maas et al. 2013";
    static constexpr bool from_output = true;
    static constexpr bool plain = true;
    double negative_slope = 0.01;
    static constexpr auto params() {
        return std::tuple{real("negative-slope", &LeakyRelu::negative_slope, 0, 1, linear_scale, "Slope below 0",
                               "A little keeps dead units learning; 1 leaves no bend.")};
    }
    template <class V>
    V value(V z) const {
        return select(z > constant<V>(0), z, z * constant<V>(negative_slope));
    }
    template <class V>
    V slope(V, V a) const {
        return select(a > constant<V>(0), constant<V>(1), constant<V>(negative_slope));
    }
};

/// z above 0, w z below
struct PRelu {
    static constexpr std::string_view key = "prelu", label = "PReLU", paper = "He et al. 2015, arXiv:1502.01852";
    static constexpr bool from_output = false;
    static constexpr bool plain = true;
    double start = 0.25;
    static constexpr auto params() {
        return std::tuple{real("start", &PRelu::start, -1, 1, linear_scale, "First slope below 0",
                               "Training moves it: each layer finds how much of the negative side it needs.")};
    }
    template <class V>
    V value(V z, V w) const {
        return select(z > constant<V>(0), z, z * w);
    }
    template <class V>
    V slope(V z, V, V w) const {
        return select(z > constant<V>(0), constant<V>(1), w);
    }
    template <class V>
    V slope_by_weight(V z) const {
        return at_most(z, constant<V>(0));
    }
};

/// z above 0, alpha (e^z - 1) below
struct Elu {
    static constexpr std::string_view key = "elu", label = "ELU", paper = "Clevert et al. 2016, arXiv:1511.07289";
    static constexpr bool from_output = true;
    double alpha = 1;
    static constexpr auto params() { return std::tuple{declare::alpha(&Elu::alpha)}; }
    template <class V>
    V value(V z) const {
        const V none = constant<V>(0), below = select(z > none, none, z);
        return select(z > none, z, constant<V>(alpha) * expm1(below));
    }
    template <class V>
    V slope(V, V a) const {
        return select(a > constant<V>(0), constant<V>(1), a + constant<V>(alpha));
    }
};

/// scale * ELU, with the two numbers that keep mean 0 and variance 1 from layer to layer
struct Selu {
    static constexpr std::string_view key = "selu", label = "SELU", paper = "Klambauer et al. 2017, arXiv:1706.02515";
    static constexpr bool from_output = true;
    static constexpr double alpha = 1.6732632423543772, scale = 1.0507009873554805;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        const V none = constant<V>(0), below = select(z > none, none, z);
        return select(z > none, z * constant<V>(scale), constant<V>(alpha * scale) * expm1(below));
    }
    template <class V>
    V slope(V, V a) const {
        return select(a > constant<V>(0), constant<V>(scale), a + constant<V>(alpha * scale));
    }
};

/// z times the share of a normal distribution that lies below z
struct Gelu {
    static constexpr std::string_view key = "gelu", label = "GELU",
                                      paper = "Hendrycks and Gimpel 2016, arXiv:1606.08415";
    static constexpr bool from_output = false;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return z * share_below(z);
    }
    template <class V>
    V slope(V z, V) const {
        return share_below(z) + z * (constant<V>(0.3989422804014327) * exp(constant<V>(-0.5) * z * z));
    }

  private:
    template <class V>
    static V share_below(V z) {
        const V half = constant<V>(0.5);
        return half + half * erf(constant<V>(0.7071067811865476) * z);
    }
};

/// GELU as it was first computed, z (1 + tanh(u)) / 2 with a cubic u: differs from it by less than 0.0005
struct GeluTanh {
    static constexpr std::string_view key = "gelu-tanh", label = "GELU by tanh", paper = Gelu::paper;
    static constexpr bool from_output = false;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return z * sigmoid(twice_u(z));
    }
    template <class V>
    V slope(V z, V) const {
        const V near = within(z), u = twice_u(z);
        const V steep = constant<V>(2 * root) + constant<V>(6 * root * cubic) * near * near;
        return sigmoid(u) + near * sigmoid_slope(u) * steep;
    }

  private:
    static constexpr double root = 0.7978845608028654, cubic = 0.044715;  // sqrt(2 / pi)
    /// Beyond 10 nothing changes any more, but the cube could overflow.
    template <class V>
    static V within(V z) {
        return at_least(at_most(z, constant<V>(10)), constant<V>(-10));
    }
    template <class V>
    static V twice_u(V z) {
        const V near = within(z);
        return near * (constant<V>(2 * root) + constant<V>(2 * root * cubic) * near * near);
    }
};

/// z sigmoid(beta z)
struct Silu {
    static constexpr std::string_view key = "silu", label = "SiLU / Swish",
                                      paper = "Ramachandran et al. 2017, arXiv:1710.05941";
    static constexpr bool from_output = false;
    double beta = 1;
    static constexpr auto params() {
        return std::tuple{declare::beta(&Silu::beta, "Large ones make it ReLU, small ones a line of slope 1/2.")};
    }
    template <class V>
    V value(V z) const {
        return z * sigmoid(constant<V>(beta) * z);
    }
    template <class V>
    V slope(V z, V) const {
        const V steep = constant<V>(beta) * z;
        return sigmoid(steep) + steep * sigmoid_slope(steep);
    }
};

/// z tanh(log(1 + e^z))
struct Mish {
    static constexpr std::string_view key = "mish", label = "Mish", paper = "Misra 2019, arXiv:1908.08681";
    static constexpr bool from_output = false;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        const Gate<V> g(z);
        return z * (g.open / g.whole);
    }
    template <class V>
    V slope(V z, V) const {
        const Gate<V> g(z);
        const V share = constant<V>(1) / g.whole, open = g.open * share, shut = g.shut * share;
        return open + z * (shut * (constant<V>(1) + open)) * sigmoid(z);
    }

  private:
    /// tanh(log(1 + e^z)) = open / whole, and 1 less it = shut / whole, from e^-|z|, so that nothing overflows or
    /// cancels.
    template <class V>
    struct Gate {
        V open, shut, whole;
        explicit Gate(V z) {
            const V one = constant<V>(1), two = constant<V>(2), u = exp(-abs(z));
            const auto below = z < constant<V>(0);
            open = select(below, u * (u + two), one + two * u);
            shut = select(below, two, two * u * u);
            whole = open + shut;
        }
    };
};

/// log(1 + e^(beta z)) / beta, where beta z is above `threshold` z
struct Softplus {
    static constexpr std::string_view key = "softplus", label = "Softplus", paper = "Dugas et al. 2001";
    static constexpr bool from_output = false;
    double beta = 1, threshold = 20;
    static constexpr auto params() {
        return std::tuple{declare::beta(&Softplus::beta, "Large ones sharpen the bend towards ReLU."),
                          real("threshold", &Softplus::threshold, 1, 100, log_scale, "Threshold",
                               "Beyond it the bend counts as straight.")
                              .advanced()};
    }
    template <class V>
    V value(V z) const {
        const V steep = constant<V>(beta) * z;
        return select(steep > constant<V>(threshold), z, softplus(steep) * constant<V>(1 / beta));
    }
    template <class V>
    V slope(V z, V) const {
        const V steep = constant<V>(beta) * z;
        return select(steep > constant<V>(threshold), constant<V>(1), sigmoid(steep));
    }
};

/// z / (1 + |z|)
struct Softsign {
    static constexpr std::string_view key = "softsign", label = "Softsign", paper = "Bergstra et al. 2009";
    static constexpr bool from_output = false;
    static constexpr bool plain = true;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return z / (constant<V>(1) + abs(z));
    }
    template <class V>
    V slope(V z, V) const {
        const V share = constant<V>(1) / (constant<V>(1) + abs(z));
        return share * share;
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

/// 1 / (1 + e^-z)
struct Sigmoid {
    static constexpr std::string_view key = "sigmoid", label = "Sigmoid", paper = "Rumelhart et al. 1986";
    static constexpr bool from_output = true;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return sigmoid(z);
    }
    template <class V>
    V slope(V, V a) const {
        return a * (constant<V>(1) - a);
    }
};

/// z, cut off at `low` and `high`
struct HardTanh {
    static constexpr std::string_view key = "hard-tanh", label = "Hard tanh", paper = "Collobert 2004";
    static constexpr bool from_output = true;
    static constexpr bool plain = true;
    double low = -1, high = 1;
    static constexpr auto params() {
        return std::tuple{real("low", &HardTanh::low, -10, -0.1, linear_scale, "Lowest",
                               "Units down there have no slope, so they stop learning."),
                          real("high", &HardTanh::high, 0.1, 10, linear_scale, "Highest",
                               "Units up there have no slope, so they stop learning.")};
    }
    template <class V>
    V value(V z) const {
        return at_least(at_most(z, constant<V>(high)), constant<V>(low));
    }
    template <class V>
    V slope(V, V a) const {
        const V none = constant<V>(0), below = select(a < constant<V>(high), constant<V>(1), none);
        return select(a > constant<V>(low), below, none);
    }
};

/// z times (z + 3) / 6, which is cut off at 0 and 1
struct HardSwish {
    static constexpr std::string_view key = "hard-swish", label = "Hard swish",
                                      paper = "Howard et al. 2019, arXiv:1905.02244";
    static constexpr bool from_output = false;
    static constexpr bool plain = true;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        const V none = constant<V>(0), full = constant<V>(6);
        return z * (at_least(at_most(z + constant<V>(3), full), none) * constant<V>(1 / 6.0));
    }
    template <class V>
    V slope(V z, V) const {
        const V three = constant<V>(3), bend = z * constant<V>(1 / 3.0) + constant<V>(0.5);
        return select(z < -three, constant<V>(0), select(z < three, bend, constant<V>(1)));
    }
};

struct Sin {
    static constexpr std::string_view key = "sin", label = "Sine", paper = "Sitzmann et al. 2020, arXiv:2006.09661";
    static constexpr bool from_output = false;
    static constexpr auto params() { return std::tuple{}; }
    template <class V>
    V value(V z) const {
        return sin(z);
    }
    template <class V>
    V slope(V z, V) const {
        return cos(z);
    }
};

}  // namespace activations

/// In the order of teaching.
using Activation =
    std::variant<activations::Linear, activations::Relu, activations::Tanh, activations::Sigmoid,
                 activations::LeakyRelu, activations::PRelu, activations::Elu, activations::Selu, activations::Gelu,
                 activations::GeluTanh, activations::Silu, activations::Mish, activations::Softplus,
                 activations::Softsign, activations::HardTanh, activations::HardSwish, activations::Sin>;

/// Has it a number that is trained?
template <class A>
concept TrainedActivation = requires(A a) {
    a.start;
};

}  // namespace nn
