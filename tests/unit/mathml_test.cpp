#include "engine/mathml.hpp"

#include <doctest/doctest.h>

#include <string>

#include "engine/expression.hpp"
#include "formula_text.hpp"

using namespace nn;

namespace {

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

}  // namespace

TEST_CASE("a formula is set as in a book") {
    CHECK(mathml("x^2 - 3*x") ==
          "<math><msup><mrow><mi>x</mi></mrow><mrow><mn>2</mn></mrow></msup><mo>−</mo><mn>3</mn><mi>x</mi></math>");
    CHECK(mathml("(x + 1)/2") ==
          "<math><mfrac><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac></math>");
    CHECK(mathml("√(2π)") == "<math><msqrt><mn>2</mn><mi>π</mi></msqrt></math>");
    CHECK(mathml("abs(x)") == "<math><mrow><mo>|</mo><mi>x</mi><mo>|</mo></mrow></math>");
    CHECK(mathml("2*3") == "<math><mn>2</mn><mo>·</mo><mn>3</mn></math>");
}

TEST_CASE("what is set is what is computed") {
    for (const std::string text :
         {"x^2 + 10*y^2 + sin(3*x)", "-x^-2", "2^-x^2", "x²/y/2", "1/2x", "-(x - y)·3", "(x+1)(y-1)", "x⁻¹ y", "√x²",
          "max(x, 2y)^(1+x)", "exp(-(x² + y²)/2)", "3 - -x", "(x²)³", "2·3·x/4·5", "e^(x/(1 + y))", "|x", "log2(8)"}) {
        INFO(text);
        const Parsed typed = parse_expression(text);
        if (!typed.error.empty()) continue;
        const Parsed set = parse_expression(infix_of_mathml(mathml(text)));
        INFO(infix_of_mathml(mathml(text)));
        REQUIRE(set.error == "");
        CHECK(set.expression.evaluate(0.7f, 1.3f) == doctest::Approx(typed.expression.evaluate(0.7f, 1.3f)));
    }
}

TEST_CASE("what is not a formula, or too deep to show, is shown as it was typed") {
    CHECK(mathml("x + ") == "<math><mtext>x + </mtext></math>");
    CHECK(mathml("<b>&") == "<math><mtext>&lt;b>&amp;</mtext></math>");
    CHECK(mathml("") == "<math><mtext></mtext></math>");
    const std::string deep = repeated("(", 100) + "x" + repeated(")", 100);
    CHECK(mathml(deep) == "<math><mtext>" + deep + "</mtext></math>");
}
