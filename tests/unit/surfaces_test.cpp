#include "engine/surfaces.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "engine/mathml.hpp"
#include "engine/random.hpp"
#include "expression_double.hpp"
#include "formula_text.hpp"

using namespace nn;

namespace {

constexpr std::uint32_t point_count = 1003;
constexpr double angles[] = {0, 30, -90};

int surface_index(std::string_view key) {
    return static_cast<int>(
        std::find_if(surfaces.begin(), surfaces.end(), [&](const Surface& s) { return s.key == key; }) -
        surfaces.begin());
}

/// Evenly spread over the box.
std::vector<Point> points_in(const Box& box) {
    std::vector<Point> points;
    for (std::uint32_t i = 0; i < point_count; ++i)
        points.push_back({box.x_min + (box.x_max - box.x_min) * uniform(1, 0, i),
                          box.y_min + (box.y_max - box.y_min) * uniform(1, 1, i)});
    return points;
}

/// The landscape's formula in double, turned in double.
auto exactly(const Landscape& landscape) {
    return [f = landscape.expression(), shape = landscape.shape()](double x, double y) {
        const double c = shape[1], s = shape[2];
        return in_double(f, c * x + s * y, c * y - s * x, shape[0]);
    };
}

/// Every surface at every angle, with the name that a failed check should show.
template <class F>
void for_each_landscape(const F& f) {
    for (std::size_t i = 0; i < surfaces.size(); ++i)
        for (const double theta : angles) {
            INFO(std::string(surfaces[i].key), " turned by ", theta);
            f(Landscape(static_cast<int>(i), 300, theta));
        }
}

bool contains(const Box& b, float x, float y) { return x >= b.x_min && x <= b.x_max && y >= b.y_min && y <= b.y_max; }

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

/// First step of plain descent after which f < 1e-4; 0 where it diverges.
int steps_of_plain_descent(double kappa, double theta, float lr) {
    const Landscape valley(surface_index("quadratic"), kappa, theta);
    Point w = valley.start();
    for (int step = 1; step <= 10000; ++step) {
        const Slope f = valley.slope(w.x, w.y);
        w = {w.x - lr * f.dx, w.y - lr * f.dy};
        const float value = valley.value(w.x, w.y);
        if (value < 1e-4f) return step;
        if (!(value < 1e9f)) return 0;
    }
    return -1;
}

}  // namespace

TEST_CASE("the gradient of every surface is its slope, turned or not") {
    for_each_landscape([](const Landscape& landscape) {
        const auto f = exactly(landscape);
        const auto points = points_in(landscape.box());
        double steepest = 0;
        for (const Point p : points)
            steepest =
                std::max(steepest, double(std::hypot(landscape.slope(p.x, p.y).dx, landscape.slope(p.x, p.y).dy)));
        for (const Point p : points) {
            const Slope slope = landscape.slope(p.x, p.y);
            const Differences d = differences(f, p.x, p.y);
            const double tolerance = 1e-5 * std::hypot(d.dx, d.dy) + 2e-6 * steepest;
            CHECK(std::abs(slope.dx - d.dx) <= tolerance);
            CHECK(std::abs(slope.dy - d.dy) <= tolerance);
            CHECK(slope.value == landscape.value(p.x, p.y));
        }
    });
}

TEST_CASE("the Hessian of every surface is the slope of its gradient, turned or not") {
    for_each_landscape([](const Landscape& landscape) {
        const auto f = exactly(landscape);
        const auto points = points_in(landscape.box());
        float bent = 0;
        for (const Point p : points)
            bent = std::max({bent, landscape.bend(p.x, p.y).lambda_max(), -landscape.bend(p.x, p.y).lambda_min()});
        for (const Point p : points) {
            const Bend bend = landscape.bend(p.x, p.y);
            const Slope slope = landscape.slope(p.x, p.y);
            const Differences d = differences(f, p.x, p.y);
            const double tolerance = 1e-5 * double(bent);
            CHECK(std::abs(bend.dxx - d.dxx) <= tolerance);
            CHECK(std::abs(bend.dxy - d.dxy) <= tolerance);
            CHECK(std::abs(bend.dyy - d.dyy) <= tolerance);
            CHECK(bend.value == slope.value);
            CHECK(bend.dx == doctest::Approx(slope.dx).epsilon(1e-5));
            CHECK(bend.dy == doctest::Approx(slope.dy).epsilon(1e-5));
        }
    });
}

