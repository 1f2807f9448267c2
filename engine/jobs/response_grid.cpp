#include "engine/jobs/response_grid.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/sentence.hpp"

namespace nn {

std::vector<float> response_grid(Network& network, const ResponseGrid& s, std::span<const float> rest) {
    const int inputs = network.inputs();
    if (s.width < 1 || s.height < 1 || double(s.width) * double(s.height) > 1 << 24)
        refuse({"[responseGrid] got ", s.width, " x ", s.height, " pixels, expected 1 to 16 million"});
    for (const double edge : {s.x0, s.x1, s.y0, s.y1})
        if (!std::isfinite(edge)) refuse({"[responseGrid] got an edge that is not finite, expected numbers"});
    if (s.input_x < 0 || s.input_x >= inputs || (inputs > 1 && (s.input_y < 0 || s.input_y >= inputs || s.input_y == s.input_x)))
        refuse({"[responseGrid] got inputs ", s.input_x, " and ", s.input_y, ", expected two of 0 to ", inputs - 1});
    if (double(s.width) * double(s.height) * std::max(inputs, s.units ? network.units() : network.outputs()) > 1 << 28)
        refuse({"[responseGrid] got ", s.width, " x ", s.height, " pixels of so many numbers, expected at most 268 million numbers"});
    if (!rest.empty() && rest.size() != static_cast<std::size_t>(inputs))
        refuse({"[responseGrid] got ", rest.size(), " values for the inputs, expected ", inputs});

    const std::size_t columns = static_cast<std::size_t>(inputs), pixels = static_cast<std::size_t>(s.width) * static_cast<std::size_t>(s.height);
    std::vector<float> x(pixels * columns);
    for (std::size_t i = 0; i < pixels; ++i) {
        const int column = static_cast<int>(i % static_cast<std::size_t>(s.width)), row = static_cast<int>(i / static_cast<std::size_t>(s.width));
        float* point = x.data() + i * columns;
        std::copy(rest.begin(), rest.end(), point);
        point[s.input_x] = static_cast<float>(s.x0 + (s.x1 - s.x0) * (column + 0.5) / s.width);
        if (inputs > 1) point[s.input_y] = static_cast<float>(s.y0 + (s.y1 - s.y0) * (row + 0.5) / s.height);
    }
    std::vector<float> values(pixels * static_cast<std::size_t>(s.units ? network.units() : network.outputs()));
    if (s.units) {
        network.forward_units(x, values);
        return values;
    }
    const std::size_t outputs = static_cast<std::size_t>(network.outputs());
    if (outputs == 1) {
        network.forward(x, values);
        return values;
    }
    std::vector<float> rows(values.size());
    network.forward(x, rows);
    for (std::size_t i = 0; i < pixels; ++i)
        for (std::size_t k = 0; k < outputs; ++k) values[k * pixels + i] = rows[i * outputs + k];
    return values;
}

}  // namespace nn
