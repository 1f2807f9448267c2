#pragma once
/// What the shaders of jobs have to know of a network outside of training, and what its work is.
#include <array>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "engine/jobs/job.hpp"
#include "engine/network.hpp"

namespace nn {

/// Of one sample going forward, and of its loss.
Arithmetic forward_arithmetic(const Network& network);
Arithmetic loss_arithmetic(const Network& network);

/// In words why shaders/network.wgsl cannot run it; empty: it can. A shader counts in floats, so it reads 2^24 numbers at most.
std::string why_not_on_gpu(const Network& network, std::size_t numbers);

/// The stages as shaders/network.wgsl reads them.
struct NetworkProgram {
    std::vector<float> numbers;
    std::string functions; ///< WGSL: the activations that occur, and no others, which a compiler would spend seconds on
    int stages = 0;
    int widest = 0; ///< units of the widest stage, or inputs
};
NetworkProgram network_program(const Network& network);

/// WGSL of a small network, written out: `w` is to hold the parameters; forward1(chosen) takes input1(k) and leaves the outputs in
/// the chosen components of `answers`. Empty where it would take a card's compiler too long, or a layer is neither dense nor
/// dropout.
std::string written_out(const Network& network);

/// The first two settings of what a one-of has chosen, as numbers.
template <class... A>
std::array<float, 2> two_settings(const std::variant<A...>& chosen) {
    std::array<float, 2> settings{};
    std::size_t n = 0;
    std::visit([&](const auto& row) { std::apply([&](const auto&... bound) { ((settings.at(n++) = static_cast<float>(row.*bound.member)), ...); }, row.params()); }, chosen);
    return settings;
}

} // namespace nn
