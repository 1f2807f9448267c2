#include "engine/jobs/loss_plane.hpp"

#include <algorithm>
#include <cmath>

#include "engine/random.hpp"
#include "engine/sentence.hpp"
#include "engine/symmetric_eigen.hpp"

namespace nn {
namespace {

constexpr std::uint32_t direction_stream = 0x30000, stand_in_stream = 0x30010;
/// Of squared lengths: below it a direction is what rounding has left.
constexpr double nothing = 1e-10;

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * double(b[i]);
    return sum;
}
double length(std::span<const float> v) { return std::sqrt(dot(v, v)); }

std::vector<float> difference(std::span<const float> a, std::span<const float> b) {
    std::vector<float> d(a.size());
    for (std::size_t i = 0; i < d.size(); ++i) d[i] = static_cast<float>(double(a[i]) - double(b[i]));
    return d;
}

void scale_to(std::vector<float>& v, double to) {
    const double now = length(v);
    for (float& x : v) x = now > 0 ? static_cast<float>(double(x) * (to / now)) : 0;
}

/// Twice, because the first time leaves what rounding lost.
void take_out(std::vector<float>& v, std::span<const float> direction) {
    const double squares = dot(direction, direction);
    for (int time = 0; time < 2 && squares > 0; ++time) {
        const double along = dot(v, direction) / squares;
        for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<float>(double(v[i]) - along * double(direction[i]));
    }
}

/// A random direction orthogonal to another one.
std::vector<float> stand_in(std::size_t size, std::span<const float> other, double to) {
    std::vector<float> v(size);
    for (std::size_t i = 0; i < size; ++i) v[i] = normal(1, stand_in_stream, i);
    if (!other.empty()) take_out(v, other);
    scale_to(v, to);
    return v;
}

}  // namespace

std::vector<float> filter_direction(const Network& network, std::uint32_t seed, std::uint32_t which) {
    const auto w = network.parameters();
    std::vector<float> direction(w.size());
    for (const Part& part : network.layout()) {
        if (part.shape.size() != 2) continue;
        const std::size_t filter = static_cast<std::size_t>(part.shape[1]);
        for (std::size_t at = part.offset; at < part.offset + part.size; at += filter) {
            const auto d = std::span(direction).subspan(at, filter);
            for (std::size_t i = 0; i < filter; ++i) d[i] = normal(seed, direction_stream + which, at + i);
            const double scale = length(w.subspan(at, filter)) / length(d);
            for (float& x : d) x = static_cast<float>(double(x) * scale);
        }
    }
    return direction;
}

LossPlane random_plane(const Network& network, std::uint32_t seed) { return {filter_direction(network, seed, 0), filter_direction(network, seed, 1)}; }

CurvedPlane curved_plane(Network& network, const Samples& samples, const PowerIteration& settings) {
    PowerIteration two = settings;
    two.vectors = 2;
    auto pairs = largest_eigenpairs(network, samples, two);
    CurvedPlane plane;
    plane.converged = true;
    std::vector<float>* const directions[] = {&plane.first, &plane.second};
    for (std::size_t i = 0; i < 2; ++i) {
        directions[i]->resize(network.parameters().size());
        if (i >= pairs.size()) continue;
        plane.curvature[i] = pairs[i].value;
        plane.converged = plane.converged && pairs[i].converged;
        if (!pairs[i].vector.empty()) *directions[i] = std::move(pairs[i].vector);
    }
    return plane;
}

TrajectoryPlane trajectory_plane(std::span<const float> snapshots, std::span<const float> centre) {
    const std::size_t size = centre.size(), n = size ? snapshots.size() / size : 0;
    if (size == 0 || n == 0 || n * size != snapshots.size())
        refuse({"[loss plane] got snapshots of ", snapshots.size(), " numbers, expected rows of ", size});
    std::vector<std::vector<float>> ways;
    for (std::size_t i = 0; i < n; ++i) ways.push_back(difference(snapshots.subspan(i * size, size), centre));
    std::vector<double> gram(n * n), values, vectors;
    double all = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k <= i; ++k) gram[i * n + k] = gram[k * n + i] = dot(ways[i], ways[k]);
        all += gram[i * n + i];
    }
    symmetric_eigen(gram, static_cast<int>(n), values, vectors);

    TrajectoryPlane plane;
    std::vector<float>* const directions[] = {&plane.first, &plane.second};
    for (std::size_t which = 0; which < 2; ++which) {
        if (which >= n || !(values[which] > nothing * all)) {
            *directions[which] = stand_in(size, plane.first, 1);
            continue;
        }
        std::vector<double> sum(size);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < size; ++k) sum[k] += vectors[which * n + i] * double(ways[i][k]);
        *directions[which] = {sum.begin(), sum.end()};
        if (which == 1) take_out(plane.second, plane.first);
        scale_to(*directions[which], 1);
        plane.explained[which] = values[which] / all;
    }
    return plane;
}

LossPlane plane_through(std::span<const float> centre, std::span<const float> second_point, std::span<const float> third_point) {
    for (const auto point : {second_point, third_point})
        if (point.size() != centre.size()) refuse({"[loss plane] got a point of ", point.size(), " numbers, expected ", centre.size()});
    LossPlane plane{difference(second_point, centre), difference(third_point, centre)};
    const double before = dot(plane.second, plane.second), to = length(plane.first);
    take_out(plane.second, plane.first);
    if (dot(plane.second, plane.second) > nothing * before) scale_to(plane.second, to > 0 ? to : std::sqrt(before));
    else plane.second = stand_in(centre.size(), plane.first, to);
    return plane;
}

std::array<double, 2> place_on(const LossPlane& plane, std::span<const float> centre, std::span<const float> w) {
    const auto way = difference(w, centre);
    const double u = dot(plane.first, way), v = dot(plane.second, way);
    const double uu = dot(plane.first, plane.first), vv = dot(plane.second, plane.second), uv = dot(plane.first, plane.second);
    const double size = uu * vv - uv * uv;
    if (!(size > nothing * uu * vv)) return {uu > 0 ? u / uu : 0, 0};
    return {(u * vv - v * uv) / size, (v * uu - u * uv) / size};
}

}  // namespace nn
