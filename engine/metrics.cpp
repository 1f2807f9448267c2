#include "engine/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/sentence.hpp"

namespace nn {
namespace {

double weight_of(std::span<const float> weight, std::size_t i) { return weight.empty() ? 1 : double(weight[i]); }

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

void expect_sizes(std::string_view op, std::size_t predicted, std::size_t actual, std::span<const float> weight) {
    if (predicted != actual) refuse({"[", op, "] got ", predicted, " predictions for ", actual, " samples, expected as many"});
    if (actual == 0) refuse({"[", op, "] got no samples, expected 1 or more"});
    if (weight.empty()) return;
    if (weight.size() != actual) refuse({"[", op, "] got ", weight.size(), " weights, expected ", actual});
    for (std::size_t i = 0; i < weight.size(); ++i)
        if (!(weight[i] >= 0) || std::isinf(weight[i])) refuse({"[", op, "] got weight ", weight[i], " at ", i, ", expected 0 or more"});
}

int label(std::string_view op, std::span<const float> labels, std::size_t i, int classes) {
    const float l = labels[i];
    if (!(l >= 0 && l < static_cast<float>(classes) && l == std::floor(l)))
        refuse({"[", op, "] got class ", l, " at ", i, ", expected 0 to ", classes - 1});
    return static_cast<int>(l);
}

/// Samples from the highest score down; the weights of both classes at each different score.
struct Step {
    float score;
    double negative, positive;
};
std::vector<Step> steps_down(std::string_view op, std::span<const float> score, std::span<const float> actual,
                             std::span<const float> weight) {
    expect_sizes(op, score.size(), actual.size(), weight);
    std::vector<std::size_t> order(score.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (std::isnan(score[i])) refuse({"[", op, "] got NaN at ", i, ", expected scores"});
        order[i] = i;
    }
    const auto before = [&](std::size_t a, std::size_t b) { return score[a] != score[b] ? score[a] > score[b] : a < b; };
    std::ranges::make_heap(order, before);  // a fifth of std::stable_sort's code
    std::ranges::sort_heap(order, before);
    std::vector<Step> steps;
    for (const std::size_t i : order) {
        if (steps.empty() || steps.back().score != score[i]) steps.push_back({score[i], 0, 0});
        (label(op, actual, i, 2) ? steps.back().positive : steps.back().negative) += weight_of(weight, i);
    }
    return steps;
}

}  // namespace

double accuracy(std::span<const float> predicted, std::span<const float> actual, std::span<const float> weight) {
    expect_sizes("accuracy", predicted.size(), actual.size(), weight);
    double right = 0, all = 0;
    constexpr int most_labels = 1 << 24;  // the whole numbers of a float
    for (std::size_t i = 0; i < actual.size(); ++i) {
        all += weight_of(weight, i);
        if (label("accuracy", predicted, i, most_labels) == label("accuracy", actual, i, most_labels)) right += weight_of(weight, i);
    }
    return ratio(right, all);
}

std::vector<double> confusion(std::span<const float> predicted, std::span<const float> actual, int classes,
                              std::span<const float> weight) {
    expect_sizes("confusion", predicted.size(), actual.size(), weight);
    if (classes < 2) refuse({"[confusion] got ", classes, " classes, expected 2 or more"});
    const std::size_t n = static_cast<std::size_t>(classes);
    std::vector<double> cells(n * n);
    for (std::size_t i = 0; i < actual.size(); ++i)
        cells[static_cast<std::size_t>(label("confusion", actual, i, classes)) * n +
              static_cast<std::size_t>(label("confusion", predicted, i, classes))] += weight_of(weight, i);
    return cells;
}

ClassScores classification(std::span<const float> predicted, std::span<const float> actual, int classes,
                           std::span<const float> weight) {
    const auto cells = confusion(predicted, actual, classes, weight);
    const std::size_t n = static_cast<std::size_t>(classes);
    ClassScores s;
    double all = 0, right = 0;
    for (std::size_t k = 0; k < n; ++k) {
        double given = 0, there = 0;
        for (std::size_t i = 0; i < n; ++i) {
            given += cells[i * n + k];
            there += cells[k * n + i];
        }
        const double hit = cells[k * n + k], precision = ratio(hit, given), recall = ratio(hit, there);
        const double f1 = ratio(2 * precision * recall, precision + recall);
        s.precision.push_back(precision);
        s.recall.push_back(recall);
        s.f1.push_back(f1);
        s.support.push_back(there);
        all += there;
        right += hit;
        s.macro.precision += precision / static_cast<double>(n);
        s.macro.recall += recall / static_cast<double>(n);
        s.macro.f1 += f1 / static_cast<double>(n);
        s.weighted.precision += precision * there;
        s.weighted.recall += recall * there;
        s.weighted.f1 += f1 * there;
    }
    for (double* sum : {&s.weighted.precision, &s.weighted.recall, &s.weighted.f1}) *sum = ratio(*sum, all);
    s.accuracy = ratio(right, all);
    return s;
}

Roc roc(std::span<const float> score, std::span<const float> actual, std::span<const float> weight) {
    const auto steps = steps_down("roc", score, actual, weight);
    double negatives = 0, positives = 0;
    for (const Step& step : steps) {
        negatives += step.negative;
        positives += step.positive;
    }
    Roc curve;
    curve.false_positive = {0};
    curve.true_positive = {0};
    curve.thresholds = {std::numeric_limits<double>::infinity()};
    double negative = 0, positive = 0;
    for (const Step& step : steps) {
        const double before = positive;
        negative += step.negative;
        positive += step.positive;
        curve.auc += step.negative * (before + positive) / 2;
        curve.false_positive.push_back(ratio(negative, negatives));
        curve.true_positive.push_back(ratio(positive, positives));
        curve.thresholds.push_back(double(step.score));
    }
    const bool both = negatives > 0 && positives > 0;
    curve.auc = both ? curve.auc / (negatives * positives) : std::numeric_limits<double>::quiet_NaN();
    return curve;
}

double log_loss(std::span<const float> probability, std::span<const float> actual, int classes, std::span<const float> weight) {
    if (classes < 1 || probability.size() % static_cast<std::size_t>(classes) != 0)
        refuse({"[logLoss] got ", probability.size(), " probabilities, expected rows of ", classes});
    const std::size_t columns = static_cast<std::size_t>(classes);
    expect_sizes("logLoss", probability.size() / columns, actual.size(), weight);
    constexpr double floor = 1e-7;
    double sum = 0, all = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const auto row = probability.subspan(i * columns, columns);
        for (const float p : row)
            if (!(p >= 0 && p <= 1)) refuse({"[logLoss] got probability ", p, " in row ", i, ", expected 0 to 1"});
        double p;
        if (classes == 1) {
            p = label("logLoss", actual, i, 2) ? double(row[0]) : 1 - double(row[0]);
            p = std::clamp(p, floor, 1 - floor);
        } else {
            double whole = 0;
            for (const float q : row) whole += std::clamp(double(q), floor, 1 - floor);
            p = std::clamp(double(row[static_cast<std::size_t>(label("logLoss", actual, i, classes))]), floor, 1 - floor) / whole;
        }
        sum -= weight_of(weight, i) * std::log(p);
        all += weight_of(weight, i);
    }
    return ratio(sum, all);
}

