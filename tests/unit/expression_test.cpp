#include "engine/expression.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/random.hpp"
#include "expression_double.hpp"
#include "formula_text.hpp"

using namespace nn;

namespace {

Expr read(std::string_view text) {
    const Parsed parsed = parse_expression(text);
    INFO(std::string(text));
    REQUIRE(parsed.error == "");
    return parsed.expression;
}

float value(std::string_view text, float x = 0, float y = 0) { return read(text).evaluate(x, y); }

Slope slope(std::string_view text, float x, float y = 0) {
    return read(text).evaluate(variable_x<Slope>(x), variable_y<Slope>(y));
}

Bend bend(std::string_view text, float x, float y = 0) {
    return read(text).evaluate(variable_x<Bend>(x), variable_y<Bend>(y));
}

std::string glsl(std::string_view text) { return read(text).glsl().body; }

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

/// Formulas that are defined everywhere, grown by chance from a seed.
std::string random_formula(std::uint32_t seed, std::uint64_t& draw, int height) {
    const auto pick = [&](std::uint32_t n) { return random_bits(seed, 0, draw++) % n; };
    if (height == 0) {
        static constexpr const char* leaves[] = {"x", "y", "2", "0.5", "pi", "1.25", "xy", "3y"};
        return leaves[pick(8)];
    }
    const std::string a = random_formula(seed, draw, height - 1), b = random_formula(seed, draw, height - 1);
    const std::string n = std::to_string(1 + pick(3));
    static constexpr const char* names[] = {"sin", "cos", "tanh", "atan"};
    const std::string name = names[pick(4)];
    switch (pick(9)) {
        case 0:
            return a + " + " + b;
        case 1:
            return a + " - (" + b + ")";
        case 2:
            return "(" + a + ")*(" + b + ")";
        case 3:
            return "(" + a + ")/(1 + (" + b + ")^2)";
        case 4:
            return "(" + a + ")^" + n;
        case 5:
            return name + "(" + a + ")";
        case 6:
            return "log(1 + (" + a + ")^2)";
        case 7:
            return "sqrt(1 + (" + a + ")^2)^" + n + ".5";
        default:
            return "hypot(1.5, " + a + ") - atan2(" + b + ", 3)*pow(1.5 + cos(" + a + "), sin(" + b + "))";
    }
}

}  // namespace

TEST_CASE("formulas mean what they mean on paper") {
    struct {
        std::string_view text;
        double at_2_3;
    } const rows[] = {
        {"x^2 + 10*y^2 + sin(3*x)", 4 + 90 + std::sin(6.0)},
        {"1 + 2*3", 7},
        {"(1 + 2)*3", 9},
        {"7 - 3 - 2", 2},
        {"16/4/2", 2},
        {"2^3^2", 512},
        {"-x^2", -4},
        {"(-x)^2", 4},
        {"2^-x^2", 1 / 16.0},
        {"-x^-2", -0.25},
        {"x*-y", -6},
        {"x--y", 5},
        {"+x", 2},
        {"1/2x", 1},
        {"2x", 4},
        {"2xy", 12},
        {"x y", 6},
        {"3sin(x)", 3 * std::sin(2.0)},
        {"(x+1)(y-1)", 6},
        {"x(y+1)", 8},
        {"2pi x", 4 * 3.14159265358979},
        {"2e", 2 * 2.71828182845905},
        {"2e-1", 0.2},
        {"2e - 1", 2 * 2.71828182845905 - 1},
        {"1e3", 1000},
        {".5 + 5.", 5.5},
        {"x**3", 8},
        {"x² · y³ − 1", 107},
        {"x⁻¹ × 4 ÷ y", 2.0 / 3},
        {"x¹⁰", 1024},
        {"√(x + 7) + √y", 3 + std::sqrt(3.0)},
        {"2π", 6.28318530717959},
        {"X + Sin(PI)", 2},
        {"min(x, y) + max(x, y)", 5},
        {"atan2(y, x)", std::atan2(3.0, 2.0)},
        {"hypot(x + 1, y + 1)", 5},
        {"pow(x, y)", 8},
        {"log(e) + ln(e) + log2(8) + log10(1000)", 8},
        {"sign(-x) + abs(-y)", 2},
        {"exp(0)x", 2},
    };
    for (const auto& row : rows) {
        INFO(std::string(row.text));
        CHECK(value(row.text, 2, 3) == doctest::Approx(row.at_2_3).epsilon(1e-6));
    }
}

