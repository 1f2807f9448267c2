#include "engine/lessons/trace.hpp"

#include <algorithm>
#include <cmath>

#include "engine/random.hpp"

namespace nn {

std::optional<float> lowest(const Landscape& landscape) {
    if (!landscape.surface().is_typed) {
        const auto minima = landscape.minima();
        if (minima.empty()) return {};
        return std::min_element(minima.begin(), minima.end(), [](auto& a, auto& b) { return a.value < b.value; })->value;
    }
    constexpr int n = 41;
    const Box box = landscape.box();
    float best = INFINITY, w[2] = {0, 0};
    for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i) {
            const float x = box.x_min + (box.x_max - box.x_min) * static_cast<float>(i) / (n - 1);
            const float y = box.y_min + (box.y_max - box.y_min) * static_cast<float>(j) / (n - 1);
            const float v = landscape.value(x, y);
            if (v < best) best = v, w[0] = x, w[1] = y;
        }
    if (!std::isfinite(best)) return {};
    Descent descent(Lbfgs{}, 2, false);
    const Evaluate evaluate = [&](std::span<const float> at, std::span<float> dw) {
        const Slope slope = landscape.slope(at[0], at[1]);
        dw[0] = slope.dx, dw[1] = slope.dy;
        return slope.value;
    };
    for (int i = 0; i < 40; ++i) descent.step(w, evaluate);
    const float polished = landscape.value(w[0], w[1]);
    // What leaves the box has no floor in it.
    if (!(w[0] >= box.x_min && w[0] <= box.x_max && w[1] >= box.y_min && w[1] <= box.y_max)) return {};
    return std::isfinite(polished) ? std::min(best, polished) : best;
}

Trace::Trace(const Optimizer& optimizer, const Course& course) : descent_(optimizer, 2), pacer_(course.schedule) {
    const float start_value = std::abs(course.landscape.value(course.start.x, course.start.y));
    ceiling_ = divergence_ratio * (start_value > 0 ? start_value : 1.0f);
    record(course, course.start);
}

void Trace::record(const Course& course, Point p) {
    const float value = course.landscape.value(p.x, p.y);
    path_.push_back(p.x);
    path_.push_back(p.y);
    values_.push_back(value);
    const bool lost = !std::isfinite(value) || !std::isfinite(p.x) || !std::isfinite(p.y) || value > ceiling_;
    if (lost) diverged_at_ = steps();
    if (!lost && reached_ < 0 && value < course.goal) reached_ = steps();
}

Point Trace::advance(const Course& course, Descent& descent, Pacer& pacer, Point from, int step) const {
    const Evaluate evaluate = [&](std::span<const float> w, std::span<float> dw) {
        const Slope slope = course.landscape.slope(w[0], w[1]);
        dw[0] = slope.dx;
        dw[1] = slope.dy;
        if (course.noise > 0)
            for (std::uint32_t axis = 0; axis < 2; ++axis)
                dw[axis] += static_cast<float>(course.noise) * normal(course.seed, axis, static_cast<std::uint32_t>(step));
        return slope.value;
    };
    float w[2] = {from.x, from.y};
    const Pace pace = pacer.pace(step);
    pacer.report(descent.step(w, evaluate, pace.lr_factor, pace.momentum));
    return {w[0], w[1]};
}

void Trace::extend(const Course& course, int steps) {
    while (this->steps() < steps && diverged_at_ < 0) record(course, advance(course, descent_, pacer_, at(this->steps()), this->steps()));
}

Point Trace::at(int step) const {
    const auto i = static_cast<std::size_t>(std::clamp(step, 0, steps()));
    return {path_[2 * i], path_[2 * i + 1]};
}

float Trace::value(int step) const { return values_[static_cast<std::size_t>(std::clamp(step, 0, steps()))]; }

int Trace::settled(float distance) const {
    const Point end = at(steps());
    int step = steps();
    while (step > 0 && std::hypot(at(step - 1).x - end.x, at(step - 1).y - end.y) <= distance) --step;
    return step;
}

Anatomy Trace::anatomy(const Course& course, int step) const {
    step = std::clamp(step, 0, std::max(0, steps() - 1));
    Descent replay(descent_.optimizer(), 2);
    Pacer pacer(course.schedule);
    Point p = at(0), next = p;
    for (int i = 0; i <= step; ++i) {
        p = next;
        next = advance(course, replay, pacer, p, i);
    }
    const auto g = replay.gradient(), d = replay.direction();
    return {p, {g[0], g[1]}, {d[0], d[1]}, {next.x - p.x, next.y - p.y}, {replay.rate(0), replay.rate(1)}};
}

} // namespace nn
