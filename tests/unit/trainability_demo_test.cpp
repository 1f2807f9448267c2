#include <doctest/doctest.h>

#include <cmath>
#include <memory>

#include "engine/jobs/jobs.hpp"
#include "engine/lessons/trainability.hpp"
#include "stage.hpp"
#include "web/job_picture.hpp"
#include "web/window_map.hpp"

namespace {

/// The text of a number or word behind `"name":`, from `from` on.
std::string member(const std::string& json, std::string_view name, std::size_t from = 0) {
    const std::size_t at = json.find("\"" + std::string(name) + "\":", from);
    REQUIRE(at != std::string::npos);
    const std::size_t value = at + name.size() + 3;
    if (json[value] == '"') return json.substr(value + 1, json.find('"', value + 1) - value - 1);
    return json.substr(value, json.find_first_of(",}", value) - value);
}
double number_of(const std::string& json, std::string_view name) { return std::stod(member(json, name)); }

/// A stage whose page has one runner, which does a whole job at once.
struct MapStage : TestStage {
    std::unique_ptr<nn::Job> job;

    explicit MapStage(std::string_view link) : TestStage(link) { frames(4); }
    int orders() const { return count("job"); }
    std::string order() const {
        for (std::size_t i = events.size(); i-- > 0;)
            if (events[i].first == "job") return events[i].second;
        return {};
    }
    /// Does what was ordered last.
    void work() {
        job = nn::job_row(member(order(), "key")).make(member(order(), "settings"), {});
        const nn::Tile whole{0, 0, 1, job->width(), job->height()};
        job->begin(whole);
        while (job->advance()) {}
        const int id = std::stoi(member(order(), "id"));
        std::ranges::copy(job->values(), app.job_room(static_cast<int>(job->values().size())).begin());
        app.take_tile(id, whole);
        app.set_job_state(id, {.runner = "cpu", .words = "CPU", .share = 1, .done = true});
        for (int i = 0; i < 200 && app.wants_frame(); ++i) frame();
    }
    float value(int channel, int column, int row) const {
        const std::size_t n = static_cast<std::size_t>(job->width() * job->height());
        return job->values()[static_cast<std::size_t>(channel) * n + static_cast<std::size_t>(row * job->width() + column)];
    }
    /// Where a share of the map's sides lies on the stage.
    ImVec2 at(double across, double up) const {
        const std::string read = app.read();
        return {static_cast<float>(number_of(read, "mapLeft") + across * number_of(read, "mapWidth")), static_cast<float>(number_of(read, "mapTop") + (1 - up) * number_of(read, "mapHeight"))};
    }
};

constexpr const char* small = "trainability?size=64&steps=30";

} // namespace

TEST_CASE("the map orders its runs once they have a place, and is full when they came") {
    MapStage stage(small);
    CHECK(stage.orders() == 1);
    CHECK(number_of(stage.app.read(), "known") == 0);
    stage.work();
    const std::string read = stage.app.read();
    CHECK(number_of(read, "known") == stage.job->width() * stage.job->height());
    CHECK(std::max(stage.job->width(), stage.job->height()) <= 70);
    CHECK(number_of(read, "converged") > 0.2);
    CHECK(number_of(read, "converged") < 0.8);
    CHECK(stage.app.describe().find("Of the map") != std::string::npos);
    CHECK_FALSE(stage.app.wants_frame());
}

TEST_CASE("a click makes the pixel under it the run beside the map, to the bit") {
    for (const char* axes : {"layers", "momentum", "scale", "batch", "decay"}) {
        CAPTURE(axes);
        MapStage stage(std::string(small) + "&axes=" + axes);
        stage.work();
        for (const auto& [column, row] : {std::pair{12, 15}, {33, 30}, {54, 40}}) {
            const ImVec2 p = stage.at((column + 0.5) / stage.job->width(), (row + 0.5) / stage.job->height());
            stage.press(p.x, p.y);
            const std::string read = stage.app.read();
            CAPTURE(read);
            CHECK(static_cast<float>(number_of(read, "final")) == stage.value(0, column, row));
            const std::string diverged = member(read, "diverged"), reached = member(read, "reached");
            CHECK((diverged == "null" ? -1 : std::stof(diverged)) == stage.value(1, column, row));
            CHECK((reached == "null" ? -1 : std::stof(reached)) == stage.value(2, column, row));
        }
        CHECK(stage.orders() == 1);
        CHECK(stage.count("rejected") == 0);
    }
}

TEST_CASE("what the map's sides vary makes no new map, what all of its runs share does") {
    MapStage stage(small);
    for (const char* key : {"lr", "lr2"}) stage.app.set(key, "0.77"), stage.frames(2);
    CHECK(stage.orders() == 1);
    stage.app.set("momentum", "0.5");
    stage.frames(2);
    CHECK(stage.orders() == 2);
    stage.app.set("axes", "momentum");
    stage.frames(2);
    CHECK(stage.orders() == 3);
    stage.app.set("momentum", "0.25");
    stage.frames(2);
    CHECK(stage.orders() == 3);
}