TEST_CASE("at every minimum the gradient is 0, the value is as stated, and all directions lead up") {
    for_each_landscape([](const Landscape& landscape) {
        const float steep = landscape.bend(landscape.start().x, landscape.start().y).lambda_max();
        for (const Minimum& m : landscape.minima()) {
            CAPTURE(m.x);
            CAPTURE(m.y);
            const Bend f = landscape.bend(m.x, m.y);
            CHECK(f.value == doctest::Approx(m.value).scale(1).epsilon(5e-6));
            CHECK(std::hypot(f.dx, f.dy) < 1e-6f * std::max(f.lambda_max(), steep) + 2e-5f);
            CHECK(f.lambda_min() > 0);
            for (int i = 0; i < 8; ++i) {
                const float angle = 0.7853982f * static_cast<float>(i);
                CHECK(landscape.value(m.x + 0.05f * std::cos(angle), m.y + 0.05f * std::sin(angle)) > f.value);
            }
        }
    });
}

TEST_CASE("nothing in the box lies below the global minimum") {
    for_each_landscape([](const Landscape& landscape) {
        for (const Minimum& m : landscape.minima()) {
            if (!m.global) continue;
            for (const Point p : points_in(landscape.surface().box)) {
                const Point turned = landscape.turn().there(p);
                CHECK(landscape.value(turned.x, turned.y) >= m.value - 5e-6f);
            }
        }
    });
}

TEST_CASE("the box shows the start and every minimum, at any angle") {
    for (std::size_t i = 0; i < surfaces.size(); ++i)
        for (double theta = 0; theta < 360; theta += 7.5) {
            const Landscape landscape(static_cast<int>(i), 100, theta);
            INFO(std::string(surfaces[i].key), " turned by ", theta);
            CHECK(contains(landscape.box(), landscape.start().x, landscape.start().y));
            for (const Minimum& m : landscape.minima()) CHECK(contains(landscape.box(), m.x, m.y));
        }
}

TEST_CASE("a quarter turn is exact, and 0 degrees change nothing") {
    const Landscape straight(surface_index("beale")), quarter(surface_index("beale"), 1, 90),
        back(surface_index("beale"), 1, -270);
    for (const Point p : points_in(straight.box())) {
        const Slope f = straight.slope(p.x, p.y), g = quarter.slope(-p.y, p.x);
        CHECK(g.value == f.value);
        CHECK(g.dx == -f.dy);
        CHECK(g.dy == f.dx);
        CHECK(back.value(-p.y, p.x) == f.value);
        CHECK(Landscape(surface_index("beale"), 1, 0).value(p.x, p.y) ==
              Beale::f<float>(p.x, p.y, {1, nullptr}));
    }
    CHECK(Landscape(0, 1, 360).shape() == std::array<float, 4>{1, 1, 0, 0});
    CHECK(Landscape(0, 1, 180).shape() == std::array<float, 4>{1, -1, 0, 0});
    CHECK(Landscape(0, 1, -90).shape() == std::array<float, 4>{1, 0, -1, 0});
}

TEST_CASE("turning goes counter-clockwise, and takes start and minima along") {
    const Landscape turned(surface_index("rosenbrock"), 1, 45);
    const float r = std::sqrt(2.0f);
    REQUIRE(turned.minima().size() == 1);
    CHECK(turned.minima()[0].x == doctest::Approx(0).scale(1).epsilon(1e-6));
    CHECK(turned.minima()[0].y == doctest::Approx(r));
    CHECK(turned.value(turned.start().x, turned.start().y) ==
          doctest::Approx(Landscape(surface_index("rosenbrock")).value(-1.2f, 1)));
}

TEST_CASE("the valley's curvatures are 1 and kappa, however it is turned") {
    for (const double theta : {0.0, 20.0, 45.0, 90.0}) {
        const Bend bend = Landscape(surface_index("quadratic"), 1000, theta).bend(2, 3);
        CHECK(bend.lambda_max() == doctest::Approx(1000));
        CHECK(bend.lambda_min() == doctest::Approx(1).epsilon(1e-3));
    }
}

