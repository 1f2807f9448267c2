#pragma once
#include <vector>

namespace nn {

/// Eigenvalues, the largest first, and eigenvectors (n, n), one a row, of a symmetric matrix (n, n), by Jacobi's rotations
/// (C. Jacobi, 1846). Each vector's entry of largest size is positive.
void symmetric_eigen(std::vector<double> matrix, int n, std::vector<double>& values, std::vector<double>& vectors);

}  // namespace nn
