#include "engine/decimal.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace nn {
namespace {

/// 0.digits * 10^point, exactly. No zeros at either end, so digits compare like numbers.
struct Decimal {
    std::string digits;
    int point = std::numeric_limits<int>::min();  ///< of 0: below all

    void trim() {
        const std::size_t zeros = digits.find_first_not_of('0');
        if (zeros == std::string::npos) {
            *this = {};
            return;
        }
        digits.erase(digits.find_last_not_of('0') + 1);
        digits.erase(0, zeros);
        point -= static_cast<int>(zeros);
    }
    bool operator==(const Decimal&) const = default;
    bool operator<(const Decimal& other) const { return point != other.point ? point < other.point : digits < other.digits; }
};

/// m * 2^e. Where e < 0 that is m * 5^-e / 10^-e.
Decimal exactly(std::uint64_t m, int e) {
    constexpr std::uint32_t base = 1'000'000'000, at_once = 12;  // 5^12 fits a limb
    std::vector<std::uint32_t> limbs;  // the lowest first
    for (; m > 0; m /= base) limbs.push_back(static_cast<std::uint32_t>(m % base));
    for (std::uint32_t left = static_cast<std::uint32_t>(std::abs(e)); left > 0;) {
        std::uint32_t factor = 1;
        for (std::uint32_t i = 0; i < at_once && left > 0; ++i, --left) factor *= e < 0 ? 5 : 2;
        std::uint64_t carry = 0;
        for (std::uint32_t& limb : limbs) {
            carry += std::uint64_t{limb} * factor;
            limb = static_cast<std::uint32_t>(carry % base);
            carry /= base;
        }
        if (carry > 0) limbs.push_back(static_cast<std::uint32_t>(carry));
    }
    Decimal d{std::string(9 * limbs.size(), '0'), static_cast<int>(9 * limbs.size()) + std::min(e, 0)};
    auto digit = d.digits.rbegin();
    for (std::uint32_t limb : limbs)
        for (int i = 0; i < 9; ++i, limb /= 10) *digit++ = static_cast<char>('0' + limb % 10);
    d.trim();
    return d;
}

/// A double >= 0 as m * 2^e.
struct Binary {
    std::uint64_t m;
    int e;

