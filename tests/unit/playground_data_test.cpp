// The learner's own data in the playground.
#include "engine/csv.hpp"
#include "playground_helpers.hpp"

using namespace nn;

namespace {

OwnData squares(int each, std::initializer_list<int> labels) {
    OwnData own;
    for (const int label : labels)
        for (int i = 0; i < each; ++i) own.add(OwnData::Point{static_cast<float>(2 * label - 4) + 0.1f * static_cast<float>(i % 5), 0.1f * static_cast<float>(i / 5), label});
    return own;
}

std::shared_ptr<const OwnData> shared(OwnData own) { return std::make_shared<const OwnData>(std::move(own)); }

}  // namespace

TEST_CASE("a link with own data says so, and without them the generated ones are taken, with a word") {
    const PlaygroundSetup setup = playground_of("source=own");
    CHECK(setup.note().find("your own") != std::string::npos);
    CHECK(PlaygroundSetup{}.note().empty());
    PlaygroundRun run(setup);
    REQUIRE(run.rejected().size() == 1);
    CHECK(run.rejected()[0].key == "source");
    CHECK(run.data().rows() == 500);
    PlaygroundRun generated{PlaygroundSetup{}};
    CHECK(run.hash(10) == generated.hash(10));
}

TEST_CASE("drawn points of two to five classes are learned; too few are refused in words") {
    CHECK(OwnData{}.lacking().find("no data") != std::string::npos);
    CHECK(squares(5, {0}).lacking().find("two classes") != std::string::npos);
    CHECK(squares(1, {0, 1}).lacking().find("two points each") != std::string::npos);
    for (const auto labels : {std::vector{0, 1}, std::vector{0, 2, 4}, std::vector{0, 1, 2, 3, 4}}) {
        OwnData own;
        for (const int label : labels) {
            const OwnData one = squares(20, {label});
            for (const auto& p : one.points()) own.add(p);
        }
        REQUIRE(own.lacking().empty());
        CHECK(own.classes() == labels);
        PlaygroundRun run(playground_of("source=own"), shared(own));
        CHECK(run.rejected().empty());
        CHECK(run.data().classes == static_cast<int>(labels.size()));
        CHECK(run.outputs() == (labels.size() == 2 ? 1 : static_cast<int>(labels.size())));
        run.finish(300);
        CHECK(run.score().metric > 0.95f);
    }
}

TEST_CASE("points can be taken away again, and what is no point is not taken") {
    OwnData own = squares(2, {0, 1});
    CHECK_FALSE(own.add(OwnData::Point{NAN, 0, 0}));
    CHECK_FALSE(own.add(OwnData::Point{0, 0, 5}));
    CHECK_FALSE(own.erase(100, 100, 1));
    CHECK(own.erase(-4.02f, 0, 0.05f));
    CHECK(own.points().size() == 3);
    own.clear();
    CHECK(own.kind() == OwnData::Kind::none);
}

TEST_CASE("the smallest data and the most lopsided shares still make two parts") {
    for (const char* query : {"source=own&train=0.1", "source=own&train=0.9", "source=own&layers=dense:norm=batch&batch-size=1", "source=own&batch-size=1000&layers=dense:init=lsuv"}) {
        CAPTURE(query);
        PlaygroundRun run(playground_of(query), shared(squares(2, {0, 1})));
        CHECK(run.train().raw.rows() >= 1);
        CHECK(run.validation().raw.rows() >= 1);
        CHECK(run.train().raw.rows() + run.validation().raw.rows() == 4);
        run.finish(20);
        CHECK((run.step() == 20 || run.stop()));
    }
}

TEST_CASE("a drawn curve is a regression, and drawing over it replaces it") {
    OwnData own;
    for (int i = 0; i <= 100; ++i) own.add(OwnData::Target{-5 + 0.1f * static_cast<float>(i), i < 50 ? -1.f : 2.f});
    own.erase_curve(3, 6);
    CHECK(own.curve().size() < 90);
    PlaygroundRun run(playground_of("source=own"), shared(own));
    CHECK(run.data().task == Task::regression);
    CHECK(run.plane().is_line);
    run.finish(500);
    CHECK(run.score().metric < 0.6f);
    CHECK(run.score().metrics[2] > 0.9f);  // R²
}

TEST_CASE("a table of four inputs is taken as it is: no features, a pair of inputs or two principal axes on the map") {
    std::string text = "a,b,c,d,kind\n";
    for (int i = 0; i < 60; ++i) {
        const double t = 0.1 * (i % 20), up = i % 2 ? 3 : -3;
        text += format_number(up + t) + "," + format_number(up - t) + "," + format_number(t) + "," + format_number(100 * t) + (i % 2 ? ",yes\n" : ",no\n");
    }
    OwnData own;
    REQUIRE(own.set_table(samples_of(read_csv(text)).data).empty());
    PlaygroundRun run(playground_of("source=own"), shared(own));
    CHECK(run.rejected().empty());
    CHECK(run.inputs().count() == 4);
    CHECK(run.plane().name_u == "a");
    run.finish(200);
    CHECK(run.score().metric == 1);
    const std::string hash = run.hash(200);
    run.change(200, "plane", "pca");
    CHECK(run.plane().explained > 0.95);
    const auto& plane = run.plane();
    std::vector<float> point(4);
    plane.raw(0.5f, -1, point);
    CHECK(plane.u(point) == doctest::Approx(0.5).epsilon(1e-3));
    CHECK(plane.v(point) == doctest::Approx(-1).epsilon(1e-3));
    run.change(200, "input-y", "4");
    run.change(200, "plane", "pair");
    CHECK(run.plane().name_v == "d");
    CHECK(run.hash(200) == hash);
}

