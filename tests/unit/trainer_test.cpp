#include "trainer_helpers.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace nn;

namespace {

/// A rate of 0 leaves the network as it is, so that a batch of one tells by its loss which sample it was.
constexpr Sgd still{.lr = 0};

std::vector<float> losses_of_each(const Data& data) {
    const auto network = small_network();
    std::vector<float> losses;
    for (int row = 0; row < data.rows(); ++row)
        losses.push_back(float(network->loss_sum({data.x, data.y, {}, std::span(&row, 1)})));
    return losses;
}
std::vector<float> sorted(std::vector<float> v) {
    std::sort(v.begin(), v.end());
    return v;
}
double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    REQUIRE(a.size() == b.size());
    double top = 0;
    for (std::size_t i = 0; i < a.size(); ++i) top = std::max(top, std::fabs(double(a[i]) - double(b[i])));
    return top;
}
std::vector<int> first_rows(int n) {
    std::vector<int> rows(static_cast<std::size_t>(n));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}
/// Mean gradient of some rows at the start.
std::vector<float> gradient_of(const Data& data, const std::vector<int>& rows) {
    const auto network = small_network();
    std::vector<float> dw(network->parameters().size());
    network->add_gradient({data.x, data.y, data.weight, rows}, {.train = true}, 1 / double(rows.size()), dw);
    return dw;
}
constexpr double rounding = 2e-6; ///< sums in another order

} // namespace

TEST_CASE("a step goes down the slope of the batch's mean loss") {
    const auto data = waves(50);
    Run run({.batch_size = 10, .shuffle = false, .optimizer = Sgd{.lr = 0.1}}, data);
    const auto before = run.parameters(), dw = gradient_of(*data, first_rows(10));
    run.steps(1);
    for (std::size_t i = 0; i < before.size(); ++i)
        CHECK(run.network->parameters()[i] == doctest::Approx(before[i] - 0.1f * dw[i]).epsilon(1e-5));
}

TEST_CASE("training learns the waves, and says so in its losses") {
    Run run({.batch_size = 10, .optimizer = Adam{.lr = 0.02}}, waves(200), waves(100, 2));
    const auto rows = run.epochs(60);
    CHECK(rows.size() == 60);
    CHECK(rows.front().validation > 0.01f);
    CHECK(rows.back().validation < 0.002f);
    CHECK(rows.back().loss < 0.002f);
    CHECK(rows.back().metric == doctest::Approx(std::sqrt(rows.back().validation)).epsilon(1e-4)); // one output: its RMSE
    CHECK(run.trainer.history().size() == 60);
    CHECK(run.trainer.step() == 60 * 20);
}

TEST_CASE("every epoch takes each sample once, in an order of its own that the seed decides") {
    const auto data = waves(37);
    const auto each = losses_of_each(*data);
    Run run({.batch_size = 1, .optimizer = still}, data), same({.batch_size = 1, .optimizer = still}, data);
    const auto first = run.steps(37), second = run.steps(37);
    CHECK(sorted(first) == sorted(each));
    CHECK(sorted(second) == sorted(each));
    CHECK(first != each);
    CHECK(first != second);
    CHECK(same.steps(37) == first);
    CHECK(Run({.batch_size = 1, .seed = 2, .optimizer = still}, data).steps(37) != first);
    CHECK(Run({.batch_size = 1, .shuffle = false, .optimizer = still}, data).steps(37) == each);
}

TEST_CASE("every place in the order is as likely for every sample") {
    const auto data = waves(7);
    const auto each = losses_of_each(*data);
    Run run({.batch_size = 1, .optimizer = still}, data);
    std::vector<int> seen(49);
    for (int epoch = 0; epoch < 7000; ++epoch) {
        const auto losses = run.steps(7);
        for (std::size_t place = 0; place < 7; ++place)
            ++seen[place * 7 + std::size_t(std::find(each.begin(), each.end(), losses[place]) - each.begin())];
    }
    for (const int count : seen) CHECK(std::abs(count - 1000) < 130); // 4.4 standard deviations
}

