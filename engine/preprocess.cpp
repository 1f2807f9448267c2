#include "engine/preprocess.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "engine/sentence.hpp"
#include "engine/symmetric_eigen.hpp"

namespace nn {
namespace {

using namespace preprocessing;

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

constexpr std::uint64_t most_floats = std::uint64_t{1} << 27;  // 512 MiB
constexpr std::size_t most_axes = 2048;                        // half a minute

std::size_t rows_in(std::string_view op, std::string_view what, std::span<const float> x, int columns) {
    if (columns < 1) refuse({"[", op, "] got ", what, " before any fit, expected fit first"});
    if (x.size() % to_size(columns) != 0) refuse({"[", op, "] got ", what, " of ", x.size(), " numbers, expected rows of ", columns});
    return x.size() / to_size(columns);
}

void expect_finite(std::string_view op, std::span<const float> x, int columns, bool missing_too) {
    for (std::size_t i = 0; i < x.size(); ++i)
        if (!std::isfinite(x[i]) && !(missing_too && std::isnan(x[i])))
            refuse({"[", op, "] got ", std::isnan(x[i]) ? "NaN" : "an infinite number", " in row ", i / to_size(columns), ", column ", i % to_size(columns), ", expected finite numbers"});
}

/// make_heap and sort_heap are a tenth of std::sort's code.
void sort(std::vector<float>& values) {
    std::make_heap(values.begin(), values.end());
    std::sort_heap(values.begin(), values.end());
}

double most_frequent(std::span<const float> sorted) {
    float best = sorted[0];
    for (std::size_t i = 0, times = 1, most = 1; ++i < sorted.size();) {
        times = sorted[i] == sorted[i - 1] ? times + 1 : 1;
        if (times > most) best = sorted[i], most = times;
    }
    return double(best);
}

}  // namespace

/// The chosen columns of rows.
struct Preprocessor::Table {
    std::span<const float> x;
    const std::vector<int>& chosen;
    std::size_t columns, rows;

