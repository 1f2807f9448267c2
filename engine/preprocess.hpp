#pragma once
/// Preprocessing: what is done to the columns before a network sees them. Fitted on the training part only, so that the
/// rest stays unseen. To add one, write its struct and put it in the list.
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/params.hpp"

namespace nn {
namespace preprocessing {

/// (x - mean) / deviation of each column, the deviation over n; a constant column becomes 0.
struct Standardize {
    static constexpr std::string_view key = "standardize", label = "Standardize", paper = "LeCun et al. 1998, Efficient BackProp";
    static constexpr auto params() { return std::tuple{}; }
};

/// From low to high; a constant column becomes low.
struct MinMax {
    static constexpr std::string_view key = "min-max", label = "Min-max", paper = "usual practice";
    double low = 0, high = 1;
    static constexpr auto params() {
        return std::tuple{real("low", &MinMax::low, -1e6, 1e6, linear_scale, "Low", "What the smallest value becomes."),
                          real("high", &MinMax::high, -1e6, 1e6, linear_scale, "High", "What the largest value becomes.")};
    }
};

/// Onto the principal axes, each divided by its deviation (over n - 1): no column tells of another. Each axis points the
/// way in which its largest entry is positive. Axes whose variance is below 1e-7 of the largest are left out of it: they
/// become 0.
struct PcaWhiten {
    static constexpr std::string_view key = "pca-whiten", label = "PCA whitening", paper = "Hotelling 1933";
    static constexpr auto params() { return std::tuple{}; }
};

/// A column of 0 and 1 for each different value, in rising order; all 0 for a value that was not there at the fit.
struct OneHot {
    static constexpr std::string_view key = "one-hot", label = "One-hot", paper = "Suits 1957";
    static constexpr auto params() { return std::tuple{}; }
};

/// The place of each value among the different ones, in rising order, from 0; one more for a value that was not there.
struct Codes {
    static constexpr std::string_view key = "codes", label = "Integer codes", paper = "usual practice";
    static constexpr auto params() { return std::tuple{}; }
};

/// What stands in for missing numbers (NaN) of a column: of its others the mean, the median or the most frequent one (the
/// smallest of several), 0 where there are none; or a constant.
struct Fill {
    enum { mean, median, most_frequent, constant };
    static constexpr Option ways[] = {{"mean", "Mean"}, {"median", "Median"}, {"most-frequent", "Most frequent"}, {"constant", "Constant"}};
    static constexpr std::string_view key = "fill", label = "Fill in", paper = "Little and Rubin 1987";
    int with = mean;
    double value = 0;
    static constexpr auto params() {
        return std::tuple{choice("with", &Fill::with, ways, "Filled with", "What of the other rows stands in for a missing number."),
                          real("value", &Fill::value, -1e9, 1e9, linear_scale, "Constant", "The number that stands in, where it is a constant.")};
    }
};

}  // namespace preprocessing

/// In the order of teaching.
using Preprocessing = std::variant<preprocessing::Standardize, preprocessing::MinMax, preprocessing::PcaWhiten,
                                   preprocessing::OneHot, preprocessing::Codes, preprocessing::Fill>;

/// One at work on the chosen columns of rows; what comes of a column stands in its place, one-hot's columns side by side,
/// an axis in the place of a chosen column. A copy is a snapshot. Throws std::invalid_argument where sizes do not fit, a
/// number is not finite (Fill takes NaN), or it was not fitted.
class Preprocessor {
  public:
    /// chosen: columns from 0 on, each once; empty for all.
    explicit Preprocessor(Preprocessing kind, std::vector<int> chosen = {});

    void fit(std::span<const float> x, int columns);
    /// (rows, outputs()).
    std::vector<float> transform(std::span<const float> x) const;
    /// The same into z, which holds as many numbers as come of it and is not x.
    void transform(std::span<const float> x, std::span<float> z) const;
    /// Back to (rows, columns()); what was not there at the fit comes back as NaN, what was filled in stays. PCA's axes
    /// without variance are lost.
    std::vector<float> inverse(std::span<const float> z) const;

    int columns() const { return fitted_.columns; }  ///< 0 before the fit
    int outputs() const;
    /// Where an output comes from: column -1 for an axis; value: what one-hot's 1 stands for, else NaN.
    struct Source {
        int column;
        float value;
    };
    std::vector<Source> sources() const;

    /// What was fitted, every bit of it, for one of the same kind and chosen columns.
    std::vector<double> save() const;
    void restore(std::span<const double> saved);

  private:
    struct Fitted {
        int columns = 0;
        std::vector<int> chosen, place;          ///< place: of each column among the chosen ones, or -1
        std::vector<double> shift, scale;        ///< z = (x - shift) * scale + offset, of each chosen one; or filled in: shift
        std::vector<double> axes;                ///< PCA: (n, n), an axis a row
        std::vector<std::vector<float>> values;  ///< one-hot, codes: the different ones of each chosen one, rising
    };
    struct Table;
    template <class K>
    bool is() const {
        return std::holds_alternative<K>(kind_);
    }
    bool of_values() const { return is<preprocessing::OneHot>() || is<preprocessing::Codes>(); }
    double offset() const;
    int made_of(int place) const;
    Fitted choose(std::string_view op, int columns) const;
    void fit_fill(const Table& table, Fitted& f) const;
    void fit_scale(const Table& table, Fitted& f) const;
    static void fit_axes(const Table& table, Fitted& f);
    float* make(std::size_t i, const float* row, float* z) const;
    float unmake(std::size_t i, const float* const* made) const;

    Preprocessing kind_;
    std::vector<int> chosen_;
    Fitted fitted_;
};

}  // namespace nn
