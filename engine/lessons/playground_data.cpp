#include "engine/lessons/playground_data.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/split.hpp"
#include "engine/symmetric_eigen.hpp"

namespace nn {

// ---- two parts -------------------------------------------------------------------------------------------------------

void share_out(const Data& data, double train, int seed, std::vector<int>& train_rows, std::vector<int>& validation_rows) {
    for (const bool stratified : {true, false}) try {
            Split parts = split(data, {.train = train, .validation = 1 - train, .stratified = stratified, .seed = seed});
            train_rows = std::move(parts.train), validation_rows = std::move(parts.validation);
            return;
        } catch (const std::invalid_argument&) {
        }
    const int rows = data.rows(), first = std::clamp(static_cast<int>(std::lround(train * rows)), 1, rows - 1);
    train_rows.clear(), validation_rows.clear();
    for (int i = 0; i < rows; ++i) (i < first ? train_rows : validation_rows).push_back(i);
}

// ---- generated -------------------------------------------------------------------------------------------------------

Data playground_data(const Dataset& dataset) {
    Data data = generate(dataset);
    if (data.task == Task::classes && data.classes == 2) data.task = Task::binary;
    return data;
}

// ---- the plane -------------------------------------------------------------------------------------------------------

namespace {

float dot(const std::vector<float>& a, std::span<const float> point, const std::vector<float>& origin) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * (double(point[i]) - double(origin[i]));
    return static_cast<float>(sum);
}

struct Moments {
    std::vector<double> mean, deviation;
};
Moments moments_of(const Data& data) {
    const auto n = static_cast<std::size_t>(data.inputs), rows = static_cast<std::size_t>(data.rows());
    Moments m{std::vector<double>(n), std::vector<double>(n)};
    for (std::size_t i = 0; i < data.x.size(); ++i) m.mean[i % n] += double(data.x[i]) / double(rows);
    for (std::size_t i = 0; i < data.x.size(); ++i) m.deviation[i % n] += std::pow(double(data.x[i]) - m.mean[i % n], 2) / double(rows);
    for (double& d : m.deviation) d = d > 0 ? std::sqrt(d) : 1;
    return m;
}

/// Principal axes of the standardized columns; of very many columns their first 100.
void onto_axes(PlaygroundPlane& plane, const Data& data, const Moments& m) {
    const auto all = static_cast<std::size_t>(data.inputs), n = std::min<std::size_t>(all, 100), rows = static_cast<std::size_t>(data.rows());
    const std::size_t used = std::min<std::size_t>(rows, 5000);
    std::vector<double> covariance(n * n), values, vectors, z(n);
    for (std::size_t row = 0; row < used; ++row) {
        for (std::size_t i = 0; i < n; ++i) z[i] = (double(data.x[row * all + i]) - m.mean[i]) / m.deviation[i];
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < n; ++k) covariance[i * n + k] += z[i] * z[k] / double(used);
    }
    symmetric_eigen(covariance, static_cast<int>(n), values, vectors);
    for (std::size_t i = 0; i < n; ++i) {
        const double u = vectors[i], v = vectors[n + i];
        plane.along_u[i] = static_cast<float>(u * m.deviation[i]), plane.along_v[i] = static_cast<float>(v * m.deviation[i]);
        plane.to_u[i] = static_cast<float>(u / m.deviation[i]), plane.to_v[i] = static_cast<float>(v / m.deviation[i]);
    }
    double sum = 0;
    for (const double value : values) sum += value;
    plane.explained = sum > 0 ? (values[0] + values[1]) / sum : 1;
    plane.name_u = "first axis", plane.name_v = "second axis";
}

std::string name_of(const Data& data, std::size_t input) {
    if (input < data.input_names.size()) return data.input_names[input];
    return "x" + std::to_string(input + 1);
}

void span(double& low, double& high, double least) {
    const double middle = (low + high) / 2, half = std::max((high - low) / 2 * 1.1, least);
    low = middle - half, high = middle + half;
}

}  // namespace

void PlaygroundPlane::raw(float a, float b, std::span<float> point) const {
    for (std::size_t i = 0; i < origin.size(); ++i) point[i] = origin[i] + a * along_u[i] + b * along_v[i];
}
float PlaygroundPlane::u(std::span<const float> point) const { return dot(to_u, point, origin); }
float PlaygroundPlane::v(std::span<const float> point) const { return dot(to_v, point, origin); }

PlaygroundPlane plane_of(const Data& data, const PlaygroundSetup& setup, double frame) {
    const auto n = static_cast<std::size_t>(data.inputs);
    PlaygroundPlane plane;
    for (auto* v : {&plane.origin, &plane.along_u, &plane.along_v, &plane.to_u, &plane.to_v}) v->assign(n, 0.f);
    plane.is_line = n == 1;
    if (n > 2) {
        const Moments m = moments_of(data);
        for (std::size_t i = 0; i < n; ++i) plane.origin[i] = static_cast<float>(m.mean[i]);
        if (setup.plane == 1) onto_axes(plane, data, m);
    }
    if (n <= 2 || setup.plane == 0) {
        const std::size_t a = n > 2 ? std::min<std::size_t>(static_cast<std::size_t>(setup.input_x) - 1, n - 1) : 0;
        std::size_t b = n > 2 ? std::min<std::size_t>(static_cast<std::size_t>(setup.input_y) - 1, n - 1) : 1;
        if (n > 2 && a == b) b = (a + 1) % n;
        plane.origin[a] = 0, plane.along_u[a] = plane.to_u[a] = 1;
        plane.name_u = name_of(data, a);
        if (n > 1) plane.origin[b] = 0, plane.along_v[b] = plane.to_v[b] = 1, plane.name_v = name_of(data, b);
    }
    const std::span<const float> x(data.x);
    for (std::size_t row = 0; row < static_cast<std::size_t>(data.rows()); ++row) {
        const auto point = x.subspan(row * n, n);
        const double u = double(plane.u(point)), v = plane.is_line ? double(data.y[row * static_cast<std::size_t>(data.targets)]) : double(plane.v(point));
        if (row == 0) plane.u0 = plane.u1 = u, plane.v0 = plane.v1 = v;
        plane.u0 = std::min(plane.u0, u), plane.u1 = std::max(plane.u1, u);
        plane.v0 = std::min(plane.v0, v), plane.v1 = std::max(plane.v1, v);
    }
    span(plane.u0, plane.u1, 1e-3), span(plane.v0, plane.v1, 1e-3);
    plane.is_framed = frame > 0;
    if (frame > 0) {  // squares stay squares
        const double reach = std::max({frame, std::fabs(plane.u0), std::fabs(plane.u1), std::fabs(plane.v0), std::fabs(plane.v1)});
        plane.u0 = plane.v0 = -reach, plane.u1 = plane.v1 = reach;
    }
    if (plane.is_line && plane.name_v.empty()) plane.name_v = "y";
    return plane;
}

}  // namespace nn