TEST_CASE("a table that no network can learn from is refused with the reason") {
    OwnData own;
    Data one_class{.inputs = 1, .targets = 1, .task = Task::classes, .classes = 1, .x = {1, 2, 3, 4}, .y = {0, 0, 0, 0}};
    CHECK(own.set_table(one_class).find("one class") != std::string::npos);
    Data missing{.inputs = 1, .x = {1, 2, NAN, 4}, .y = {0, 1, 2, 3}};
    CHECK(own.set_table(missing).find("missing") != std::string::npos);
    Data short_one{.inputs = 1, .x = {1}, .y = {0}};
    CHECK(own.set_table(short_one).find("four rows") != std::string::npos);
    CHECK(own.kind() == OwnData::Kind::none);
}

TEST_CASE("own data are saved as text and come back to the bit, names and all; anything else is refused with the line") {
    OwnData own = squares(7, {0, 2});
    own.add(OwnData::Target{0.1f, 1.f / 3});
    REQUIRE(own.set_table({.inputs = 2,
                           .targets = 1,
                           .task = Task::binary,
                           .classes = 2,
                           .x = {1, 2, 3, 4, 5, 6, 7, 1.f / 7},
                           .y = {0, 1, 0, 1},
                           .input_names = {"age", "two\nlines"},
                           .class_names = {"no", "yes"}})
                .empty());
    OwnData again;
    REQUIRE(again.restore(own.save()) == "");
    CHECK(again.save() == own.save());
    CHECK(again.kind() == OwnData::Kind::table);
    CHECK(again.data().x == own.data().x);
    CHECK(again.data().input_names == std::vector<std::string>{"age", "two lines"});
    CHECK(again.data().class_names == own.data().class_names);
    const auto refused = [&](std::string_view text, std::string_view why) {
        CAPTURE(text);
        CHECK(again.restore(text).find(why) != std::string::npos);
        CHECK(again.save() == own.save());
    };
    const std::string begin = "downhill own data 1\n";
    refused("x", "no data");
    refused(begin + "k 1\np 1\n", "line 3");
    refused(begin + "k 9\n", "line 2");
    refused(begin + "k 1\np 1 2 0.5\n", "line 3");
    refused(begin + "k 3\n", "which data");
    refused(begin + "k 3\nt 2 1 0 2\nr 1 2\n", "line 4");
    refused(begin + "k 3\nt 1 1 3 0\nr 1 2\n", "four rows");
    refused(begin + "k 3\nt 1 1 0 2\ni a\ni b\nr 1 0\nr 1 1\nr 2 0\nr 2 1\n", "name");
    refused(begin + "k 3\nt 1 1 0 2\nr 1 0\nr 1 1\nr 2 0\nr 2 2\n", "class");
    CHECK(again.restore("") == "");
    CHECK(again.kind() == OwnData::Kind::none);
}

TEST_CASE("a table's columns keep their names as inputs and on the map") {
    OwnData own;
    Data table{.inputs = 3, .input_names = {"age", "height", "city"}};
    for (int i = 0; i < 40; ++i) {
        const auto t = static_cast<float>(i % 7);
        table.x.insert(table.x.end(), {t, -t, 2 * t});
        table.y.push_back(t);
    }
    REQUIRE(own.set_table(table) == "");
    PlaygroundRun run(playground_of("source=own&input-x=3"), shared(own));
    CHECK(run.inputs().names() == table.input_names);
    CHECK(run.plane().name_u == "city");
    CHECK(run.plane().name_v == "height");
}

TEST_CASE("the first point of another class waits for a second one, and nothing else changes") {
    OwnData own = squares(10, {0, 1});
    own.add(OwnData::Point{5, 5, 3});
    CHECK(own.lacking().empty());
    CHECK(own.data().rows() == 20);
    CHECK(own.data().classes == 2);
    own.add(OwnData::Point{5, 4, 3});
    CHECK(own.data().rows() == 22);
    CHECK(own.classes() == std::vector{0, 1, 3});
}

TEST_CASE("too many classes or inputs are named for what they are, also where they come as text") {
    OwnData own;
    std::string text = "downhill own data 1\nk 3\nt 1 1 1 80\n";
    for (int i = 0; i < 80; ++i) text += "r " + std::to_string(i) + " " + std::to_string(i) + "\n";
    CHECK(own.restore(text).find("64 classes") != std::string::npos);
    CHECK(own.restore("downhill own data 1\nk 3\nt 1 1 3 0\nr 1 7\nr 2 7\nr 3 7\nr 4 7\n").find("same value") != std::string::npos);
}
