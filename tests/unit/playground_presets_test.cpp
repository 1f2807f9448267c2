// What each preset of the playground says happens.
#include "playground_helpers.hpp"

using namespace nn;

TEST_CASE("opening the playground reaches 95 of 100 right on points never learned from, whatever the seed") {
    PlaygroundRun run(playground_of(""));
    run.finish(PlaygroundRun::opening_step);
    CHECK(run.score().metric > 0.7f);  // half bent
    CHECK(run.score().metric < 0.95f);
    int slowest = 0;
    for (int seed = 1; seed <= 20; ++seed) {
        PlaygroundSetup setup;
        setup.seed = seed;
        PlaygroundRun other(setup);
        other.finish(PlaygroundRun::horizon);
        const auto scores = other.scores();
        const auto first = std::find_if(scores.begin(), scores.end(), [](const PlaygroundScore& s) { return s.metric > 0.95f; });
        REQUIRE(first != scores.end());
        slowest = std::max(slowest, first->step);
    }
    CHECK(slowest < 400);
}

TEST_CASE("every preset opens without a word, runs, and its link says the same again") {
    CHECK(playground_presets.size() >= 12);
    for (const PlaygroundPreset& p : playground_presets) {
        CAPTURE(p.key);
        const PlaygroundSetup setup = preset_of(p.key);
        CHECK(link_of(playground_of(link_of(setup))) == link_of(setup));
        PlaygroundRun run(setup);
        for (const Rejection& r : run.rejected()) FAIL(r.key, ": ", r.why);
        run.finish(30);
        CHECK(run.hash(30) == PlaygroundRun(playground_of(link_of(setup))).hash(30));
        CHECK(p.sentence.back() == '.');
    }
}

TEST_CASE("notebook 1: 151 parameters wind around the tutorial's spirals in 25 epochs") {
    PlaygroundRun run(preset_of("notebook-1"));
    CHECK(run.network().parameters().size() == 151);
    run.finish(PlaygroundRun::longest);
    REQUIRE(run.stop());
    CHECK(run.stop()->why == "stopped at step 150");
    CHECK(run.epoch() == 25);
    const int good = count_seeds(preset_of("notebook-1"), 150, 20, [](const PlaygroundScore& s) { return s.train_metric > 0.93f; });
    CHECK(good >= 14);
}

TEST_CASE("2-2-1 cannot untangle a circle, 2-3-1 can") {
    const auto untangled = [](const PlaygroundScore& s) { return s.train_metric > 0.97f; };
    CHECK(count_seeds(preset_of("circle-2"), 1500, 20, untangled) == 0);
    CHECK(count_seeds(preset_of("circle-3"), 1500, 20, untangled) >= 18);
}

TEST_CASE("linear layers stacked are one line, and get no further than none at all") {
    PlaygroundRun run(preset_of("linear"));
    run.finish(600);
    const std::vector<float> points{-4, -1, 0, 1, 4, 3};  // the second in the middle of the others
    std::vector<float> z(3);
    run.network().forward(run.inputs()(points), z);
    CHECK(z[1] == doctest::Approx((z[0] + z[2]) / 2).epsilon(0.001));
    const float alone = score_after(playground_of("data=moons&layers="), 600).metric;
    CHECK(run.score().metric == doctest::Approx(alone).epsilon(0.03));
    CHECK(score_after(playground_of("data=moons"), 600).metric > run.score().metric + 0.1f);
}

TEST_CASE("the product solves XOR without a hidden layer, and the coordinates do not") {
    PlaygroundRun run(preset_of("xor-product"));
    CHECK(run.network().parameters().size() == 2);
    run.finish(300);
    CHECK(run.score().metric > 0.97f);
    CHECK(score_after(playground_of("data=xor&layers="), 300).metric < 0.65f);
}

TEST_CASE("from zeros nothing is learned: all weights stay where they are") {
    PlaygroundRun run(preset_of("zeros"));
    run.finish(300);
    CHECK(run.score().metric == doctest::Approx(0.5).epsilon(0.02));
    const auto w = run.network().parameters();
    CHECK(std::count_if(w.begin(), w.end(), [](float x) { return x != 0; }) == 1);  // the output's bias
}

