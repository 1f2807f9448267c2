#pragma once
/// The algebraically largest eigenvalues of a symmetric matrix that is known only by its products with vectors, one product
/// at a time, so that a picture can be drawn in between (C. Lanczos, 1950; with full reorthogonalization, B. Parlett, "The
/// symmetric eigenvalue problem", 1980).
///
///     Lanczos search(start);
///     while (!search.converged(2, 1e-3) && search.products() < 60) {
///         multiply(search.next(), product);
///         search.add(product);
///     }
#include <cstddef>
#include <span>
#include <vector>

namespace nn {

class Lanczos {
public:
    /// From a vector that is not 0. The nearer to the eigenvectors that are looked for, the fewer products.
    explicit Lanczos(std::span<const float> start);

    /// The vector, of length 1, whose product is wanted.
    std::span<const float> next() const { return basis_.back(); }
    /// The matrix times next(). Throws std::invalid_argument where it has another size.
    void add(std::span<const float> product);
    /// So many have been added.
    int products() const { return static_cast<int>(diagonal_.size()); }

    /// Estimates so far, the largest first: as many as products().
    const std::vector<double>& values() const { return values_; }
    /// |A v - value v| of an estimate.
    double residual(int k) const;
    /// The first `count` residuals are below tolerance * |value|, or there is nothing left to find.
    bool converged(int count, double tolerance) const;
    /// Of length 1.
    std::vector<float> vector(int k) const;

private:
    std::vector<std::vector<float>> basis_; ///< one more than products, unless it is exhausted
    std::vector<double> diagonal_, beside_, values_, vectors_;
    double scale_ = 0;
    bool exhausted_ = false;
};

} // namespace nn