TEST_CASE("plain descent needs as many steps as PyTorch says") {
    CHECK(steps_of_plain_descent(100, 0, 0.01f) == 653);
    CHECK(steps_of_plain_descent(100, 0, 0.019f) == 343);
    CHECK(steps_of_plain_descent(100, 0, 0.021f) == 0);
    CHECK(steps_of_plain_descent(1000, 0, 0.0019f) == 3450);
    CHECK(steps_of_plain_descent(1000, 45, 0.0019f) == 3450);
}

TEST_CASE("the formula as data is the compiled formula") {
    constexpr float few_ulps = 1e-6f;
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        const Landscape landscape(static_cast<int>(i), 300);
        INFO(std::string(surfaces[i].key));
        const Expr f = landscape.expression();
        for (const Point p : points_in(landscape.box())) {
            const Slope compiled = landscape.slope(p.x, p.y),
                        data = f.evaluate(variable_x<Slope>(p.x), variable_y<Slope>(p.y), 300);
            CHECK(std::abs(data.value - compiled.value) <= few_ulps * std::abs(compiled.value));
            CHECK(std::abs(data.dx - compiled.dx) <= few_ulps * std::abs(compiled.dx));
            CHECK(std::abs(data.dy - compiled.dy) <= few_ulps * std::abs(compiled.dy));
        }
    }
}

TEST_CASE("the formulas that people read are the formula that is computed") {
    for (const Surface& row : surfaces) {
        if (row.is_typed) continue;
        const Landscape landscape(surface_index(row.key), 300);
        for (const std::string& text : {std::string(row.formula), infix_of_mathml(mathml(row.formula))}) {
            INFO(text);
            const Parsed read = parse_expression(replaced(text, "κ", "300"));
            REQUIRE(read.error == "");
            for (const Point p : points_in(row.box)) {
                const float f = landscape.value(p.x, p.y);
                CHECK(read.expression.evaluate(p.x, p.y) == doctest::Approx(f).scale(1).epsilon(1e-5));
            }
        }
    }
}

TEST_CASE("Ackley's tip has a slope of 0, not NaN") {
    const Bend tip = Landscape(surface_index("ackley"), 1, 45).bend(0, 0);
    CHECK(tip.dx == 0);
    CHECK(tip.dy == 0);
    CHECK(std::isfinite(tip.lambda_max()));
}

TEST_CASE("the shader says the same, in words that GLSL ES 3.00 has") {
    CHECK(Landscape(surface_index("quadratic"), 1000, 45).glsl() ==
          "float surface_pow2(float a) { return a * a; }\n"
          "float surface(vec2 p) {\n"
          "    float x = u_shape.y * p.x + u_shape.z * p.y;\n"
          "    float y = u_shape.y * p.y - u_shape.z * p.x;\n"
          "    return (surface_pow2(x) + u_shape.x * surface_pow2(y)) / 2.0;\n"
          "}\n");
    CHECK(Landscape(0, 1, 0).glsl() == Landscape(0, 1e4, 33).glsl());
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        const std::string glsl = Landscape(static_cast<int>(i)).glsl();
        INFO(glsl);
        CHECK(glsl.find(" pow(") == std::string::npos);
        CHECK(std::count(glsl.begin(), glsl.end(), '(') == std::count(glsl.begin(), glsl.end(), ')'));
        CHECK_FALSE(has_integer_literal(glsl));
    }
}

TEST_CASE("a typed surface is what was typed; what cannot be read becomes the default") {
    const int typed = surface_index("typed");
    const Slope f = Landscape(typed, 1, 0, "x^2 + 10*y^2 + sin(3*x)").slope(2, 1);
    CHECK(f.value == doctest::Approx(4 + 10 + std::sin(6.0)));
    CHECK(f.dx == doctest::Approx(4 + 3 * std::cos(6.0)));
    CHECK(f.dy == doctest::Approx(20));
    CHECK(Landscape(typed, 1, 0, "x +").value(2, 1) == Landscape(typed).value(2, 1));
    const Landscape copy = Landscape(typed, 1, 90, "3*x");
    CHECK(copy.value(0, 1) == 3);
}

TEST_CASE("links know these names") {
    const std::vector<std::string_view> keys{
        "quadratic", "rosenbrock",    "beale",     "himmelblau",      "booth",     "matyas", "six-hump-camel",
        "saddle",    "monkey-saddle", "rastrigin", "styblinski-tang", "mccormick", "ackley", "typed"};
    REQUIRE(surfaces.size() == keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) CHECK(surfaces[i].key == keys[i]);
}
