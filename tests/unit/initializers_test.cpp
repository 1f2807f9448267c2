#include "engine/initializers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "engine/random.hpp"

using namespace nn;
using namespace nn::initializers;

namespace {

constexpr int fan_in = 150, fan_out = 200;
constexpr std::size_t n = std::size_t{fan_in} * fan_out;

std::vector<float> draw(const Initializer& initializer, int in = fan_in, int out = fan_out, std::uint32_t seed = 1,
                        std::uint32_t stream = 0) {
    std::vector<float> w(static_cast<std::size_t>(in) * static_cast<std::size_t>(out));
    initialize(initializer, in, out, seed, stream, w);
    return w;
}

struct Moments {
    double mean = 0, deviation = 0;
};
Moments moments(const std::vector<float>& w) {
    Moments m;
    for (const float x : w) m.mean += x;
    m.mean /= static_cast<double>(w.size());
    for (const float x : w) m.deviation += (x - m.mean) * (x - m.mean);
    m.deviation = std::sqrt(m.deviation / static_cast<double>(w.size()));
    return m;
}

using Cdf = std::function<double(double)>;
Cdf even(double a) {
    return [a](double x) { return std::clamp((x + a) / (2 * a), 0.0, 1.0); };
}
double phi(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }
Cdf gaussian(double sigma) {
    return [sigma](double x) { return phi(x / sigma); };
}
Cdf cut(double sigma) {
    return [sigma](double x) { return std::clamp((phi(x / sigma) - phi(-2)) / (phi(2) - phi(-2)), 0.0, 1.0); };
}

/// sqrt(n) times the Kolmogorov-Smirnov distance.
double distance(std::vector<float> w, const Cdf& cdf) {
    std::sort(w.begin(), w.end());
    double worst = 0;
    const auto size = static_cast<double>(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double p = cdf(w[i]), below = static_cast<double>(i) / size;
        worst = std::max({worst, p - below, below + 1 / size - p});
    }
    return std::sqrt(size) * worst;
}
constexpr double surely_different = 1.628;  // 1 % of true samples lie above; the seeds are fixed

struct Row {
    Initializer initializer;
    double deviation;
    Cdf cdf;
};

}  // namespace

TEST_CASE("every random start has the distribution that its paper gives") {
    const double glorot = std::sqrt(2.0 / (fan_in + fan_out)), he = std::sqrt(2.0 / fan_in),
                 he_back = std::sqrt(2.0 / fan_out), lecun = std::sqrt(1.0 / fan_in);
    const auto uniform_of = [](double deviation) { return even(std::sqrt(3.0) * deviation); };
    const Row rows[] = {
        {GlorotUniform{}, glorot, uniform_of(glorot)},
        {GlorotUniform{.gain = 5.0 / 3}, glorot * 5 / 3, uniform_of(glorot * 5 / 3)},
        {GlorotNormal{}, glorot, gaussian(glorot)},
        {GlorotNormal{.gain = 0.5}, glorot / 2, gaussian(glorot / 2)},
        {HeUniform{}, he, uniform_of(he)},
        {HeUniform{.mode = 1}, he_back, uniform_of(he_back)},
        {HeUniform{.slope = std::sqrt(5.0)}, std::sqrt(1.0 / (3 * fan_in)), even(std::sqrt(1.0 / fan_in))},
        {HeNormal{}, he, gaussian(he)},
        {HeNormal{.mode = 1, .slope = 1, .gain = 2}, he_back * std::sqrt(2.0), gaussian(he_back * std::sqrt(2.0))},
        {LecunUniform{}, lecun, uniform_of(lecun)},
        {LecunNormal{}, lecun, gaussian(lecun)},
        {LecunNormal{.gain = 3}, 3 * lecun, gaussian(3 * lecun)},
        {FanUniform{}, lecun / std::sqrt(3.0), even(lecun)},
        {Uniform{.limit = 0.3}, 0.3 / std::sqrt(3.0), even(0.3)},
        {Normal{.deviation = 0.02}, 0.02, gaussian(0.02)},
        {TruncatedNormal{.deviation = 0.02}, 0.8796256610342398 * 0.02, cut(0.02)},
        // Of a rotation's entries the paper says that they are random; each alone is nearly normal.
        {Orthogonal{.gain = 2}, 2 / std::sqrt(std::max(fan_in, fan_out)),
         gaussian(2 / std::sqrt(std::max(fan_in, fan_out)))},
        {Lsuv{}, 1 / std::sqrt(std::max(fan_in, fan_out)), gaussian(1 / std::sqrt(std::max(fan_in, fan_out)))},
    };
    std::set<std::size_t> seen;
    for (const Row& row : rows) {
        seen.insert(row.initializer.index());
        INFO(std::visit([](const auto& i) { return std::string(i.key); }, row.initializer));
        const auto w = draw(row.initializer);
        const Moments m = moments(w);
        CHECK(std::fabs(m.mean) < 3 * row.deviation / std::sqrt(double(n)));
        CHECK(m.deviation == doctest::Approx(row.deviation).epsilon(3 / std::sqrt(2.0 * n)));
        CHECK(distance(w, row.cdf) < surely_different);
        CHECK(distance(w, gaussian(1.1 * row.deviation)) > surely_different);
    }
    CHECK(seen.size() == std::variant_size_v<Initializer> - 2);  // zeros and constant are below
}