TEST_CASE("a mistake is told with its place and in words") {
    struct {
        std::string_view text, error;
    } const rows[] = {
        {"", "column 1: expected a number, x, y or a function"},
        {"   ", "column 4: expected a number, x, y or a function"},
        {"x + ", "column 5: expected a number, x, y or a function after '+'"},
        {"x + * y", "column 5: expected a number, x, y or a function after '+'"},
        {"sinn(x)", "column 1: unknown name 'sinn', did you mean 'sin'?"},
        {"arctan(x)", "column 1: unknown name 'arctan', did you mean 'atan'?"},
        {"x + foo", "column 5: unknown name 'foo'"},
        {"sin x", "column 5: expected '(' after 'sin'"},
        {"sin", "column 4: expected '(' after 'sin'"},
        {"(x + 1", "column 1: this '(' is not closed"},
        {"x + 1)", "column 6: this ')' closes nothing"},
        {"()", "column 2: expected a number, x, y or a function after '('"},
        {"max(x)", "column 1: max takes two values, got 1"},
        {"sin(x, y)", "column 1: sin takes one value, got 2"},
        {"(x, y)", "column 3: ',' only separates the values of a function"},
        {"x, y", "column 2: ',' only separates the values of a function"},
        {"x 2", "column 3: put * or ^ between 'x' and '2'"},
        {"(x)2", "column 4: put * or ^ between ')' and '2'"},
        {"|x|", "column 1: write abs(...) in place of bars"},
        {"f = x", "column 1: unknown name 'f'"},
        {"x = 2", "column 3: write only what stands on the right of '='"},
        {"x² + ²", "column 6: expected a number, x, y or a function after '+'"},
        {"1/0", "column 2: these numbers have no finite result"},
        {"sqrt(-1)", "column 1: these numbers have no finite result"},
        {"1e99", "column 1: '1e99' is too large a number"},
        {"x²⁹⁹", "column 2: the exponent is too large"},
        {"x ? y", "column 3: '?' has no meaning here"},
        {"x € y", "column 3: '€' has no meaning here"},
        {"x \x01 y", "column 3: this character has no meaning here"},
        {"x \xff y", "column 3: this character has no meaning here"},
        {".", "column 1: '.' is not a number"},
    };
    for (const auto& row : rows) {
        INFO(std::string(row.text));
        CHECK(check_expression(row.text) == row.error);
        CHECK(parse_expression(row.text).expression.evaluate(2.0f, 3.0f) == 0);
    }
    const Parsed place = parse_expression("x² + ?");
    CHECK(place.column == 6);
    CHECK(place.byte == 6);
    CHECK(check_expression("x^2 + y") == "");
}

TEST_CASE("a curve's formula has x alone") {
    CHECK(check_curve_expression("x^2 + 1") == "");
    CHECK(check_curve_expression("x^2 + y") == "column 7: a curve has only x, not y");
    CHECK(check_curve_expression("xy") == "column 2: a curve has only x, not y");
    CHECK(check_curve_expression("x +") == "column 4: expected a number, x or a function after '+'");
}

TEST_CASE("no text is too much") {
    CHECK(check_expression(std::string(501, 'x')) == "column 1: the formula is longer than 500 letters");
    CHECK(check_expression(std::string(500, 'x')) == "column 251: the formula is too long");
    CHECK(check_expression(repeated("(", 250) + "x" + repeated(")", 249)) ==
          "column 101: the formula is nested too deeply");
    CHECK(check_expression(repeated("(", 100) + "x" + repeated(")", 100)) == "");
    CHECK(check_expression(repeated("-", 499) + "x") == "column 101: the formula is nested too deeply");
    CHECK(check_expression(repeated("x^", 249) + "x") == "column 201: the formula is nested too deeply");
    CHECK(check_expression(repeated("x+", 249) + "x") == "column 1: the formula is nested too deeply");
    CHECK(check_expression(repeated("x+", 150) + "x") == "");
    CHECK(value(repeated("x+", 150) + "x", 2) == 302);
    CHECK(read(repeated("(1+", 90) + "x" + repeated(")", 90)).stack() <= Expr::max_stack);
}

