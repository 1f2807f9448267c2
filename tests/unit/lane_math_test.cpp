#include "engine/lane_math.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

using namespace nn;

namespace {

constexpr double ulp_tolerance = 4;
constexpr float infinity = std::numeric_limits<float>::infinity(),
                not_a_number = std::numeric_limits<float>::quiet_NaN();

struct Function {
    const char* name;
    Lane (*lane)(Lane);
    double (*truth)(double);
};
const Function functions[] = {
    {"exp", [](Lane x) { return exp(x); }, [](double x) { return std::exp(x); }},
    {"expm1", [](Lane x) { return expm1(x); }, [](double x) { return std::expm1(x); }},
    {"log", [](Lane x) { return log(x); }, [](double x) { return std::log(x); }},
    {"log1p", [](Lane x) { return log1p(x); }, [](double x) { return std::log1p(x); }},
    {"sqrt", [](Lane x) { return sqrt(x); }, [](double x) { return std::sqrt(x); }},
    {"tanh", [](Lane x) { return tanh(x); }, [](double x) { return std::tanh(x); }},
    {"sigmoid", [](Lane x) { return sigmoid(x); }, [](double x) { return 1 / (1 + std::exp(-x)); }},
    {"softplus", [](Lane x) { return softplus(x); }, [](double x) { return x > 40 ? x : std::log1p(std::exp(x)); }},
    {"erf", [](Lane x) { return erf(x); }, [](double x) { return std::erf(x); }},
    {"sin", [](Lane x) { return sin(x); }, [](double x) { return std::sin(x); }},
    {"cos", [](Lane x) { return cos(x); }, [](double x) { return std::cos(x); }},
};

float in_first_lane(const Function& f, float x) { return lane_of(f.lane(Lane(x)), 0); }

/// Distance in units of the last place that a float of the truth's size has; infinity counts as 2^128.
double ulps(float y, double truth) {
    if (std::isnan(truth) || std::isnan(y)) return std::isnan(truth) && std::isnan(y) ? 0 : 1e9;
    const auto clip = [](double x) { return std::fmin(std::fmax(x, -0x1p128), 0x1p128); };
    const auto size = static_cast<float>(std::fmin(std::fabs(truth), double(std::numeric_limits<float>::max())));
    const double last_place = std::ldexp(1., std::max(std::ilogb(size), -126) - 23);
    return std::fabs(clip(y) - clip(truth)) / last_place;
}

struct Worst {
    double error = 0;
    float at = 0;
};
/// Over every `stride`-th of the floats from the bits `from` on.
Worst worst_error(const Function& f, std::uint32_t from, std::uint32_t to, std::uint32_t stride) {
    Worst worst;
    for (std::uint64_t bits = from; bits < to; bits += 4 * std::uint64_t{stride}) {
        Lane x(0.f);
        for (int i = 0; i < 4; ++i)
            set_lane(x, i,
                     std::bit_cast<float>(static_cast<std::uint32_t>(bits + static_cast<std::uint32_t>(i) * stride)));
        const Lane y = f.lane(x);
        for (int i = 0; i < 4; ++i) {
            const double error = ulps(lane_of(y, i), f.truth(double(lane_of(x, i))));
            if (error > worst.error) worst = {error, lane_of(x, i)};
        }
    }
    return worst;
}

}  // namespace

TEST_CASE("every function is within 4 ulp, from the smallest float to the largest") {
    constexpr std::uint32_t stride = 32003;
    for (const Function& f : functions) {
        const Worst worst = worst_error(f, 0, 0xffffffff - 4 * stride, stride);
        INFO(std::string(f.name), " of ", worst.at);
        CHECK(worst.error <= ulp_tolerance);
    }
}

