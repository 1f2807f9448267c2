#include "engine/symmetric_eigen.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace nn {

void symmetric_eigen(std::vector<double> a, int size, std::vector<double>& values, std::vector<double>& vectors) {
    const std::size_t n = static_cast<std::size_t>(size);
    std::vector<double> v(n * n);
    for (std::size_t i = 0; i < n; ++i) v[i * n + i] = 1;
    for (int sweep = 0; sweep < 100; ++sweep) {
        double off = 0, all = 0;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) (i == j ? all : off) += a[i * n + j] * a[i * n + j];
        if (off <= 1e-30 * (all + off)) break;
        for (std::size_t p = 0; p < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q) {
                if (a[p * n + q] == 0) continue;
                const double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
                const double t = (theta < 0 ? -1 : 1) / (std::fabs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1), s = t * c;
                for (std::size_t k = 0; k < n; ++k) {
                    const double kp = a[k * n + p], kq = a[k * n + q];
                    a[k * n + p] = c * kp - s * kq;
                    a[k * n + q] = s * kp + c * kq;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    const double pk = a[p * n + k], qk = a[q * n + k], vp = v[p * n + k], vq = v[q * n + k];
                    a[p * n + k] = c * pk - s * qk;
                    a[q * n + k] = s * pk + c * qk;
                    v[p * n + k] = c * vp - s * vq;
                    v[q * n + k] = s * vp + c * vq;
                }
            }
    }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto before = [&](std::size_t i, std::size_t j) { return a[i * n + i] != a[j * n + j] ? a[i * n + i] > a[j * n + j] : i < j; };
    std::ranges::make_heap(order, before);  // a fifth of std::stable_sort's code
    std::ranges::sort_heap(order, before);
    values.clear();
    vectors.clear();
    for (const std::size_t i : order) {
        values.push_back(a[i * n + i]);
        const auto row = v.begin() + static_cast<std::ptrdiff_t>(i * n), end = row + static_cast<std::ptrdiff_t>(n);
        const double largest = *std::max_element(row, end, [](double x, double y) { return std::fabs(x) < std::fabs(y); });
        for (auto x = row; x != end; ++x) vectors.push_back(largest < 0 ? -*x : *x);
    }
}

}  // namespace nn
