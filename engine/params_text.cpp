#include "engine/params_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace nn {

// ---- numbers ---------------------------------------------------------------------------------------------------------

namespace {

/// "1.5e-07" with `digits` significant digits, as plain decimals where that is short.
std::string with_digits(double value, int digits) {
    char scientific[40];
    std::snprintf(scientific, sizeof scientific, "%.*e", digits - 1, value);
    const int exponent = std::atoi(std::string_view(scientific).substr(std::string_view(scientific).find('e') + 1).data());
    char text[40];
    if (exponent < -4 || exponent > 6)
        std::snprintf(text, sizeof text, "%.*g", digits, value);
    else
        std::snprintf(text, sizeof text, "%.*f", std::max(0, digits - 1 - exponent), value);
    return text;
}

} // namespace

std::string format_number(double value) {
    if (value == 0) return "0";
    for (int digits = 1; digits < 17; ++digits) {
        std::string text = with_digits(value, digits);
        if (std::strtod(text.c_str(), nullptr) == value) return text;
    }
    return with_digits(value, 17);
}

bool parse_number(std::string_view text, double& value) {
    if (text.empty() || text.size() > 40) return false;
    if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return false;
    const std::string copy(text);
    char* end = nullptr;
    const double parsed = std::strtod(copy.c_str(), &end);
    if (end != copy.c_str() + copy.size() || !std::isfinite(parsed)) return false;
    value = parsed;
    return true;
}

// ---- percent encoding ------------------------------------------------------------------------------------------------

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::vector<Format::Entry> formatted(Alternative& item) {
    Format format;
    item.visit(format);
    return std::move(format.entries);
}

} // namespace

std::string percent_encode(std::string_view text, std::string_view reserved) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || reserved.find(c) != std::string_view::npos) {
            char hex[4];
            std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(byte));
            out += hex;
        } else {
            out += c;
        }
    }
    return out;
}

std::string percent_decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        out += coded ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
        if (coded) i += 2;
    }
    return out;
}

// ---- values ----------------------------------------------------------------------------------------------------------

void Format::on(const Real& p, double& v) { add(p, format_number(v)); }
void Format::on(const Integer& p, int& v) { add(p, std::to_string(v)); }
void Format::on(const Toggle& p, bool& v) { add(p, v ? "true" : "false"); }
void Format::on(const Choice& p, int& v) { add(p, std::string(p.options[static_cast<std::size_t>(v)].key)); }
void Format::on(const Text& p, std::string& v) { add(p, v); }
void Format::on(const OneOf& p, Alternative& v) { add(p, format_item(v)); }
void Format::on(const List& p, Items& v) {
    std::string text;
    for (int i = 0; i < v.size(); ++i) text += (i ? "," : "") + format_item(*v.item(i));
    add(p, std::move(text));
}

std::vector<Format::Entry> formatted(const Params& params) {
    Format format;
    params(format);
    return std::move(format.entries);
}

std::vector<Format::Entry> defaults_of(Alternative& item) {
    const auto now = formatted(item);
    item.select(item.index());
    auto defaults = formatted(item);
    const auto visit = [&](ParamVisitor& v) { item.visit(v); };
    const Params params(visit);
    for (const auto& [key, text] : now) set_param(params, key, text);
    return defaults;
}

std::string format_item(Alternative& item) {
    std::string text(item.options()[static_cast<std::size_t>(item.index())].key);
    const auto values = formatted(item), defaults = defaults_of(item);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i].text != defaults[i].text)
            text += ":" + std::string(values[i].key) + "=" + percent_encode(values[i].text, reserved_in_items);
    return text;
}

} // namespace nn