    double at(std::size_t row, std::size_t i) const { return double(x[row * columns + to_size(chosen[i])]); }
    /// Those of a column that are not missing.
    std::vector<float> sorted(std::size_t i) const {
        std::vector<float> values;
        for (std::size_t row = 0; row < rows; ++row)
            if (!std::isnan(at(row, i))) values.push_back(static_cast<float>(at(row, i)));
        sort(values);
        return values;
    }
};

Preprocessor::Preprocessor(Preprocessing kind, std::vector<int> chosen) : kind_(kind), chosen_(std::move(chosen)) {
    for (std::size_t i = 0; i < chosen_.size(); ++i)
        if (chosen_[i] < 0 || std::count(chosen_.begin(), chosen_.end(), chosen_[i]) > 1)
            refuse({"[preprocess] got column ", chosen_[i], ", expected each from 0 on once at most"});
    if (const auto* range = std::get_if<MinMax>(&kind_); range && range->low >= range->high)
        refuse({"[preprocess] got low ", range->low, " and high ", range->high, ", expected low below high"});
}

double Preprocessor::offset() const {
    const auto* range = std::get_if<MinMax>(&kind_);
    return range ? range->low : 0;
}

// ---- fit -------------------------------------------------------------------------------------------------------------

Preprocessor::Fitted Preprocessor::choose(std::string_view op, int columns) const {
    Fitted f{columns, chosen_};
    if (chosen_.empty()) {
        f.chosen.resize(to_size(columns));
        std::iota(f.chosen.begin(), f.chosen.end(), 0);
    }
    f.place.assign(to_size(columns), -1);
    for (std::size_t i = 0; i < f.chosen.size(); ++i) {
        if (f.chosen[i] >= columns) refuse({"[", op, "] got rows of ", columns, ", expected a column ", f.chosen[i], " in them, from 0 on"});
        f.place[to_size(f.chosen[i])] = static_cast<int>(i);
    }
    f.shift.assign(f.chosen.size(), 0);
    f.scale.assign(f.chosen.size(), 1);
    return f;
}

void Preprocessor::fit(std::span<const float> x, int columns) {
    if (columns < 1) refuse({"[fit] got ", columns, " columns, expected 1 or more"});
    const std::size_t rows = rows_in("fit", "x", x, columns);
    if (rows == 0) refuse({"[fit] got no rows, expected 1 or more"});
    expect_finite("fit", x, columns, is<Fill>());
    Fitted f = choose("fit", columns);
    const Table table{x, f.chosen, to_size(columns), rows};
    if (of_values()) {
        for (std::size_t i = 0; i < f.chosen.size(); ++i) {
            std::vector<float>& values = f.values.emplace_back(table.sorted(i));
            values.erase(std::unique(values.begin(), values.end()), values.end());
        }
    } else if (is<Fill>()) {
        fit_fill(table, f);
    } else {
        fit_scale(table, f);
        if (is<PcaWhiten>()) fit_axes(table, f);
    }
    fitted_ = std::move(f);
}

void Preprocessor::fit_fill(const Table& table, Fitted& f) const {
    const Fill& fill = *std::get_if<Fill>(&kind_);
    for (std::size_t i = 0; i < f.chosen.size(); ++i) {
        const std::vector<float> values = table.sorted(i);
        const std::size_t n = values.size();
        double& stands_in = f.shift[i];
        if (fill.with == Fill::constant) stands_in = fill.value;
        if (fill.with == Fill::constant || n == 0) continue;
        if (fill.with == Fill::mean) {
            for (const float value : values) stands_in += double(value);
            stands_in /= static_cast<double>(n);
        } else {
            stands_in = fill.with == Fill::median ? (double(values[(n - 1) / 2]) + double(values[n / 2])) / 2 : most_frequent(values);
        }
    }
}

void Preprocessor::fit_scale(const Table& table, Fitted& f) const {
    const auto* range = std::get_if<MinMax>(&kind_);
    const auto rows = static_cast<double>(table.rows);
    for (std::size_t i = 0; i < f.chosen.size(); ++i) {
        double sum = 0, squares = 0, low = table.at(0, i), high = low;
        for (std::size_t row = 0; row < table.rows; ++row) {
            sum += table.at(row, i);
            low = std::min(low, table.at(row, i));
            high = std::max(high, table.at(row, i));
        }
        const double mean = sum / rows;
        for (std::size_t row = 0; row < table.rows; ++row) squares += (table.at(row, i) - mean) * (table.at(row, i) - mean);
        const double spread = range ? high - low : std::sqrt(squares / rows);
        f.shift[i] = range ? low : mean;
        f.scale[i] = high > low ? (range ? range->high - range->low : 1) / spread : 1;
    }
}

void Preprocessor::fit_axes(const Table& table, Fitted& f) {
    const std::size_t n = f.chosen.size();
    if (n > most_axes) refuse({"[fit] got ", n, " columns to whiten, expected at most ", most_axes});
    std::vector<double> covariance(n * n), centered(n), variances;
    for (std::size_t row = 0; row < table.rows; ++row) {
        for (std::size_t i = 0; i < n; ++i) centered[i] = table.at(row, i) - f.shift[i];
        for (std::size_t i = 0; i < n; ++i) {
            const double here = centered[i];
            double* sums = covariance.data() + i * n;
            for (std::size_t j = 0; j <= i; ++j) sums[j] += here * centered[j];
        }
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            covariance[j * n + i] = covariance[i * n + j] /= std::max(1.0, static_cast<double>(table.rows) - 1);
    symmetric_eigen(std::move(covariance), static_cast<int>(n), variances, f.axes);
    for (std::size_t i = 0; i < n; ++i) f.scale[i] = variances[i] > 1e-7 * variances[0] ? 1 / std::sqrt(variances[i]) : 0;
}

// ---- at work ---------------------------------------------------------------------------------------------------------

/// Outputs of a column; place: among the chosen ones, or -1.
int Preprocessor::made_of(int place) const { return place >= 0 && is<OneHot>() ? static_cast<int>(fitted_.values[to_size(place)].size()) : 1; }

int Preprocessor::outputs() const {
    int n = 0;
    for (const int place : fitted_.place) n += made_of(place);
    return n;
}

std::vector<Preprocessor::Source> Preprocessor::sources() const {
    std::vector<Source> sources;
    for (int column = 0; column < fitted_.columns; ++column) {
        const int place = fitted_.place[to_size(column)];
        for (int k = 0; k < made_of(place); ++k)
            sources.push_back({place >= 0 && is<PcaWhiten>() ? -1 : column,
                               place >= 0 && is<OneHot>() ? fitted_.values[to_size(place)][to_size(k)] : std::numeric_limits<float>::quiet_NaN()});
    }
    return sources;
}

/// Writes what comes of the chosen column i; returns its end.
float* Preprocessor::make(std::size_t i, const float* row, float* z) const {
    const Fitted& f = fitted_;
    const float value = row[f.chosen[i]];
    if (of_values()) {
        const std::vector<float>& values = f.values[i];
        auto place = static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), value) - values.begin());
        if (place < values.size() && values[place] != value) place = values.size();
        if (is<Codes>()) return *z = static_cast<float>(place), z + 1;
        std::fill_n(z, values.size(), 0.f);
        if (place < values.size()) z[place] = 1;
        return z + values.size();
    }
    if (is<Fill>()) return *z = std::isnan(value) ? static_cast<float>(f.shift[i]) : value, z + 1;
    double made = double(value) - f.shift[i];
    if (is<PcaWhiten>()) {
        made = 0;
        const std::size_t n = f.chosen.size();
        for (std::size_t k = 0; k < n; ++k) made += f.axes[i * n + k] * (double(row[f.chosen[k]]) - f.shift[k]);
    }
    *z = static_cast<float>(made * f.scale[i] + offset());
    return z + 1;
}

