#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "engine/jobs/jobs.hpp"
#include "engine/jobs/settings.hpp"
#include "stage.hpp"
#include "web/chart.hpp"

TEST_CASE("every demo draws its first picture and says that it is ready") {
    for (const web::Demo& demo : web::demos) {
        CAPTURE(demo.key);
        for (const float width : {390.0f, 1280.0f, 1920.0f}) {
            TestStage stage(demo.key);
            stage.app.resize(width, 700, 1);
            stage.frames(20);
            CHECK(stage.count("ready") == 1);
            CHECK(stage.count("rejected") == 0);
            CHECK(ImGui::GetDrawData()->TotalVtxCount > 1000);
        }
    }
}

namespace {

/// The number behind `"name":` in JSON text, from `from` on.
double number_in(const std::string& json, std::string_view name, std::size_t from = 0) {
    const std::size_t at = json.find("\"" + std::string(name) + "\":", from);
    REQUIRE(at != std::string::npos);
    return std::stod(json.substr(at + name.size() + 3));
}

} // namespace

TEST_CASE("a picture at rest asks for no frames, and one that is played does until its end") {
    for (const web::Demo& demo : web::demos) {
        CAPTURE(demo.key);
        // Small networks: what is costly here is their training, not the picture.
        TestStage stage(std::string(demo.key) + (demo.key == "init" ? "?depth=3&width=16" : ""));
        for (int i = 0; i < 2000 && stage.app.wants_frame(); ++i) stage.frame();
        CHECK_FALSE(stage.app.wants_frame());
        stage.app.set("speed", "2000");
        stage.app.play(true);
        for (int i = 0; i < 2000 && stage.app.wants_frame(); ++i) stage.frame();
        CHECK_FALSE(stage.app.wants_frame());
        CHECK(stage.count("finished") == 1);
        CHECK(stage.app.status().find("\"playing\":false") != std::string::npos);
    }
}

TEST_CASE("out of sight nothing is drawn and nothing moves") {
    TestStage stage("valley");
    stage.frames(5);
    stage.app.play(true);
    stage.app.set_visible(false);
    CHECK_FALSE(stage.app.wants_frame());
}

TEST_CASE("the ring can be dragged, and a click on the map moves the start there") {
    TestStage stage("valley");
    stage.frames(5);
    const std::string before = stage.app.read();
    const double left = number_in(before, "left"), top = number_in(before, "top"), width = number_in(before, "width"), height = number_in(before, "height");
    const auto to_x = [&](double px) { return number_in(before, "xMin") + (px - left) / width * (number_in(before, "xMax") - number_in(before, "xMin")); };
    const auto at_x = [&](double x) { return left + (x - number_in(before, "xMin")) / (number_in(before, "xMax") - number_in(before, "xMin")) * width; };
    const auto at_y = [&](double y) { return top + (number_in(before, "yMax") - y) / (number_in(before, "yMax") - number_in(before, "yMin")) * height; };
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(static_cast<float>(at_x(-10)), static_cast<float>(at_y(1)));
    stage.frame();
    io.AddMouseButtonEvent(0, true);
    stage.frame();
    io.AddMousePosEvent(static_cast<float>(at_x(-6)), static_cast<float>(at_y(3)));
    stage.frames(2);
    io.AddMouseButtonEvent(0, false);
    stage.frames(2);
    CHECK(stage.app.link().find("start-x=-6") != std::string::npos);
    CHECK(stage.app.grabs(static_cast<float>(left + width / 2), static_cast<float>(top + height - 20)) == false);

    TestStage other("valley");
    other.frames(5);
    const float px = static_cast<float>(left + width * 0.8), py = static_cast<float>(top + height * 0.8);
    other.press(px, py);
    const std::string link = other.app.link();
    const std::size_t at = link.find("start-x=");
    REQUIRE(at != std::string::npos);
    CHECK(std::stod(link.substr(at + 8)) == doctest::Approx(to_x(px)).epsilon(0.05));
}

