#include "engine/datasets.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <numbers>
#include <string>

#include "engine/datasets/draws.hpp"

using namespace nn;
using namespace nn::datasets;

namespace {

/// A data set as a link writes it.
struct Written {
    Dataset dataset;
    static constexpr auto params() { return std::tuple{one_of("dataset", &Written::dataset, "", "")}; }
};
Dataset dataset_from(const std::string& text) {
    Written written;
    const auto rejected = set_param(params_of(written), "dataset", text);
    INFO(text);
    REQUIRE(rejected.empty());
    return written.dataset;
}
Data data_from(const std::string& text) { return generate(dataset_from(text)); }

std::vector<std::string> all_keys() {
    Dataset any;
    std::vector<std::string> keys;
    for (const Option& o : VariantAlternative(any).options()) keys.emplace_back(o.key);
    return keys;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

std::vector<int> class_counts(const Data& data) {
    std::vector<int> counts(static_cast<std::size_t>(data.classes));
    for (const float y : data.y) ++counts.at(static_cast<std::size_t>(y));
    return counts;
}

struct Sample {
    double x, y, target;
};
std::vector<Sample> plane_samples(const Data& data) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < data.y.size() / std::size_t(data.targets); ++i)
        samples.push_back(
            {double(data.x[2 * i]), double(data.x[2 * i + 1]), double(data.y[i * std::size_t(data.targets)])});
    return samples;
}

struct Moments {
    double mean, deviation;
};
Moments moments(const std::vector<double>& v) {
    double sum = 0, squares = 0;
    for (const double x : v) sum += x;
    const double mean = sum / double(v.size());
    for (const double x : v) squares += (x - mean) * (x - mean);
    return {mean, std::sqrt(squares / double(v.size()))};
}

/// Kolmogorov and Smirnov's largest distance between the samples' distribution and the uniform one on [low, high],
/// times the root of their number: above 1.95 in one case of a thousand.
double uniform_distance(std::vector<double> v, double low, double high) {
    std::sort(v.begin(), v.end());
    const auto n = double(v.size());
    double worst = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {
        const double p = (v[i] - low) / (high - low);
        worst = std::max({worst, std::abs(p - double(i) / n), std::abs(p - double(i + 1) / n)});
    }
    return worst * std::sqrt(n);
}
constexpr double one_in_a_thousand = 1.95;

}  // namespace

TEST_CASE("every data set has as many rows as asked for, finite, with targets of its task") {
    for (const std::string& key : all_keys())
        for (const int size : {10, 11, 500, 100000}) {
            const Dataset dataset = dataset_from(key + ":size=" + std::to_string(size));
            const Data data = generate(dataset);
            CAPTURE(key);
            CAPTURE(size);
            CHECK(data.rows() == size);
            CHECK(data.y.size() == std::size_t(size) * std::size_t(data.targets));
            CHECK(std::ranges::all_of(data.x, [](float x) { return std::isfinite(x); }));
            const Task declared = std::visit([](const auto& d) { return d.task; }, dataset);
            CHECK((data.task == declared || (declared == Task::classes && data.task == Task::binary)));
            CHECK((data.classes >= 2) == (data.task == Task::binary || data.task == Task::classes));
            if (data.task == Task::regression) continue;
            const int most = data.task == Task::labels ? 1 : data.classes - 1;
            CHECK(
                std::ranges::all_of(data.y, [&](float y) { return y == std::floor(y) && y >= 0 && y <= float(most); }));
            if (data.classes)
                for (const int count : class_counts(data)) CHECK(count > 0);
        }
}

TEST_CASE("a seed gives the same bits again, another seed gives other samples") {
    for (const std::string& key : all_keys()) {
        CAPTURE(key);
        const std::string noisy = key + ":size=200:noise=0.1";
        const Data one = data_from(noisy + ":seed=1"), again = data_from(noisy + ":seed=1"),
                   two = data_from(noisy + ":seed=2");
        CHECK(same_bits(one.x, again.x));
        CHECK(same_bits(one.y, again.y));
        CHECK_FALSE(same_bits(one.x, two.x));
    }
}

TEST_CASE("data sets are the same bits on every machine") {
    std::uint32_t hash = 2166136261;
    for (const std::string& key : all_keys()) {
        const Data data = data_from(key + ":size=300:noise=0.1");
        for (const auto* v : {&data.x, &data.y})
            for (const float x : *v) hash = (hash ^ std::bit_cast<std::uint32_t>(x)) * 16777619;
    }
    CHECK(hash == 597565092);
}

