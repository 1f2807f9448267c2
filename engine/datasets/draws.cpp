#include "engine/datasets/draws.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/permutation.hpp"

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

double Draws::uniform(Purpose purpose, int i) const {
    return double(nn::uniform(seed, purpose, static_cast<std::uint64_t>(i)));
}

double Draws::between(double low, double high, Purpose purpose, int i) const {
    return low + (high - low) * uniform(purpose, i);
}

double Draws::normal(Purpose purpose, int i) const {
    return double(nn::normal(seed, purpose, static_cast<std::uint64_t>(i)));
}

Data filled(Data data, int size, WriteSample write) {
    const auto n = static_cast<std::size_t>(size), inputs = static_cast<std::size_t>(data.inputs),
               targets = static_cast<std::size_t>(data.targets);
    data.x.resize(n * inputs);
    data.y.resize(n * targets);
    for (std::size_t i = 0; i < n; ++i) write(static_cast<int>(i), &data.x[i * inputs], &data.y[i * targets]);
    return data;
}

void shuffle_rows(Data& data, const Draws& draws) {
    const auto order = permutation(data.rows(), draws.seed, Draws::order);
    const auto move = [&](std::vector<float>& rows, int columns) {
        const auto width = static_cast<std::size_t>(columns);
        std::vector<float> moved(rows.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            std::copy_n(&rows[static_cast<std::size_t>(order[i]) * width], width, &moved[i * width]);
        rows.swap(moved);
    };
    move(data.x, data.inputs);
    move(data.y, data.targets);
}

}  // namespace nn::datasets