TEST_CASE("where nets work, between 1/16 and 16, every function is within 4 ulp on a dense grid") {
    constexpr std::uint32_t sign = 0x80000000, low = std::bit_cast<std::uint32_t>(1 / 16.f),
                            high = std::bit_cast<std::uint32_t>(16.f);
    constexpr std::uint32_t stride = 1009;
    for (const Function& f : functions) {
        for (const std::uint32_t s : {0u, sign}) {
            const Worst worst = worst_error(f, low | s, high | s, stride);
            INFO(std::string(f.name), " of ", worst.at);
            CHECK(worst.error <= ulp_tolerance);
        }
    }
}

TEST_CASE("the ends of the range: zeros, subnormal numbers, overflow, infinity and NaN") {
    const float ends[] = {0.f,   -0.f,   1e-45f,  -1e-45f, 1e-40f,   -1e-40f, 1.2e-38f, 88.72283f,
                          88.8f, -87.4f, -103.9f, -104.f,  -105.f,   1e6f,    -1e6f,    8388608.f,
                          1e9f,  1e20f,  -1e20f,  3.4e38f, -3.4e38f, -1.f,    1.f};
    for (const Function& f : functions) {
        for (const float x : ends) {
            INFO(std::string(f.name), " of ", x);
            CHECK(ulps(in_first_lane(f, x), f.truth(double(x))) <= ulp_tolerance);
        }
        for (const float x : {infinity, -infinity}) {
            INFO(std::string(f.name), " of ", x);
            const float y = in_first_lane(f, x), truth = static_cast<float>(f.truth(double(x)));
            CHECK((y == truth || (std::isnan(y) && std::isnan(truth))));
        }
        INFO(std::string(f.name));
        CHECK(std::isnan(in_first_lane(f, not_a_number)));
    }
}

TEST_CASE("tanh, erf and sigmoid never leave their range, and keep their order where it counts") {
    float last = -1;
    for (float x = -12; x < 12; x += 0.0007f) {
        const Lane v(x);
        CHECK(std::fabs(lane_of(tanh(v), 0)) <= 1);
        CHECK(std::fabs(lane_of(erf(v), 0)) <= 1);
        CHECK(lane_of(sigmoid(v), 0) <= 1);
        CHECK(lane_of(tanh(-v), 0) == -lane_of(tanh(v), 0));
        CHECK(lane_of(tanh(v), 0) >= last - 3e-7f);
        last = lane_of(tanh(v), 0);
    }
}

TEST_CASE("a limit lets NaN through") {
    const Lane x(not_a_number, 5, -5, 0.5f);
    const Lane y = at_least(at_most(x, Lane(1.f)), Lane(-1.f));
    CHECK(std::isnan(lane_of(y, 0)));
    CHECK(lane_of(y, 1) == 1);
    CHECK(lane_of(y, 2) == -1);
    CHECK(lane_of(y, 3) == 0.5f);
}

TEST_CASE("the derivative that a tangent carries is the one that differences find") {
    using T = Tangent<double>;
    const auto bends = {
        +[](T a) { return exp(a); },
        +[](T a) { return expm1(a); },
        +[](T a) { return log(a * a + a); },
        +[](T a) { return log1p(a * a); },
        +[](T a) { return sqrt(a * a); },
        +[](T a) { return tanh(a); },
        +[](T a) { return sigmoid(a); },
        +[](T a) { return softplus(a); },
        +[](T a) { return log_sigmoid(a); },
        +[](T a) { return erf(a); },
        +[](T a) { return sin(a); },
        +[](T a) { return cos(a); },
        +[](T a) {
            return abs(a) / (a - T{3, 0});
        },
        +[](T a) {
            return at_most(a, T{0.2, 0}) * at_least(-a, T{-0.1, 0});
        },
    };
    constexpr double h = 1e-6, tolerance = 1e-8;
    int row = 0;
    for (const auto f : bends) {
        for (const double x : {0.03, 0.3, 1.1, 2.6}) {
            INFO("row ", row, " at ", x);
            const double difference = (f({x + h, 0}).x - f({x - h, 0}).x) / (2 * h);
            CHECK(f({x, 1}).dx == doctest::Approx(difference).epsilon(tolerance).scale(1));
        }
        ++row;
    }
}
