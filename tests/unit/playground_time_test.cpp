// A playground's run in time: back and forth, changed on the way, stopped.
#include <cmath>

#include "playground_helpers.hpp"

using namespace nn;

namespace {

std::string replayed(const PlaygroundRun& run, int step) {
    PlaygroundRun again(playground_of(link_of(run.setup())));
    return again.hash(step);
}

}  // namespace

TEST_CASE("back and forth gives the same bits, and reset is the very same start") {
    for (const char* query : {"", "layers=dense:norm=batch:dropout=0.3,dense:residual=true&schedule=cosine", "optimizer=lbfgs", "edits=40:optimizer=sgd:lr=0.1,60:w3=1,90:dropout=0.5"}) {
        CAPTURE(query);
        PlaygroundRun run(playground_of(query)), other(playground_of(query));
        const std::string start = run.hash(0), late = run.hash(137), early = run.hash(71);
        CHECK(run.hash(137) == late);
        CHECK(run.hash(0) == start);
        CHECK(other.hash(71) == early);
        CHECK(run.hash(137) == late);
        CHECK(late != early);
    }
}

TEST_CASE("what is changed while it runs is in the link, and the link replays it bit for bit") {
    PlaygroundRun run(playground_of("layers=dense,dense:norm=batch"));
    const std::pair<const char*, const char*> changes[] = {
        {"lr", "0.05"},        {"optimizer", "sgd:lr=0.1"}, {"optimizer.lr", "0.2"},     {"optimizer", "momentum:lr=0.05:momentum=0.8"}, {"optimizer.momentum", "0.9"}, {"schedule", "step:step-size=20:gamma=0.5"},
        {"batch-size", "10"},  {"l1", "0.001"},             {"l2", "0.01"},              {"clip-norm", "1"},                             {"clip-value", "0.5"},         {"dropout", "0.25"},
        {"layers.1.dropout", "0"}, {"w5", "-1.5"},          {"optimizer", "adam:lr=0.01"}};
    int step = 0;
    for (const auto& [path, value] : changes) {
        CAPTURE(path);
        step += 7;
        run.finish(step);
        const std::string before = run.hash(step);
        CHECK(run.change(step, path, value).empty());
        CHECK(run.step() == step);
        const std::string after = run.hash(step + 5);
        run.finish(step);
        CHECK(replayed(run, step + 5) == after);
    }
    CHECK(parse_edits(run.setup().edits, *std::make_unique<std::vector<Rejection>>()).size() == std::size(changes));
    const std::string end = run.hash(200);
    CHECK(replayed(run, 200) == end);
    run.finish(3);
    CHECK(run.hash(200) == end);
}

TEST_CASE("the past before a change stays what it was, and a change in the past drops what came later") {
    PlaygroundRun run(playground_of("")), plain(playground_of(""));
    run.finish(100);
    run.change(50, "lr", "0.001");
    CHECK(run.step() == 50);
    run.change(80, "l2", "0.1");
    CHECK(run.setup().edits == "50:lr=0.001,80:l2=0.1");
    CHECK(run.hash(50) == plain.hash(50));
    CHECK(run.hash(51) != plain.hash(51));
    run.finish(90);
    run.change(20, "w0", "0.25");
    CHECK(run.setup().edits == "20:w0=0.25");
    CHECK(run.network().parameters()[0] == 0.25f);
    CHECK(run.losses().size() == 20);
    for (const PlaygroundScore& s : run.scores()) CHECK(s.step <= 20);
    run.undo();
    CHECK(run.setup().edits.empty());
    CHECK(run.hash(100) == plain.hash(100));
}

TEST_CASE("dragging a value leaves one edit, and the last one counts") {
    PlaygroundRun run(playground_of("optimizer=momentum:lr=0.05"));
    run.finish(63);
    for (int i = 1; i <= 20; ++i) run.set_parameter(63, 2, 0.1f * static_cast<float>(i));
    run.change(63, "optimizer", "adam");
    run.change(63, "optimizer", "momentum:lr=0.05");  // as it was: nothing is lost
    run.set_parameter(63, 2, 0.5f);
    CHECK(run.network().parameters()[2] == 0.5f);
    const std::string after = run.hash(120);
    CHECK(replayed(run, 120) == after);
}

TEST_CASE("dropout that comes in on the way leaves the steps before it as they were") {
    PlaygroundRun run(playground_of("")), plain(playground_of(""));
    run.finish(60);
    CHECK(run.change(60, "layers.0.dropout", "0.5").empty());
    CHECK(run.step() == 60);
    CHECK(run.hash(60) == plain.hash(60));
    CHECK(run.hash(70) != plain.hash(70));
    CHECK(run.hash(60) == plain.hash(60));
    CHECK(replayed(run, 75) == run.hash(75));
}

