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

}  // namespace preprocessing

/// In the order of teaching.
using Preprocessing = std::variant<preprocessing::Standardize, preprocessing::MinMax, preprocessing::PcaWhiten,
                                   preprocessing::OneHot, preprocessing::Codes>;

/// One at work on the chosen columns of rows of `columns` numbers; the others pass through, in front. A copy is a
/// snapshot. Throws std::invalid_argument where sizes do not fit, a number is not finite, or it was not fitted.
class Preprocessor {
  public:
    /// chosen: columns from 0 on, each once; empty for all.
    explicit Preprocessor(Preprocessing kind, std::vector<int> chosen = {});

    void fit(std::span<const float> x, int columns);
    /// (rows, outputs()).
    std::vector<float> transform(std::span<const float> x) const;
    /// Back to (rows, columns); what was not there at the fit comes back as NaN. PCA's axes without variance are lost.
    std::vector<float> inverse(std::span<const float> z) const;
    int outputs() const;

  private:
    std::vector<int> kept() const;
    Preprocessing kind_;
    std::vector<int> chosen_;
    int columns_ = 0;
    std::vector<double> shift_, scale_;            ///< z = (x - shift) * scale + offset, a column each
    std::vector<double> axes_;                     ///< PCA: (n, n), an axis a row
    std::vector<std::vector<float>> values_;       ///< one-hot, codes: the different ones of each column, rising
    double offset_ = 0;
};

/// Eigenvalues, the largest first, and eigenvectors (n, n), one a row, of a symmetric matrix (n, n), by Jacobi's rotations
/// (C. Jacobi, 1846). Each vector's entry of largest size is positive.
void symmetric_eigen(std::vector<double> matrix, int n, std::vector<double>& values, std::vector<double>& vectors);

}  // namespace nn
