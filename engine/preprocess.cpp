#include "engine/preprocess.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/sentence.hpp"

namespace nn {
namespace {

using namespace preprocessing;

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

std::size_t rows_in(std::string_view op, std::span<const float> x, int columns, bool finite) {
    if (columns < 1) refuse({"[preprocess] got no fit yet, expected fit before ", op});
    if (x.size() % to_size(columns) != 0) refuse({"[", op, "] got ", x.size(), " numbers, expected rows of ", columns});
    for (std::size_t i = 0; finite && i < x.size(); ++i)
        if (!std::isfinite(x[i])) refuse({"[", op, "] got ", std::isnan(x[i]) ? "NaN" : "an infinite number", " in row ", i / to_size(columns), ", column ", i % to_size(columns), ", expected finite numbers"});
    return x.size() / to_size(columns);
}

}  // namespace

void symmetric_eigen(std::vector<double> a, int size, std::vector<double>& values, std::vector<double>& vectors) {
    const std::size_t n = to_size(size);
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
    std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return a[i * n + i] > a[j * n + j]; });
    values.clear();
    vectors.clear();
    for (const std::size_t i : order) {
        values.push_back(a[i * n + i]);
        const auto row = v.begin() + static_cast<std::ptrdiff_t>(i * n), end = row + static_cast<std::ptrdiff_t>(n);
        const double largest = *std::max_element(row, end, [](double x, double y) { return std::fabs(x) < std::fabs(y); });
        for (auto x = row; x != end; ++x) vectors.push_back(largest < 0 ? -*x : *x);
    }
}

Preprocessor::Preprocessor(Preprocessing kind, std::vector<int> chosen) : kind_(kind), chosen_(std::move(chosen)) {}

/// The columns that pass through.
std::vector<int> Preprocessor::kept() const {
    std::vector<int> others;
    for (int column = 0; column < columns_; ++column)
        if (std::find(chosen_.begin(), chosen_.end(), column) == chosen_.end()) others.push_back(column);
    return others;
}

void Preprocessor::fit(std::span<const float> x, int columns) {
    if (columns < 1) refuse({"[fit] got ", columns, " columns, expected 1 or more"});
    const std::size_t rows = rows_in("fit", x, columns, true);
    if (rows == 0) refuse({"[fit] got no rows, expected 1 or more"});
    std::vector<int> chosen = chosen_;
    if (chosen.empty()) {
        chosen.resize(to_size(columns));
        std::iota(chosen.begin(), chosen.end(), 0);
    }
    for (std::size_t i = 0; i < chosen.size(); ++i)
        if (chosen[i] < 0 || chosen[i] >= columns || std::find(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(i), chosen[i]) != chosen.begin() + static_cast<std::ptrdiff_t>(i))
            refuse({"[fit] got column ", chosen[i], ", expected each of 0 to ", columns - 1, " once at most"});
    chosen_ = std::move(chosen);
    columns_ = columns;
    const std::size_t n = chosen_.size();
    const auto at = [&](std::size_t row, std::size_t i) { return double(x[row * to_size(columns) + to_size(chosen_[i])]); };
    shift_.assign(n, 0);
    scale_.assign(n, 1);
    axes_.clear();
    values_.clear();
    offset_ = 0;

    if (std::holds_alternative<OneHot>(kind_) || std::holds_alternative<Codes>(kind_)) {
        for (std::size_t i = 0; i < n; ++i) {
            std::vector<float>& values = values_.emplace_back();
            for (std::size_t row = 0; row < rows; ++row) values.push_back(static_cast<float>(at(row, i)));
            std::sort(values.begin(), values.end());
            values.erase(std::unique(values.begin(), values.end()), values.end());
        }
        return;
    }
    const auto* range = std::get_if<MinMax>(&kind_);
    for (std::size_t i = 0; i < n; ++i) {
        double sum = 0, squares = 0, low = at(0, i), high = low;
        for (std::size_t row = 0; row < rows; ++row) {
            sum += at(row, i);
            low = std::min(low, at(row, i));
            high = std::max(high, at(row, i));
        }
        const double mean = sum / static_cast<double>(rows);
        for (std::size_t row = 0; row < rows; ++row) squares += (at(row, i) - mean) * (at(row, i) - mean);
        const double spread = range ? high - low : std::sqrt(squares / static_cast<double>(rows));
        shift_[i] = range ? low : mean;
        scale_[i] = high > low ? (range ? range->high - range->low : 1) / spread : 1;
    }
    if (range) offset_ = range->low;
    if (!std::holds_alternative<PcaWhiten>(kind_)) return;

    std::vector<double> covariance(n * n), variances;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0;
            for (std::size_t row = 0; row < rows; ++row) sum += (at(row, i) - shift_[i]) * (at(row, j) - shift_[j]);
            covariance[i * n + j] = covariance[j * n + i] = sum / std::max(1.0, static_cast<double>(rows) - 1);
        }
    symmetric_eigen(std::move(covariance), static_cast<int>(n), variances, axes_);
    for (std::size_t i = 0; i < n; ++i) scale_[i] = variances[i] > 1e-7 * variances[0] ? 1 / std::sqrt(variances[i]) : 0;
}