TEST_CASE("a last smaller batch is a mean over its own samples, or is left out") {
    const auto data = waves(23);
    const auto each = losses_of_each(*data);
    const auto mean = [&](std::size_t from, std::size_t to) {
        return std::accumulate(each.begin() + long(from), each.begin() + long(to), 0.0) / double(to - from);
    };
    const auto losses = Run({.batch_size = 10, .shuffle = false, .optimizer = still}, data).steps(3);
    CHECK(losses[0] == doctest::Approx(mean(0, 10)));
    CHECK(losses[1] == doctest::Approx(mean(10, 20)));
    CHECK(losses[2] == doctest::Approx(mean(20, 23)));

    Run dropping({.batch_size = 10, .shuffle = false, .drop_last = true, .optimizer = still}, data);
    dropping.epochs(3);
    CHECK(dropping.trainer.step() == 6);
    Run only_one({.batch_size = 100, .drop_last = true, .optimizer = still}, data);
    only_one.epochs(3);
    CHECK(only_one.trainer.step() == 3);
}

TEST_CASE("four batches of 8 accumulated are one of 32, in the last, smaller steps too") {
    const auto weighted = waves(77); // 2 steps of 32 and one of 13: 8 + 5
    for (int i = 0; i < 77; ++i) weighted->weight.push_back(uniform(5, 5, std::uint64_t(i)) + 0.1f);
    for (const int reduction : {0, 1, 2}) {
        NetworkSetup net = small_setup();
        net.reduction = reduction;
        Run parts({.batch_size = 8, .optimizer = Momentum{}, .accumulate = 4}, weighted, {}, net);
        Run whole({.batch_size = 32, .optimizer = Momentum{}}, weighted, {}, net);
        INFO("reduction ", reduction);
        CHECK(largest_difference(parts.steps(30), whole.steps(30)) < rounding);
        CHECK(largest_difference(parts.parameters(), whole.parameters()) < rounding);
        CHECK(parts.trainer.epoch() == 10);
    }
}

TEST_CASE("each of the accumulated batches drops units of its own") {
    NetworkSetup net = small_setup();
    net.layers.insert(net.layers.begin() + 1, layers::Dropout{.p = 0.5});
    const auto once = waves(8), twice = waves(8);
    twice->x.insert(twice->x.end(), once->x.begin(), once->x.end());
    twice->y.insert(twice->y.end(), once->y.begin(), once->y.end());
    Run single({.batch_size = 8, .shuffle = false, .optimizer = still}, once, {}, net);
    Run both({.batch_size = 8, .shuffle = false, .optimizer = still, .accumulate = 2}, twice, {}, net);
    const auto losses = single.steps(4), together = both.steps(2);
    CHECK(std::fabs(losses[0] - losses[1]) > 1e-4f);
    for (const std::size_t i : {0, 1}) CHECK(together[i] == doctest::Approx((losses[2 * i] + losses[2 * i + 1]) / 2));
}

TEST_CASE("L1 and L2 pull on every parameter") {
    const auto data = waves(20);
    const auto rows = first_rows(20);
    const auto before = copy_of(small_network()->parameters()), dw = gradient_of(*data, rows);
    Run run({.batch_size = 20, .optimizer = Sgd{.lr = 1}, .l1 = 0.1, .l2 = 0.01}, data);
    CHECK(run.trainer.step_on(rows) ==
          doctest::Approx(Run({.batch_size = 20, .optimizer = still}, data).trainer.step_on(rows)));
    for (std::size_t i = 0; i < before.size(); ++i) {
        const float sign = before[i] > 0 ? 1.f : before[i] < 0 ? -1.f : 0.f;
        const float expected = before[i] - (dw[i] + 0.1f * sign + 0.01f * before[i]);
        CHECK(run.network->parameters()[i] == doctest::Approx(expected).epsilon(1e-4));
    }
}

TEST_CASE("clipping shortens a gradient without turning it, or cuts each slope") {
    const auto data = waves(20);
    const auto rows = first_rows(20);
    const auto before = copy_of(small_network()->parameters()), dw = gradient_of(*data, rows);
    const auto moved = [&](TrainerSetup setup) {
        setup.optimizer = Sgd{.lr = 1};
        setup.batch_size = 20;
        Run run(setup, data);
        run.trainer.step_on(rows);
        auto move = before;
        for (std::size_t i = 0; i < move.size(); ++i) move[i] -= run.network->parameters()[i];
        return move;
    };
    const double length = std::sqrt(std::inner_product(dw.begin(), dw.end(), dw.begin(), 0.0));
    auto shortened = dw, cut = dw;
    for (float& d : shortened) d *= float(0.01 / length);
    for (float& d : cut) d = std::clamp(d, -0.02f, 0.02f);
    CHECK(largest_difference(moved({.clip_norm = 0.01}), shortened) < rounding);
    CHECK(largest_difference(moved({.clip_norm = 100}), dw) < rounding);
    CHECK(largest_difference(moved({.clip_value = 0.02}), cut) < rounding);
    CHECK(largest_difference(cut, dw) > 0.01);
}

