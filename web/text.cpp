#include "web/text.hpp"

#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <map>

namespace web {

namespace {
std::map<std::string, std::string, std::less<>>& table() {
    static std::map<std::string, std::string, std::less<>> entries;
    return entries;
}
} // namespace

const char* text(std::string_view english) {
    auto& entries = table();
    auto found = entries.find(english);
    if (found == entries.end()) found = entries.emplace(english, english).first;
    return found->second.c_str();
}

void set_text(std::string_view english, std::string_view translation) { table()[std::string(english)] = translation; }

std::string format(const char* pattern, ...) {
    char buffer[512];
    va_list arguments;
    va_start(arguments, pattern);
    std::vsnprintf(buffer, sizeof buffer, pattern, arguments);
    va_end(arguments);
    return buffer;
}

std::string power_of_ten(int exponent) {
    static constexpr const char* superscripts[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "10⁻" : "10";
    for (const char digit : std::to_string(std::abs(exponent))) text += superscripts[digit - '0'];
    return text;
}

std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    const double size = std::abs(value);
    if (size != 0 && (size >= 1e4 || size < 1e-3)) {
        const int exponent = static_cast<int>(std::lround(std::log10(size)));
        if ((exponent >= 4 || exponent <= -4) && std::abs(size / std::pow(10, exponent) - 1) < 1e-6) return (value < 0 ? "−" : "") + power_of_ten(exponent);
    }
    std::string digits;
    if (size == 0)
        digits = "0";
    else if (size >= 1e-4 && size < 1e5)
        digits = format("%.*f", std::max(0, 2 - static_cast<int>(std::floor(std::log10(size)))), size);
    else
        digits = format("%.2e", size);
    const std::size_t e = digits.find('e');
    std::string exponent = e == std::string::npos ? "" : digits.substr(e + 1);
    std::string mantissa = digits.substr(0, e);
    if (mantissa.find('.') != std::string::npos) {
        mantissa.erase(mantissa.find_last_not_of('0') + 1);
        if (mantissa.back() == '.') mantissa.pop_back();
    }
    if (!exponent.empty()) exponent = format("e%d", std::atoi(exponent.c_str()));
    const std::size_t minus = exponent.find('-');
    if (minus != std::string::npos) exponent.replace(minus, 1, "−");
    return (value < 0 ? "−" : "") + mantissa + exponent;
}

} // namespace web