int Preprocessor::outputs() const {
    int made = static_cast<int>(chosen_.size());
    if (std::holds_alternative<OneHot>(kind_)) {
        made = 0;
        for (const auto& values : values_) made += static_cast<int>(values.size());
    }
    return columns_ - static_cast<int>(chosen_.size()) + made;
}

std::vector<float> Preprocessor::transform(std::span<const float> x) const {
    const std::size_t rows = rows_in("transform", x, columns_, true), n = chosen_.size();
    const auto others = kept();
    std::vector<float> z;
    z.reserve(rows * to_size(outputs()));
    for (std::size_t row = 0; row < rows; ++row) {
        const auto from = x.subspan(row * to_size(columns_), to_size(columns_));
        for (const int column : others) z.push_back(from[to_size(column)]);
        for (std::size_t i = 0; i < n; ++i) {
            const float value = from[to_size(chosen_[i])];
            if (!values_.empty()) {
                const auto found = std::lower_bound(values_[i].begin(), values_[i].end(), value);
                const bool known = found != values_[i].end() && *found == value;
                const auto place = known ? found - values_[i].begin() : static_cast<std::ptrdiff_t>(values_[i].size());
                if (std::holds_alternative<Codes>(kind_)) z.push_back(static_cast<float>(place));
                for (std::ptrdiff_t k = 0; std::holds_alternative<OneHot>(kind_) && k < static_cast<std::ptrdiff_t>(values_[i].size()); ++k)
                    z.push_back(k == place ? 1.f : 0.f);
            } else if (!axes_.empty()) {
                double sum = 0;
                for (std::size_t k = 0; k < n; ++k) sum += axes_[i * n + k] * (double(from[to_size(chosen_[k])]) - shift_[k]);
                z.push_back(static_cast<float>(sum * scale_[i]));
            } else {
                z.push_back(static_cast<float>((double(value) - shift_[i]) * scale_[i] + offset_));
            }
        }
    }
    return z;
}

std::vector<float> Preprocessor::inverse(std::span<const float> z) const {
    const std::size_t rows = rows_in("inverse", z, columns_ < 1 ? 0 : outputs(), false), width = to_size(outputs()), n = chosen_.size();
    const auto others = kept();
    std::vector<float> x(rows * to_size(columns_));
    for (std::size_t row = 0; row < rows; ++row) {
        const float *from = z.data() + row * width, *made = from + others.size();
        const auto to = std::span(x).subspan(row * to_size(columns_), to_size(columns_));
        for (std::size_t i = 0; i < others.size(); ++i) to[to_size(others[i])] = from[i];
        for (std::size_t i = 0; i < n; ++i) {
            float& value = to[to_size(chosen_[i])];
            if (!values_.empty()) {
                const std::size_t size = values_[i].size();
                std::size_t place = size;
                if (std::holds_alternative<Codes>(kind_)) {
                    if (made[i] >= 0 && made[i] < static_cast<float>(size)) place = static_cast<std::size_t>(made[i]);
                } else {
                    for (std::size_t k = 0; k < size; ++k)
                        if (made[k] == 1) place = k;
                    made += size;
                }
                value = place < size ? values_[i][place] : std::numeric_limits<float>::quiet_NaN();
            } else if (!axes_.empty()) {
                double sum = shift_[i];
                for (std::size_t k = 0; k < n; ++k)
                    if (scale_[k] > 0) sum += axes_[k * n + i] * double(made[k]) / scale_[k];
                value = static_cast<float>(sum);
            } else {
                value = static_cast<float>((double(made[i]) - offset_) / scale_[i] + shift_[i]);
            }
        }
    }
    return x;
}

}  // namespace nn