TEST_CASE("swapping SGD for Adam and back keeps the weights") {
    PlaygroundRun run(playground_of("optimizer=sgd:lr=0.1"));
    run.finish(50);
    const std::vector<float> before(run.network().parameters().begin(), run.network().parameters().end());
    for (const char* optimizer : {"adam", "sgd:lr=0.1", "lbfgs"}) {
        run.change(50, "optimizer", optimizer);
        CHECK(std::equal(before.begin(), before.end(), run.network().parameters().begin()));
    }
}

TEST_CASE("at step 0 a change is the setup's own, and another structure is another run, under what was in force") {
    PlaygroundRun run(playground_of(""));
    CHECK(run.change(0, "lr", "0.05").empty());
    CHECK(run.setup().edits.empty());
    CHECK(learning_rate(run.setup().optimizer) == 0.05);
    run.set_parameter(0, 4, 2);
    run.change(0, "lr", "0.03");
    CHECK(run.setup().edits == "0:w4=2");
    CHECK(run.network().parameters()[4] == 2);
    run.finish(30);
    run.change(30, "optimizer", "sgd:lr=0.3");
    run.finish(40);
    CHECK(run.change(40, "layers", "dense:units=5").empty());
    CHECK(run.step() == 0);
    CHECK(run.units() == 6);
    CHECK(link_of(run.setup()) == "layers=dense:units=5&optimizer=sgd:lr=0.3");
    const std::string same = run.hash(10);
    CHECK(run.change(10, "speed", "max").empty());
    CHECK(run.change(10, "map", "3").empty());
    CHECK(run.hash(10) == same);
    CHECK(run.step() == 10);
}

TEST_CASE("a weight that is typed as it stands is no change") {
    PlaygroundRun run(playground_of(""));
    run.finish(7);
    const double weight = double(run.network().parameters()[5]);
    CHECK(run.change(7, "w5", format_number(weight)).empty());
    CHECK(run.setup().edits.empty());
    CHECK(run.change(7, "w5", format_number(weight + 1)).empty());
    CHECK(run.setup().edits.starts_with("7:w5="));
}

TEST_CASE("bad edits are refused in words, and the good ones beside them count") {
    std::vector<Rejection> rejected;
    for (const auto& [text, why] : {std::pair{"hello", "not of the form"}, {"x:lr=1", "is not a step"}, {"5:units=3", "cannot change while it trains"}, {"5:w3=many", "is not a number"},
                                    {"-1:lr=2", "is not a step"}, {"5:seed=3", "cannot change while it trains"}}) {
        CAPTURE(text);
        PlaygroundSetup setup;
        const auto refused = set_param(params_of(setup), "edits", text);
        REQUIRE(refused.size() == 1);
        CHECK(refused[0].why.find(why) != std::string::npos);
    }
    PlaygroundRun run(playground_of("edits=5:w9999=1,6:optimizer.beta9=2,7:lr=100,8:l2=0.1,9:layers.7.dropout=0.5"));
    REQUIRE(run.rejected().size() == 4);
    CHECK(run.rejected()[0].why.find("there are 105 weights and biases") != std::string::npos);
    run.finish(10);
    CHECK(run.trainer().setup().l2 == 0.1);
    CHECK_FALSE(run.change(10, "w105", "1").empty());
    CHECK_FALSE(run.change(10, "w1", "x").empty());
    CHECK_FALSE(run.change(10, "layers.9.dropout", "0.1").empty());
    CHECK_FALSE(run.change(10, "nothing", "0.1").empty());
    CHECK(run.step() == 10);
}

TEST_CASE("a run ends where it was told to: step, loss, patience") {
    PlaygroundRun by_step(playground_of("stop-step=25"));
    by_step.finish(1000);
    CHECK(by_step.step() == 25);
    CHECK(by_step.stop()->why == "stopped at step 25");
    CHECK(by_step.change(25, "stop-step", "0").empty());
    by_step.finish(60);
    CHECK(by_step.step() == 60);
    by_step.change(60, "stop-step", "40");
    by_step.finish(60);
    CHECK(by_step.step() == 40);

    PlaygroundRun by_loss(playground_of("stop-loss=0.1"));
    by_loss.finish(2000);
    REQUIRE(by_loss.stop());
    CHECK(by_loss.stop()->why == "target loss reached");
    CHECK(by_loss.score().train_loss <= 0.1f);
    CHECK(by_loss.scores()[by_loss.scores().size() - 2].train_loss > 0.1f);

    PlaygroundSetup heart = preset_of("over-training");
    heart.patience = 50;
    PlaygroundRun patient(heart);
    patient.finish(5000);
    REQUIRE(patient.stop());
    CHECK(patient.stop()->why == "patience ran out");
    CHECK(patient.step() - patient.best()->step == 50 * patient.steps_per_epoch());
    const int stop = patient.step();
    patient.finish(3);
    patient.finish(5000);
    CHECK(patient.step() == stop);
}