TEST_CASE("zoom and pan change the picture at once, and once they rest the link and the job") {
    MapStage stage(small);
    stage.work();
    ImGuiIO& io = ImGui::GetIO();
    const ImVec2 p = stage.at(0.75, 0.25);
    io.AddMousePosEvent(p.x, p.y);
    stage.frame();
    for (int i = 0; i < 4; ++i) io.AddMouseWheelEvent(0, 1), stage.frame();
    CHECK(stage.orders() == 1);
    CHECK(number_of(stage.app.read(), "right") - number_of(stage.app.read(), "left") < 3);
    stage.frames(15);
    CHECK(stage.orders() == 2);
    CHECK(stage.app.link().find("zoom=1.92") != std::string::npos);
    const std::string read = stage.app.read();
    CHECK(number_of(read, "left") + 0.75 * (number_of(read, "right") - number_of(read, "left")) == doctest::Approx(-1 + 0.75 * 4).epsilon(0.01));

    io.AddMouseButtonEvent(0, true);
    stage.frame();
    io.AddMousePosEvent(p.x - 60, p.y - 40);
    stage.frames(2);
    io.AddMouseButtonEvent(0, false);
    stage.frames(3);
    CHECK(stage.orders() == 3);
    CHECK(number_of(stage.app.read(), "left") > number_of(read, "left"));
    CHECK(number_of(stage.app.read(), "bottom") < number_of(read, "bottom"));
    CHECK(stage.app.link().find("lr=") == std::string::npos);
}

TEST_CASE("a place is a whole setup with its window, and another choice of axes goes back to the whole map") {
    MapStage stage(small);
    stage.app.act("decay-edge");
    CHECK(stage.app.link().find("axes=decay") != std::string::npos);
    CHECK(stage.app.link().find("zoom=48") != std::string::npos);
    stage.app.set("axes", "momentum");
    CHECK(stage.app.link().find("zoom") == std::string::npos);
}

TEST_CASE("a number that a pixel gave is short in a link and the same in single precision") {
    nn::TrainabilityMap map;
    for (const int axes : {0, 1, 2, 3, 4}) {
        map.axes = axes;
        const nn::TrainabilitySetup job = map.job(997, 991);
        for (int i = 1; i < 900; i += 7) {
            const nn::trainability::Hyper h = job.at(i, i);
            map.set_run(h);
            const nn::trainability::Hyper run = map.run();
            CHECK(run.rate1 == h.rate1);
            CHECK(run.rate2 == h.rate2);
            CHECK(run.momentum == h.momentum);
            CHECK(run.scale == h.scale);
            CHECK(run.decay == h.decay);
            CHECK(run.batch == h.batch);
            CHECK(nn::format_number(map.lr).size() <= 12);
        }
    }
}

TEST_CASE("on a quadratic every run below the line converges, every one above it diverges") {
    nn::TrainabilityMap map;
    map.problem = nn::index_of(nn::trainability::problems, "quadratic");
    map.steps = 4000;
    for (const int axes : {1, 2, 4}) {
        map.axes = axes;
        for (const double own : {0.05, 0.4, 0.8})
            for (const double share : {0.98, 1.02}) {
                CAPTURE(axes);
                CAPTURE(own);
                (axes == 1 ? map.momentum : axes == 2 ? map.scale : map.decay) = own;
                map.lr = share * map.limit_across(own);
                CHECK((nn::TrainabilityRun(map).diverged_at() >= 0) == (share > 1));
            }
    }
    map.axes = 0, map.lr = 0.5;
    for (const double share : {0.98, 1.02}) {
        map.lr2 = share * *map.limit_up();
        CHECK((nn::TrainabilityRun(map).diverged_at() >= 0) == (share > 1));
    }
}

TEST_CASE("the old picture stands in until better comes, and no longer") {
    web::JobPicture old, picture;
    old.restart(4, 4, 1);
    std::vector<float> values(16);
    for (std::size_t i = 0; i < 16; ++i) values[i] = static_cast<float>(i);
    old.take({0, 0, 1, 4, 4}, values);
    // Enlarged twice around its middle: each of its pixels is two wide now.
    picture.restart_from(old, 4, 4, 1, 0.5, 1, 0.5, false);
    CHECK(picture.known() == 0);
    CHECK(picture.at(0, 0, 0) == 5);
    CHECK(picture.at(0, 3, 3) == 10);
    const float coarse[] = {100};
    picture.take({0, 0, 4, 1, 1}, coarse);
    CHECK(picture.at(0, 0, 0) == 100);
    CHECK(picture.at(0, 1, 0) == 5);
    const float finer[] = {200, 201};
    picture.take({2, 0, 2, 1, 2}, finer);
    CHECK(picture.at(0, 2, 0) == 200);
    CHECK(picture.at(0, 2, 2) == 201);
    CHECK(picture.at(0, 3, 1) == 6); // as near as a neighbour's
    // Of another map: anything is better.
    picture.restart_from(old, 4, 4, 0, 1, 0, 1, true);
    CHECK(picture.at(0, 3, 3) == 15);
    picture.take({0, 0, 4, 1, 1}, coarse);
    CHECK(picture.at(0, 3, 3) == 100);
    // Beyond it nothing is known.
    picture.restart_from(old, 4, 4, 2, 1, 0, 1, false);
    CHECK(picture.is_known(1, 0));
    CHECK_FALSE(picture.is_known(2, 0));
}

TEST_CASE("zooming a window leaves the point under the pointer where it is") {
    const web::MapWindow w{-1, 3, 0, 1};
    const web::MapWindow z = w.zoomed(2, 0.25, 4);
    CHECK(z.width() == doctest::Approx(1));
    CHECK((2 - z.left) / z.width() == doctest::Approx((2 - w.left) / w.width()));
    CHECK((0.25 - z.bottom) / z.height() == doctest::Approx((0.25 - w.bottom) / w.height()));
}