TEST_CASE("a schedule moves with each step, a plateau with each epoch") {
    Run run({.batch_size = 10, .optimizer = Sgd{.lr = 0.5}, .schedule = ExponentialDecay{.gamma = 0.5}});
    CHECK(run.epochs(1)[0].lr == doctest::Approx(0.5 * std::pow(0.5, 4)));

    Run stuck({.optimizer = still, .schedule = ReduceOnPlateau{.gamma = 0.5, .patience = 2}});
    stuck.trainer.retune({.optimizer = Sgd{.lr = 1e-12}, .schedule = ReduceOnPlateau{.gamma = 0.5, .patience = 2}});
    std::vector<double> rates;
    for (const Epoch& row : stuck.epochs(8)) rates.push_back(double(row.lr) * 1e12);
    for (const std::size_t i : {0, 1, 2, 3}) CHECK(rates[i] == doctest::Approx(1));
    for (const std::size_t i : {4, 5, 6}) CHECK(rates[i] == doctest::Approx(0.5));
    CHECK(rates[7] == doctest::Approx(0.25));
}

TEST_CASE("patience ends a run that gets no better, and the best epoch comes back") {
    TrainerSetup setup{.batch_size = 5, .optimizer = Adam{.lr = 0.05}, .patience = 5, .keep_best = true};
    NetworkSetup large = small_setup();
    std::get<layers::Dense>(large.layers[0]).units = 64;
    const auto few = waves(10), others = waves(200, 2);
    Run run(setup, few, others, large);
    const auto rows = run.epochs(500);
    REQUIRE(rows.size() < 500); // ten samples are soon learned by heart
    CHECK(run.trainer.stopped());
    const Epoch best = run.trainer.best();
    CHECK(best.number == int(rows.size()) - 5);
    for (const Epoch& row : rows) CHECK(row.validation >= best.validation);
    CHECK(score(*run.network, *others).loss == best.validation);
    CHECK(run.epochs(3).empty());
    run.steps(1);
    CHECK(score(*run.network, *others).loss != best.validation);
    CHECK(run.trainer.take_best());
    CHECK(score(*run.network, *others).loss == best.validation);
}

TEST_CASE("the best epoch comes back with its batch norms' running statistics") {
    const auto others = waves(100, 2);
    NetworkSetup net = small_setup();
    net.layers.insert(net.layers.begin() + 1, layers::BatchNorm{.momentum = 0.5});
    Run run({.batch_size = 5, .optimizer = Adam{.lr = 0.05}, .patience = 5, .keep_best = true}, waves(10), others, net);
    REQUIRE(run.epochs(500).size() < 500);
    CHECK(score(*run.network, *others).loss == run.trainer.best().validation);
    const auto state = copy_of(run.network->state());
    run.steps(2);
    CHECK(copy_of(run.network->state()) != state);
    CHECK(run.trainer.take_best());
    CHECK(copy_of(run.network->state()) == state);
}

TEST_CASE("a run that diverges says when, and goes on to NaN without harm") {
    for (const Optimizer& optimizer : {Optimizer(Sgd{.lr = 1e6}), Optimizer(Lbfgs{})}) {
        const auto data = waves(20);
        data->y[3] = std::holds_alternative<Lbfgs>(optimizer) ? NAN : 1.f;
        Run run({.batch_size = 10, .optimizer = optimizer, .patience = 100}, data, waves(20, 2));
        CHECK(run.trainer.diverged_at() == -1);
        const auto losses = run.steps(100);
        const auto at = run.trainer.diverged_at();
        REQUIRE(at >= 0);
        CHECK(!std::isfinite(losses[std::size_t(at)]));
        for (std::int64_t i = 0; i < at; ++i) CHECK(std::isfinite(losses[std::size_t(i)]));
        run.epochs(2);
    }
}

TEST_CASE("L-BFGS takes all samples in each step, and needs few") {
    Run run({.batch_size = 10, .optimizer = Lbfgs{}}, waves(200));
    const auto rows = run.epochs(60);
    CHECK(run.trainer.step() == 60);
    CHECK(rows.back().loss < 1e-3f);
    Run shrunk({.optimizer = Lbfgs{}, .l2 = 0.1}, waves(200));
    shrunk.epochs(60);
    const auto w = shrunk.parameters(), free = run.parameters();
    CHECK(std::inner_product(w.begin(), w.end(), w.begin(), 0.0) <
          0.5 * std::inner_product(free.begin(), free.end(), free.begin(), 0.0));
}