TEST_CASE("rotating turns valley and start, and back again") {
    TestStage stage("valley");
    stage.frames(3);
    stage.app.act("rotate");
    CHECK(stage.app.link() == "valley?theta=45&start-x=-7.778175&start-y=-6.363961");
    stage.app.act("rotate");
    CHECK(stage.app.link() == "valley");
}

TEST_CASE("a saved state restores link and step, and anything else is refused in words") {
    TestStage stage("valley?kappa=50");
    stage.app.go(77);
    const std::string saved = stage.app.save(), hash = stage.app.status();
    stage.app.open("descent");
    CHECK(stage.app.restore(saved) == "{\"rejected\":[]}");
    CHECK(stage.app.link() == "valley?kappa=50");
    CHECK(stage.app.status() == hash);
    for (const char* bad : {"", "hello", "downhill 1\nvalley\nx\n", "downhill 9\nvalley\n3\n"}) {
        CAPTURE(bad);
        CHECK(stage.app.restore(bad).find("not a saved state") != std::string::npos);
        CHECK(stage.app.link() == "valley?kappa=50");
    }
}

TEST_CASE("a link to no demo opens the first one and says so") {
    TestStage stage("cliff?x=1");
    stage.frames(10);
    CHECK(stage.app.link() == "valley");
    REQUIRE(stage.count("rejected") == 1);
    for (const auto& [event, json] : stage.events)
        if (event == "rejected") CHECK(json.find("cliff") != std::string::npos);
}

TEST_CASE("after a divergence the action goes back to where it did best, and a lower rate there is an edit") {
    TestStage stage("playground?data=plane&edits=40:optimizer=sgd:lr=10");
    stage.app.go(20);
    stage.frames(5);
    CHECK(stage.app.actions().find("go-back") == std::string::npos);
    stage.app.go(600);
    for (int i = 0; i < 2000 && stage.app.wants_frame(); ++i) stage.frame();
    CHECK(stage.app.read().find("diverged") != std::string::npos);
    CHECK(stage.app.actions().find("go-back") != std::string::npos);
    stage.app.play(true);
    stage.app.act("go-back");
    CHECK(stage.app.status().find("\"playing\":false") != std::string::npos);
    const int back = stage.app.step();
    CHECK(back > 0);
    CHECK(back < 40);
    stage.frames(5);
    CHECK(stage.app.actions().find("go-back") == std::string::npos);
    stage.app.set("optimizer.lr", "0.01");
    CHECK(stage.app.link() == std::string("playground?data=plane&edits=").append(std::to_string(back)).append(":lr=0.01"));
    stage.app.go(600);
    CHECK(stage.app.read().find("\"stopped\":null") != std::string::npos);
}

TEST_CASE("an experiment opens at its start, its link is told, and it is offered only where nothing of it is kept") {
    TestStage stage("playground");
    stage.frames(5);
    stage.app.act("xor-product");
    CHECK(stage.app.link() == "playground?data=xor&x1=false&x2=false&x1x2=true&layers=");
    CHECK(stage.count("state") > 0);
    CHECK(stage.events.back().second.find("xor") != std::string::npos);
}

TEST_CASE("words on a chart stand where no line runs and nothing else stands, near to what they are about") {
    const web::Rect plot{10, 20, 300, 120};
    std::vector<ImVec2> falling;
    for (int x = 0; x <= 300; x += 3) falling.push_back({10.0f + static_cast<float>(x), 20 + 115 * (1 - std::exp(-static_cast<float>(x) / 60))});
    const std::vector<std::vector<ImVec2>> lines{falling, {{250, 20}, {250, 140}}};
    const web::Rect legend{220, 20, 90, 40};
    for (const ImVec2 at : {falling[5], falling[50], falling[100]}) {
        const web::Rect words = web::free_place(plot, {110, 16}, at, lines, std::span(&legend, 1));
        CHECK(words.x >= plot.x);
        CHECK(words.right() <= plot.right());
        CHECK(words.y >= plot.y);
        CHECK(words.bottom() <= plot.bottom());
        for (const auto& line : lines)
            for (std::size_t i = 0; i < line.size(); ++i) CHECK_FALSE(words.contains(line[i]));
        CHECK((words.x > 250 || words.right() < 250));
        CHECK((words.right() <= legend.x || words.y >= legend.bottom()));
    }
    // All is full: somewhere within, all the same.
    std::vector<std::vector<ImVec2>> full;
    for (int y = 20; y < 140; y += 4) full.push_back({{10, static_cast<float>(y)}, {310, static_cast<float>(y)}});
    CHECK(plot.contains(web::free_place(plot, {110, 16}, {100, 100}, full, {}).center()));
}