    explicit Binary(double size) {
        const auto bits = std::bit_cast<std::uint64_t>(size);
        const int biased = static_cast<int>(bits >> 52);
        m = (bits & ((std::uint64_t{1} << 52) - 1)) | (std::uint64_t{biased > 0} << 52);
        e = std::max(biased, 1) - 1075;
    }
    Decimal value() const { return exactly(m, e); }
    /// What is below or above is nearer to another double; in the middle the one with an even m wins.
    bool is_above(const Decimal& d) const {
        if (m == 0) return false;
        const bool narrow = m == std::uint64_t{1} << 52 && e > -1074;  // doubles are closer below a power of 2
        const Decimal middle = narrow ? exactly(4 * m - 1, e - 2) : exactly(2 * m - 1, e - 1);
        return d < middle || (d == middle && m % 2 != 0);
    }
    bool is_below(const Decimal& d) const {
        const Decimal middle = exactly(2 * m + 1, e - 1);
        return middle < d || (d == middle && m % 2 != 0);
    }
};

/// To n digits; ties go to the even one.
Decimal rounded(Decimal d, std::size_t n) {
    if (d.digits.size() <= n) return d;
    const bool more = d.digits.size() > n + 1, odd = d.digits[n - 1] % 2 != 0;
    const bool up = d.digits[n] > '5' || (d.digits[n] == '5' && (more || odd));
    d.digits.resize(n);
    if (up) {
        while (!d.digits.empty() && d.digits.back() == '9') d.digits.pop_back();
        if (d.digits.empty()) {
            d.digits = "0";
            ++d.point;
        }
        ++d.digits.back();
    }
    d.trim();
    return d;
}

std::string text_of(const Decimal& d, bool minus) {
    std::string text = d.digits;
    const int size = static_cast<int>(text.size()), exponent = d.point - 1;
    if (exponent < -4 || exponent >= std::max(7, size)) {
        if (size > 1) text.insert(1, 1, '.');
        text += exponent < 0 ? "e-" : "e+";
        const std::string digits = std::to_string(std::abs(exponent));
        if (digits.size() < 2) text += '0';
        text += digits;
    } else if (d.point <= 0) {
        text.insert(0, "0." + std::string(static_cast<std::size_t>(-d.point), '0'));
    } else if (d.point >= size) {
        text.append(static_cast<std::size_t>(d.point - size), '0');
    } else {
        text.insert(static_cast<std::size_t>(d.point), 1, '.');
    }
    return minus ? "-" + text : text;
}

/// What has no digits, or nothing.
std::string special(double value) {
    if (value == 0) return "0";
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    return {};
}

/// Takes digits off the front of `text`; false: there are none.
bool take_digits(std::string_view& text, std::string& digits) {
    const std::size_t n = std::min(text.find_first_not_of("0123456789"), text.size());
    digits += text.substr(0, n);
    text.remove_prefix(n);
    return n > 0;
}

/// Takes a sign off; true: minus.
bool take_sign(std::string_view& text) {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.remove_prefix(1);
    return minus;
}

/// Takes an exponent off, if there is one; false: it has no digits.
bool take_exponent(std::string_view& text, int& exponent) {
    if (!text.starts_with('e') && !text.starts_with('E')) return true;
    text.remove_prefix(1);
    const bool minus = take_sign(text);
    std::string digits;
    if (!take_digits(text, digits)) return false;
    constexpr int far = 100'000;
    for (const char c : digits) exponent = std::min(far, 10 * exponent + (c - '0'));
    if (minus) exponent = -exponent;
    return true;
}

/// A few units off in the last place.
double near(const Decimal& d) {
    double size = 0;
    const std::size_t n = std::min<std::size_t>(d.digits.size(), 17);
    for (std::size_t i = 0; i < n; ++i) size = 10 * size + (d.digits[i] - '0');
    int left = d.point - static_cast<int>(n);
    for (; left > 0; --left) size *= 10;
    for (; left < 0; ++left) size /= 10;
    return std::min(size, std::numeric_limits<double>::max());
}

}  // namespace

std::string format_number(double value) {
    if (const std::string text = special(value); !text.empty()) return text;
    const Binary size(std::fabs(value));
    const Decimal exact = size.value();
    for (std::size_t n = 1;; ++n) {
        const Decimal d = rounded(exact, n);
        if (n == 17 || (!size.is_above(d) && !size.is_below(d))) return text_of(d, value < 0);
    }
}

std::string format_rounded(double value, int digits) {
    if (const std::string text = special(value); !text.empty()) return text;
    return text_of(rounded(Binary(std::fabs(value)).value(), static_cast<std::size_t>(digits)), value < 0);
}

bool parse_number(std::string_view text, double& value) {
    if (text.size() > 40) return false;
    const bool minus = take_sign(text);
    Decimal d;
    bool any = take_digits(text, d.digits);
    d.point = static_cast<int>(d.digits.size());
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        any = take_digits(text, d.digits) || any;
    }
    int exponent = 0;
    if (!any || !take_exponent(text, exponent) || !text.empty()) return false;
    d.point += exponent;
    d.trim();
    if (d.point > 310) return false;
    double size = d.point < -330 ? 0 : near(d);
    for (; std::isfinite(size) && Binary(size).is_below(d);) size = std::nextafter(size, std::numeric_limits<double>::infinity());
    for (; std::isfinite(size) && Binary(size).is_above(d);) size = std::nextafter(size, 0.0);
    if (!std::isfinite(size)) return false;
    value = minus ? -size : size;
    return true;
}

}  // namespace nn
