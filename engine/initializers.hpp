#pragma once
/// Initializers: where the weights start. To add one, write its struct and put it in the list at the foot.
///
/// `fill(fan_in, fan_out, seed, stream, w)` writes the weights (fan_out, fan_in) of one layer, a pure function of its
/// arguments.
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "engine/params.hpp"

namespace nn {
namespace initializers {

struct GlorotUniform {
    static constexpr std::string_view key = "glorot-uniform", label = "Glorot, uniform",
                                      paper = "Glorot and Bengio 2010";
    double gain = 1;
    static constexpr auto params() {
        return std::tuple{real("gain", &GlorotUniform::gain, 0.01, 10, log_scale, "Gain",
                               "Multiplies every weight: larger starts saturate, smaller ones fade.")};
    }
    void fill(int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream, std::span<float> w) const;
};

}  // namespace initializers

/// In the order of teaching.
using Initializer = std::variant<initializers::GlorotUniform>;

inline void initialize(const Initializer& initializer, int fan_in, int fan_out, std::uint32_t seed, std::uint32_t stream,
                       std::span<float> w) {
    std::visit([&](const auto& i) { i.fill(fan_in, fan_out, seed, stream, w); }, initializer);
}

}  // namespace nn
