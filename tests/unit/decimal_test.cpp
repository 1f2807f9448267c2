#include "engine/decimal.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <limits>

#include "engine/random.hpp"

using namespace nn;

namespace {

constexpr std::uint64_t seed = 7;
constexpr std::uint32_t rounds = 5'000;  // 300,000 passed, too (2026-11-25)

std::uint64_t bits_at(std::uint32_t i, std::uint32_t stream) {
    const auto bits = philox({i, stream, 0, 0}, {seed, 0});
    return std::uint64_t{bits[0]} << 32 | bits[1];
}

/// The library's: the fewest digits that read back.
std::string shortest(double value) {
    char text[40];
    int digits = 1;
    do std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
    while (std::strtod(text, nullptr) != value && ++digits < 18);
    const int exponent = std::atoi(std::string_view(text).substr(std::string_view(text).find('e') + 1).data());
    if (exponent < -4 || exponent > 6)
        std::snprintf(text, sizeof text, "%.*g", digits, value);
    else
        std::snprintf(text, sizeof text, "%.*f", std::max(0, digits - 1 - exponent), value);
    return text;
}

/// Any bits that are a number, those of a float, and short decimals.
double number_at(std::uint32_t i) {
    const std::uint64_t bits = bits_at(i, 0);
    double x = std::bit_cast<double>(bits);
    if (i % 4 == 1) x = double(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    if (i % 4 == 2) x = static_cast<double>(bits % 100'000) / 1000;
    if (i % 4 == 3) x = std::ldexp(1.0, static_cast<int>(bits % 2100) - 1074);
    return std::isfinite(x) && x != 0 ? x : 1;
}

bool reads_like_strtod(const char* text) {
    double value = 0;
    const double expected = std::strtod(text, nullptr);
    const bool read = parse_number(text, value);
    return std::isfinite(expected) ? read && std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(expected) : !read;
}

}  // namespace

TEST_CASE("the text of a number is the shortest that reads back, as the C library finds it") {
    for (std::uint32_t i = 0; i < rounds; ++i) {
        const double x = number_at(i);
        const std::string text = format_number(x);
        REQUIRE(text == shortest(x));
        double back = 0;
        REQUIRE(parse_number(text, back));
        REQUIRE(back == x);
    }
    for (const double x : {0.0, 5e-324, 2.2250738585072014e-308, 2.2250738585072011e-308, 1.7976931348623157e308, 0.1, 1e23, 9007199254740993.0, -0.001, 1e7, 1e-5})
        CHECK(format_number(x) == (x == 0 ? "0" : shortest(x)));
    CHECK(format_number(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(format_number(std::nan("")) == "nan");
}

TEST_CASE("a text is read as the nearest number, as the C library reads it: halfway the even one") {
    for (std::uint32_t i = 0; i < rounds; ++i) {
        char text[64];
        const std::uint64_t bits = bits_at(i, 1);
        std::snprintf(text, sizeof text, "%s%llue%d", i % 2 ? "-" : "", static_cast<unsigned long long>(bits >> (i % 60)), static_cast<int>(bits % 700) - 360);
        INFO(std::string(text));
        REQUIRE(reads_like_strtod(text));
        // Halfway between two whole numbers that a double holds, and a little beside.
        const std::uint64_t odd = ((bits >> 11 | std::uint64_t{1} << 52) << 2) + 2;
        std::snprintf(text, sizeof text, "%llu%s", static_cast<unsigned long long>(odd), i % 3 == 0 ? ".000000001" : "");
        REQUIRE(reads_like_strtod(text));
    }
    for (const char* text : {"0", "-0", ".5", "5.", "+1e-3", "1e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "4.9e-324", "2.4703282292062328e-324",
                             "2.4703282292062327e-324", "1e-400", "1E5", "00012.500", "9007199254740993", "1e99999999999"})
        CHECK_MESSAGE(reads_like_strtod(text), std::string(text));
}

TEST_CASE("what is no number is not read") {
    for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "1 ", " 1", "1,5", "0x10", "nan", "inf", "1.2.3", "--1"}) {
        double value = 3;
        CHECK_FALSE(parse_number(text, value));
        CHECK(value == 3);
    }
}

TEST_CASE("seven digits are what printf writes with %.7g") {
    for (std::uint32_t i = 0; i < rounds; ++i) {
        char text[40];
        std::snprintf(text, sizeof text, "%.7g", number_at(i));
        REQUIRE(format_rounded(number_at(i), 7) == text);
    }
}
