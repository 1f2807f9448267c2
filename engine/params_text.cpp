#include "engine/params_text.hpp"

#include <algorithm>

#include "engine/sentence.hpp"

namespace nn {

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
            constexpr char digits[] = "0123456789ABCDEF";
            ((out += '%') += digits[byte >> 4]) += digits[byte & 15];
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
            text += sentence({":", values[i].key, "=", percent_encode(values[i].text, reserved_in_items)});
    return text;
}

} // namespace nn
