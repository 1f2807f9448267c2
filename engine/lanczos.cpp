#include "engine/lanczos.hpp"

#include <algorithm>
#include <cmath>

#include "engine/sentence.hpp"
#include "engine/symmetric_eigen.hpp"

namespace nn {
namespace {

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * double(b[i]);
    return sum;
}

/// Gives v length 1; returns what it was.
double normalize(std::span<float> v) {
    const double length = std::sqrt(dot(v, v));
    if (length > 0)
        for (float& x : v) x = static_cast<float>(double(x) / length);
    return length;
}

} // namespace

Lanczos::Lanczos(std::span<const float> start) {
    basis_.emplace_back(start.begin(), start.end());
    if (!(normalize(basis_.back()) > 0)) refuse({"[lanczos] got a start of length 0, expected another"});
}

void Lanczos::add(std::span<const float> product) {
    const std::vector<float>& v = basis_.back();
    if (product.size() != v.size()) refuse({"[lanczos] got a product of ", product.size(), " numbers, expected ", v.size()});
    diagonal_.push_back(dot(product, v));
    std::vector<float> rest(product.begin(), product.end());
    for (int round = 0; round < 2; ++round) // once leaves what rounding lost
        for (const auto& b : basis_) {
            const double along = dot(rest, b);
            for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= static_cast<float>(along * double(b[i]));
        }
    const double length = normalize(rest);
    scale_ = std::max({scale_, std::fabs(diagonal_.back()), length});
    exhausted_ = !(length > 1e-6 * scale_) || basis_.size() == v.size();
    beside_.push_back(exhausted_ ? 0 : length);
    basis_.push_back(std::move(rest));

    const int m = products();
    const auto n = static_cast<std::size_t>(m);
    std::vector<double> matrix(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        matrix[i * n + i] = diagonal_[i];
        if (i + 1 < n) matrix[i * n + i + 1] = matrix[(i + 1) * n + i] = beside_[i];
    }
    symmetric_eigen(std::move(matrix), m, values_, vectors_);
}

double Lanczos::residual(int k) const {
    const auto n = diagonal_.size(), row = static_cast<std::size_t>(k);
    return std::fabs(beside_.back() * vectors_[row * n + n - 1]);
}

bool Lanczos::converged(int count, double tolerance) const {
    if (products() == 0) return false;
    if (exhausted_) return true;
    if (products() < count) return false;
    for (int k = 0; k < count; ++k)
        if (!(residual(k) <= tolerance * std::max(std::fabs(values_[static_cast<std::size_t>(k)]), 1e-6 * scale_))) return false;
    return true;
}

std::vector<float> Lanczos::vector(int k) const {
    const auto n = diagonal_.size();
    std::vector<double> sum(basis_.front().size());
    for (std::size_t j = 0; j < n; ++j) {
        const double share = vectors_[static_cast<std::size_t>(k) * n + j];
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += share * double(basis_[j][i]);
    }
    std::vector<float> v(sum.begin(), sum.end());
    normalize(v);
    return v;
}

} // namespace nn
