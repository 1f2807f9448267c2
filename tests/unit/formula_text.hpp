#pragma once
/// Formulas in the notations that people and shaders read.
#include <doctest/doctest.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace nn {

/// MathML as text for the parser: `<msup>a b</msup>` becomes `(a)^(b)`. Fails the test where tags do not match.
inline std::string infix_of_mathml(std::string_view mathml) {
    struct Open {
        std::string_view tag;
        std::vector<std::string> parts;
    };
    std::vector<Open> open{{"", {}}};
    while (!mathml.empty()) {
        const auto next = mathml.find('<');
        if (next != 0) {
            open.back().parts.push_back(" " + std::string(mathml.substr(0, next)) + " ");
            mathml.remove_prefix(next == std::string_view::npos ? mathml.size() : next);
            continue;
        }
        const auto end = mathml.find('>');
        REQUIRE(end != std::string_view::npos);
        const std::string_view tag = mathml.substr(1, end - 1);
        mathml.remove_prefix(end + 1);
        if (tag.front() != '/') {
            open.push_back({tag, {}});
            continue;
        }
        const Open closed = open.back();
        open.pop_back();
        REQUIRE(closed.tag == tag.substr(1));
        REQUIRE(!open.empty());
        std::string text;
        const bool pair = closed.tag == "msup" || closed.tag == "mfrac";
        if (pair) REQUIRE(closed.parts.size() == 2);
        if (pair)
            text = "(" + closed.parts[0] + ")" + (closed.tag == "msup" ? "^" : "/") + "(" + closed.parts[1] + ")";
        else
            for (const std::string& part : closed.parts) text += part;
        if (closed.tag == "mfrac") text = "(" + text + ")";
        if (closed.tag == "msqrt") text = "sqrt(" + text + ")";
        if (closed.tag == "mrow" && text.starts_with(" | ")) text = "abs(" + text.substr(3, text.size() - 6) + ")";
        open.back().parts.push_back(text);
    }
    REQUIRE(open.size() == 1);
    std::string all;
    for (const std::string& part : open[0].parts) all += part;
    return all;
}

/// An expression of GLSL in the language of formulas: `surface_pow3(x)` is `((x)^3)`. Not for atan, which has two
/// meanings.
inline std::string formula_of_glsl(std::string text) {
    constexpr std::string_view helper = "surface_";
    for (auto at = text.find(helper); at != std::string::npos; at = text.find(helper, at)) {
        text.erase(at, helper.size());
        if (text.compare(at, 5, "power") == 0) text.erase(at + 3, 2);
        if (text.compare(at, 3, "pow") != 0 || text[at + 3] == '(') continue;
        const auto open = text.find('(', at);
        auto close = open;
        for (int depth = 0; depth > 0 || close == open; ++close)
            depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
        const std::string exponent = text.substr(at + 3, open - at - 3), base = text.substr(open, close - open);
        text.replace(at, close - at, "(" + base + "^" + exponent + ")");
    }
    return text;
}

/// A number without point, exponent or suffix; digits in a name do not count.
inline bool has_integer_literal(std::string_view glsl) {
    for (std::size_t i = 0; i < glsl.size();) {
        const auto is = [&](std::size_t k, int (*kind)(int)) {
            return k < glsl.size() && kind(static_cast<unsigned char>(glsl[k]));
        };
        if (is(i, std::isalpha)) {
            while (is(i, std::isalnum) || (i < glsl.size() && glsl[i] == '_')) ++i;
        } else if (is(i, std::isdigit)) {
            const std::size_t begin = i;
            while (is(i, std::isalnum) ||
                   (i < glsl.size() && (glsl[i] == '.' || ((glsl[i] == '-' || glsl[i] == '+') && glsl[i - 1] == 'e'))))
                ++i;
            if (glsl.substr(begin, i - begin).find_first_of(".eu") == std::string_view::npos) return true;
        } else {
            ++i;
        }
    }
    return false;
}

}  // namespace nn
