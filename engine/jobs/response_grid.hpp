#pragma once
/// Job `response-grid`: what a network gives on a grid over two of its inputs.
#include <memory>
#include <span>
#include <vector>

#include "engine/jobs/jobs.hpp"
#include "engine/network.hpp"

namespace nn {

struct ResponseGrid {
    int width = 100, height = 100;
    double x0 = -6, x1 = 6, y0 = -6, y1 = 6;  ///< the middles of the outer pixels lie half a pixel inside
    int input_x = 0, input_y = 1;             ///< the inputs that vary; of a network with one input only x does
    bool units = false;                       ///< every unit of every layer, not just the output
    static constexpr auto params() {
        using S = ResponseGrid;
        constexpr auto edge = [](std::string_view key, double S::*m, std::string_view label) { return real(key, m, -1e30, 1e30, linear_scale, label, "Of the picture, in units of the input."); };
        return std::tuple{
            integer("width", &S::width, 1, 1 << 24, log_scale, "Width", "Pixels in a row."),
            integer("height", &S::height, 1, 1 << 24, log_scale, "Height", "Rows of pixels."),
            edge("x0", &S::x0, "Left edge"), edge("x1", &S::x1, "Right edge"), edge("y0", &S::y0, "Lower edge"), edge("y1", &S::y1, "Upper edge"),
            integer("input-x", &S::input_x, 0, 99999, linear_scale, "Input across", "Number of the input that varies along a row."),
            integer("input-y", &S::input_y, 0, 99999, linear_scale, "Input upwards", "Number of the input that varies from row to row."),
            toggle("units", &S::units, "All units", "Shows every unit of every layer, not just the output.")};
    }
};

/// Settings: the network's (NetworkSetup) and the picture's (ResponseGrid). Arrays: parameters, followed by the state of batch
/// norms; `rest`, a value for each input, which counts for those that do not vary, or empty for 0; or instead of coordinates
/// the inputs of every pixel of the picture (height, width, inputs): features of the plane, for instance. Picture: row 0 is the
/// lowest y; channels: outputs, or with `units` the units in the order of the layers.
std::unique_ptr<Job> make_response_grid(std::string_view settings, Arrays arrays);

/// The whole picture at once: (outputs, height, width), or with `units` (units, height, width); `rest` as above. Throws
/// std::invalid_argument where something does not fit.
std::vector<float> response_grid(const Network& network, const ResponseGrid& settings, std::span<const float> rest = {});

}  // namespace nn
