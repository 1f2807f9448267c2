#include "engine/schedules.hpp"
#include "tests/unit/agreement.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace nn;

namespace {

/// A schedule as a link writes it.
struct Written {
    Schedule schedule;
    static constexpr auto params() { return std::tuple{one_of("schedule", &Written::schedule, "", "")}; }
};
Schedule schedule_from(std::string_view text) {
    Written written;
    const auto rejected = set_param(params_of(written), "schedule", text);
    INFO(std::string(text));
    REQUIRE(rejected.empty());
    return written.schedule;
}

struct Row {
    std::string_view schedule;
    std::vector<double> rates, momenta, losses;
};
const Row torch_rows[] = {
#include "../golden/schedules.inc"
};
constexpr double rtol = 1e-9, atol = 1e-15;  // the rows have ten digits

bool close(double a, double b) { return std::fabs(a - b) <= atol + rtol * std::fabs(b); }

}  // namespace

TEST_CASE("every schedule walks PyTorch's rates and momenta") {
    std::vector<int> seen(std::variant_size_v<Schedule>);
    for (const Row& row : torch_rows) {
        INFO(std::string(row.schedule));
        const Schedule schedule = schedule_from(row.schedule);
        ++seen[schedule.index()];
        Pacer pacer(schedule);
        Agreement agreement("Learning rate schedules", std::visit([](const auto& s) { return s.label; }, schedule));
        for (std::size_t step = 0; step < row.rates.size(); ++step) {
            CAPTURE(step);
            const Pace now = pacer.pace(static_cast<int>(step));
            CHECK(close(now.lr_factor, row.rates[step]));
            agreement.see(now.lr_factor, row.rates[step]);
            REQUIRE(now.momentum.has_value() == !row.momenta.empty());
            if (now.momentum) CHECK(close(*now.momentum, row.momenta[step]));
            if (!row.losses.empty())
                pacer.report(row.losses[step]);
            else
                CHECK(factor(schedule, static_cast<int>(step)) == now.lr_factor);
        }
    }
    for (const int rows : seen) CHECK(rows > 0);
}

TEST_CASE("a cosine rises again after its end, as PyTorch's does, and a polynomial stays at 0") {
    CHECK(factor(CosineDecay{.t_max = 4}, 8) == 1);
    CHECK(factor(PolynomialDecay{.total_iters = 5}, 100000) == 0);
}

TEST_CASE("rounds of one length go on for ever") {
    CHECK(factor(WarmRestarts{.t_0 = 2, .t_mult = 1}, 2000000000) == 1);
    CHECK(factor(Cyclic{.base_lr = 0.2, .step_size_up = 5}, 2000000000) == doctest::Approx(0.2));
}

TEST_CASE("one cycle raises the rate while momentum falls, and keeps its last rate after its end") {
    const OneCycle s{.total_steps = 10};
    CHECK(s.factor(2) == 1);
    CHECK(s.momentum(2) == 0.85);
    CHECK(s.factor(9) == doctest::Approx(1 / 25e4));
    CHECK(s.factor(500) == s.factor(9));
    CHECK(OneCycle{.total_steps = 1}.factor(0) <= 1);
    CHECK(OneCycle{.total_steps = 10, .pct_start = 0.1}.factor(0) == 1);  // PyTorch divides by 0 here
}

TEST_CASE("a plateau counts from the best loss, and a loss that is no number is no better") {
    Pacer pacer(ReduceOnPlateau{.gamma = 0.5, .patience = 2});
    for (const double loss : {1.0, 0.9, 0.95, std::nan(""), 0.89, 2.0, 2.0}) pacer.report(loss);
    CHECK(pacer.pace(0).lr_factor == 1);
    pacer.report(0.95);
    CHECK(pacer.pace(123).lr_factor == 0.5);
}

TEST_CASE("a saved state of a plateau goes on as if never stopped") {
    const auto loss = [](int t) { return 1 + std::sin(2.4 * t); };
    const ReduceOnPlateau schedule{.gamma = 0.5, .patience = 3, .cooldown = 4};
    Pacer one(schedule);
    for (int t = 0; t < 13; ++t) one.report(loss(t));
    Pacer other(schedule);
    other.restore(one.state());
    for (int t = 13; t < 60; ++t) {
        one.report(loss(t));
        other.report(loss(t));
        CHECK(one.pace(t).lr_factor == other.pace(t).lr_factor);
    }
    CHECK(one.pace(60).lr_factor < 0.1);
}

TEST_CASE("texts that are no points or milestones are refused in words") {
    CHECK(check_points("0*1;100*0.1").empty());
    CHECK(check_points(" 5*1  7*0 ").empty());
    CHECK(check_points("") == "not a point at all");
    CHECK(check_points("0*1;x*2") == "not a step*factor (a factor is 0 to 1000): x*2");
    CHECK(check_points("0*1;5") == "not a step*factor (a factor is 0 to 1000): 5");
    CHECK(check_points("0*-1") == "not a step*factor (a factor is 0 to 1000): 0*-1");
    CHECK(check_points("0.5*1") == "not a step*factor (a factor is 0 to 1000): 0.5*1");
    CHECK(check_points("9*1;3*1") == "comes after a later step: 3*1");
    CHECK(check_milestones("30;80").empty());
    CHECK(check_milestones("30;-8") == "not a number of steps: -8");
    CHECK(check_milestones("1e10") == "not a number of steps: 1e10");
}

TEST_CASE("a schedule set past its checks still gives a rate") {
    Drawn drawn;
    drawn.points = "0*0.5;what;7*3";
    CHECK(factor(drawn, 100) == 0.5);
    drawn.points = "";
    CHECK(factor(drawn, 100) == 1);
    MultiStep steps;
    steps.milestones = "5;what;7";
    CHECK(factor(steps, 100) == 0.1);
}

TEST_CASE("every schedule starts at or below the full rate and stays between 0 and it") {
    const auto check = [](auto s) {
        INFO(std::string(s.key));
        for (int step = 0; step < 3000; ++step) {
            REQUIRE(s.factor(step) >= 0);
            REQUIRE(s.factor(step) <= 1);
        }
    };
    [&]<class... S>(std::variant<S...>*) { (check(S{}), ...); }(static_cast<Schedule*>(nullptr));
    CHECK(ConstantRate{}.factor(12345) == 1);
}
