#pragma once
/// Initializers: where the weights start. To add one, write its struct and put it in the list at the foot.
///
/// `fill(fan_in, fan_out, seed, stream, w)` writes the weights (fan_out, fan_in) of one layer, a pure function of its
/// arguments: give each layer a stream of its own. Fans are PyTorch's: fan-in is the number of inputs of a unit.
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "engine/params.hpp"

namespace nn {
namespace initializers {

inline constexpr Option fans[] = {{"fan-in", "Fan-in"}, {"fan-out", "Fan-out"}};

namespace declare {

template <class S>
constexpr auto gain(double S::*m) {
    return real("gain", m, 0.01, 10, log_scale, "Gain",
                "Multiplies every weight: large starts saturate, small ones fade.");
}
template <class S>
constexpr auto mode(int S::*m) {
    return choice("mode", m, fans, "Keeps steady", "Fan-in keeps the signal's size, fan-out that of the gradient.");
}
template <class S>
constexpr auto slope(double S::*m) {
    return real("slope", m, 0, 2, linear_scale, "Slope below 0",
                "Of the activation: 0 for ReLU, 0.01 for leaky ReLU, 1 for none.")
        .advanced();
}
template <class S>
constexpr auto deviation(double S::*m) {
    return real("deviation", m, 1e-4, 10, log_scale, "Deviation", "Of each weight, whatever the layer's size.");
}

}  // namespace declare

/// U(-a, a), a = gain sqrt(6 / (fan_in + fan_out)): variance 2 / (fan_in + fan_out). torch xavier_uniform_.
struct GlorotUniform {
    static constexpr std::string_view key = "glorot-uniform", label = "Glorot, uniform",
                                      paper =
                                          "X. Glorot, Y. Bengio, \"Understanding the difficulty of training deep "
                                          "feedforward neural networks\", 2010";
    double gain = 1;
    static constexpr auto params() { return std::tuple{declare::gain(&GlorotUniform::gain)}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// N(0, gain^2 2 / (fan_in + fan_out)). torch xavier_normal_.
struct GlorotNormal {
    static constexpr std::string_view key = "glorot-normal", label = "Glorot, normal", paper = GlorotUniform::paper;
    double gain = 1;
    static constexpr auto params() { return std::tuple{declare::gain(&GlorotNormal::gain)}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// U(-a, a) of variance gain^2 2 / ((1 + slope^2) fan). torch kaiming_uniform_, there with gain = 1.
struct HeUniform {
    static constexpr std::string_view key = "he-uniform", label = "He, uniform",
                                      paper = "He et al. 2015, arXiv:1502.01852";
    int mode = 0;  ///< index into `fans`
    double slope = 0, gain = 1;
    static constexpr auto params() {
        return std::tuple{declare::mode(&HeUniform::mode), declare::slope(&HeUniform::slope),
                          declare::gain(&HeUniform::gain)};
    }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// N(0, gain^2 2 / ((1 + slope^2) fan)). torch kaiming_normal_, there with gain = 1.
struct HeNormal {
    static constexpr std::string_view key = "he-normal", label = "He, normal", paper = HeUniform::paper;
    int mode = 0;  ///< index into `fans`
    double slope = 0, gain = 1;
    static constexpr auto params() {
        return std::tuple{declare::mode(&HeNormal::mode), declare::slope(&HeNormal::slope),
                          declare::gain(&HeNormal::gain)};
    }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// U(-a, a) of variance gain^2 / fan_in.
struct LecunUniform {
    static constexpr std::string_view key = "lecun-uniform", label = "LeCun, uniform",
                                      paper = "LeCun et al. 1998, Efficient BackProp";
    double gain = 1;
    static constexpr auto params() { return std::tuple{declare::gain(&LecunUniform::gain)}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// N(0, gain^2 / fan_in): what SELU asks for.
struct LecunNormal {
    static constexpr std::string_view key = "lecun-normal", label = "LeCun, normal", paper = LecunUniform::paper;
    double gain = 1;
    static constexpr auto params() { return std::tuple{declare::gain(&LecunNormal::gain)}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// U(-1/sqrt(fan_in), 1/sqrt(fan_in)): variance 1 / (3 fan_in), too small for depth. torch.nn.Linear's own start.
struct FanUniform {
    static constexpr std::string_view key = "fan-uniform", label = "Uniform by fan-in",
                                      paper = "LeCun et al. 1998; Glorot and Bengio 2010, equation 1";
    static constexpr auto params() { return std::tuple{}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// U(-limit, limit).
struct Uniform {
    static constexpr std::string_view key = "uniform", label = "Uniform", paper = "none: a range by hand";
    double limit = 0.1;
    static constexpr auto params() {
        return std::tuple{real("limit", &Uniform::limit, 1e-4, 10, log_scale, "Limit",
                               "Every weight lies between minus and plus this, whatever the layer's size.")};
    }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// N(0, deviation^2).
struct Normal {
    static constexpr std::string_view key = "normal", label = "Normal", paper = "none: a deviation by hand";
    double deviation = 0.1;
    static constexpr auto params() { return std::tuple{declare::deviation(&Normal::deviation)}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// N(0, deviation^2) where it is within 2 deviations (draws beyond are made anew): what is left has 0.8796 of the
/// deviation. torch trunc_normal_(std=d, a=-2d, b=2d).
struct TruncatedNormal {
    static constexpr std::string_view key = "truncated-normal", label = "Truncated normal",
                                      paper = "none: a deviation by hand";
    double deviation = 0.1;
    static constexpr auto params() { return std::tuple{declare::deviation(&TruncatedNormal::deviation)}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// A random rotation: rows at right angles, or columns where there are fewer inputs than units, each of length gain.
/// torch orthogonal_. The cost grows with the cube of the size, so above 512 rows (or columns) only each 512 in turn
/// are at right angles to one another.
struct Orthogonal {
    static constexpr std::string_view key = "orthogonal", label = "Orthogonal",
                                      paper = "Saxe et al. 2014, arXiv:1312.6120";
    double gain = 1;
    static constexpr auto params() { return std::tuple{declare::gain(&Orthogonal::gain)}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// Layer-sequential unit variance. `fill` is its orthogonal start; what makes every layer's output have a deviation of
/// 1 needs data and is `Lsuv` in engine/lsuv.hpp, which takes the settings from here.
struct Lsuv {
    static constexpr std::string_view key = "lsuv", label = "LSUV", paper = "Mishkin and Matas 2016, arXiv:1511.06422";
    double tolerance = 0.1;
    int tries = 10;
    static constexpr auto params() {
        return std::tuple{
            real("tolerance", &Lsuv::tolerance, 1e-4, 1, log_scale, "Tolerance",
                 "How far from 1 a layer's deviation may stay."),
            integer("tries", &Lsuv::tries, 1, 100, log_scale, "Tries", "At most this many rescalings of a layer.")};
    }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

/// Every unit of a layer then learns the same.
struct Zeros {
    static constexpr std::string_view key = "zeros", label = "Zeros", paper = "none: shows what symmetry does";
    static constexpr auto params() { return std::tuple{}; }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

struct Constant {
    static constexpr std::string_view key = "constant", label = "Constant", paper = "none: shows what symmetry does";
    double value = 0.1;
    static constexpr auto params() {
        return std::tuple{real("value", &Constant::value, -10, 10, linear_scale, "Value",
                               "Of every weight: units that start alike stay alike.")};
    }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

}  // namespace initializers

/// In the order of teaching.
using Initializer =
    std::variant<initializers::GlorotUniform, initializers::GlorotNormal, initializers::HeUniform,
                 initializers::HeNormal, initializers::LecunUniform, initializers::LecunNormal,
                 initializers::FanUniform, initializers::Uniform, initializers::Normal, initializers::TruncatedNormal,
                 initializers::Orthogonal, initializers::Lsuv, initializers::Zeros, initializers::Constant>;

/// Throws std::invalid_argument where w has not fan_out * fan_in numbers, or a fan is below 1.
void initialize(const Initializer& initializer, int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream,
                std::span<float> w);

}  // namespace nn