TEST_CASE("slopes and curvatures of 300 random formulas match differences in double") {
    constexpr double tolerance = 3e-4;  // float, through up to four nested functions
    int compared = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        std::uint64_t draw = 0;
        const std::string text = random_formula(seed, draw, 3);
        if (text.size() > max_expression_length) continue;
        INFO(text);
        const Expr f = read(text);
        const auto exact = [&](double x, double y) { return in_double(f, x, y); };
        for (std::uint32_t i = 0; i < 5; ++i) {
            const float x = 3 * uniform(seed, 1, i) - 1.5f, y = 3 * uniform(seed, 2, i) - 1.5f;
            CAPTURE(x);
            CAPTURE(y);
            const double f0 = exact(double(x), double(y));
            const Bend b = f.evaluate(variable_x<Bend>(x), variable_y<Bend>(y));
            const Slope s = f.evaluate(variable_x<Slope>(x), variable_y<Slope>(y));
            const Differences d = differences(exact, double(x), double(y));
            const double scale = 1 + std::abs(f0) + std::abs(d.dx) + std::abs(d.dy) + std::abs(d.dxx) +
                                 std::abs(d.dxy) + std::abs(d.dyy);
            if (scale > 1e4) continue;
            ++compared;
            CHECK(std::abs(f.evaluate(x, y) - f0) < tolerance * scale);
            CHECK(std::abs(s.dx - d.dx) < tolerance * scale);
            CHECK(std::abs(s.dy - d.dy) < tolerance * scale);
            CHECK(std::abs(b.dx - d.dx) < tolerance * scale);
            CHECK(std::abs(b.dy - d.dy) < tolerance * scale);
            CHECK(std::abs(b.dxx - d.dxx) < tolerance * scale);
            CHECK(std::abs(b.dxy - d.dxy) < tolerance * scale);
            CHECK(std::abs(b.dyy - d.dyy) < tolerance * scale);
        }
    }
    CHECK(compared > 1000);
}

TEST_CASE("every function has the slope and the curvature of its own curve") {
    constexpr double tolerance = 1e-5;
    for (const Function& function : functions) {
        const std::string text =
            std::string(function.name) + (function.arguments == 1 ? "(x/2 + y/3)" : "(x/2 + 1, y/3 + 0.9 - x/5)");
        INFO(text);
        const Expr f = read(text);
        const auto exact = [&](double x, double y) { return in_double(f, x, y); };
        for (const float x : {0.3f, 0.7f, 1.1f})
            for (const float y : {0.2f, 0.6f}) {
                const Bend b = f.evaluate(variable_x<Bend>(x), variable_y<Bend>(y));
                const Differences d = differences(exact, double(x), double(y));
                const double scale = 1 + std::abs(d.dxx) + std::abs(d.dxy) + std::abs(d.dyy);
                CHECK(std::abs(b.value - exact(double(x), double(y))) < tolerance * scale);
                CHECK(std::abs(b.dx - d.dx) < tolerance * scale);
                CHECK(std::abs(b.dy - d.dy) < tolerance * scale);
                CHECK(std::abs(b.dxx - d.dxx) < tolerance * scale);
                CHECK(std::abs(b.dxy - d.dxy) < tolerance * scale);
                CHECK(std::abs(b.dyy - d.dyy) < tolerance * scale);
            }
    }
}

TEST_CASE("powers are right at 0 and for negative bases") {
    CHECK(value("x^0", 0) == 1);
    CHECK(slope("x^0", 0).dx == 0);
    CHECK(slope("x^1", 0).dx == 1);
    CHECK(bend("x^2", 0).dxx == 2);
    CHECK(slope("x^3", -2).dx == 12);
    CHECK(slope("x^-1", -2).dx == doctest::Approx(-0.25));
    CHECK(bend("x^-1", -2).dxx == doctest::Approx(-0.25));
    CHECK(value("0^x", 2) == 0);
    CHECK(slope("0^x", 2).dx == 0);
    CHECK(value("0^x", 0) == 1);
    CHECK(slope("x^0.5", 0).dx == 0);
    CHECK(slope("x^1.5", 0).dx == 0);
    CHECK(bend("x^2.5", 0).dxx == 0);
    CHECK(std::isnan(value("x^0.5", -1)));
    CHECK(value("x^y", -2, 3) == -8);
    CHECK(slope("x^y", -2, 3).dx == 12);
    CHECK(slope("x^y", -2, 3).dy == 0);
    CHECK(std::isnan(value("x^y", -2, 0.5f)));
    CHECK(slope("x^y", 2, 3).dy == doctest::Approx(8 * std::log(2.0)));
    CHECK(bend("x^y", 2, 3).dxy == doctest::Approx(4 * (1 + 3 * std::log(2.0))));
    CHECK(slope("x^x", 2).dx == doctest::Approx(4 * (1 + std::log(2.0))));
    CHECK(slope("2^x", 3).dx == doctest::Approx(8 * std::log(2.0)));
    CHECK(value("x^60", 0.5f) == doctest::Approx(std::pow(0.5, 60)));
}

