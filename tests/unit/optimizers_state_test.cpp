#include "optimizers_helpers.hpp"

#include <optional>
#include <stdexcept>

using namespace nn;

namespace {

std::vector<std::byte> saved(const Descent& descent) {
    ByteWriter to;
    descent.save(to);
    return to.take();
}

void restore(Descent& descent, std::span<const std::byte> bytes) {
    ByteReader from("restore", bytes);
    descent.restore(from);
    from.expect_end();
}

} // namespace

TEST_CASE("a saved optimizer goes on in another one, bit for bit") {
    for (const Optimizer& optimizer : all_optimizers())
        for (const bool watched : {true, false}) {
            INFO(std::string(key_of(optimizer)), watched ? " watched" : "");
            Descent first(optimizer, 37, watched), second(optimizer, 37, watched);
            const auto middle = path(first, std::vector<float>(37, 1.5f), steep_bowl, 9);
            const std::vector w(middle.end() - 37, middle.end());
            restore(second, saved(first));
            CHECK(second.steps() == 9);
            CHECK(path(second, w, steep_bowl, 9) == path(first, w, steep_bowl, 9));
        }
}

TEST_CASE("bytes of another optimizer, another size or none at all are refused, and nothing changes") {
    Descent descent(Adam{}, 3);
    path(descent, {1, 2, 3}, steep_bowl, 5);
    const auto bytes = saved(descent);
    const auto refused = [&](const std::vector<std::byte>& wrong) {
        CHECK_THROWS_AS(restore(descent, wrong), std::invalid_argument);
        CHECK(saved(descent) == bytes);
    };
    refused({});
    refused({bytes.begin(), bytes.end() - 1});
    refused(saved(Descent(AdamW{}, 3)));
    refused(saved(Descent(Adam{}, 4)));
    refused(saved(Descent(Adam{}, 3, false)));
}

TEST_CASE("a changed setting keeps the momentum, a changed rule starts without") {
    const std::vector w{3.f, -2.f};
    Descent kept(Momentum{.lr = 0.01}, 2), fresh(Momentum{.lr = 0.005}, 2);
    path(kept, w, valley(10), 10);
    kept.retune(Momentum{.lr = 0.005});
    CHECK(kept.steps() == 10);
    CHECK(path(kept, w, valley(10), 5) != path(fresh, w, valley(10), 5));

    kept.retune(Adam{});
    CHECK(kept.steps() == 0);
    CHECK(path(kept, w, valley(10), 5) == path(Adam{}, w, valley(10), 5));
}

TEST_CASE("momentum given with a step stands in for the rule's own") {
    const auto run = [](const Optimizer& optimizer, std::optional<double> momentum) {
        Descent descent(optimizer, 2);
        std::vector w{3.f, -2.f};
        for (int step = 0; step < 20; ++step) descent.step(w, valley(10), 1, momentum);
        return w;
    };
    CHECK(run(Momentum{.momentum = 0.9}, 0.5) == run(Momentum{.momentum = 0.5}, {}));
    CHECK(run(Nesterov{.momentum = 0.9}, 0.5) == run(Nesterov{.momentum = 0.5}, {}));
    CHECK(run(RmsProp{}, 0.5) == run(RmsProp{.momentum = 0.5}, {}));
    CHECK(run(Lion{}, 0.5) == run(Lion{.beta1 = 0.5}, {}));
    CHECK(run(Sgd{}, 0.5) == run(Sgd{}, {}));
    const auto given = run(Adam{}, 0.5), own = run(Adam{.beta1 = 0.5}, {}); // power against product: rounding
    CHECK(given[0] == doctest::Approx(own[0]).epsilon(1e-5));
    CHECK(given[1] == doctest::Approx(own[1]).epsilon(1e-5));
}

TEST_CASE("a gradient written where the optimizer keeps it gives the same bits") {
    Descent outside(Adam{.weight_decay = 0.1}, 2), inside(Adam{.weight_decay = 0.1}, 2);
    float u[2]{1, 2}, w[2]{1, 2}, dw[2];
    for (int step = 0; step < 10; ++step) {
        valley(3)(u, dw);
        outside.step(u, std::span<const float>(dw));
        valley(3)(w, inside.room_for_gradient());
        inside.step(w, inside.room_for_gradient());
    }
    CHECK(u[0] == w[0]);
    CHECK(u[1] == w[1]);
}

TEST_CASE("the history of L-BFGS takes room as it fills, and goes round in it") {
    const std::vector<float> w(100, -1);
    const auto size_after = [&](int steps, int history) {
        Descent descent(Lbfgs{.history_size = history}, w.size());
        path(descent, w, chained_rosenbrock, steps);
        return saved(descent).size();
    };
    CHECK(size_after(1, 100) < size_after(20, 100));
    CHECK(size_after(1, 100) == doctest::Approx(size_after(1, 3)).epsilon(0.2));
    CHECK(size_after(30, 3) == size_after(60, 3));
}
