#include "engine/averaging.hpp"

#include <numeric>

#include "trainer_helpers.hpp"

using namespace nn;

namespace {

/// The average after weights 1, 4, 9, ... in so many steps; every fourth ends an epoch.
std::vector<double> averages(const Averaging& averaging, int steps, float start = 0) {
    WeightAverage average(averaging, std::span(&start, 1));
    std::vector<double> values;
    for (int step = 1; step <= steps; ++step) {
        const float w = float(step * step);
        average.add(std::span(&w, 1), step, step % 4 == 0);
        values.push_back(double(average.value()[0]));
    }
    return values;
}

} // namespace

TEST_CASE("SWA is the plain mean of the weights that count") {
    CHECK(averages(Swa{.start = 0, .period = 1}, 4).back() == doctest::Approx((1 + 4 + 9 + 16) / 4.0));
    CHECK(averages(Swa{.start = 3, .period = 2}, 8).back() == doctest::Approx((9 + 25 + 49) / 3.0));
    CHECK(averages(Swa{.start = 5}, 12).back() == doctest::Approx((64 + 144) / 2.0)); // the ends of epochs 2 and 3
    CHECK(averages(Swa{.start = 5}, 7, 3.f).back() == 3);                            // none yet: the start
}

TEST_CASE("EMA forgets at the rate of its decay, with bias correction from the first weights on") {
    const auto mean = [](int steps) { // sum of decay^age w over sum of decay^age
        double sum = 0, weight = 0;
        for (int step = 1; step <= steps; ++step) sum = 0.9 * sum + step * step, weight = 0.9 * weight + 1;
        return sum / weight;
    };
    const auto corrected = averages(Ema{.decay = 0.9}, 50);
    for (const int steps : {1, 2, 10, 50}) CHECK(corrected[std::size_t(steps - 1)] == doctest::Approx(mean(steps)).epsilon(1e-5));
    const auto plain = averages(Ema{.decay = 0.9, .correct = false}, 2, 10);
    CHECK(plain[0] == doctest::Approx(0.9 * 10 + 0.1 * 1));
    CHECK(plain[1] == doctest::Approx(0.9 * (0.9 * 10 + 0.1 * 1) + 0.1 * 4));
    CHECK(averages(Ema{.decay = 0}, 5).back() == 25);
}

TEST_CASE("no averaging costs nothing and gives nothing") {
    Run run({.batch_size = 10});
    run.steps(3);
    CHECK(run.trainer.average().value().empty());
    CHECK(copy_of(run.trainer.averaged().parameters()) == run.parameters());
}

TEST_CASE("the average of a jumping run lies lower than its ends") {
    const auto data = waves(200);
    Run run({.batch_size = 2, .optimizer = Sgd{.lr = 0.4}, .averaging = Swa{.start = 1000, .period = 1}}, data);
    double last = 0;
    run.epochs(20);
    for (int epoch = 0; epoch < 10; ++epoch) {
        run.epochs(1);
        last += double(score(*run.network, *data).loss) / 10;
    }
    Network averaged = run.trainer.averaged();
    CHECK(run.trainer.average().count() == 2001);
    CHECK(score(averaged, *data).loss < 0.5 * last);
    CHECK(copy_of(averaged.parameters()) != run.parameters());
}

TEST_CASE("an average of weights gets the running statistics that its own activations have") {
    using namespace layers;
    const auto data = waves(60);
    NetworkSetup net{.inputs = 2, .layers = {Dense{.units = 3}, BatchNorm{}, Dense{.units = 1}}};
    Run run({.batch_size = 10, .optimizer = Sgd{.lr = 0.2}, .averaging = Swa{.start = 50, .period = 1}}, data, {}, net);
    run.epochs(20);
    Network averaged = run.trainer.averaged();

    const auto w = averaged.parameters();
    for (std::size_t unit = 0; unit < 3; ++unit) {
        double mean = 0, variance = 0; // means over the batches of each batch's mean and variance
        for (std::size_t batch = 0; batch < 6; ++batch) {
            double z[10], sum = 0, squares = 0;
            for (std::size_t i = 0; i < 10; ++i) {
                const float* x = &data->x[2 * (10 * batch + i)];
                z[i] = double(w[2 * unit] * x[0] + w[2 * unit + 1] * x[1] + w[6 + unit]);
                sum += z[i] / 10;
            }
            for (const double v : z) squares += (v - sum) * (v - sum) / 9;
            mean += sum / 6, variance += squares / 6;
        }
        CHECK(averaged.state()[unit] == doctest::Approx(mean).epsilon(1e-4));
        CHECK(averaged.state()[3 + unit] == doctest::Approx(variance).epsilon(1e-4));
    }
    CHECK(copy_of(averaged.state()) != copy_of(run.network->state()));
}
