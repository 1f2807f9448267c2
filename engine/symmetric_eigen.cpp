#include "engine/symmetric_eigen.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace nn {
namespace {

double sum_of_products(const double* a, const double* b, std::size_t n) {
    double sums[4] = {};  // four, as each waits for its last addition
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (std::size_t k = 0; k < 4; ++k) sums[k] += a[i + k] * b[i + k];
    for (; i < n; ++i) sums[0] += a[i] * b[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/// To the diagonal d and the one below it e, with the product of the reflections, transposed, in place of the matrix.
void tridiagonalize(std::vector<double>& a, std::vector<double>& d, std::vector<double>& e) {
    const std::size_t n = d.size();
    const auto row = [&](std::size_t i) { return a.data() + i * n; };
    for (std::size_t j = 0; j < n; ++j) d[j] = row(j)[n - 1];
    for (std::size_t i = n - 1; i > 0; --i) {
        double scale = 0, h = 0;
        for (std::size_t k = 0; k < i; ++k) scale += std::fabs(d[k]);
        if (scale == 0) {
            e[i] = d[i - 1];
            for (std::size_t j = 0; j < i; ++j) d[j] = row(j)[i - 1], row(j)[i] = row(i)[j] = 0;
        } else {
            for (std::size_t k = 0; k < i; ++k) d[k] /= scale, h += d[k] * d[k];
            const double last = d[i - 1], g = last > 0 ? -std::sqrt(h) : std::sqrt(h);
            e[i] = scale * g;
            h -= last * g;
            d[i - 1] = last - g;
            std::fill_n(e.begin(), i, 0.0);
            for (std::size_t j = 0; j < i; ++j) {
                const double f = d[j], *v = row(j);
                row(i)[j] = f;
                e[j] += v[j] * f + sum_of_products(v + j + 1, d.data() + j + 1, i - j - 1);
                for (std::size_t k = j + 1; k < i; ++k) e[k] += v[k] * f;
            }
            double f = 0;
            for (std::size_t j = 0; j < i; ++j) e[j] /= h, f += e[j] * d[j];
            for (std::size_t j = 0; j < i; ++j) e[j] -= f / (h + h) * d[j];
            for (std::size_t j = 0; j < i; ++j) {
                double* v = row(j);
                const double dj = d[j], ej = e[j];
                for (std::size_t k = j; k < i; ++k) v[k] -= dj * e[k] + ej * d[k];
                d[j] = v[i - 1];
                v[i] = 0;
            }
        }
        d[i] = h;
    }
    for (std::size_t i = 0; i + 1 < n; ++i) {
        double *reflected = row(i + 1), h = d[i + 1];
        row(i)[n - 1] = row(i)[i];
        row(i)[i] = 1;
        if (h != 0) {
            for (std::size_t k = 0; k <= i; ++k) d[k] = reflected[k] / h;
            for (std::size_t j = 0; j <= i; ++j) {
                double* v = row(j);
                const double g = sum_of_products(reflected, v, i + 1);
                for (std::size_t k = 0; k <= i; ++k) v[k] -= g * d[k];
            }
        }
        std::fill_n(reflected, i + 1, 0.0);
    }
    for (std::size_t j = 0; j < n; ++j) d[j] = row(j)[n - 1], row(j)[n - 1] = 0;
    row(n - 1)[n - 1] = 1;
}

/// QL with implicit shifts: d becomes the eigenvalues, the rows of v the eigenvectors.
void diagonalize(std::vector<double>& d, std::vector<double>& e, std::vector<double>& v) {
    constexpr double epsilon = 0x1p-52;
    constexpr int most_rounds = 100;  // two or three are usual
    const std::size_t n = d.size();
    std::rotate(e.begin(), e.begin() + 1, e.end());
    e[n - 1] = 0;
    double shifted = 0, size = 0;
    for (std::size_t l = 0; l < n; ++l) {
        size = std::max(size, std::fabs(d[l]) + std::fabs(e[l]));
        std::size_t m = l;
        while (std::fabs(e[m]) > epsilon * size) ++m;  // the last is 0
        for (int round = 0; m > l && std::fabs(e[l]) > epsilon * size && round < most_rounds; ++round) {
            const double half = (d[l + 1] - d[l]) / (2 * e[l]), to_eigen = half + std::copysign(std::sqrt(half * half + 1), half);
            const double shift = d[l] - e[l] / to_eigen, next = e[l] * to_eigen, below = e[l + 1];
            d[l] = e[l] / to_eigen;
            d[l + 1] = next;
            for (std::size_t i = l + 2; i < n; ++i) d[i] -= shift;
            shifted += shift;
            double p = d[m], c = 1, c2 = 1, c3 = 1, s = 0, s2 = 0;
            for (std::size_t i = m; i-- > l;) {
                c3 = c2, c2 = c, s2 = s;
                const double g = c * e[i], h = c * p, r = std::sqrt(p * p + e[i] * e[i]);
                e[i + 1] = s * r;
                s = e[i] / r;
                c = p / r;
                p = c * d[i] - s * g;
                d[i + 1] = h + s * (c * g + s * d[i]);
                double *low = v.data() + i * n, *high = low + n;
                for (std::size_t k = 0; k < n; ++k) {
                    const double x = low[k], y = high[k];
                    high[k] = s * x + c * y;
                    low[k] = c * x - s * y;
                }
            }
            p = -s * s2 * c3 * below * e[l] / next;
            e[l] = s * p;
            d[l] = c * p;
        }
        d[l] += shifted;
        e[l] = 0;
    }
}

}  // namespace

void symmetric_eigen(std::vector<double> a, int size, std::vector<double>& values, std::vector<double>& vectors) {
    const std::size_t n = static_cast<std::size_t>(size);
    std::vector<double> d(n), e(n);
    tridiagonalize(a, d, e);
    diagonalize(d, e, a);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto before = [&](std::size_t i, std::size_t j) { return d[i] != d[j] ? d[i] > d[j] : i < j; };
    std::ranges::make_heap(order, before);  // a fifth of std::stable_sort's code
    std::ranges::sort_heap(order, before);
    values.clear();
    vectors.clear();
    for (const std::size_t i : order) {
        values.push_back(d[i]);
        const double* row = a.data() + i * n;
        double largest = 0;
        for (std::size_t k = 0; k < n; ++k)
            if (std::fabs(row[k]) > std::fabs(largest) * (1 + 1e-9)) largest = row[k];  // of two alike the first, whatever the rounding
        for (std::size_t k = 0; k < n; ++k) vectors.push_back(largest < 0 ? -row[k] : row[k]);
    }
}

}  // namespace nn
