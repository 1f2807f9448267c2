#pragma once
/// Job `response-grid`: what a network gives on a grid over two of its inputs.
#include <span>
#include <vector>

#include "engine/network.hpp"

namespace nn {

struct ResponseGrid {
    int width = 100, height = 100;
    double x0 = -6, x1 = 6, y0 = -6, y1 = 6;  ///< the middles of the outer pixels lie half a pixel inside
    int input_x = 0, input_y = 1;             ///< the inputs that vary; of a network with one input only x does
    bool units = false;                       ///< every unit of every layer, not just the output
};

/// (outputs, height, width), or with `units` (units, height, width); row 0 is the lowest y. `rest` holds a value for each
/// input, which counts for those that do not vary; empty: 0. Throws std::invalid_argument where something does not fit.
std::vector<float> response_grid(Network& network, const ResponseGrid& settings, std::span<const float> rest = {});

}  // namespace nn