TEST_CASE("without noise every coordinate lies where the header says") {
    const std::map<std::string, std::pair<double, double>> reach{
        {"gaussians", {3, 3}},        {"circles", {5, 5}},      {"xor", {5, 5}},
        {"moons", {4.5, 2.25}},       {"checkerboard", {5, 5}}, {"spirals", {5, 5}},
        {"tutorial-spirals", {5, 5}}, {"discs", {5, 5}},        {"plane", {6, 6}},
        {"multi-gaussian", {6, 6}}};
    constexpr double rounding = 1e-5;
    for (const auto& [key, most] : reach) {
        CAPTURE(key);
        for (const Sample& s : plane_samples(data_from(key + ":noise=0:size=5000"))) {
            REQUIRE(std::abs(s.x) <= most.first + rounding);
            REQUIRE(std::abs(s.y) <= most.second + rounding);
        }
    }
}

TEST_CASE("classes are balanced unless imbalance is asked for, which keeps the total") {
    for (const std::string key : {"gaussians", "circles", "xor", "moons", "checkerboard", "spirals"}) {
        CAPTURE(key);
        CHECK(class_counts(data_from(key + ":size=500")) == std::vector{250, 250});
        CHECK(class_counts(data_from(key + ":size=500:imbalance=9")) == std::vector{450, 50});
        CHECK(class_counts(data_from(key + ":size=10:imbalance=1000")) == std::vector{9, 1});
    }
    CHECK(class_counts(data_from("gaussians:classes=3:size=700:imbalance=4")) == std::vector{400, 200, 100});
    CHECK(class_counts(data_from("spirals:classes=5:size=10:imbalance=1000")) == std::vector{5, 2, 1, 1, 1});
    CHECK(class_counts(data_from("spirals:classes=4:size=10")) == std::vector{3, 2, 3, 2});
}

TEST_CASE("more noise moves samples, not their classes") {
    for (const std::string key : {"gaussians", "circles", "xor", "moons", "checkerboard", "spirals", "discs"}) {
        CAPTURE(key);
        const Data clean = data_from(key + ":noise=0:size=2000"), noisy = data_from(key + ":noise=0.5:size=2000");
        CHECK(clean.y == noisy.y);
        std::vector<double> moved;
        for (std::size_t i = 0; i < clean.x.size(); ++i) moved.push_back(double(noisy.x[i]) - double(clean.x[i]));
        CHECK(std::abs(moments(moved).mean) < 0.03);
        CHECK(moments(moved).deviation == doctest::Approx(0.5).epsilon(0.04));
    }
}

TEST_CASE("rows come in random order: each half has its share of every class") {
    for (const std::string& key : all_keys()) {
        const Data data = data_from(key + ":size=2000");
        if (!data.classes) continue;
        CAPTURE(key);
        int ones = 0, all = 0;
        for (std::size_t i = 0; i < 2000; ++i) {
            all += data.y[i] == 1;
            if (i < 1000) ones += data.y[i] == 1;
        }
        CHECK(std::abs(ones - all / 2.0) < 80);  // over 5 deviations of the draw
    }
}

TEST_CASE("class 0 of the tutorial's two spirals is the point reflection of class 1") {
    for (const int size : {400, 401}) {
        std::vector<std::pair<double, double>> arms[2];
        for (const Sample& s : plane_samples(data_from("tutorial-spirals:size=" + std::to_string(size))))
            arms[s.target == 1].emplace_back(s.target == 1 ? -s.x : s.x, s.target == 1 ? -s.y : s.y);
        for (auto& arm : arms) std::ranges::sort(arm);
        CHECK(arms[0].size() == 200 + std::size_t(size % 2));
        CHECK(arms[1].size() == 200);
        CHECK(std::ranges::includes(arms[0], arms[1]));
    }
}

TEST_CASE("the tutorial's spirals have radius linspace(0.1, 5) and angle linspace(0, 2 pi), the radius off by 0.3") {
    const auto n = 1000;
    std::vector<double> off;
    for (const Sample& s : plane_samples(data_from("tutorial-spirals:size=2000"))) {
        if (s.target == 1) continue;
        double angle = std::atan2(s.y, s.x);
        double radius = std::hypot(s.x, s.y);
        if (angle < 0) angle += 2 * std::numbers::pi;
        const double along = angle / (2 * std::numbers::pi);
        if (along < 0.25 || (along > 0.5 && along < 0.75) || along > 0.99)
            continue;  // where a negative radius may be, and 0 or 2 pi
        off.push_back(radius - (0.1 + 4.9 * along));
        CHECK(std::abs(along * (n - 1) - std::round(along * (n - 1))) < 1e-3);
    }
    CHECK(off.size() > 450);
    CHECK(std::abs(moments(off).mean) < 0.05);
    CHECK(moments(off).deviation == doctest::Approx(0.3).epsilon(0.12));
}

