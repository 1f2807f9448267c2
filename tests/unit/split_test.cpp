#include "engine/split.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>

#include "engine/datasets.hpp"

using namespace nn;

namespace {

/// Classes 0, 1, ... of the given sizes, one after the other; x is the row's number.
Data sorted_classes(std::vector<int> sizes) {
    Data data{.inputs = 1, .task = Task::classes, .classes = static_cast<int>(sizes.size())};
    for (std::size_t k = 0; k < sizes.size(); ++k)
        for (int i = 0; i < sizes[k]; ++i) {
            data.x.push_back(static_cast<float>(data.y.size()));
            data.y.push_back(static_cast<float>(k));
        }
    return data;
}

int count(const Data& data, const std::vector<int>& rows, int k) {
    return static_cast<int>(std::ranges::count_if(
        rows, [&](int row) { return data.y[static_cast<std::size_t>(row)] == static_cast<float>(k); }));
}

template <class F>
std::string message(F f) {
    try {
        f();
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("parts have their shares, share no row, and are the same again under the same seed") {
    const Data data = generate(datasets::Sine{.size = 1000});
    const SplitSetup setup{.train = 0.6, .validation = 0.25, .test = 0.15};
    const Split one = split(data, setup);
    CHECK(one.train.size() == 600);
    CHECK(one.validation.size() == 250);
    CHECK(one.test.size() == 150);
    std::set<int> seen;
    for (const auto* part : {&one.train, &one.validation, &one.test}) seen.insert(part->begin(), part->end());
    CHECK(seen.size() == 1000);
    CHECK(*seen.begin() == 0);
    CHECK(*seen.rbegin() == 999);
    CHECK(split(data, setup).train == one.train);
    SplitSetup other = setup;
    other.seed = 2;
    CHECK(split(data, other).train != one.train);
    CHECK_FALSE(std::ranges::is_sorted(one.train));
}

TEST_CASE("a stratified split gives each part its share of every class to within one sample") {
    for (const auto& sizes :
         {std::vector{24720, 7841}, {50, 50, 50}, {1, 2, 3, 5, 7}, {997, 13}, {3, 3, 3, 3, 3, 3, 3, 3}})
        for (const auto& [train, validation, test] :
             {std::tuple{0.8, 0.2, 0.0}, {0.7, 0.15, 0.15}, {0.5, 0.2, 0.1}, {1 / 3.0, 1 / 3.0, 1 / 3.0}}) {
            const Data data = sorted_classes(sizes);
            const Split parts = split(data, {.train = train, .validation = validation, .test = test});
            const double n = data.rows();
            for (int k = 0; k < data.classes; ++k) {
                CAPTURE(sizes[std::size_t(k)]);
                CHECK(std::abs(count(data, parts.train, k) - train * sizes[std::size_t(k)]) < 1);
                CHECK(std::abs(count(data, parts.validation, k) - validation * sizes[std::size_t(k)]) < 1);
                CHECK(std::abs(count(data, parts.test, k) - test * sizes[std::size_t(k)]) < 1);
            }
            CHECK(std::abs(double(parts.train.size()) - train * n) < 1.5);
        }
}

TEST_CASE("by chance alone a rare class may be missing from a part; stratified, never") {
    const Data data = sorted_classes({195, 5});
    int missing = 0;
    for (int seed = 1; seed <= 100; ++seed) {
        missing += count(data, split(data, {.stratified = false, .seed = seed}).validation, 1) == 0;
        CHECK(count(data, split(data, {.seed = seed}).validation, 1) == 1);
    }
    CHECK(missing > 15);  // expected: 32 of 100
    CHECK(missing < 55);
}

TEST_CASE("every row is as likely as any other to be held out") {
    const Data data = sorted_classes({20, 30});
    std::vector<int> held(50);
    for (int seed = 1; seed <= 2000; ++seed)
        for (const int row : split(data, {.seed = seed}).validation) ++held[static_cast<std::size_t>(row)];
    for (const int times : held) CHECK(std::abs(times - 400) < 90);  // five deviations of 18
}

TEST_CASE("rows that the shares leave over are in no part, and a share of 0 gets none") {
    const Split parts = split(sorted_classes({30, 70}), {.train = 0.1, .validation = 0.1});
    CHECK(parts.train.size() == 10);
    CHECK(parts.validation.size() == 10);
    CHECK(parts.test.empty());
    CHECK(split(sorted_classes({1, 1, 1}), {.train = 1, .validation = 0}).train.size() == 3);
}

TEST_CASE("what cannot be split is said in words") {
    const Data data = sorted_classes({3, 3});
    CHECK(message([&] { split(data, {.train = 0.8, .validation = 0.3}); }) ==
          "[split] the shares add up to 1.1, expected at most 1");
    CHECK(message([&] { split(data, {.train = -0.1}); }) == "[split] got a share of -0.1, expected 0 to 1");
    CHECK(message([&] { split(data, {.test = std::numeric_limits<double>::quiet_NaN()}); }) ==
          "[split] got a share of nan, expected 0 to 1");
    CHECK(message([&] { split(data, {.train = 0.99, .validation = 0.01}); }) ==
          "[split] too few rows: of 6, a share of 0.01 leaves none for validation");
    CHECK(message([&] { split(Data{.inputs = 2}, {}); }) ==
          "[split] too few rows: of 0, a share of 0.8 leaves none for training");
    Data wrong = data;
    wrong.y[4] = 2;
    CHECK(message([&] { split(wrong, {}); }) == "[split] row 4 has class 2, expected 0 to 1");
    CHECK(split(wrong, {.stratified = false}).train.size() == 5);
    wrong.y.pop_back();
    CHECK(message([&] { split(wrong, {}); }) == "[split] got 5 targets, expected 6");
}

TEST_CASE("rows are taken whole: inputs, targets, weights and names") {
    Data data{.inputs = 2, .targets = 3, .task = Task::labels};
    data.x = {1, 2, 3, 4, 5, 6};
    data.y = {0, 0, 1, 0, 1, 0, 1, 0, 0};
    data.weight = {7, 8, 9};
    data.input_names = {"a", "b"};
    const Data taken = take(data, std::vector{2, 0, 2});
    CHECK(taken.x == std::vector<float>{5, 6, 1, 2, 5, 6});
    CHECK(taken.y == std::vector<float>{1, 0, 0, 0, 0, 1, 1, 0, 0});
    CHECK(taken.weight == std::vector<float>{9, 7, 9});
    CHECK(taken.input_names == data.input_names);
    CHECK(taken.task == Task::labels);
    CHECK(message([&] { take(data, std::vector{3}); }) == "[take] got row 3, expected 0 to 2");
    CHECK(message([&] { take(data, std::vector{-1}); }) == "[take] got row -1, expected 0 to 2");
}
