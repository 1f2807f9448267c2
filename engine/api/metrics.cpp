// Metrics behind the border: predictions, labels and weights in the first three slots.
#include "engine/metrics.hpp"

#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"
#include "engine/sentence.hpp"

using namespace nn;
using namespace nn::api;

namespace {

constexpr int most_classes = 4096;

void expect_classes(std::string_view call, int classes) {
    if (classes < 1 || classes > most_classes) refuse({"[", call, "] got ", classes, " classes, expected 1 to ", most_classes});
}

void write_floats(Border& b, std::initializer_list<const std::vector<double>*> parts) {
    std::uint64_t n = 0;
    for (const auto* part : parts) n += part->size();
    auto at = b.out(n).begin();
    for (const auto* part : parts)
        for (const double x : *part) *at++ = static_cast<float>(x);
}

void write_mean(Json& json, std::string_view key, const ClassScores::Mean& mean) {
    json.key(key).begin_object().member("precision", mean.precision).member("recall", mean.recall).member("f1", mean.f1).end_object();
}

}  // namespace

extern "C" {

int engine_accuracy() {
    return guard([](Border& b) { return b.reply(Json().value(accuracy(b.in(0), b.in(1), b.in(2)))); });
}

int engine_confusion(int classes) {
    return guard([=](Border& b) {
        expect_classes("confusion", classes);
        const auto cells = confusion(b.in(0), b.in(1), classes, b.in(2));
        write_floats(b, {&cells});
        return 1;
    });
}

int engine_classification(int classes) {
    return guard([=](Border& b) {
        expect_classes("classification", classes);
        const ClassScores s = classification(b.in(0), b.in(1), classes, b.in(2));
        write_floats(b, {&s.precision, &s.recall, &s.f1, &s.support});
        Json json;
        json.begin_object().member("accuracy", s.accuracy);
        write_mean(json, "macro", s.macro);
        write_mean(json, "weighted", s.weighted);
        return b.reply(json.end_object());
    });
}

int engine_roc() {
    return guard([](Border& b) {
        const Roc curve = roc(b.in(0), b.in(1), b.in(2));
        write_floats(b, {&curve.false_positive, &curve.true_positive, &curve.thresholds});
        return b.reply(Json().value(curve.auc));
    });
}

int engine_log_loss(int classes) {
    return guard([=](Border& b) {
        expect_classes("logLoss", classes);
        expect_finite("logLoss", "probability", b.in(0));
        return b.reply(Json().value(log_loss(b.in(0), b.in(1), classes, b.in(2))));
    });
}

int engine_regression() {
    return guard([](Border& b) {
        expect_finite("regression", "predicted", b.in(0));
        expect_finite("regression", "actual", b.in(1));
        const RegressionScores s = regression(b.in(0), b.in(1), b.in(2));
        return b.reply(Json().begin_object().member("rmse", s.rmse).member("mae", s.mae).member("r2", s.r2).end_object());
    });
}

int engine_ams(double signal, double background, double regularization) {
    return guard([=](Border& b) { return b.reply(Json().value(ams(signal, background, regularization))); });
}

int engine_best_ams(double regularization) {
    return guard([=](Border& b) {
        const AmsScan scan = best_ams(b.in(0), b.in(1), b.in(2), regularization);
        return b.reply(Json().begin_object().member("best", scan.best).member("threshold", scan.threshold).end_object());
    });
}
}
