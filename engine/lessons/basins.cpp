#include "engine/lessons/basins.hpp"

#include <algorithm>
#include <cmath>

namespace nn {

namespace {
constexpr int coarsest = 8;
constexpr std::size_t most_minima = 400;
} // namespace

void Basins::restart(const Landscape& landscape, const Box& box, double lr, int cells, int steps) {
    landscape_ = landscape;
    box_ = box;
    lr_ = static_cast<float>(lr);
    steps_ = steps;
    tolerance_ = (box.x_max - box.x_min) / 100;
    stride_ = coarsest;
    next_ = 0;
    const auto n = static_cast<std::size_t>(cells);
    cells_ = Tensor<2, std::int16_t>({n, n}, unknown);
    minima_.clear();
    for (const Minimum& m : landscape.minima()) minima_.push_back({m.x, m.y});
}

std::int16_t Basins::follow(Point p, long& evaluations) {
    const float far = 20 * (box_.x_max - box_.x_min);
    const auto near = [&](Point m, float distance) { return std::abs(p.x - m.x) < distance && std::abs(p.y - m.y) < distance; };
    Point step{INFINITY, INFINITY};
    for (int t = 0; t < steps_; ++t) {
        const Slope s = landscape_.slope(p.x, p.y);
        ++evaluations;
        step = {lr_ * s.dx, lr_ * s.dy};
        p = {p.x - step.x, p.y - step.y};
        if (!(std::abs(p.x) < far && std::abs(p.y) < far)) return diverged;
        const bool resting = std::max(std::abs(step.x), std::abs(step.y)) < tolerance_ * 0.02f;
        if (resting)
            for (std::size_t i = 0; i < minima_.size(); ++i)
                if (near(minima_[i], tolerance_)) return static_cast<std::int16_t>(i);
        if (resting && std::max(std::abs(step.x), std::abs(step.y)) < tolerance_ * 1e-5f) break;
    }
    const Bend bend = landscape_.bend(p.x, p.y);
    const bool at_rest = std::max(std::abs(step.x), std::abs(step.y)) < tolerance_ * 1e-3f;
    if (!at_rest || !(bend.lambda_min() > 0) || minima_.size() >= most_minima) return restless;
    minima_.push_back(p);
    return static_cast<std::int16_t>(minima_.size() - 1);
}

bool Basins::work(long evaluations) {
    const int n = static_cast<int>(cells_.shape(0));
    long spent = 0;
    while (stride_ > 0 && spent < evaluations) {
        const int per_row = (n + stride_ - 1) / stride_, i = next_ % per_row * stride_, j = next_ / per_row * stride_;
        if (j >= n) {
            stride_ /= 2;
            next_ = 0;
            continue;
        }
        ++next_;
        // What a coarser round computed stays; it was spread over its neighbours until they are computed themselves.
        const bool known = stride_ < coarsest && i % (2 * stride_) == 0 && j % (2 * stride_) == 0;
        if (known) continue;
        const float x = box_.x_min + (box_.x_max - box_.x_min) * (static_cast<float>(i) + 0.5f) / static_cast<float>(n);
        const float y = box_.y_min + (box_.y_max - box_.y_min) * (static_cast<float>(j) + 0.5f) / static_cast<float>(n);
        const std::int16_t reached = follow({x, y}, spent);
        for (int b = j; b < std::min(j + stride_, n); ++b)
            for (int a = i; a < std::min(i + stride_, n); ++a) cells_(static_cast<std::size_t>(b), static_cast<std::size_t>(a)) = reached;
    }
    return stride_ > 0;
}

} // namespace nn