RegressionScores regression(std::span<const float> predicted, std::span<const float> actual, std::span<const float> weight) {
    expect_sizes("regression", predicted.size(), actual.size(), weight);
    double all = 0, sum = 0, squares = 0, sizes = 0, spread = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double w = weight_of(weight, i), error = double(predicted[i]) - double(actual[i]);
        all += w;
        sum += w * double(actual[i]);
        squares += w * error * error;
        sizes += w * std::fabs(error);
    }
    const double mean = ratio(sum, all);
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double from_mean = double(actual[i]) - mean;
        spread += weight_of(weight, i) * from_mean * from_mean;
    }
    return {std::sqrt(ratio(squares, all)), ratio(sizes, all), spread > 0 ? 1 - squares / spread : squares == 0 ? 1.0 : 0.0};
}

double ams(double signal, double background, double regularization) {
    if (!(signal >= 0) || !(background >= 0) || !(regularization > 0))
        refuse({"[ams] got ", signal, " signal, ", background, " background and ", regularization, " added, expected 0 or more, and more than 0 added"});
    const double b = background + regularization;
    return std::sqrt(std::max(0.0, 2 * ((signal + b) * std::log1p(signal / b) - signal)));
}

AmsScan best_ams(std::span<const float> score, std::span<const float> actual, std::span<const float> weight, double regularization) {
    AmsScan scan;
    double signal = 0, background = 0;
    for (const Step& step : steps_down("ams", score, actual, weight)) {
        signal += step.positive;
        background += step.negative;
        const double here = ams(signal, background, regularization);
        if (here > scan.best) scan = {here, double(step.score)};
    }
    return scan;
}

}  // namespace nn