TEST_CASE("noisy sine: x is even on [0, 2 pi], and the residual has deviation 0.2") {
    const Data data = data_from("sine:size=20000");
    std::vector<double> x, residual;
    for (std::size_t i = 0; i < data.y.size(); ++i) {
        x.push_back(double(data.x[i]));
        residual.push_back(double(data.y[i]) - std::sin(x.back()));
    }
    CHECK(uniform_distance(x, 0, 2 * std::numbers::pi) < one_in_a_thousand);
    CHECK(std::abs(moments(residual).mean) < 0.006);
    CHECK(moments(residual).deviation == doctest::Approx(0.2).epsilon(0.02));
    CHECK(data_from("sine").rows() == 200);
}

TEST_CASE("the line is y = 3 x - 2.15 with a deviation of 0.15") {
    const Data data = data_from("line:size=20000");
    std::vector<double> x, residual;
    for (std::size_t i = 0; i < data.y.size(); ++i) {
        x.push_back(double(data.x[i]));
        residual.push_back(double(data.y[i]) - (3 * x.back() - 2.15));
    }
    CHECK(uniform_distance(x, 0, 1) < one_in_a_thousand);
    CHECK(std::abs(moments(residual).mean) < 0.005);
    CHECK(moments(residual).deviation == doctest::Approx(0.15).epsilon(0.02));
    CHECK(data_from("line").rows() == 100);
}

TEST_CASE("the step is free of noise: above 1 is class 1, all others are class 0") {
    const Data data = data_from("step:size=20000");
    std::vector<double> x;
    for (std::size_t i = 0; i < data.y.size(); ++i) {
        x.push_back(double(data.x[i]));
        REQUIRE((data.y[i] == 1) == (data.x[i] > 1));
    }
    CHECK(uniform_distance(x, 0, 2) < one_in_a_thousand);
    CHECK(data_from("step").rows() == 100);
}

TEST_CASE("clean classes are told by their formulas") {
    for (const Sample& s : plane_samples(data_from("xor:noise=0"))) REQUIRE((s.target == 1) == (s.x * s.y > 0));
    for (const Sample& s : plane_samples(data_from("circles:noise=0")))
        REQUIRE((s.target == 1 ? std::hypot(s.x, s.y) <= 2.501 : std::hypot(s.x, s.y) >= 3.499));
    for (const Sample& s : plane_samples(data_from("moons:noise=0"))) {
        const double x = s.target == 1 ? 1.5 - s.x : s.x + 1.5, y = s.target == 1 ? 0.75 - s.y : s.y + 0.75;
        REQUIRE(std::hypot(x, y) == doctest::Approx(3).epsilon(1e-6));
        REQUIRE(y > -1e-6);
    }
    for (const int cells : {2, 3, 4, 7, 10}) {
        const Data board = data_from("checkerboard:noise=0:size=3000:cells=" + std::to_string(cells));
        std::map<std::pair<int, int>, int> filled;
        for (const Sample& s : plane_samples(board)) {
            const double column = std::floor((s.x + 5) * cells / 10), line = std::floor((s.y + 5) * cells / 10);
            const auto c = static_cast<int>(column), l = static_cast<int>(line);
            ++filled[{c, l}];
            REQUIRE(s.target == (c + l) % 2);
        }
        CHECK(filled.size() == std::size_t(cells * cells));
    }
    const Data discs = data_from("discs:size=5000");
    int several = 0, none = 0;
    for (std::size_t i = 0; i < 5000; ++i) {
        int labels = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const double angle = std::numbers::pi * (0.5 + 2.0 * double(k) / 3);
            const double from = std::hypot(double(discs.x[2 * i]) - 2 * std::cos(angle),
                                           double(discs.x[2 * i + 1]) - 2 * std::sin(angle));
            if (std::abs(from - 3) > 1e-5) REQUIRE((discs.y[3 * i + k] == 1) == (from < 3));
            labels += discs.y[3 * i + k] == 1;
        }
        several += labels > 1;
        none += labels == 0;
    }
    CHECK(several > 500);
    CHECK(none > 500);
}

