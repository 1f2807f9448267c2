#pragma once
#include <vector>

namespace nn {

/// Eigenvalues, the largest first, and eigenvectors (n, n), one a row, of a symmetric matrix (n, n), n >= 1: Householder's
/// reflections, then QL with implicit shifts (H. Bowdler, R. Martin, C. Reinsch, J. Wilkinson, 1968); some 9 n^3
/// operations. Each vector's entry of largest size is positive, of several as large the first.
void symmetric_eigen(std::vector<double> matrix, int n, std::vector<double>& values, std::vector<double>& vectors);

}  // namespace nn
