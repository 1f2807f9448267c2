#pragma once
/// How good predictions are, agreeing with scikit-learn's definitions. Everywhere `weight` is empty (all count alike) or
/// one number a sample, 0 or more; arrays of different lengths, no samples, or labels that cannot be, throw
/// std::invalid_argument. Sums are in double.
#include <span>
#include <vector>

namespace nn {

/// Share of the weight where both labels, whole numbers from 0 on, are equal.
double accuracy(std::span<const float> predicted, std::span<const float> actual, std::span<const float> weight = {});

/// (actual, predicted): row-major, classes * classes; the weight of the samples in each cell. Labels are 0 ... classes - 1.
std::vector<double> confusion(std::span<const float> predicted, std::span<const float> actual, int classes,
                              std::span<const float> weight = {});

struct ClassScores {
    std::vector<double> precision, recall, f1, support;  ///< of each class; 0 where the division would be by 0
    double accuracy = 0;
    struct Mean {
        double precision = 0, recall = 0, f1 = 0;
    };
    Mean macro, weighted;  ///< over the classes alike, and by their support
};
ClassScores classification(std::span<const float> predicted, std::span<const float> actual, int classes,
                           std::span<const float> weight = {});

/// The receiver operating characteristic (J. Hanley, B. McNeil, 1982): rates above each threshold, from the highest
/// score down, ties in one step. The first point is (0, 0), its threshold infinite.
struct Roc {
    std::vector<double> false_positive, true_positive, thresholds;
    double auc = 0;  ///< area under it; NaN where all samples are of one class
};
/// actual: 0 or 1. Scores may be logits or probabilities, but not NaN.
Roc roc(std::span<const float> score, std::span<const float> actual, std::span<const float> weight = {});

/// Mean of -log of the probability given to what happened: probability (n) with actual 0 or 1, or (n, classes) with the
/// class. Probabilities are kept 1e-7 away from 0 and 1, and each row is divided by its sum.
double log_loss(std::span<const float> probability, std::span<const float> actual, int classes = 1,
                std::span<const float> weight = {});

struct RegressionScores {
    double rmse = 0, mae = 0;
    double r2 = 0;  ///< 1 - sum of squares / variance; where all targets are equal 1 if all are met, else 0
};
RegressionScores regression(std::span<const float> predicted, std::span<const float> actual,
                            std::span<const float> weight = {});

/// Approximate median significance of s signal and b background events with b_r added for stability: sqrt(2 ((s + b + b_r)
/// log(1 + s / (b + b_r)) - s)) (C. Adam-Bourdarios et al., "The Higgs boson machine learning challenge", 2015).
double ams(double signal, double background, double regularization = 10);

struct AmsScan {
    double best = 0, threshold = 0;  ///< the highest, and the score from which on samples are kept
};
/// Over all thresholds; actual: 1 for signal, 0 for background.
AmsScan best_ams(std::span<const float> score, std::span<const float> actual, std::span<const float> weight = {},
                 double regularization = 10);

}  // namespace nn
