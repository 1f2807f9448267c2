#include "engine/datasets/draws.hpp"

#include <numbers>

namespace nn::datasets {

Place direction(double turns) {
    const double quarters = std::floor(4 * turns + 0.5);
    const double angle = (turns - quarters / 4) * (2 * std::numbers::pi), square = angle * angle;  // within pi / 4
    double c = 0, s = 0;
    for (int k = 18; k > 0; k -= 2) {
        c = (1 + c) * -square / (k * (k - 1));
        s = (1 + s) * -square / (k * (k + 1));
    }
    const double cosine = 1 + c, sine = angle * (1 + s);
    switch (static_cast<long long>(quarters) & 3) {
        case 0:
            return {cosine, sine};
        case 1:
            return {-sine, cosine};
        case 2:
            return {-cosine, -sine};
        default:
            return {sine, -cosine};
    }
}

void shuffle_rows(Data& data, const Draws& draws) {
    const auto order = permutation(data.rows(), draws.seed, Draws::order);
    const auto moved = [&](const std::vector<float>& from, int columns) {
        std::vector<float> to;
        to.reserve(from.size());
        for (const int row : order)
            for (int j = 0; j < columns; ++j) to.push_back(from[static_cast<std::size_t>(row) * columns + j]);
        return to;
    };
    data.x = moved(data.x, data.inputs);
    data.y = moved(data.y, data.targets);
}

}  // namespace nn::datasets
