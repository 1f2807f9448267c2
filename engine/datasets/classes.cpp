#include "engine/datasets/classes.hpp"

#include <algorithm>
#include <functional>

#include "engine/datasets/draws.hpp"

namespace nn::datasets {

namespace {

/// Sizes in geometric series, the first `imbalance` times the last; their sum is `size` and none is 0.
std::vector<int> class_sizes(int size, int classes, double imbalance) {
    std::vector<double> ends;
    double sum = 0;
    for (int k = 0; k < classes; ++k) ends.push_back(sum += std::pow(imbalance, -double(k) / (classes - 1)));
    std::vector<int> sizes;
    int used = 0;
    for (const double end : ends) {
        const int until = static_cast<int>(std::floor(size * end / sum + 0.5));
        sizes.push_back(until - used);
        used = until;
    }
    for (int& count : sizes)
        if (count == 0) {
            --*std::max_element(sizes.begin(), sizes.end());
            count = 1;
        }
    return sizes;
}

/// Where sample `row`, the i-th of n of class k, lies without noise.
using Placing = std::function<Place(int k, int i, int n, int row)>;

Data points(int classes, int size, double noise, double imbalance, const Draws& draws, const Placing& place) {
    Data data{.inputs = 2, .task = classes == 2 ? Task::binary : Task::classes, .classes = classes};
    int row = 0, k = 0;
    for (const int n : class_sizes(size, classes, imbalance)) {
        for (int i = 0; i < n; ++i, ++row) {
            const Place p = place(k, i, n, row);
            data.x.push_back(static_cast<float>(p.x + noise * draws.normal(Draws::noise_x, row)));
            data.x.push_back(static_cast<float>(p.y + noise * draws.normal(Draws::noise_y, row)));
            data.y.push_back(static_cast<float>(k));
        }
        ++k;
    }
    shuffle_rows(data, draws);
    return data;
}

Draws draws_of(int seed) { return {static_cast<std::uint32_t>(seed)}; }

}  // namespace

Data Gaussians::make() const {
    return points(classes, size, noise, imbalance, draws_of(seed), [&](int k, int, int, int) {
        const Place d = direction(0.125 + double(k) / classes);
        return Place{3 * d.x, 3 * d.y};
    });
}

Data Circles::make() const {
    const Draws draws = draws_of(seed);
    return points(2, size, noise, imbalance, draws, [&](int k, int, int, int row) {
        const double inner = k ? 0 : 3.5 * 3.5, outer = k ? 2.5 * 2.5 : 25;
        const double radius = std::sqrt(draws.between(inner, outer, Draws::place_x, row));  // evenly by area
        const Place d = direction(draws.uniform(Draws::place_y, row));
        return Place{radius * d.x, radius * d.y};
    });
}

Data Xor::make() const {
    const Draws draws = draws_of(seed);
    return points(2, size, noise, imbalance, draws, [&](int k, int, int, int row) {
        const double side = draws.uniform(Draws::choice, row) < 0.5 ? -1 : 1;
        return Place{side * draws.between(0.3, 5, Draws::place_x, row),
                     (k ? side : -side) * draws.between(0.3, 5, Draws::place_y, row)};
    });
}

Data Moons::make() const {
    return points(2, size, noise, imbalance, draws_of(seed), [](int k, int i, int n, int) {
        const Place d = direction(n > 1 ? 0.5 * i / (n - 1) : 0.25);
        return k ? Place{1.5 - 3 * d.x, 0.75 - 3 * d.y} : Place{3 * d.x - 1.5, 3 * d.y - 0.75};
    });
}

Data Checkerboard::make() const {
    const Draws draws = draws_of(seed);
    return points(2, size, noise, imbalance, draws, [&](int k, int, int, int row) {
        const int of_class = (cells * cells + 1 - k) / 2;
        const int cell = 2 * static_cast<int>(draws.between(0, of_class, Draws::choice, row)) + k;
        const int line = cell / cells;
        int column = cell % cells;
        if (cells % 2 == 0 && line % 2 == 1) column ^= 1;
        const double side = 10.0 / cells;
        return Place{-5 + side * (column + draws.uniform(Draws::place_x, row)),
                     -5 + side * (line + draws.uniform(Draws::place_y, row))};
    });
}

Data Spirals::make() const {
    return points(classes, size, noise, imbalance, draws_of(seed), [&](int k, int i, int n, int) {
        const double along = (i + 0.5) / n, radius = 0.25 + 4.75 * along;
        const Place d = direction(turns * along + double(k) / classes);
        return Place{radius * d.x, radius * d.y};
    });
}

Data TutorialSpirals::make() const {
    const Draws draws = draws_of(seed);
    Data data{.inputs = 2, .task = Task::binary, .classes = 2};
    const int n = (size + 1) / 2;
    for (int k = 0; k < 2; ++k)
        for (int i = 0; i < n - k * (size % 2); ++i) {
            const double along = double(i) / (n - 1);
            const double radius = 0.1 + 4.9 * along + noise * draws.normal(Draws::noise_x, i);
            const Place d = direction(along);
            data.x.push_back(static_cast<float>((k ? -radius : radius) * d.x));
            data.x.push_back(static_cast<float>((k ? -radius : radius) * d.y));
            data.y.push_back(static_cast<float>(k));
        }
    shuffle_rows(data, draws);
    return data;
}

Data Discs::make() const {
    const Draws draws = draws_of(seed);
    Data data{.inputs = 2, .targets = 3, .task = Task::labels};
    for (int i = 0; i < size; ++i) {
        const Place p{draws.between(-5, 5, Draws::place_x, i), draws.between(-5, 5, Draws::place_y, i)};
        for (int k = 0; k < 3; ++k) {
            const Place d = direction(0.25 + k / 3.0);
            const double dx = p.x - 2 * d.x, dy = p.y - 2 * d.y;
            data.y.push_back(dx * dx + dy * dy < 9 ? 1.0f : 0.0f);
        }
        data.x.push_back(static_cast<float>(p.x + noise * draws.normal(Draws::noise_x, i)));
        data.x.push_back(static_cast<float>(p.y + noise * draws.normal(Draws::noise_y, i)));
    }
    return data;
}

Data Step::make() const {
    const Draws draws = draws_of(seed);
    Data data{.inputs = 1, .task = Task::binary, .classes = 2};
    for (int i = 0; i < size; ++i) {
        const double x = draws.between(0, 2, Draws::place_x, i);
        data.x.push_back(static_cast<float>(x));
        data.y.push_back(x > 1 + noise * draws.normal(Draws::noise_x, i) ? 1.0f : 0.0f);
    }
    return data;
}

}  // namespace nn::datasets