TEST_CASE("clouds have the deviation of their noise about centers on a circle of radius 3") {
    const Data data = data_from("gaussians:classes=3:size=30000:noise=0.7");
    for (int k = 0; k < 3; ++k) {
        std::vector<double> x, y;
        for (const Sample& s : plane_samples(data))
            if (s.target == k) {
                x.push_back(s.x);
                y.push_back(s.y);
            }
        CHECK(std::hypot(moments(x).mean, moments(y).mean) == doctest::Approx(3).epsilon(0.02));
        CHECK(moments(x).deviation == doctest::Approx(0.7).epsilon(0.03));
        CHECK(moments(y).deviation == doctest::Approx(0.7).epsilon(0.03));
    }
}

TEST_CASE("regression on the plane follows its formula, and the noise is the target's") {
    std::vector<double> residual;
    for (const Sample& s : plane_samples(data_from("plane:size=20000")))
        residual.push_back(s.target - (s.x + s.y) / 10);
    CHECK(moments(residual).deviation == doctest::Approx(0.1).epsilon(0.03));
    double top = 0, bottom = 0;
    for (const Sample& s : plane_samples(data_from("multi-gaussian:size=100000"))) {
        top = std::max(top, s.target);
        bottom = std::min(bottom, s.target);
        if (std::hypot(s.x + 4, s.y - 2.5) < 0.5) REQUIRE(s.target > 0.7);
        if (std::hypot(s.x, s.y - 2.5) < 0.5) REQUIRE(s.target < -0.7);
        if (std::hypot(s.x, s.y + 2.5) < 0.5) REQUIRE(s.target > 0.7);
        if (std::abs(s.x) > 2.01 && std::abs(s.y) < 0.45 && std::abs(s.x) < 3.99) REQUIRE(std::abs(s.target) < 0.3);
    }
    CHECK(top > 0.97);
    CHECK(bottom < -0.97);
}

TEST_CASE("arms of a spiral go out as they turn, and each is the first one turned") {
    const Data data = data_from("spirals:classes=3:turns=1.5:noise=0:size=300");
    for (const Sample& s : plane_samples(data)) {
        const double along = (std::hypot(s.x, s.y) - 0.25) / 4.75;
        const double expected = 2 * std::numbers::pi * (1.5 * along + s.target / 3);
        CHECK(std::abs(std::remainder(std::atan2(s.y, s.x) - expected, 2 * std::numbers::pi)) < 1e-4);
    }
}

TEST_CASE("directions are those of the library") {
    constexpr double few_ulp = 1e-15;
    for (double turns = -3; turns < 3; turns += 0.00371) {
        const Place d = direction(turns);
        CHECK(std::abs(d.x - std::cos(2 * std::numbers::pi * turns)) < 4 * few_ulp);
        CHECK(std::abs(d.y - std::sin(2 * std::numbers::pi * turns)) < 4 * few_ulp);
    }
    CHECK(direction(0.25).x == 0);
    CHECK(direction(0.5).y == 0);
}

TEST_CASE("a parameter out of its range is named, with the range") {
    const auto message = [](Dataset d) {
        try {
            generate(d);
        } catch (const std::invalid_argument& e) {
            return std::string(e.what());
        }
        return std::string("none");
    };
    CHECK(message(Spirals{.size = -1}) == "[dataset] got size -1, expected 10 to 100000");
    CHECK(message(Spirals{.classes = 6}) == "[dataset] got classes 6, expected 2 to 5");
    CHECK(message(Sine{.noise = std::nan("")}) == "[dataset] got noise nan, expected 0 to 3");
    CHECK(message(Circles{.imbalance = 0}) == "[dataset] got imbalance 0, expected 1 to 1000");
}

TEST_CASE("every parameter of every data set is explained, its default in range, and its ends make data") {
    struct Corners final : ParamVisitor {
        std::vector<std::string> texts;
        void number(const About& about, double value, double min, double max) {
            CHECK_FALSE(about.help.empty());
            CHECK_FALSE(about.label.empty());
            CHECK(value >= min);
            CHECK(value <= max);
            for (const double end : {min, max}) texts.push_back(std::string(about.key) + "=" + format_number(end));
        }
        void on(const Real& p, double& v) override { number(p, v, p.min, p.max); }
        void on(const Integer& p, int& v) override { number(p, v, p.min, p.max); }
        void on(const Toggle&, bool&) override {}
        void on(const Choice&, int&) override {}
        void on(const Text&, std::string&) override {}
        void on(const OneOf&, Alternative&) override {}
        void on(const List&, Items&) override {}
    };
    for (const std::string& key : all_keys()) {
        Dataset dataset = dataset_from(key);
        Corners corners;
        VariantAlternative(dataset).visit(corners);
        for (const std::string& text : corners.texts) {
            CAPTURE(key + ":" + text);
            CHECK(data_from(key + ":" + text).rows() >= 10);
        }
    }
}
