#pragma once
/// Planes through parameter space for pictures of the loss: two directions, and where points lie on them.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/curvature.hpp"
#include "engine/network.hpp"

namespace nn {

/// Point (a, b) is centre + a * first + b * second.
struct LossPlane {
    std::vector<float> first, second;
};

/// A random direction in parameter space with the scale of the network's own weights, so that planes of different
/// networks compare: each unit's weights get the length of that unit's (filter normalisation, Li et al. 2018); biases and
/// norms get 0.
std::vector<float> filter_direction(const Network& network, std::uint32_t seed, std::uint32_t which);
LossPlane random_plane(const Network& network, std::uint32_t seed);

/// Along the two directions in which the loss is most curved, each of length 1; where there is but one parameter, `second` is 0.
struct CurvedPlane : LossPlane {
    std::array<double, 2> curvature{}; ///< the Hessian's largest eigenvalues
    bool converged = false;            ///< both are that within the settings' tolerance
};
CurvedPlane curved_plane(Network& network, const Samples& samples, const PowerIteration& settings = {});

/// The plane through `centre` that comes closest to a trajectory, by principal components of the way from the centre to each
/// snapshot (Li et al. 2018): orthogonal, each of length 1. `explained` is each direction's share of the sum of squared
/// distances from the centre. Where the snapshots lie on a line or in a point, a random direction stands in and explains 0.
/// snapshots: (n, size of centre). Takes n^2 / 2 products of that size and 9 n^3 operations. Throws std::invalid_argument
/// where sizes do not fit.
struct TrajectoryPlane : LossPlane {
    std::array<double, 2> explained{};
};
TrajectoryPlane trajectory_plane(std::span<const float> snapshots, std::span<const float> centre);

/// The plane through three points, centre at the first: (1, 0) is the second point, so that the first axis is the straight
/// line between two networks; `second` is orthogonal to it and as long, towards the third point, or where the three lie on a
/// line, random. Throws std::invalid_argument where sizes do not fit.
LossPlane plane_through(std::span<const float> centre, std::span<const float> second_point, std::span<const float> third_point);

/// The point of the plane that is closest to w, as (a, b). The directions need not be orthogonal.
std::array<double, 2> place_on(const LossPlane& plane, std::span<const float> centre, std::span<const float> w);

}  // namespace nn