TEST_CASE("a logarithmic axis ends at whole decades, and above a line that would lie on its frame") {
    web::Chart chart;
    const auto fitted = [&](double low, double high, int most) {
        chart.fit_decades(low, high, most);
        return std::pair(std::log10(chart.y_min), std::log10(chart.y_max));
    };
    CHECK(fitted(0.013, 2.9, 8) == std::pair(-2.0, 1.0));
    for (const double high : {0.93, 1.0}) {
        const auto [bottom, top] = fitted(0.002, high, 8);
        CHECK(bottom == -3);
        CHECK(top > std::log10(high) + 0.2);
        CHECK(top < 0.5);
    }
    CHECK(fitted(1e-30, 2, 8).first == -7);
}

TEST_CASE("a network goes from the playground to its landscape and back, in the middle of frames") {
    TestStage s("playground?data=xor&layers=dense:units=3&seed=4");
    s.frames(3);
    s.app.act("to-landscape");
    s.frames(3);
    CHECK(s.app.link().starts_with("landscape?data=xor"));
    s.app.set("optimizer.lr", "0.05");
    s.frames(3);
    s.app.act("to-playground");
    s.frames(3);
    CHECK(s.app.link() == "playground?data=xor&layers=dense:units=3&seed=4&edits=200:lr=0.05");
}

namespace {

/// Has the whole of what was ordered, but not handed over.
struct Ordered {
    int id;
    std::unique_ptr<nn::Job> job;
    explicit Ordered(const std::string& order) : id(std::stoi(order.substr(order.find(":") + 1))) {
        const auto text = [&](std::string_view key) {
            const std::size_t at = order.find("\"" + std::string(key) + "\":\"") + key.size() + 4;
            return order.substr(at, order.find('"', at) - at);
        };
        job = nn::job_row(text("key")).make(text("settings"), {});
        nn::whole(*job);
    }
    void hand_to(web::App& app) const {
        std::ranges::copy(job->values(), app.job_room(static_cast<int>(job->values().size())).begin());
        app.take_tile(id, {0, 0, 1, job->width(), job->height()});
        app.set_job_state(id, {.runner = "cpu", .share = 1, .done = true});
    }
};
std::string last_order(const TestStage& s) {
    for (std::size_t i = s.events.size(); i-- > 0;)
        if (s.events[i].first == "job") return s.events[i].second;
    return {};
}

} // namespace

TEST_CASE("what was ordered before a change comes to nothing, even before the next frame") {
    TestStage s("race?seeds=200&steps=40");
    s.frames(3);
    const Ordered runs(last_order(s));
    s.app.set("seeds", "7");
    runs.hand_to(s.app);
    CHECK(s.app.read().find("\"known\":0") != std::string::npos);
    s.frames(2);
    const Ordered fewer(last_order(s));
    CHECK(fewer.job->width() == 7);
    fewer.hand_to(s.app);
    CHECK(s.app.read().find("\"known\":21") != std::string::npos);
    // The sweep is on its way now; it is nothing to the demo that is opened instead.
    const Ordered sweep(last_order(s));
    CHECK(sweep.job->channels() == 1);
    s.app.open("trainability?size=64");
    sweep.hand_to(s.app);
    s.frames(3);
    CHECK(s.app.read().find("\"known\":0") != std::string::npos);
}
