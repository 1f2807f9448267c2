#include "engine/preprocess.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/random.hpp"
#include "engine/symmetric_eigen.hpp"
#include "tests/unit/agreement.hpp"

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
        Agreement("Preprocessing", std::visit([](const auto& p) { return p.label; }, kind_of(row.kind)), "scikit-learn").see_all(z, row.result);
        for (std::size_t i = 0; i < z.size(); ++i) CHECK(double(z[i]) == doctest::Approx(row.result[i]).epsilon(relative).scale(1));
        const auto back = work.inverse(work.transform(row.fitted));
        for (std::size_t i = 0; i < back.size(); ++i) CHECK(back[i] == doctest::Approx(row.fitted[i]).epsilon(relative).scale(10));
    }
}

TEST_CASE("chosen columns are worked on, and every column stays in its place") {
    const std::vector<float> x = {1, 7, 4, 3, 8, 4};
    Preprocessor scaled(preprocessing::Standardize{}, {1}), one_hot(preprocessing::OneHot{}, {0}), whitened(preprocessing::PcaWhiten{}, {2, 0});
    for (Preprocessor* work : {&scaled, &one_hot, &whitened}) {
        work->fit(x, 3);
        CHECK(work->inverse(work->transform(x)) == x);
    }
    CHECK(scaled.transform(x) == std::vector<float>{1, -1, 4, 3, 1, 4});
    CHECK(one_hot.transform(x) == std::vector<float>{1, 0, 7, 4, 0, 1, 8, 4});
    CHECK(one_hot.sources()[1].column == 0);
    CHECK(one_hot.sources()[1].value == 3);
    const auto z = whitened.transform(x);  // the first axis, in the place of column 2, is column 0
    CHECK(double(z[2]) == doctest::Approx(-std::sqrt(0.5)));
    CHECK(z[1] == 7);
    CHECK(z[0] == 0);
    CHECK(whitened.sources()[2].column == -1);
}

TEST_CASE("a missing number is filled from the rows of the fit alone, as scikit-learn's SimpleImputer does") {
    const std::vector<float> train = {1, NAN, 5, 4, NAN, 7, 4, NAN, 5, NAN, NAN, 7}, other = {NAN, NAN, NAN, 100, 2, 3};
    const struct {
        const char* kind;
        std::vector<float> filled;  // by hand
    } ways[] = {{"fill", {3, 0, 6}}, {"fill:with=median", {4, 0, 6}}, {"fill:with=most-frequent", {4, 0, 5}}, {"fill:with=constant:value=-999", {-999, -999, -999}}};
    for (const auto& [kind, filled] : ways) {
        CAPTURE(kind);
        Preprocessor work(kind_of(kind));
        work.fit(train, 3);
        const auto z = work.transform(other);
        CHECK(std::vector<float>(z.begin(), z.begin() + 3) == filled);
        CHECK(std::vector<float>(z.begin() + 3, z.end()) == std::vector<float>{100, 2, 3});
    }
}

TEST_CASE("what was fitted is saved to the last bit, and other numbers are refused in words") {
    for (const Row& row : rows) {
        CAPTURE(row.kind);
        Preprocessor work(kind_of(row.kind), {2, 0}), again(kind_of(row.kind), {2, 0}), all(kind_of(row.kind));
        work.fit(row.fitted, 4);
        const auto saved = work.save();
        again.restore(saved);
        CHECK(again.transform(row.applied) == work.transform(row.applied));
        CHECK_THROWS_AS(all.restore(saved), std::invalid_argument);
        for (std::size_t i = 0; i < saved.size(); ++i) {
            CHECK_THROWS_AS(again.restore(std::span(saved).first(i)), std::invalid_argument);
            auto broken = saved;
            broken[i] = NAN;
            CHECK_THROWS_AS(again.restore(broken), std::invalid_argument);
            broken[i] = 1e9;
            try {
                again.restore(broken);
            } catch (const std::invalid_argument&) {
            }
        }
        CHECK(again.transform(row.applied).size() == work.transform(row.applied).size());
    }
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

TEST_CASE("axes of a symmetric matrix are its eigenvectors, at right angles, the largest first") {
    for (const int size : {1, 2, 3, 17, 120})
        for (const int rank : {1, size / 2 + 1, size}) {
            CAPTURE(size);
            CAPTURE(rank);
            const std::size_t n = static_cast<std::size_t>(size);
            std::vector<double> matrix(n * n), values, vectors;
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t j = 0; j < n; ++j)
                    for (int r = 0; r < rank; ++r)
                        matrix[i * n + j] += (r % 3 ? 1 : -1) * double(normal(1, static_cast<std::uint32_t>(r), i)) * double(normal(1, static_cast<std::uint32_t>(r), j));
            symmetric_eigen(matrix, size, values, vectors);
            double off = 0, scale = 1;
            for (std::size_t k = 0; k < n; ++k) {
                if (k > 0) CHECK(values[k] <= values[k - 1]);
                scale = std::max(scale, std::fabs(values[k]));
                for (std::size_t i = 0; i < n; ++i) {
                    double product = -values[k] * vectors[k * n + i], along = i == k ? -1 : 0;
                    for (std::size_t j = 0; j < n; ++j) product += matrix[i * n + j] * vectors[k * n + j], along += vectors[i * n + j] * vectors[k * n + j];
                    off = std::max({off, std::fabs(product) / scale, std::fabs(along)});
                }
            }
            CHECK(off < 1e-12);
        }
}

TEST_CASE("an axis of columns that count alike points up the first of them") {
    const std::vector<float> x = {1, -1, 2, -2, 4, -4};
    Preprocessor work(preprocessing::PcaWhiten{});
    work.fit(x, 2);
    CHECK(work.transform(x)[4] > 0);
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
    CHECK_THROWS_WITH(work.transform(x), "[transform] got x before any fit, expected fit first");
    CHECK_THROWS_WITH(work.fit(x, 2), "[fit] got x of 3 numbers, expected rows of 2");
    CHECK_THROWS_WITH(work.fit(holes, 2), "[fit] got NaN in row 0, column 1, expected finite numbers");
    CHECK_THROWS_WITH(Preprocessor(preprocessing::Codes{}, {0, 0}), "[preprocess] got column 0, expected each from 0 on once at most");
    CHECK_THROWS_WITH(Preprocessor(preprocessing::Codes{}, {3}).fit(x, 3), "[fit] got rows of 3, expected a column 3 in them, from 0 on");
    CHECK_THROWS_WITH(Preprocessor(preprocessing::MinMax{1, 0}), "[preprocess] got low 1 and high 0, expected low below high");
    CHECK_THROWS_WITH(Preprocessor(preprocessing::PcaWhiten{}).fit(std::vector<float>(2049), 2049), "[fit] got 2049 columns to whiten, expected at most 2048");
    work.fit(x, 3);
    CHECK_THROWS_WITH(work.transform(holes), "[transform] got x of 2 numbers, expected rows of 3");
    CHECK_THROWS_WITH(work.inverse(holes), "[inverse] got z of 2 numbers, expected rows of 3");
}

}  // namespace nn