TEST_CASE("zeros and constants are what they say") {
    CHECK(draw(Zeros{}, 3, 2) == std::vector<float>(6, 0.f));
    CHECK(draw(Constant{.value = -0.25}, 3, 2) == std::vector<float>(6, -0.25f));
}

TEST_CASE("a truncated normal keeps within two deviations") {
    for (const float x : draw(TruncatedNormal{.deviation = 1})) CHECK(std::fabs(x) <= 2);
}

TEST_CASE("fans are PyTorch's: fan-in is the number of inputs of a unit") {
    const auto limit = [](const Initializer& initializer) {
        const auto w = draw(initializer, 6, 600);
        return std::fabs(
            *std::max_element(w.begin(), w.end(), [](float a, float b) { return std::fabs(a) < std::fabs(b); }));
    };
    CHECK(limit(HeUniform{}) == doctest::Approx(1).epsilon(0.01));             // sqrt(6 / 6)
    CHECK(limit(HeUniform{.mode = 1}) == doctest::Approx(0.1).epsilon(0.01));  // sqrt(6 / 600)
    CHECK(limit(GlorotUniform{}) == doctest::Approx(std::sqrt(6. / 606)).epsilon(0.01));
    CHECK(limit(FanUniform{}) == doctest::Approx(std::sqrt(1. / 6)).epsilon(0.01));
}

TEST_CASE("an orthogonal start turns without stretching, whichever side is longer") {
    constexpr double float_precision = 1e-6;
    const int shapes[][2] = {{1, 1}, {1, 7}, {7, 1}, {64, 64}, {33, 90}, {90, 33}, {257, 255}};
    for (const auto& [in, out] : shapes) {
        CAPTURE(in);
        CAPTURE(out);
        const auto w = draw(Orthogonal{.gain = 1.5}, in, out, 3);
        const int count = std::min(in, out), size = std::max(in, out);
        const auto at = [&](int vector, int i) {
            return double(w[size_t(out <= in ? vector * in + i : i * in + vector)]);
        };
        double worst = 0;
        for (int a = 0; a < count; ++a)
            for (int b = 0; b <= a; ++b) {
                double dot = 0;
                for (int i = 0; i < size; ++i) dot += at(a, i) * at(b, i);
                worst = std::max(worst, std::fabs(dot - (a == b ? 1.5 * 1.5 : 0)));
            }
        CHECK(worst < float_precision);
    }
}

TEST_CASE("the rotation is PyTorch's: the Q of normal draws, with R's diagonal positive") {
    constexpr int in = 5, out = 9;
    for (const bool tall : {true, false}) {
        const auto q = tall ? draw(Orthogonal{}, in, out, 8, 2) : draw(Orthogonal{}, out, in, 8, 2);
        for (int a = 0; a < in; ++a)
            for (int b = 0; b < in; ++b) {
                double r = 0;
                for (int i = 0; i < out; ++i) {
                    const auto at = [&](int vector) { return std::size_t(tall ? i * in + vector : vector * out + i); };
                    r += double(q[at(a)]) * normal(8, 2, at(b));
                }
                if (a == b) CHECK(r > 0.1);
                if (a > b) CHECK(std::fabs(r) < 1e-6);
            }
    }
}

TEST_CASE("a matrix too large for one rotation is one in groups of 512") {
    const auto w = draw(Orthogonal{}, 530, 525);
    const auto dot = [&](std::size_t a, std::size_t b) {
        double sum = 0;
        for (std::size_t i = 0; i < 530; ++i) sum += double(w[a * 530 + i]) * w[b * 530 + i];
        return sum;
    };
    CHECK(std::fabs(dot(0, 511)) < 1e-6);
    CHECK(std::fabs(dot(512, 524)) < 1e-6);
    CHECK(dot(524, 524) == doctest::Approx(1));
    double across = 0;
    for (std::size_t a = 0; a < 512; ++a) across += dot(a, 520) * dot(a, 520);
    CHECK(across == doctest::Approx(512. / 530).epsilon(0.05));
}

TEST_CASE("a start is a function of its seed and stream, and others are independent of it") {
    const Initializer rows[] = {GlorotUniform{}, HeNormal{}, TruncatedNormal{}, Orthogonal{}};
    for (const Initializer& row : rows) {
        INFO(std::visit([](const auto& i) { return std::string(i.key); }, row));
        const auto w = draw(row, fan_in, fan_out, 5, 1);
        CHECK(draw(row, fan_in, fan_out, 5, 1) == w);
        const double deviation = moments(w).deviation;
        const std::uint32_t others[][2] = {{5, 0}, {5, 2}, {4, 1}, {6, 1}, {1, 5}};
        for (const auto& [seed, stream] : others) {
            const auto v = draw(row, fan_in, fan_out, seed, stream);
            double product = 0;
            for (std::size_t i = 0; i < n; ++i) product += double(v[i]) * w[i];
            CHECK(std::fabs(product / (n * deviation * deviation)) < 4 / std::sqrt(double(n)));
        }
    }
}

TEST_CASE("a wrong number of weights is named") {
    std::vector<float> w(5);
    CHECK_THROWS_WITH_AS(initialize(HeNormal{}, 2, 3, 1, 0, w),
                         "[initialize] got w of 5, expected (3, 2) with fans of at least 1", std::invalid_argument);
    CHECK_THROWS_AS(initialize(HeNormal{}, 0, 3, 1, 0, {}), std::invalid_argument);
}
