#include "engine/lessons/playground_grid.hpp"

namespace nn {
namespace {

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

constexpr int beyond = 4;  ///< places past the last pixel that can be asked for

}  // namespace

void PlaygroundGrid::raw(const PlaygroundRun& run, Place place, std::span<float> point) const {
    const PlaygroundPlane& p = run.plane();
    const auto at = [this](double low, double high, double pixel) { return static_cast<float>(low + (high - low) * (pixel + 0.5) / side_); };
    p.raw(at(p.u0, p.u1, place.x), at(p.v0, p.v1, side_ - 1 - static_cast<int>(place.y)), point);
}

/// Where every input is a function of one coordinate, the diagonal has all that they can be.
void PlaygroundGrid::lay(const PlaygroundRun& run, int side) {
    side_ = side;
    is_separable_ = run.inputs().is_separable();
    if (!is_separable_) return;
    const std::size_t n = to_size(side + beyond);
    raw_.resize(2 * n);
    for (std::size_t i = 0; i < n; ++i) {
        const auto both = static_cast<std::uint16_t>(i);
        raw(run, {both, both}, std::span(raw_).subspan(2 * i, 2));
    }
    run.inputs().into(raw_, diagonal_, spare_);
}

std::span<const float> PlaygroundGrid::inputs(const PlaygroundRun& run, std::span<const Place> places) {
    const PlaygroundInputs& in = run.inputs();
    const std::size_t n = places.size(), width = to_size(in.count());
    if (!is_separable_) {
        const std::size_t columns = to_size(in.columns());
        raw_.resize(n * columns);
        for (std::size_t i = 0; i < n; ++i) raw(run, places[i], std::span(raw_).subspan(i * columns, columns));
        in.into(raw_, x_, spare_);
        return x_;
    }
    x_.resize(n * width);
    for (std::size_t k = 0; k < width; ++k) {
        const bool second = in.is_of_second(static_cast<int>(k));
        float* to = x_.data() + k;
        for (const Place p : places) *to = diagonal_[(second ? p.y : p.x) * width + k], to += width;
    }
    return x_;
}

void PlaygroundGrid::all_units(PlaygroundRun& run, std::vector<float>& features, std::vector<float>& units) {
    if (all_.size() != to_size(side_ * side_)) {
        all_.clear();
        for (int y = 0; y < side_; ++y)
            for (int x = 0; x < side_; ++x) all_.push_back({static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y)});
    }
    const auto x = inputs(run, all_);
    features.assign(x.begin(), x.end());
    units.resize(to_size(run.units()) * all_.size());
    run.answer_units_inputs(x, units);
}

std::span<const float> PlaygroundGrid::answers(PlaygroundRun& run, std::span<const Place> places) {
    values_.resize(places.size() * to_size(run.outputs()));
    run.answer_inputs(inputs(run, places), values_);
    return values_;
}

std::span<const float> PlaygroundGrid::unit(PlaygroundRun& run, int unit, std::span<const Place> places) {
    values_.resize(places.size());
    run.answer_unit_inputs(inputs(run, places), unit, values_);
    return values_;
}

}  // namespace nn
