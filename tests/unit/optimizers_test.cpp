#include "tests/unit/agreement.hpp"
#include "optimizers_helpers.hpp"

#include <stdexcept>

using namespace nn;

namespace {

/// First step after which f < 1e-4, or 0 where that is not within `limit` steps.
int steps_to_reach(const Optimizer& optimizer, const Evaluate& f, Point start, int limit = 20000) {
    Descent descent(optimizer, 2);
    float w[2]{start.x, start.y}, dw[2];
    for (int step = 1; step <= limit; ++step) {
        descent.step(w, f);
        if (f(w, dw) < 1e-4f) return step;
    }
    return 0;
}

struct Run {
    std::string_view optimizer, surface;
    double kappa, theta;
    std::size_t n;
    int every;
    std::vector<double> points;
};
const Run torch_runs[] = {
#include "../golden/optimizers.inc"
};
constexpr double run_rtol = 1e-4, run_atol = 1e-5; // engine in float, truth in double

Evaluate place_of(const Run& run) {
    if (run.surface == "bowl") return steep_bowl;
    if (run.surface == "chain") return chained_rosenbrock;
    return evaluate_on(Landscape(surface_index(run.surface), run.kappa, run.theta));
}

} // namespace

TEST_CASE("every optimizer walks the way that PyTorch walks") {
    for (const Run& run : torch_runs) {
        const Evaluate f = place_of(run);
        std::vector<float> w(run.points.begin(), run.points.begin() + static_cast<std::ptrdiff_t>(run.n));
        Descent descent(optimizer_from(run.optimizer), run.n);
        double worst = 0; // error over tolerance
        Agreement agreement("Optimizers, whole walks", std::visit([](const auto& o) { return o.label; }, optimizer_from(run.optimizer)));
        int at = 0;
        for (std::size_t k = run.n; k < run.points.size(); ++k) {
            if (k % run.n == 0)
                for (int i = 0; i < run.every; ++i) descent.step(w, f);
            agreement.see(double(w[k % run.n]), run.points[k]);
            const double truth = run.points[k], error = std::fabs(double(w[k % run.n]) - truth);
            const double share = error / (run_atol + run_rtol * std::fabs(truth));
            if (!(share <= worst)) worst = share, at = descent.steps();
        }
        INFO(std::string(run.optimizer), " on ", std::string(run.surface), ", worst at step ", at);
        CHECK(worst <= 1);
    }
}

TEST_CASE("the seminar's valley takes each rule its known number of steps") {
    const Point start{-10, 1};
    CHECK(steps_to_reach(Sgd{.lr = 0.01}, valley(100), start) == 653);
    CHECK(steps_to_reach(Sgd{.lr = 0.019}, valley(100), start) == 343);
    CHECK(steps_to_reach(Sgd{.lr = 0.021}, valley(100), start) == 0);
    CHECK(steps_to_reach(Momentum{.lr = 0.01, .momentum = 0.9}, valley(100), start) == 124);
    CHECK(steps_to_reach(Nesterov{.lr = 0.01, .momentum = 0.9}, valley(100), start) == 61);
    CHECK(steps_to_reach(Adam{.lr = 0.1}, valley(100), start) == 261);
    CHECK(steps_to_reach(Adagrad{.lr = 1}, valley(100), start) == 193);
}

TEST_CASE("a valley turned by 45 degrees: momentum does not notice, Adam loses its advantage") {
    const Point straight{-10, 1}, turned = Turn(45).there(straight);
    CHECK(steps_to_reach(Sgd{.lr = 0.0019}, valley(1000), straight) == 3450);
    CHECK(steps_to_reach(Momentum{.lr = 0.001}, valley(1000), straight) == 598);
    CHECK(steps_to_reach(Adam{.lr = 0.1}, valley(1000), straight) == 261);
    CHECK(steps_to_reach(Sgd{.lr = 0.0019}, valley(1000, 45), turned) == 3450);
    CHECK(steps_to_reach(Momentum{.lr = 0.001}, valley(1000, 45), turned) == 598);
    CHECK(steps_to_reach(Adam{.lr = 0.1}, valley(1000, 45), turned) == 2083);
}

TEST_CASE("too long a step climbs out of the valley, and says so by its loss") {
    Descent descent(Sgd{.lr = 0.021}, 2);
    float w[2]{-10, 1}, loss = 0;
    for (int step = 0; step < 2000; ++step) loss = descent.step(w, valley(100));
    CHECK(!std::isfinite(loss));
}

