#include "engine/csv/number.hpp"

#include <cstdint>
#include <limits>

namespace nn::csv {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

double power_of_ten(int exponent) {
    static constexpr double small[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double power = 1;
    for (; exponent > 22; exponent -= 22) power *= 1e22;
    return power * small[exponent];
}

/// At p, moved on; false where there is no digit. Stops counting far beyond every use.
bool read_exponent(const char*& p, const char* end, int& exponent) {
    const bool minus = p != end && *p == '-';
    if (p != end && (*p == '-' || *p == '+')) ++p;
    if (p == end || !is_digit(*p)) return false;
    constexpr int far_away = 100000000;
    int size = 0;
    for (; p != end && is_digit(*p); ++p)
        if (size < far_away) size = size * 10 + (*p - '0');
    exponent += minus ? -size : size;
    return true;
}

}  // namespace

bool parse_decimal(std::string_view text, char mark, double& value) {
    const char* p = text.data();
    const char* const end = p + text.size();
    if (p == end) return false;
    const bool minus = *p == '-';
    if (minus || *p == '+') ++p;

    std::uint64_t digits = 0;
    constexpr std::uint64_t full = 1000000000000000000;  // another digit would still fit: 10 full < 2^64
    int exponent = 0;
    bool any = false;
    for (; p != end && is_digit(*p); ++p) {
        any = true;
        if (digits < full)
            digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
        else
            ++exponent;
    }
    if (p != end && *p == mark)
        for (++p; p != end && is_digit(*p); ++p) {
            any = true;
            if (digits >= full) continue;
            digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
            --exponent;
        }
    if (!any) return false;
    if (p != end && (*p == 'e' || *p == 'E') && !read_exponent(++p, end, exponent)) return false;
    if (p != end) return false;

    double size = static_cast<double>(digits);
    constexpr int beyond = 70;  // a float has less than 39 digits before its mark, and 46 behind it; `digits` has 19
    if (exponent < 0)
        size = exponent < -beyond ? 0 : size / power_of_ten(-exponent);
    else if (exponent > 0 && digits != 0)
        size = exponent > beyond ? std::numeric_limits<double>::infinity() : size * power_of_ten(exponent);
    if (size > double(std::numeric_limits<float>::max())) return false;
    value = minus ? -size : size;
    return true;
}

}  // namespace nn::csv
