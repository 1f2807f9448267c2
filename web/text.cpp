#include "web/text.hpp"

#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <map>

namespace web {

namespace {
struct Entry {
    std::string words;
    bool translated;
};
struct Pattern {
    std::vector<std::string> english, translation; ///< what stands between the places
};

std::map<std::string, Entry, std::less<>>& table() {
    static std::map<std::string, Entry, std::less<>> entries;
    return entries;
}

std::vector<Pattern>& patterns() {
    static std::vector<Pattern> all;
    return all;
}

std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    for (std::size_t at = text.find("{}"); at != text.npos; at = text.find("{}")) {
        pieces.emplace_back(text.substr(0, at));
        text.remove_prefix(at + 2);
    }
    pieces.emplace_back(text);
    return pieces;
}

/// The translation by a pattern, or nothing.
std::string by_pattern(std::string_view english) {
    for (const Pattern& pattern : patterns()) {
        if (!english.starts_with(pattern.english.front())) continue;
        std::string words = pattern.translation.front();
        std::size_t at = pattern.english.front().size(), i = 1;
        for (; i < pattern.english.size(); ++i) {
            const std::string& next = pattern.english[i];
            const bool last = i + 1 == pattern.english.size();
            const std::size_t end = last ? english.rfind(next) : english.find(next, at);
            if (end == english.npos || end < at || (last && end + next.size() != english.size())) break;
            words.append(english.substr(at, end - at)).append(pattern.translation[i]);
            at = end + next.size();
        }
        if (i == pattern.english.size()) return words;
    }
    return {};
}
} // namespace

const char* text(std::string_view english) {
    auto& entries = table();
    auto found = entries.find(english);
    if (found == entries.end()) {
        std::string words = by_pattern(english);
        const bool translated = !words.empty();
        found = entries.emplace(english, Entry{translated ? std::move(words) : std::string(english), translated}).first;
    }
    return found->second.words.c_str();
}

void set_text(std::string_view english, std::string_view translation) {
    if (english.find("{}") == english.npos) {
        table()[std::string(english)] = {std::string(translation), true};
        return;
    }
    Pattern pattern{pieces_of(english), pieces_of(translation)};
    if (pattern.english.size() == pattern.translation.size()) patterns().push_back(std::move(pattern));
}

std::vector<std::string> untranslated() {
    std::vector<std::string> missing;
    for (const auto& [english, entry] : table())
        if (!entry.translated) missing.push_back(english);
    return missing;
}

std::string decimal(std::string digits) {
    if (const std::size_t point = digits.find('.'); point != digits.npos) digits.replace(point, 1, text("."));
    return digits;
}

std::string percent(double share, int decimals) { return decimal(format("%.*f %%", decimals, 100 * share)); }

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
    return (value < 0 ? "−" : "") + decimal(mantissa) + exponent;
}

} // namespace web