TEST_CASE("a hundred times the loss is the same to Adam, and another path to gradient descent") {
    constexpr double none = 1e-30; // eps is the one thing that knows the size of the loss
    const std::vector w{-10.f, 1.f};
    const auto once = path(Adam{.eps = none}, w, valley(100), 200);
    const auto scaled = path(Adam{.eps = none}, w, valley(100, 0, 100), 200);
    for (std::size_t i = 0; i < once.size(); ++i) CHECK(scaled[i] == doctest::Approx(once[i]).epsilon(1e-4));
    CHECK(path(Sgd{}, w, valley(100), 1) != path(Sgd{}, w, valley(100, 0, 100), 1));
}

TEST_CASE("every optimizer descends the bowl at its defaults") {
    for (const Optimizer& optimizer : all_optimizers()) {
        Descent descent(optimizer, 2);
        float w[2]{-3, 2};
        const float first = descent.step(w, valley(1));
        for (int step = 1; step < 1000; ++step) descent.step(w, valley(1));
        INFO(std::string(key_of(optimizer)));
        CHECK(descent.step(w, valley(1)) < 0.01f * first);
        CHECK(descent.steps() == 1001);
    }
}

TEST_CASE("a reset repeats the run, and a copy goes on with it, bit for bit") {
    const Evaluate f = evaluate_on(Landscape(surface_index("rosenbrock")));
    for (Optimizer optimizer : all_optimizers()) {
        std::visit([](auto& rule) { rule.lr = std::min(rule.lr, 0.001); }, optimizer);
        Descent descent(optimizer, 2);
        const auto first = path(descent, {-1.2f, 1.f}, f, 40);
        const auto middle = std::vector(first.end() - 2, first.end());
        Descent copy = descent;
        const auto rest = path(descent, middle, f, 40);
        INFO(std::string(key_of(optimizer)));
        CHECK(path(copy, middle, f, 40) == rest);
        descent.reset();
        CHECK(descent.steps() == 0);
        CHECK(path(descent, {-1.2f, 1.f}, f, 40) == first);
    }
}

TEST_CASE("thirty-seven parameters at once take the same bits as thirty-seven alone") {
    constexpr std::size_t n = 37;
    const auto slope = [](float x, std::size_t i) { return std::sin(x + float(i)) * float(1 + i % 5); };
    for (const Optimizer& optimizer : all_optimizers()) {
        if (std::holds_alternative<Lbfgs>(optimizer)) continue; // looks at the whole vector
        std::vector<float> together(n), dw(n), alone(n);
        for (std::size_t i = 0; i < n; ++i) alone[i] = together[i] = std::cos(3 * float(i));
        Descent wide(optimizer, n);
        std::vector<Descent> narrow(n, Descent(optimizer, 1));
        for (int step = 0; step < 100; ++step) {
            for (std::size_t i = 0; i < n; ++i) dw[i] = slope(together[i], i);
            wide.step(together, dw);
            for (std::size_t i = 0; i < n; ++i) {
                dw[i] = slope(alone[i], i);
                narrow[i].step(std::span(alone).subspan(i, 1), std::span<const float>(dw).subspan(i, 1));
            }
        }
        INFO(std::string(key_of(optimizer)));
        CHECK(together == alone);
    }
}

TEST_CASE("a step is the rate times the direction") {
    for (const Optimizer& optimizer : all_optimizers()) {
        if (std::holds_alternative<Lbfgs>(optimizer)) continue;
        Descent descent(optimizer, 2);
        float w[2]{-1.5f, 0.5f};
        for (int step = 0; step < 20; ++step) {
            const float before[2]{w[0], w[1]};
            descent.step(w, valley(10), 0.5);
            double keep = 1; // decoupled weight decay
            if (const auto* adamw = std::get_if<AdamW>(&optimizer)) keep = 1 - 0.5 * adamw->lr * adamw->weight_decay;
            INFO(std::string(key_of(optimizer)), " step ", step);
            for (std::size_t i = 0; i < 2; ++i) {
                const float moved = descent.rate(i) * descent.direction()[i];
                CHECK(w[i] == doctest::Approx(keep * before[i] - moved).epsilon(1e-6));
            }
        }
    }
}

TEST_CASE("the effective rate tells why Adagrad and Adam cross a narrow valley, and plain descent does not") {
    const auto ratio_of_rates = [](const Optimizer& optimizer, int steps) {
        float w[2]{-10, 1};
        Descent descent(optimizer, 2);
        for (int step = 0; step < steps; ++step) descent.step(w, valley(1000));
        return descent.rate(0) / descent.rate(1);
    };
    CHECK(ratio_of_rates(Sgd{}, 1) == 1);
    CHECK(ratio_of_rates(Adagrad{}, 1) == doctest::Approx(100)); // the slopes there are -10 and 1000
    CHECK(ratio_of_rates(Adam{}, 1) == doctest::Approx(100));
}

TEST_CASE("L-BFGS finds the curvature out: its rate becomes one over it") {
    float w[2]{-10, 1};
    Descent descent(Lbfgs{}, 2);
    for (int step = 0; step < 11; ++step) descent.step(w, valley(100));
    CHECK(descent.rate(0) == doctest::Approx(1).epsilon(0.02));
    CHECK(descent.rate(1) == doctest::Approx(0.01).epsilon(0.02));
}

