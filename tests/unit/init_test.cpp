// The lesson on the starting scale: what the slide says, from the defaults of the demo.
#include "engine/lessons/init.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace nn;

namespace {

InitSetup setup_of(std::string_view query) {
    std::vector<Rejection> rejected;
    const InitSetup setup = InitSetup::from_link(query, rejected);
    for (const Rejection& r : rejected) FAIL(r.key, " ", r.value, ": ", r.why);
    return setup;
}

InitSignal signal_of(std::string_view query, int network = 0) {
    InitSignal signal(setup_of(query), network);
    while (!signal.done()) signal.work();
    return signal;
}

}  // namespace

TEST_CASE("Glorot keeps the signal's width through tanh, and uniform loses all but a thousandth of it by layer 12") {
    const InitSignal uniform = signal_of(""), glorot = signal_of("", 1);
    CHECK(uniform.layers()[0].deviation == doctest::Approx(0.46).epsilon(0.02));
    CHECK(uniform.layers()[3].deviation == doctest::Approx(0.081).epsilon(0.05));
    CHECK(uniform.layers()[11].deviation == doctest::Approx(0.0010).epsilon(0.15));
    CHECK(glorot.layers()[11].deviation > 0.2);
    CHECK(glorot.layers()[0].gradient / glorot.layers()[11].gradient == doctest::Approx(1).epsilon(0.5));
    CHECK(uniform.layers()[0].gradient / uniform.layers()[11].gradient < 0.01);
}

TEST_CASE("theory foretells what a wide network does, forward and back") {
    for (const char* query : {"", "init=he&activation=relu", "init=large&activation=sigmoid", "init=orthogonal&bias=0.3", "init=lsuv&activation=gelu",
                              "init=small&activation=prelu&gain=3", "init=glorot&activation=linear&input=data"}) {
        CAPTURE(query);
        const InitSignal signal = signal_of(query);
        for (const std::size_t l : {std::size_t{0}, std::size_t{4}, std::size_t{11}}) {
            const InitSignal::Layer& layer = signal.layers()[l];
            CHECK(layer.deviation == doctest::Approx(layer.theory_deviation).epsilon(0.25));
            CHECK(layer.gradient == doctest::Approx(layer.theory_gradient).epsilon(0.35));
        }
    }
}

TEST_CASE("units that start alike stay alike, in zeros and in any constant, and others do not") {
    CHECK(signal_of("init=zeros&depth=3").layers()[2].alike);
    CHECK(signal_of("init=constant&depth=3").layers()[2].alike);
    CHECK_FALSE(signal_of("init=glorot&depth=3").layers()[2].alike);
    InitRun run(setup_of("init=constant&depth=2&width=8"));
    run.finish(30);
    const auto w = run.reel(0).network().parameters();  // 8 rows of two weights first
    for (std::size_t unit = 1; unit < 8; ++unit) CHECK(w[2 * unit] == w[0]);
}

TEST_CASE("the edge of chaos of tanh without biases is a weight deviation of 1") {
    const Activation tanh = activations::Tanh{};
    CHECK(chi(tanh, 0.9, 0) == doctest::Approx(0.81).epsilon(0.01));
    CHECK(chi(tanh, 1.3, 0) > 1);
    CHECK(chi(tanh, 1.3, 0.3) < chi(tanh, 1.3, 0));
    CHECK(chi(tanh, 1.5, 2) < 1);
}

TEST_CASE("from the same batches Glorot learns the circle in 300 steps and uniform learns nothing") {
    InitRun run(setup_of("width=64"));
    run.finish(InitRun::horizon);
    CHECK(run.accuracy(0) < 0.75);
    CHECK(run.accuracy(1) > 0.9);
}

TEST_CASE("a training goes back and forth to the same bits") {
    InitRun run(setup_of("depth=3&width=16")), straight(setup_of("depth=3&width=16"));
    const std::string late = run.hash(130), early = run.hash(7);
    CHECK(run.hash(130) == late);
    CHECK(straight.hash(7) == early);
    CHECK(run.hash(0) != early);
}

TEST_CASE("a network too large to be trained in a page still shows its signal") {
    InitRun run(setup_of("depth=30&width=256"));
    CHECK_FALSE(run.can_train());
    run.finish(10);
    CHECK(run.signals_done());
}

TEST_CASE("the sweep in time: layer by layer from its orthonormal start to unit deviation, in at most four seconds") {
    for (const char* query : {"init=lsuv", "init=lsuv&depth=50&width=32&activation=relu", "init=lsuv&gain=2&bias=0.3", "init=lsuv&input=data&activation=sigmoid"}) {
        CAPTURE(query);
        const InitSignal signal = signal_of(query);
        const auto& layers = signal.layers();
        for (const InitSignal::Layer& layer : layers) {
            REQUIRE(layer.fitted);
            const Histogram& h = layer.sums;
            double square = 0, n = 0, mean = 0;
            for (std::size_t i = 0; i < h.counts.size(); ++i) {
                const double x = double(h.low) + double(h.high - h.low) * (double(i) + 0.5) / double(h.counts.size());
                n += h.counts[i], mean += x * h.counts[i], square += x * x * h.counts[i];
            }
            CHECK(std::sqrt(square / n - mean / n * mean / n) == doctest::Approx(layer.fitted->before).epsilon(0.05));
            CHECK(layer.fitted->after == doctest::Approx(1).epsilon(0.11));
        }
        const double pass = seconds_of_pass(signal);
        CHECK(pass <= 0.25);
        int last = 0;
        double end = 0;
        for (; end < 10 && sweep_at(signal, end).layer < static_cast<int>(layers.size()); end += pass / 10) {
            const SweepMoment moment = sweep_at(signal, end);
            CHECK(moment.layer >= last);
            CHECK(moment.layer <= last + 1);
            last = moment.layer;
            const LsuvLayer& fitted = *layers[static_cast<std::size_t>(last)].fitted;
            const double deviation = deviation_at(fitted, moment);
            CHECK(deviation >= std::min(fitted.before, fitted.after));
            CHECK(deviation <= std::max(fitted.before, fitted.after));
        }
        CHECK(last == static_cast<int>(layers.size()) - 1);
        CHECK(end <= 4.1);
        CHECK(end > 0.3);
    }
    CHECK(sweep_at(signal_of("init=glorot"), 0).layer == 12);  // nothing to show
}
