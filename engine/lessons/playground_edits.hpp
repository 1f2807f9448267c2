#pragma once
/// Changes made while a network trains, each at its step, as the link carries them:
/// `120:optimizer.lr=0.003,300:optimizer=adam:lr=0.01,300:w12=0.5`.
///
/// `lr` is short for `optimizer.lr`; `dropout` stands for that of every hidden layer, `layers.0.dropout` for one;
/// `w<index>` is a weight or bias by its place among Network::parameters().
#include <string>
#include <string_view>
#include <vector>

#include "engine/params.hpp"

namespace nn {

struct PlaygroundEdit {
    int step = 0;
    std::string key, value;

    /// Place of the parameter that it sets; -1: it changes a setting.
    int weight() const;
    friend bool operator==(const PlaygroundEdit&, const PlaygroundEdit&) = default;
};

/// In the order of their steps. A part that is no edit ends in `rejected` with its reason.
std::vector<PlaygroundEdit> parse_edits(std::string_view text, std::vector<Rejection>& rejected);
std::string format_edits(const std::vector<PlaygroundEdit>& edits);
/// Why a text is no list of edits, or nothing.
std::string check_edits(std::string_view text);

}  // namespace nn
