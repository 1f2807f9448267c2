#include "engine/metrics.hpp"
#include "tests/unit/agreement.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace nn {
namespace {

constexpr double relative = 1e-6;  // of scikit-learn's numbers; inputs are floats on both sides

struct Row {
    std::vector<float> yes, score, actual, predicted, shares, numbers, guesses, weight;
    std::vector<double> false_positive, true_positive, confusion, each, macro, weighted, single;
};
const Row rows[] = {
#include "../golden/metrics.inc"
};

void same(std::string_view what, std::span<const double> got, std::span<const double> expected) {
    REQUIRE(got.size() == expected.size());
    Agreement("Metrics", what, "scikit-learn").see_all(got, expected);
    for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == doctest::Approx(expected[i]).epsilon(relative));
}

}  // namespace

TEST_CASE("metrics are scikit-learn's, with ties and with weights") {
    for (const Row& row : rows) {
        CAPTURE(row.weight.empty());
        const Roc curve = roc(row.score, row.yes, row.weight);
        same("ROC curve", curve.false_positive, row.false_positive);
        same("ROC curve", curve.true_positive, row.true_positive);
        same("Confusion matrix", confusion(row.predicted, row.actual, 3, row.weight), row.confusion);
        const ClassScores scores = classification(row.predicted, row.actual, 3, row.weight);
        std::vector<double> each;
        for (const auto* part : {&scores.precision, &scores.recall, &scores.f1, &scores.support}) each.insert(each.end(), part->begin(), part->end());
        same("Precision, recall and F1", each, row.each);
        same("Precision, recall and F1", std::vector{scores.macro.precision, scores.macro.recall, scores.macro.f1}, row.macro);
        same("Precision, recall and F1", std::vector{scores.weighted.precision, scores.weighted.recall, scores.weighted.f1}, row.weighted);
        std::vector<float> probability;
        for (const float z : row.score) probability.push_back(static_cast<float>(1 / (1 + std::exp(-double(z)))));
        const RegressionScores fit = regression(row.guesses, row.numbers, row.weight);
        same("AUC, accuracy, log loss, RMSE, MAE, R²", std::vector{curve.auc, accuracy(row.predicted, row.actual, row.weight), log_loss(row.shares, row.actual, 3, row.weight),
                         log_loss(probability, row.yes, 1, row.weight), fit.rmse, fit.mae, fit.r2},
             row.single);
        CHECK(scores.accuracy == doctest::Approx(row.single[1]));
    }
}

TEST_CASE("a score that orders all is worth 1, chance a half, one class nothing") {
    const float score[] = {0.1f, 0.4f, 0.35f, 0.8f}, tie[] = {1, 1, 1, 1}, labels[] = {0, 1, 0, 1}, one[] = {1, 1, 1, 1};
    CHECK(roc(score, labels).auc == 1);
    CHECK(roc(tie, labels).auc == 0.5);
    CHECK(std::isnan(roc(score, one).auc));
}

TEST_CASE("the significance is that of the Higgs challenge, best where the background is cut away") {
    CHECK(ams(0, 50) == 0);
    CHECK(ams(30, 90) == doctest::Approx(std::sqrt(2 * (130 * std::log(1.3) - 30))));
    const float score[] = {0.9f, 0.8f, 0.7f, 0.2f, 0.1f}, labels[] = {1, 1, 0, 0, 1}, weight[] = {5, 5, 100, 100, 1};
    const AmsScan scan = best_ams(score, labels, weight);
    CHECK(scan.threshold == doctest::Approx(0.8));
    CHECK(scan.best == doctest::Approx(ams(10, 0)));
}

TEST_CASE("a class that nobody predicts has precision 0") {
    const float predicted[] = {0, 0, 0}, actual[] = {0, 1, 1};
    const ClassScores scores = classification(predicted, actual, 3);
    CHECK(scores.precision[1] == 0);
    CHECK(scores.f1[2] == 0);
    CHECK(scores.recall[0] == 1);
}

TEST_CASE("metrics refuse what does not fit in words") {
    const float two[] = {0, 1}, three[] = {0, 1, 2}, negative[] = {1, -1};
    CHECK_THROWS_WITH(accuracy(two, three), "[accuracy] got 2 predictions for 3 samples, expected as many");
    CHECK_THROWS_WITH(roc(three, three), "[roc] got class 2 at 2, expected 0 to 1");
    CHECK_THROWS_WITH(accuracy(two, two, negative), "[accuracy] got weight -1 at 1, expected 0 or more");
    CHECK_THROWS_WITH(log_loss(three, three), "[logLoss] got probability 2 in row 2, expected 0 to 1");
    CHECK_THROWS_WITH(regression({}, {}), "[regression] got no samples, expected 1 or more");
}

}  // namespace nn
