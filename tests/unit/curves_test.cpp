#include "engine/curves.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/mathml.hpp"
#include "engine/random.hpp"
#include "expression_double.hpp"
#include "formula_text.hpp"

using namespace nn;

namespace {

constexpr std::string_view typed_formula = "x^2 + 3*sin(2x)";

int curve_index(std::string_view key) {
    const auto row = std::find_if(curves.begin(), curves.end(), [&](const CurveRow& c) { return c.key == key; });
    return static_cast<int>(row - curves.begin());
}

Expr formula_of(const CurveRow& row) {
    const Parsed parsed = parse_expression(row.is_typed ? typed_formula : row.formula, Variables::x);
    REQUIRE(parsed.error == "");
    return parsed.expression;
}

std::vector<float> points_in(const CurveBox& box) {
    std::vector<float> points;
    for (std::uint32_t i = 0; i < 1003; ++i) points.push_back(box.x_min + (box.x_max - box.x_min) * uniform(1, 0, i));
    return points;
}

template <class F>
void for_each_curve(const F& f) {
    for (std::size_t i = 0; i < curves.size(); ++i) {
        INFO(std::string(curves[i].key));
        f(Curve(static_cast<int>(i), typed_formula));
    }
}

struct Descended {
    float x;
    bool swings, diverged;
};

Descended descend(const Curve& curve, float lr, int steps) {
    Descended run{curve.start(), false, false};
    for (int step = 0; step < steps && !run.diverged; ++step) {
        const float dx = curve.slope(run.x).dx;
        const float next = run.x - lr * dx;
        run.swings = run.swings || dx * curve.slope(next).dx < 0;
        run.x = next;
        run.diverged = !(std::fabs(run.x) < 1e3f);
    }
    return run;
}

}  // namespace

TEST_CASE("slope and curvature of every curve are those of its formula") {
    for_each_curve([](const Curve& curve) {
        const Expr formula = formula_of(curve.row());
        const auto f = [&](double x, double) { return in_double(formula, x, 0); };
        for (const float x : points_in(curve.box())) {
            if (curve.row().key == "kink" && std::fabs(x) < 1e-3f) continue;
            const Differences d = differences(f, double(x), 0);
            const Bend bend = curve.bend(x);
            const Slope slope = curve.slope(x);
            CHECK(std::abs(bend.value - f(double(x), 0)) < 1e-4);
            CHECK(std::abs(slope.dx - d.dx) < 1e-4 * (1 + std::abs(d.dx)));
            CHECK(std::abs(bend.dxx - d.dxx) < 1e-3 * (1 + std::abs(d.dxx)));
            CHECK(bend.dx == doctest::Approx(slope.dx));
            CHECK(slope.value == curve.value(x));
            CHECK(slope.dy == 0);
        }
    });
}

TEST_CASE("the page's formula of every curve is the one that is computed") {
    for (const CurveRow& row : curves) {
        if (row.is_typed) continue;
        const Curve curve(curve_index(row.key));
        const Parsed read = parse_expression(infix_of_mathml(mathml(row.formula)), Variables::x);
        INFO(infix_of_mathml(mathml(row.formula)));
        REQUIRE(read.error == "");
        for (const float x : points_in(row.box))
            CHECK(read.expression.evaluate(x, 0.0f) == doctest::Approx(curve.value(x)).scale(1).epsilon(1e-5));
    }
}

TEST_CASE("at every minimum of a curve the slope is 0 and the value as stated") {
    for_each_curve([](const Curve& curve) {
        for (const CurveMinimum& m : curve.minima()) {
            CAPTURE(m.x);
            CHECK(curve.value(m.x) == doctest::Approx(m.value).scale(1).epsilon(1e-6));
            CHECK(std::fabs(curve.slope(m.x).dx) < 1e-4f);
            CHECK(curve.value(m.x + 0.02f) > m.value);
            CHECK(curve.value(m.x - 0.02f) > m.value);
            CHECK((m.x > curve.box().x_min && m.x < curve.box().x_max));
            if (m.global)
                for (const float x : points_in(curve.box())) CHECK(curve.value(x) >= m.value - 1e-5f);
        }
        CHECK((curve.start() > curve.box().x_min && curve.start() < curve.box().x_max));
    });
}

TEST_CASE("one learning-rate dial serves every curve: the steepest valley is bent by about 80") {
    for_each_curve([](const Curve& curve) {
        if (curve.row().is_typed || curve.row().key == "kink") return;
        CHECK(curve.bend(curve.minima()[0].x).dxx == doctest::Approx(80).epsilon(0.02));
    });
}

TEST_CASE("what the learning rate does on the parabola: crawls, arrives, swings, diverges") {
    const Curve parabola(curve_index("parabola"));
    const Descended slow = descend(parabola, 0.0005f, 20), good = descend(parabola, 0.01f, 20);
    const Descended swinging = descend(parabola, 0.02f, 20), lost = descend(parabola, 0.03f, 50);
    CHECK(slow.x < -0.5f);
    CHECK(std::fabs(good.x) < 1e-6f);
    CHECK_FALSE(good.swings);
    CHECK(std::fabs(swinging.x) < 1e-3f);
    CHECK(swinging.swings);
    CHECK(lost.diverged);
}

TEST_CASE("two valleys: the start decides which minimum is found") {
    const Curve wells(curve_index("double-well"));
    CHECK(descend(wells, 0.005f, 500).x == doctest::Approx(wells.minima()[1].x).epsilon(1e-4));
}

TEST_CASE("a kink is never settled into, a plateau hardly left") {
    const Curve kink(curve_index("kink")), plateau(curve_index("plateau"));
    const float a = std::fabs(descend(kink, 0.01f, 500).x), b = std::fabs(descend(kink, 0.01f, 501).x);
    CHECK(a + b == doctest::Approx(0.1));
    CHECK(descend(plateau, 0.0005f, 200).x < -3);
}

TEST_CASE("a typed curve is what was typed; what cannot be read becomes the default") {
    const int typed = curve_index("typed");
    CHECK(Curve(typed, "x^2").slope(3).dx == 6);
    CHECK(Curve(typed, "x^2 + y").value(1) == Curve(typed).value(1));
    CHECK(check_curve_expression(Curve::default_formula) == "");
}