TEST_CASE("nothing but what was asked for is recorded") {
    Descent descent(Adam{}, 5, false);
    CHECK(descent.direction().empty());
    CHECK(descent.rate(3) == 0);
    CHECK(descent.gradient().size() == 5);
}

TEST_CASE("a schedule's factor is a factor of the learning rate") {
    for (const Optimizer& optimizer : all_optimizers()) {
        Optimizer tenth = optimizer;
        std::visit([](auto& rule) { rule.lr /= 8; }, tenth);
        Descent a(optimizer, 2), b(tenth, 2);
        float u[2]{1, 2}, w[2]{1, 2};
        for (int step = 0; step < 10; ++step) a.step(u, valley(3), 0.125), b.step(w, valley(3));
        INFO(std::string(key_of(optimizer)));
        CHECK(u[0] == w[0]);
        CHECK(u[1] == w[1]);
    }
}

TEST_CASE("L-BFGS reaches the end of Rosenbrock's valley while Adam is still on its way") {
    const Evaluate f = evaluate_on(Landscape(surface_index("rosenbrock")));
    CHECK(steps_to_reach(Lbfgs{}, f, {-1.2f, 1}, 40) > 0);
    CHECK(steps_to_reach(Adam{}, f, {-1.2f, 1}, 40) == 0);

    Descent descent(Lbfgs{}, 2);
    path(descent, {-1.2f, 1}, f, 20);
    CHECK(descent.evaluations() > descent.steps()); // a step of it costs more than one gradient
}

TEST_CASE("L-BFGS stays where the loss is not a number, and steps back from where it becomes one") {
    float w[2]{1, 1};
    Descent nowhere(Lbfgs{}, 2);
    nowhere.step(w, [](auto, auto dw) { return dw[0] = dw[1] = NAN; });
    CHECK(w[0] == 1);

    Descent cliff(Lbfgs{.lr = 10}, 1); // x - log x beyond the cliff at 0
    float x[1]{0.1f};
    for (int step = 0; step < 30; ++step)
        cliff.step(x, [](auto at, auto dw) { return dw[0] = 1 - 1 / at[0], at[0] - std::log(at[0]); });
    CHECK(x[0] == doctest::Approx(1).epsilon(1e-3));
}

TEST_CASE("L-BFGS asks for a function") {
    float w[2]{}, dw[2]{};
    CHECK_THROWS_WITH_AS(Descent(Lbfgs{}, 2).step(w, std::span<const float>(dw)),
                         "[lbfgs] got one gradient, expected a function to evaluate", std::invalid_argument);
}

TEST_CASE("wrong lengths are named") {
    float w[3]{};
    const std::vector<float> dw(3);
    Descent descent(Adam{}, 2);
    CHECK_THROWS_WITH_AS(descent.step(w, valley(1)), "[adam] got w of 3, expected 2", std::invalid_argument);
    CHECK_THROWS_WITH_AS(descent.step(std::span(w, 2), dw), "[adam] got dw of 3, expected 2", std::invalid_argument);
    CHECK(descent.steps() == 0);
}

namespace {

/// Sets every parameter to its lower or upper end, as the bits of `corner` say.
struct ToCorner final : ParamVisitor {
    unsigned corner;
    int count = 0;
    explicit ToCorner(unsigned c) : corner(c) {}
    bool high() { return corner >> count++ & 1; }
    void on(const Real& about, double& value) override { value = high() ? about.max : about.min; }
    void on(const Integer& about, int& value) override { value = high() ? about.max : about.min; }
    void on(const Toggle&, bool& value) override { value = high(); }
    void on(const Choice&, int&) override {}
    void on(const Text&, std::string&) override {}
    void on(const OneOf&, Alternative&) override {}
    void on(const List&, Items&) override {}
};

} // namespace

TEST_CASE("every corner of the ranges runs 50 steps") {
    const Evaluate places[]{valley(1e4, 30), evaluate_on(Landscape(surface_index("rosenbrock"))),
                            [](auto, auto dw) { return dw[0] = 1, dw[1] = 0, 1.f; }};
    for (Optimizer optimizer : all_optimizers()) {
        unsigned corners = 1;
        for (unsigned corner = 0; corner < corners; ++corner) {
            ToCorner to(corner);
            std::visit([&](auto& rule) { visit_params(rule, to); }, optimizer);
            corners = 1u << to.count;
            for (const Evaluate& f : places) {
                Descent descent(optimizer, 2);
                float w[2]{-1.2f, 1};
                for (int step = 0; step < 50; ++step) descent.step(w, f);
                REQUIRE(descent.steps() == 50);
            }
        }
    }
}