std::vector<float> Preprocessor::transform(std::span<const float> x) const {
    const std::size_t rows = rows_in("transform", "x", x, fitted_.columns), width = to_size(outputs());
    if (std::uint64_t{rows} * width > most_floats) refuse({"[transform] got (", rows, ", ", width, ") numbers to make, expected no more than there is memory for"});
    std::vector<float> all(rows * width);
    transform(x, all);
    return all;
}

void Preprocessor::transform(std::span<const float> x, std::span<float> all) const {
    const std::size_t rows = rows_in("transform", "x", x, fitted_.columns), width = to_size(outputs());
    expect_finite("transform", x, fitted_.columns, is<Fill>());
    if (all.size() != rows * width) refuse({"[transform] got room for ", all.size(), " numbers, expected ", rows * width});
    float* z = all.data();
    for (const float* row = x.data(); row != x.data() + x.size(); row += fitted_.columns)
        for (std::size_t column = 0; column < to_size(fitted_.columns); ++column) {
            if (fitted_.place[column] < 0) *z++ = row[column];
            else z = make(to_size(fitted_.place[column]), row, z);
        }
}

/// made: where what came of each chosen column begins.
float Preprocessor::unmake(std::size_t i, const float* const* made) const {
    const Fitted& f = fitted_;
    const double z = double(*made[i]);
    if (of_values()) {
        const std::vector<float>& values = f.values[i];
        const auto size = static_cast<std::ptrdiff_t>(values.size());
        const std::ptrdiff_t place = is<OneHot>() ? std::find(made[i], made[i] + size, 1.f) - made[i] : z >= 0 && z < double(size) ? static_cast<std::ptrdiff_t>(z) : size;
        return place < size ? values[static_cast<std::size_t>(place)] : std::numeric_limits<float>::quiet_NaN();
    }
    if (is<Fill>()) return *made[i];
    if (!is<PcaWhiten>()) return static_cast<float>((z - offset()) / f.scale[i] + f.shift[i]);
    const std::size_t n = f.chosen.size();
    double sum = f.shift[i];
    for (std::size_t k = 0; k < n; ++k)
        if (f.scale[k] > 0) sum += f.axes[k * n + i] * double(*made[k]) / f.scale[k];
    return static_cast<float>(sum);
}

std::vector<float> Preprocessor::inverse(std::span<const float> z) const {
    const std::size_t rows = rows_in("inverse", "z", z, outputs()), columns = to_size(fitted_.columns);
    std::vector<float> x(rows * columns);
    std::vector<const float*> made(fitted_.chosen.size());
    const float* from = z.data();
    for (std::size_t row = 0; row < rows; ++row) {
        float* to = x.data() + row * columns;
        for (std::size_t column = 0; column < columns; ++column) {
            const int place = fitted_.place[column];
            if (place < 0) to[column] = *from;
            else made[to_size(place)] = from;
            from += made_of(place);
        }
        for (std::size_t i = 0; i < made.size(); ++i) to[fitted_.chosen[i]] = unmake(i, made.data());
    }
    return x;
}

// ---- saved -----------------------------------------------------------------------------------------------------------

std::vector<double> Preprocessor::save() const {
    const Fitted& f = fitted_;
    std::vector<double> saved{static_cast<double>(f.columns)};
    for (const auto* part : {&f.shift, &f.scale, &f.axes})
        for (const double number : *part) saved.push_back(number);
    for (const auto& values : f.values) {
        saved.push_back(static_cast<double>(values.size()));
        for (const float value : values) saved.push_back(double(value));
    }
    return saved;
}

void Preprocessor::restore(std::span<const double> saved) {
    std::size_t at = 0;
    const auto expect = [&](bool fits) {
        if (!fits) refuse({"[preprocess] got ", saved.size(), " fitted numbers that do not fit at ", at, ", expected what save() gave for this kind and these columns"});
    };
    const auto next = [&] {
        expect(at < saved.size() && std::isfinite(saved[at]));
        return saved[at++];
    };
    const auto count = [&] {
        const double n = next();
        expect(n >= 1 && n == std::floor(n) && n <= 1 << 24);
        return static_cast<std::size_t>(n);
    };
    const std::size_t columns = count();
    expect(columns <= 1 << 20 && (!chosen_.empty() || 2 * columns < saved.size()));
    Fitted f = choose("preprocess", static_cast<int>(columns));
    const std::uint64_t n = f.chosen.size(), numbers = 1 + 2 * n + (is<PcaWhiten>() ? n * n : 0);
    expect(saved.size() >= numbers);
    if (is<PcaWhiten>()) f.axes.resize(static_cast<std::size_t>(n * n));
    for (auto* part : {&f.shift, &f.scale, &f.axes})
        for (double& number : *part) number = next();
    for (std::size_t i = 0; of_values() && i < f.chosen.size(); ++i) {
        std::vector<float>& values = f.values.emplace_back(count());
        for (float& value : values) {
            value = static_cast<float>(next());
            expect(&value == values.data() || value > (&value)[-1]);
        }
    }
    expect(at == saved.size());
    fitted_ = std::move(f);
}

}  // namespace nn
