#include <doctest/doctest.h>

#include <cmath>

#include "engine/jobs/loss_grid.hpp"
#include "engine/jobs/loss_plane.hpp"
#include "engine/random.hpp"

namespace nn {
namespace {

using Floats = std::vector<float>;
constexpr double rounding = 1e-6;

Floats normals(std::size_t n, std::uint32_t stream) {
    Floats v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = normal(7, stream, i);
    return v;
}
double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * double(b[i]);
    return sum;
}
Floats at(const LossPlane& plane, const Floats& centre, double a, double b) {
    Floats w(centre);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] += static_cast<float>(a * double(plane.first[i]) + b * double(plane.second[i]));
    return w;
}
void check_orthogonal(const LossPlane& plane, double length) {
    CHECK(std::sqrt(dot(plane.first, plane.first)) == doctest::Approx(length).epsilon(rounding));
    CHECK(std::sqrt(dot(plane.second, plane.second)) == doctest::Approx(length).epsilon(rounding));
    CHECK(std::fabs(dot(plane.first, plane.second)) < rounding * length * length);
}

} // namespace

TEST_CASE("a random direction is as long as each unit's own weights, and leaves biases alone") {
    NetworkSetup setup;
    setup.layers = {layers::Dense{.units = 5}, layers::Dense{.units = 1}};
    const Network network(setup);
    const LossPlane plane = random_plane(network, 3);
    CHECK(plane.first != plane.second);
    for (const Part& part : network.layout()) {
        for (std::size_t unit = part.offset; unit < part.offset + part.size && part.shape.size() == 2; unit += static_cast<std::size_t>(part.shape[1])) {
            const std::size_t n = static_cast<std::size_t>(part.shape[1]);
            CHECK(dot(std::span(plane.first).subspan(unit, n), std::span(plane.first).subspan(unit, n)) ==
                  doctest::Approx(dot(network.parameters().subspan(unit, n), network.parameters().subspan(unit, n))).epsilon(rounding));
        }
        for (std::size_t i = part.offset; part.shape.size() == 1 && i < part.offset + part.size; ++i) CHECK(plane.first[i] == 0);
    }
}

TEST_CASE("along the most curved direction the loss bends as the Hessian's largest eigenvalue says") {
    NetworkSetup setup;
    setup.layers = {layers::Dense{.units = 1}};
    setup.loss = losses::MeanSquared{};
    Network network(setup); // a parabola, so second differences are exact
    const Floats x = normals(80, 1), y = normals(40, 2);
    const Samples samples{x, y};
    const CurvedPlane plane = curved_plane(network, samples, {.most_iterations = 1000, .tolerance = 1e-5});
    REQUIRE(plane.converged);
    CHECK(plane.curvature[0] > plane.curvature[1]);
    check_orthogonal(plane, 1);
    const Floats loss = loss_grid(network, samples, plane.first, plane.second, 3, 1);
    CHECK(loss[5] - 2 * loss[4] + loss[3] == doctest::Approx(plane.curvature[0]).epsilon(1e-4));
    CHECK(loss[7] - 2 * loss[4] + loss[1] == doctest::Approx(plane.curvature[1]).epsilon(1e-4));
}

TEST_CASE("a trajectory in a plane is explained by it, and its points are found on it") {
    const LossPlane truth{normals(50, 1), normals(50, 2)};
    const Floats centre = normals(50, 3);
    Floats snapshots;
    for (int i = 0; i < 8; ++i) {
        const Floats w = at(truth, centre, 2 - 0.25 * i, std::sin(i));
        snapshots.insert(snapshots.end(), w.begin(), w.end());
    }
    const TrajectoryPlane plane = trajectory_plane(snapshots, centre);
    check_orthogonal(plane, 1);
    CHECK(plane.explained[0] > plane.explained[1]);
    CHECK(plane.explained[0] + plane.explained[1] == doctest::Approx(1).epsilon(rounding));
    const Floats third(snapshots.begin() + 100, snapshots.begin() + 150);
    const auto place = place_on(plane, centre, third);
    const Floats back = at(plane, centre, place[0], place[1]);
    for (std::size_t i = 0; i < 50; ++i) CHECK(back[i] == doctest::Approx(third[i]).epsilon(1e-5));
}

TEST_CASE("noise off the plane of a trajectory is what the plane does not explain") {
    const Floats centre(200, 0.f);
    Floats snapshots;
    for (std::uint32_t i = 0; i < 12; ++i) {
        Floats w = normals(200, 10 + i);
        for (float& v : w) v *= 0.1f;
        w[0] += static_cast<float>(i);
        snapshots.insert(snapshots.end(), w.begin(), w.end());
    }
    const TrajectoryPlane plane = trajectory_plane(snapshots, centre);
    double along = 0, all = 0;
    for (std::size_t i = 0; i < 12; ++i) {
        const auto w = std::span(snapshots).subspan(200 * i, 200);
        along += std::pow(dot(w, plane.first), 2);
        all += dot(w, w);
    }
    CHECK(plane.explained[0] == doctest::Approx(along / all).epsilon(1e-5));
    CHECK(plane.explained[0] > 0.9);
    CHECK(plane.explained[1] < 0.05);
}

TEST_CASE("a trajectory along a line, or of no length, still has a plane") {
    const Floats centre = normals(20, 1), way = normals(20, 2), nowhere(20, 0.f);
    Floats line, point;
    for (int i = 1; i < 5; ++i) {
        const Floats w = at({way, nowhere}, centre, i, 0);
        line.insert(line.end(), w.begin(), w.end());
        point.insert(point.end(), centre.begin(), centre.end());
    }
    const TrajectoryPlane on_line = trajectory_plane(line, centre), in_point = trajectory_plane(point, centre);
    check_orthogonal(on_line, 1);
    CHECK(on_line.explained[0] == doctest::Approx(1).epsilon(rounding));
    CHECK(on_line.explained[1] == 0);
    check_orthogonal(in_point, 1);
    CHECK(in_point.explained[0] == 0);
    CHECK_THROWS_WITH_AS(trajectory_plane(std::span(line).first(30), centre), "[loss plane] got snapshots of 30 numbers, expected rows of 20", std::invalid_argument);
}

TEST_CASE("a straight line between two networks is the first axis of the plane through them and a third") {
    const Floats one = normals(30, 1), two = normals(30, 2), three = normals(30, 3);
    const LossPlane plane = plane_through(one, two, three);
    check_orthogonal(plane, std::sqrt(dot(plane.first, plane.first)));
    CHECK(place_on(plane, one, one) == std::array{0.0, 0.0});
    const auto second = place_on(plane, one, two), third = place_on(plane, one, three);
    CHECK(second[0] == doctest::Approx(1));
    CHECK(std::fabs(second[1]) < rounding);
    const Floats back = at(plane, one, third[0], third[1]);
    for (std::size_t i = 0; i < 30; ++i) CHECK(back[i] == doctest::Approx(three[i]).epsilon(1e-5));
    check_orthogonal(plane_through(one, two, two), std::sqrt(dot(plane.first, plane.first)));
}

TEST_CASE("places are found on planes whose directions are not at right angles") {
    const LossPlane plane{{1, 0, 0}, {1, 1, 0}};
    const auto place = place_on(plane, Floats{0, 0, 0}, Floats{5, 2, 7});
    CHECK(place[0] == doctest::Approx(3));
    CHECK(place[1] == doctest::Approx(2));
}

} // namespace nn