TEST_CASE("L-BFGS searches along the loss with its penalty: it leaves the data's best fit for the least sum") {
    // (w - 2)^2 + l2 / 2 w^2 is least at 2 / (1 + l2 / 2); l1 |w| + (w - 2)^2 at 2 - l1 / 2.
    const auto line = std::make_shared<Data>();
    line->inputs = 1;
    line->x = {-1, 1};
    line->y = {-2, 2};
    const NetworkSetup net{.inputs = 1, .layers = {layers::Dense{.units = 1}}};
    const auto fitted = [&](double l1, double l2) {
        Run run({.optimizer = Lbfgs{}, .l1 = l1, .l2 = l2}, line, {}, net);
        run.network->parameters()[0] = 2;
        run.steps(20);
        return double(run.parameters()[0]);
    };
    CHECK(fitted(0, 0.5) == doctest::Approx(1.6).epsilon(1e-3));
    CHECK(fitted(0.5, 0) == doctest::Approx(1.75).epsilon(1e-3));
}

TEST_CASE("a step on chosen rows is a step, but the epoch goes on where it was") {
    const auto data = waves(30);
    const auto each = losses_of_each(*data);
    Run run({.batch_size = 1, .shuffle = false, .optimizer = still}, data);
    run.steps(2);
    CHECK(run.trainer.step_on(std::vector{7, 7, 9}) == doctest::Approx((2 * each[7] + each[9]) / 3));
    CHECK(run.trainer.step() == 3);
    CHECK(run.steps(1)[0] == each[2]);
}

TEST_CASE("a long history keeps every second epoch, then every fourth") {
    Run run({.batch_size = 2, .optimizer = still}, waves(2));
    run.steps(int(Trainer::most_history) - 1);
    CHECK(run.trainer.history().size() == Trainer::most_history - 1);
    run.steps(3);
    CHECK(run.trainer.history().size() == Trainer::most_history / 2 + 1);
    CHECK(run.trainer.history().front().number == 2);
    CHECK(run.trainer.history().back().number == int(Trainer::most_history) + 2);
}

TEST_CASE("live changes go on with the run: its momentum, its place, its order") {
    const auto data = waves(40);
    Run run({.batch_size = 4, .optimizer = Momentum{.lr = 0.05}}, data), other({.batch_size = 4, .optimizer = Momentum{.lr = 0.05}}, data);
    run.steps(3);
    other.steps(3);
    run.trainer.retune({.batch_size = 8, .optimizer = Momentum{.lr = 0.01}});
    CHECK(run.trainer.step() == 3);
    run.steps(4); // 12 samples, then 8, 8, 8 and 4
    CHECK(run.trainer.epoch() == 1);
    other.steps(4);
    CHECK(run.parameters() != other.parameters());

    run.trainer.retune({.batch_size = 8, .optimizer = Adam{}});
    run.steps(1);
    run.trainer.retune({.batch_size = 100, .drop_last = true, .optimizer = Lbfgs{}});
    run.steps(1);
    CHECK(run.trainer.step() == 9);
}

TEST_CASE("what cannot be trained is named") {
    const auto with = [](auto change) {
        const auto data = waves(10);
        change(*data);
        Run({}, data);
    };
    const auto says = [](const char* text, auto f) { CHECK_THROWS_WITH_AS(f(), text, std::invalid_argument); };
    says("[trainer] got inputs of 3, expected 2", [&] { with([](Data& d) { d.inputs = 3, d.x.resize(30); }); });
    says("[trainer] got y of 9, expected 10", [&] { with([](Data& d) { d.y.pop_back(); }); });
    says("[trainer] got weight of 1, expected 10", [&] { with([](Data& d) { d.weight = {1}; }); });
    says("[trainer] got no rows, expected one or more", [&] { with([](Data& d) { d = {.inputs = 2}; }); });
    says("[trainer] got batch-size 0, expected 1 or more", [] { Run({.batch_size = 0}); });
    says("[trainer] got l1 -1, expected 0 or more", [] { Run({.l1 = -1}); });
    Run run({});
    says("[trainer] got accumulate 0, expected 1 or more", [&] { run.trainer.retune({.accumulate = 0}); });
    says("[trainer] got row 50, expected rows from 0 to 49", [&] { run.trainer.step_on(std::vector{1, 50}); });
    says("[trainer] got no rows, expected one or more", [&] { run.trainer.step_on({}); });
}
