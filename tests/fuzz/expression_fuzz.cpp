/// Any text is either a formula that evaluates and prints, or an error with a place inside the text.
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression.hpp"
#include "words.hpp"

using namespace nn;

namespace {

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

void check(std::string_view text, Variables variables) {
    const Parsed parsed = parse_expression(text, variables);
    const Expr& f = parsed.expression;
    if (!parsed.error.empty()) {
        require(parsed.error.starts_with("column ") && parsed.error.size() < 200);
        require(parsed.byte <= text.size() && parsed.column >= 1 && parsed.column <= static_cast<int>(parsed.byte) + 1);
        require(f.code().empty());
        return;
    }
    require(f.stack() >= 1 && f.stack() <= Expr::max_stack);
    for (const float x : {0.0f, 1.0f, -2.5f, 1e30f})
        for (const float y : {0.0f, -1.0f, 0.3f}) {
            const float value = f.evaluate(x, y);
            require(same(value, f.evaluate(variable_x<Slope>(x), variable_y<Slope>(y)).value));
            require(same(value, f.evaluate(variable_x<Bend>(x), variable_y<Bend>(y)).value));
            require(variables == Variables::xy || same(value, f.evaluate(x, 7.0f)));
        }
    const std::string body = f.glsl().body;
    require(!body.empty() && std::count(body.begin(), body.end(), '(') == std::count(body.begin(), body.end(), ')'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto words = [] {
        std::vector<std::string_view> all{"x", "y", "+", "-", "*", "/", "^", "**", "(", ")",   ",",
                                          "²", "⁻", "³", "√", "π", "·", "e", "2",  "0", "1e-3"};
        for (const Function& f : functions) all.push_back(f.name);
        return all;
    }();
    const std::string text = spelled({data, size}, words);
    check(text, Variables::xy);
    check(text, Variables::x);
    return 0;
}
