#include "engine/preprocess.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace nn {
namespace {

constexpr double relative = 1e-5;  // floats

struct Row {
    const char* kind;
    std::vector<float> fitted, applied;
    std::vector<double> result;
};
const Row rows[] = {
#include "../golden/preprocess.inc"
};

Preprocessing kind_of(std::string_view text) {
    struct One {
        Preprocessing kind;
        static constexpr auto params() { return std::tuple{one_of("kind", &One::kind, "", "")}; }
    } one;
    for (const Rejection& r : set_param(params_of(one), "kind", text)) FAIL(r.key, " ", r.value, ": ", r.why);
    return one.kind;
}

}  // namespace

TEST_CASE("preprocessing is scikit-learn's, fitted on one part and applied to another, and can be undone") {
    for (const Row& row : rows) {
        CAPTURE(row.kind);
        Preprocessor work(kind_of(row.kind));
        work.fit(row.fitted, 4);
        const auto z = work.transform(row.applied);
        REQUIRE(z.size() == row.result.size());
        for (std::size_t i = 0; i < z.size(); ++i) CHECK(double(z[i]) == doctest::Approx(row.result[i]).epsilon(relative).scale(1));
        const auto back = work.inverse(work.transform(row.fitted));
        for (std::size_t i = 0; i < back.size(); ++i) CHECK(back[i] == doctest::Approx(row.fitted[i]).epsilon(relative).scale(10));
    }
}

TEST_CASE("chosen columns are worked on, the others pass through in front") {
    Preprocessor work(preprocessing::Standardize{}, {0});
    const float x[] = {1, 7, 3, 8};
    work.fit(x, 2);
    CHECK(work.transform(x) == std::vector<float>{7, -1, 8, 1});
    CHECK(work.inverse(work.transform(x)) == std::vector<float>{1, 7, 3, 8});
}

TEST_CASE("a constant column is not divided by 0, and columns that repeat each other keep whitening finite") {
    const float x[] = {5, 1, 2, 5, 2, 4, 5, 4, 8};
    for (const char* kind : {"standardize", "min-max", "pca-whiten"}) {
        Preprocessor work(kind_of(kind));
        work.fit(x, 3);
        for (const float z : work.transform(x)) CHECK(std::isfinite(z));
        CHECK(work.transform(x)[kind == std::string("pca-whiten") ? 2 : 0] == 0);
    }
}

TEST_CASE("a value that was not there has no column, or a code of its own") {
    const float seen[] = {2, 5, 2}, other[] = {3, 5};
    Preprocessor one_hot(preprocessing::OneHot{}), codes(preprocessing::Codes{});
    one_hot.fit(seen, 1);
    codes.fit(seen, 1);
    CHECK(one_hot.transform(other) == std::vector<float>{0, 0, 0, 1});
    CHECK(codes.transform(other) == std::vector<float>{2, 1});
    CHECK(std::isnan(one_hot.inverse(one_hot.transform(other))[0]));
}

TEST_CASE("preprocessing refuses what does not fit in words") {
    Preprocessor work(preprocessing::Standardize{});
    const float x[] = {1, 2, 3}, holes[] = {1, NAN};
    CHECK_THROWS_WITH(work.transform(x), "[preprocess] got no fit yet, expected fit before transform");
    CHECK_THROWS_WITH(work.fit(x, 2), "[fit] got 3 numbers, expected rows of 2");
    CHECK_THROWS_WITH(work.fit(holes, 2), "[fit] got NaN in row 0, column 1, expected finite numbers");
    CHECK_THROWS_WITH(Preprocessor(preprocessing::Codes{}, {0, 0}).fit(x, 3), "[fit] got column 0, expected each of 0 to 2 once at most");
}

}  // namespace nn
