#pragma once
/// Set-ups worth seeing, good ones and instructive bad ones, in the order of teaching.
#include <span>
#include <string_view>

namespace nn {

struct PlaygroundPreset {
    std::string_view key, label, sentence;
    std::string_view query;  ///< the link after `playground?`
};
extern const std::span<const PlaygroundPreset> playground_presets;

}  // namespace nn
