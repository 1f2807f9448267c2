#include "engine/datasets/classes.hpp"

#include <algorithm>
#include <cmath>

#include "engine/datasets/draws.hpp"

namespace nn::datasets {

namespace {

/// Sizes in geometric series, the first `imbalance` times the last; their sum is `size` and none is 0.
std::vector<int> class_sizes(int size, int classes, double imbalance) {
    std::vector<double> ends(static_cast<std::size_t>(classes));
    double sum = 0;
    for (int k = 0; k < classes; ++k)
        ends[static_cast<std::size_t>(k)] = sum += std::pow(imbalance, -double(k) / (classes - 1));
    std::vector<int> sizes(ends.size());
    int used = 0;
    for (std::size_t k = 0; k < ends.size(); ++k) {
        const int until = static_cast<int>(std::floor(size * ends[k] / sum + 0.5));
        sizes[k] = until - used;
        used = until;
    }
    for (int& count : sizes)
        if (count == 0) {
            --*std::max_element(sizes.begin(), sizes.end());
            count = 1;
        }
    return sizes;
}

/// A sample as one of its class: the i-th of n.
struct Member {
    int k, i, n, row;
};
/// Where it lies without noise.
using Placing = Rule<Place, Member>;

Data points(int classes, int size, double noise, double imbalance, const Draws& draws, Placing place) {
    const auto sizes = class_sizes(size, classes, imbalance);
    Member member{0, -1, sizes[0], 0};
    const Task task = classes == 2 ? Task::binary : Task::classes;
    Data data = filled({.inputs = 2, .task = task, .classes = classes}, size, [&](int row, float* x, float* y) {
        member.row = row;
        if (++member.i == member.n) member = {member.k + 1, 0, sizes[static_cast<std::size_t>(member.k) + 1], row};
        const Place p = place(member);
        x[0] = static_cast<float>(p.x + noise * draws.normal(Draws::noise_x, row));
        x[1] = static_cast<float>(p.y + noise * draws.normal(Draws::noise_y, row));
        y[0] = static_cast<float>(member.k);
    });
    shuffle_rows(data, draws);
    return data;
}

}  // namespace

Data Gaussians::make() const {
    return points(classes, size, noise, imbalance, Draws(seed), [&](Member m) {
        const Place d = direction(0.125 + double(m.k) / classes);
        return Place{3 * d.x, 3 * d.y};
    });
}

Data Circles::make() const {
    const Draws draws(seed);
    return points(2, size, noise, imbalance, draws, [&](Member m) {
        const double inner = m.k ? 0 : 3.5 * 3.5, outer = m.k ? 2.5 * 2.5 : 25;
        const double radius = std::sqrt(draws.between(inner, outer, Draws::place_x, m.row));  // evenly by area
        const Place d = direction(draws.uniform(Draws::place_y, m.row));
        return Place{radius * d.x, radius * d.y};
    });
}

Data Xor::make() const {
    const Draws draws(seed);
    return points(2, size, noise, imbalance, draws, [&](Member m) {
        const double side = draws.uniform(Draws::choice, m.row) < 0.5 ? -1 : 1;
        return Place{side * draws.between(0.3, 5, Draws::place_x, m.row),
                     (m.k ? side : -side) * draws.between(0.3, 5, Draws::place_y, m.row)};
    });
}

Data Moons::make() const {
    return points(2, size, noise, imbalance, Draws(seed), [](Member m) {
        const Place d = direction(m.n > 1 ? 0.5 * m.i / (m.n - 1) : 0.25);
        return m.k ? Place{1.5 - 3 * d.x, 0.75 - 3 * d.y} : Place{3 * d.x - 1.5, 3 * d.y - 0.75};
    });
}

Data Checkerboard::make() const {
    const Draws draws(seed);
    return points(2, size, noise, imbalance, draws, [&](Member m) {
        const int of_class = (cells * cells + 1 - m.k) / 2;
        const int cell = 2 * static_cast<int>(draws.between(0, of_class, Draws::choice, m.row)) + m.k;
        const int line = cell / cells;
        int column = cell % cells;
        if (cells % 2 == 0 && line % 2 == 1) column ^= 1;
        const double side = 10.0 / cells;
        return Place{-5 + side * (column + draws.uniform(Draws::place_x, m.row)),
                     -5 + side * (line + draws.uniform(Draws::place_y, m.row))};
    });
}

Data Spirals::make() const {
    return points(classes, size, noise, imbalance, Draws(seed), [&](Member m) {
        const double along = (m.i + 0.5) / m.n, radius = 0.25 + 4.75 * along;
        const Place d = direction(turns * along + double(m.k) / classes);
        return Place{radius * d.x, radius * d.y};
    });
}

Data TutorialSpirals::make() const {
    const Draws draws(seed);
    const int n = (size + 1) / 2;
    Data data = filled({.inputs = 2, .task = Task::binary, .classes = 2}, size, [&](int row, float* x, float* y) {
        const int k = row / n, i = row % n;
        const double along = double(i) / (n - 1);
        const double radius = 0.1 + 4.9 * along + noise * draws.normal(Draws::noise_x, i);
        const Place d = direction(along);
        x[0] = static_cast<float>((k ? -radius : radius) * d.x);
        x[1] = static_cast<float>((k ? -radius : radius) * d.y);
        y[0] = static_cast<float>(k);
    });
    shuffle_rows(data, draws);
    return data;
}

Data Discs::make() const {
    const Draws draws(seed);
    return filled({.inputs = 2, .targets = 3, .task = Task::labels}, size, [&](int i, float* x, float* y) {
        const Place p{draws.between(-5, 5, Draws::place_x, i), draws.between(-5, 5, Draws::place_y, i)};
        for (int k = 0; k < 3; ++k) {
            const Place d = direction(0.25 + k / 3.0);
            const double dx = p.x - 2 * d.x, dy = p.y - 2 * d.y;
            y[k] = dx * dx + dy * dy < 9 ? 1.0f : 0.0f;
        }
        x[0] = static_cast<float>(p.x + noise * draws.normal(Draws::noise_x, i));
        x[1] = static_cast<float>(p.y + noise * draws.normal(Draws::noise_y, i));
    });
}

Data Step::make() const {
    const Draws draws(seed);
    return filled({.inputs = 1, .task = Task::binary, .classes = 2}, size, [&](int i, float* x, float* y) {
        const double place = draws.between(0, 2, Draws::place_x, i);
        x[0] = static_cast<float>(place);
        y[0] = place > 1 + noise * draws.normal(Draws::noise_x, i) ? 1.0f : 0.0f;
    });
}

}  // namespace nn::datasets