TEST_CASE("six sigmoids learn nothing where six ReLUs learn all") {
    const PlaygroundSetup fading = preset_of("fading");
    CHECK(score_after(fading, 600).train_metric < 0.6f);
    PlaygroundSetup relu = fading;
    for (PlaygroundLayer& layer : relu.layers) std::get<PlaygroundDense>(layer) = {.activation = activations::Relu{}};
    CHECK(score_after(relu, 600).train_metric > 0.9f);
}

TEST_CASE("a third of the runs on raw x do not find the sine, hardly one on standardized x") {
    const auto fails = [](const PlaygroundScore& s) { return !(s.train_loss < 0.07f); };
    const int raw = count_seeds(preset_of("sine-raw"), 300, 30, fails), scaled = count_seeds(preset_of("sine-standardized"), 300, 30, fails);
    CHECK(raw >= 6);
    CHECK(raw <= 20);
    CHECK(scaled <= 2);
    PlaygroundRun stuck(preset_of("sine-raw")), found(preset_of("sine-standardized"));
    stuck.finish(300), found.finish(300);
    CHECK(stuck.score().train_loss > 0.09f);
    CHECK(found.score().train_loss < 0.045f);
}

TEST_CASE("too large a rate diverges, the run says at which step, and a tenth of it does not") {
    PlaygroundRun run(preset_of("too-fast"));
    run.finish(1000);
    REQUIRE(run.stop());
    CHECK(run.stop()->why == "diverged at step " + std::to_string(run.stop()->step));
    CHECK(run.step() == run.stop()->step);
    CHECK(run.step() < 100);
    PlaygroundSetup tenth = preset_of("too-fast");
    tenth.optimizer = Sgd{.lr = 0.2};
    PlaygroundRun slow(tenth);
    slow.finish(300);
    CHECK_FALSE(slow.stop());
}

TEST_CASE("four steps at a hundred times the rate kill ReLUs for good") {
    PlaygroundSetup unharmed = preset_of("dead");
    unharmed.edits.clear();
    const auto dead = [](const PlaygroundSetup& setup) {
        PlaygroundRun run(setup);
        run.finish(600);
        int count = 0;
        for (const LayerStatistics& layer : run.statistics()) count += layer.dead;
        return count;
    };
    CHECK(dead(preset_of("dead")) >= 4);
    CHECK(dead(unharmed) <= 2);
}

TEST_CASE("Adam goes on from the weights that SGD has reached, and finishes what it could not") {
    PlaygroundSetup swap = preset_of("swap"), stay = swap;
    stay.edits.clear();
    PlaygroundRun a(swap), b(stay);
    a.finish(300), b.finish(300);
    CHECK(std::equal(a.network().parameters().begin(), a.network().parameters().end(), b.network().parameters().begin()));
    CHECK(key_of(a.trainer().setup().optimizer) == "adam");
    a.finish(550), b.finish(550);
    CHECK(a.score().metric > 0.95f);
    CHECK(b.score().metric < 0.75f);
}

TEST_CASE("twenty points are learned by heart and nothing is understood; L2 and dropout help") {
    PlaygroundSetup heart = preset_of("over-training"), l2 = preset_of("l2"), dropout = heart;
    for (PlaygroundLayer& layer : dropout.layers) std::get<PlaygroundDense>(layer).dropout = 0.5;
    for (int seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        const PlaygroundScore by_heart = score_after(heart, 600, seed);
        CHECK(by_heart.train_loss < 0.1f);
        CHECK(by_heart.loss > 3 * by_heart.train_loss);
        CHECK(score_after(l2, 600, seed).metric >= by_heart.metric - 0.06f);
        CHECK(score_after(l2, 600, seed).loss < by_heart.loss);
        CHECK(score_after(dropout, 600, seed).loss < by_heart.loss);
    }
    PlaygroundRun run(heart);
    run.finish(600);
    CHECK(run.best()->loss < 0.5f * run.score().loss);  // it had been better before
}

TEST_CASE("four classes told by one number come out half right, by four outputs all right") {
    const PlaygroundSetup wrong = preset_of("wrong-output");
    CHECK_FALSE(wrong.why_wrong().empty());
    CHECK(score_after(wrong, 300).metric < 0.65f);
    PlaygroundSetup right = wrong;
    right.loss = PlaygroundAuto{};
    right.outputs = 0;
    CHECK(right.why_wrong().empty());
    CHECK(score_after(right, 300).metric > 0.97f);
}
