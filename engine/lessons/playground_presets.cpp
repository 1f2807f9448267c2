#include "engine/lessons/playground_presets.hpp"

namespace nn {
namespace {

constexpr PlaygroundPreset table[] = {
    {"spirals", "Two spirals", "Two hidden layers wind a boundary between the arms.", ""},
};

}  // namespace

const std::span<const PlaygroundPreset> playground_presets = table;

}  // namespace nn