TEST_CASE("at a kink the slope is 0, at a tie half of each") {
    CHECK(slope("abs(x)", 0).dx == 0);
    CHECK(slope("sqrt(x)", 0).dx == 0);
    CHECK(slope("hypot(x, y)", 0).dx == 0);
    CHECK(slope("atan2(y, x)", 0).dy == 0);
    CHECK(slope("max(x, y)", 1, 1).dx == 0.5f);
    CHECK(slope("max(x, 2y)", 1, 1).dy == 2);
    CHECK(slope("min(x, 2y)", 1, 1).dy == 0);
}

TEST_CASE("numbers are folded, and what is folded is what would be computed") {
    CHECK(read("2*pi*x").code().size() == 3);
    CHECK(read("sin(1) + 2^0.5 - 1/3").code().size() == 1);
    CHECK(value("1/3") == 1.0f / 3.0f);
}

TEST_CASE("shader text keeps every bracket that matters and no integer") {
    CHECK(glsl("x^2 + 10*y^2 + sin(3*x)") == "surface_pow2(x) + 10.0 * surface_pow2(y) + sin(3.0 * x)");
    CHECK(glsl("x - (y - 1)") == "x - (y - 1.0)");
    CHECK(glsl("(x - y) - 1") == "x - y - 1.0");
    CHECK(glsl("x/(y*2)") == "x / (y * 2.0)");
    CHECK(glsl("x*(y + 2)") == "x * (y + 2.0)");
    CHECK(glsl("-(-x)") == "-(-x)");
    CHECK(glsl("x - -2") == "x - -2.0");
    CHECK(glsl("-(x + y)^2") == "-surface_pow2(x + y)");
    CHECK(glsl("x^-1*y") == "1.0 / x * y");
    CHECK(glsl("y/x^-2") == "y / (1.0 / surface_pow2(x))");
    CHECK(glsl("x^1 + y^0") == "x + 1.0");
    CHECK(glsl("x^y") == "surface_power(x, y)");
    CHECK(glsl("atan2(y, x)") == "atan(y, x)");
    CHECK(glsl("1e-20*x + 123456789") == "1e-20 * x + 1.2345679e+08");
    CHECK(glsl("0.1x + 1/3") == "0.1 * x + 0.33333334");
    const std::string helpers = read("x^13 + 1").glsl().helpers;
    CHECK(helpers ==
          "float surface_pow3(float a) { return a * a * a; }\n"
          "float surface_pow6(float a) { float h = surface_pow3(a); return h * h; }\n"
          "float surface_pow13(float a) { float h = surface_pow6(a); return h * h * a; }\n");
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        std::uint64_t draw = 0;
        const Parsed f = parse_expression(random_formula(seed, draw, 3));
        const Expr::Glsl text = f.expression.glsl();
        CHECK_FALSE(has_integer_literal(text.helpers + text.body));
        CHECK(text.body.find("--") == std::string::npos);
    }
}

TEST_CASE("what the shader reads computes the same again, to the last bit") {
    int compared = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        std::uint64_t draw = 0;
        const Parsed f = parse_expression(random_formula(seed, draw, 2));
        const std::string text = formula_of_glsl(f.expression.glsl().body);
        if (text.find("atan") != std::string::npos || text.size() > max_expression_length) continue;
        INFO(text);
        const Expr again = read(text);
        for (std::uint32_t i = 0; i < 5; ++i) {
            const float x = uniform(seed, 3, i), y = uniform(seed, 4, i);
            CHECK(again.evaluate(x, y) == f.expression.evaluate(x, y));
        }
        ++compared;
    }
    CHECK(compared > 100);
}