TEST_CASE("losses and scores are known as far as the run has been, some hundred scores in all") {
    PlaygroundRun run(playground_of("layers=dense:units=2"));
    run.finish(20000);
    CHECK(run.losses().size() == 20000);
    CHECK(run.scores().size() < 4000);
    CHECK(run.scores().size() > 1000);
    CHECK(run.scores()[100].step == 100);
    run.finish(5);
    CHECK(run.losses().size() == 20000);
    CHECK(run.scores()[5].train_loss == run.score().train_loss);
}

TEST_CASE("the schedule's curve is what the trainer takes, also where it was changed on the way or heeds the loss") {
    constexpr int steps = 300;
    for (const char* query : {"schedule=cosine:t-max=200", "schedule=step:step-size=40:gamma=0.5&edits=100:lr=0.3,150:schedule=exponential,220:optimizer=sgd:lr=0.05",
                              "schedule=drawn:points=0*0.1;50*1;100*0.5", "schedule=one-cycle&optimizer=lbfgs:lr=0.5"}) {
        CAPTURE(query);
        PlaygroundRun run(playground_of(query));
        const auto foretold = run.rates(steps);
        const std::vector<float> before(foretold.begin(), foretold.end());
        REQUIRE(before.size() == steps);
        for (int k = 0; k < steps; ++k) {
            run.finish(k + 1);
            CHECK(run.trainer().lr() == before[static_cast<std::size_t>(k)]);
        }
        const int told = run.rates_told();
        CHECK(std::equal(before.begin(), before.end(), run.rates(steps).begin()));
        CHECK(run.rates_told() == told);
    }

    PlaygroundRun plateau(playground_of("schedule=plateau:factor=0.5:patience=0&optimizer=sgd:lr=1"));
    CHECK(plateau.rates(steps).back() == 1);
    plateau.finish(200);
    const auto curve = plateau.rates(steps);
    CHECK(curve[0] == 1);
    CHECK(curve[199] < 1);
    CHECK(curve[199] == plateau.trainer().lr());
    for (std::size_t k = 200; k < steps; ++k) CHECK(curve[k] == curve[199]);
}

TEST_CASE("a change on the way changes the rates after it and no others, and they are worked out once") {
    PlaygroundRun run(playground_of("schedule=cosine:t-max=400"));
    run.finish(100);
    const std::vector<float> before(run.rates(400).begin(), run.rates(400).end());
    CHECK(run.change(100, "lr", "0.3").empty());
    const auto after = run.rates(400);
    for (std::size_t k = 0; k < 400; ++k) CHECK(after[k] == doctest::Approx(before[k] * (k < 100 ? 1 : 15)));
    const int told = run.rates_told();
    for (int i = 0; i < 50; ++i) run.finish(100 + i), run.rates(400);
    CHECK(run.rates_told() == told);
    run.undo();
    CHECK(std::equal(before.begin(), before.end(), run.rates(400).begin()));
}

TEST_CASE("after a divergence there is a way back to where it did best, and a lower rate there goes on") {
    PlaygroundRun run(playground_of("data=plane&edits=40:optimizer=sgd:lr=20"));
    run.finish(30);
    CHECK(run.way_back() == -1);
    run.finish(3000);
    REQUIRE(run.stop());
    CHECK(run.stop()->why.find("diverged") != std::string::npos);
    const int back = run.way_back();
    CHECK(back == run.best()->step);
    CHECK(back > 0);
    CHECK(back < run.stop()->step);
    run.finish(back);
    CHECK(run.change(back, "optimizer", "sgd:lr=0.01").empty());
    CHECK(run.way_back() == -1);
    run.finish(1000);
    CHECK_FALSE(run.stop());
    CHECK(run.step() == 1000);
}

TEST_CASE("patience counts epochs by the batch size that is in force, and no change lands beyond the end") {
    PlaygroundRun run(playground_of("patience=5&edits=1:batch-size=1"));
    run.finish(20000);
    REQUIRE(run.stop());
    CHECK(run.stop()->why == "patience ran out");
    CHECK(run.stop()->step - run.best()->step >= 5 * 350 - 350);
    PlaygroundRun ends(playground_of("stop-step=40"));
    ends.change(60, "lr", "1");
    CHECK(ends.setup().edits == "40:lr=1");
}
