#include "engine/losses.hpp"
#include "tests/unit/agreement.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>

namespace nn {
namespace {

constexpr double relative = 1e-5, absolute = 1e-6;  // of PyTorch's float64

struct Row {
    const char *loss, *reduction;
    std::vector<float> class_weight, prediction, target, weight;
    double value;
    std::vector<double> gradient;
};
const Row rows[] = {
#include "../golden/losses.inc"
};

Loss loss_of(std::string_view text) {
    struct One {
        Loss loss;
        static constexpr auto params() { return std::tuple{one_of("loss", &One::loss, "", "")}; }
    } one;
    for (const Rejection& r : set_param(params_of(one), "loss", text)) FAIL(r.key, " ", r.value, ": ", r.why);
    return one.loss;
}

int reduction_of(std::string_view key) {
    for (std::size_t i = 0; i < std::size(reductions); ++i)
        if (reductions[i].key == key) return static_cast<int>(i);
    FAIL("no such reduction");
    return 0;
}

bool close(double got, double expected) { return std::fabs(got - expected) <= absolute + relative * std::fabs(expected); }

}  // namespace

TEST_CASE("every loss has PyTorch's value and gradient under each reduction") {
    std::set<std::size_t> seen;
    for (const Row& row : rows) {
        CAPTURE(row.loss);
        CAPTURE(row.reduction);
        const Loss loss = loss_of(row.loss);
        seen.insert(loss.index());
        const BatchLoss got = batch_loss(loss, row.prediction, row.target, 3, reduction_of(row.reduction), row.weight, row.class_weight);
        Agreement agreement("Losses and their gradients", std::visit([](const auto& l) { return l.label; }, loss));
        agreement.see(got.value, row.value);
        agreement.see_all(got.gradient, row.gradient);
        CHECK_MESSAGE(close(got.value, row.value), got.value, " for ", row.value);
        REQUIRE(got.gradient.size() == row.gradient.size());
        for (std::size_t i = 0; i < row.gradient.size(); ++i) CHECK_MESSAGE(close(double(got.gradient[i]), row.gradient[i]), i, ": ", got.gradient[i], " for ", row.gradient[i]);
    }
    CHECK(seen.size() == std::variant_size_v<Loss>);
}

TEST_CASE("a sure and wrong answer costs much, but not infinity") {
    for (const char* text : {"bce-logits", "multi-label-bce", "cross-entropy", "log-cosh", "hinge", "huber"}) {
        CAPTURE(text);
        const float prediction[] = {-1e4f, 1e4f}, yes[] = {1, 0}, first[] = {0};
        const bool classes = std::string_view(text) == "cross-entropy";
        const BatchLoss loss = batch_loss(loss_of(text), prediction, classes ? std::span<const float>(first) : std::span<const float>(yes), 2);
        CHECK(std::isfinite(loss.value));
        CHECK(loss.value > 1000);
        for (const float g : loss.gradient) CHECK(std::isfinite(g));
    }
    const float sure[] = {0, 1}, wrong[] = {1, 0};
    CHECK(batch_loss(loss_of("bce"), sure, wrong, 1).value == doctest::Approx(100));
}

TEST_CASE("targets that cannot be are refused in words") {
    const float p[] = {0.5f, 0.5f}, three[] = {3}, two[] = {2, 0}, one[] = {1};
    CHECK_THROWS_WITH(batch_loss(loss_of("cross-entropy"), p, three, 2), "[loss] got target 3 at 0, expected a class from 0 to 1");
    CHECK_THROWS_WITH(batch_loss(loss_of("bce"), p, two, 1), "[loss] got target 2 at 0, expected 0 to 1");
    CHECK_THROWS_WITH(batch_loss(loss_of("mse"), p, one, 2), "[loss] got 1 targets for predictions (1, 2), expected (1, 2)");
    CHECK_THROWS_WITH(batch_loss(loss_of("cross-entropy"), p, one, 2, 2, {}, one), "[loss] got class 1 in row 0 with 1 class weights, expected a weight for each class");
}

}  // namespace nn
