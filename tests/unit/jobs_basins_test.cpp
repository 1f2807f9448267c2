#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/descend.hpp"
#include "engine/jobs/basins.hpp"
#include "engine/jobs/walk_on_gpu.hpp"
#include "jobs_helpers.hpp"

using namespace nn;

namespace {

std::vector<float> map_of(const std::string& settings) {
    const auto job = make_basins(settings, {});
    return whole(*job, {0, 0, 1, job->width(), job->height()});
}
BasinsSetup setup_of(const std::string& settings) {
    BasinsSetup setup;
    CHECK(from_query(params_of(setup), settings).empty());
    return setup;
}

const std::string himmelblau = "surface=himmelblau&x0=-5.5&x1=5.5&y0=-5.5&y1=5.5&width=64&height=64";

} // namespace

TEST_CASE("every start of Himmelblau's surface near a minimum reaches that minimum") {
    const std::vector<float> map = map_of(himmelblau + "&optimizer=sgd:lr=0.01");
    const auto minima = setup_of(himmelblau).landscape().minima();
    for (std::size_t k = 0; k < minima.size(); ++k)
        for (const float d : {-0.3f, 0.0f, 0.3f}) {
            const auto cell = [](float v) { return static_cast<std::size_t>((v + 5.5f) / 11 * 64); };
            CHECK(map[cell(minima[k].y + d) * 64 + cell(minima[k].x - d)] == static_cast<float>(k));
        }
}

TEST_CASE("above 2/lambda of a minimum no run comes to rest in it") {
    const std::vector<float> map = map_of(himmelblau + "&optimizer=sgd:lr=0.021");
    for (std::size_t i = 0; i < 64 * 64; ++i) CHECK(map[i] != 2);
}

TEST_CASE("a start's run is that of the same optimizer on the same surface, whichever it is") {
    for (const char* optimizer : {"sgd", "momentum", "nesterov:lr=0.002", "adagrad", "adadelta", "rmsprop", "adam", "amsgrad", "adamw", "nadam", "radam", "adamax", "rprop", "lion", "lbfgs"}) {
        CAPTURE(optimizer);
        const std::string settings = "surface=himmelblau&x0=-3&x1=3&y0=-3&y1=3&width=3&height=3&steps=60&optimizer=" + std::string(optimizer);
        const BasinsSetup setup = setup_of(settings);
        const std::vector<float> map = map_of(settings);
        for (std::size_t i = 0; i < 9; ++i) {
            const auto steps = static_cast<std::size_t>(map[9 + i]);
            std::vector<float> path(2 * steps + 2);
            descend(setup.landscape(), setup.optimizer, setup.start(static_cast<int>(i % 3), static_cast<int>(i / 3)), path);
            CHECK(path[2 * steps] == map[18 + i]);
            CHECK(path[2 * steps + 1] == map[27 + i]);
        }
    }
}

TEST_CASE("minima that a surface does not know get numbers as runs find them, saddles none") {
    const BasinsSetup setup = setup_of("surface=typed&f=(x^2-1)^2%2By^2&x0=-1.5&x1=1.5&y0=-1&y1=1&width=9&height=9&optimizer=sgd:lr=0.05");
    const auto map = map_of("surface=typed&f=(x^2-1)^2%2By^2&x0=-1.5&x1=1.5&y0=-1&y1=1&width=9&height=9&optimizer=sgd:lr=0.05");
    BasinNumbers numbers(setup.landscape());
    for (std::size_t i = 0; i < 81; ++i) {
        const int column = static_cast<int>(i % 9), number = numbers.number(static_cast<int>(map[i]), {map[162 + i], map[243 + i]});
        CHECK(number == (column < 4 ? 0 : column > 4 ? 1 : basins::restless)); // the middle column stands on the saddle
    }
    CHECK(numbers.minima().size() == 2);
    CHECK(numbers.minima()[0].x == doctest::Approx(-1).epsilon(1e-3));
    CHECK(numbers.minima()[1].x == doctest::Approx(1).epsilon(1e-3));
}

TEST_CASE("basins: a tile cut in four gives the same bits, and a coarse tile holds the same pixels") {
    const auto job = make_basins("surface=rosenbrock&x0=-2&x1=2&y0=-1&y1=3&width=14&height=11&optimizer=adam", {});
    const std::vector<float> all = whole(*job, {0, 0, 1, 14, 11});
    for (const Tile& tile : {Tile{0, 0, 1, 5, 6}, Tile{5, 0, 1, 9, 6}, Tile{0, 6, 1, 5, 5}, Tile{5, 6, 1, 9, 5}, Tile{1, 2, 4, 3, 2}}) {
        const std::vector<float> part = whole(*job, tile);
        for (int channel = 0; channel < 4; ++channel)
            for (int i = 0; i < tile.count(); ++i) {
                const int x = tile.x0 + i % tile.columns * tile.step, y = tile.y0 + i / tile.columns * tile.step;
                CHECK(part[static_cast<std::size_t>(channel * tile.count() + i)] == all[static_cast<std::size_t>((channel * 11 + y) * 14 + x)]);
            }
    }
}

TEST_CASE("a formula becomes a shader line by line") {
    CHECK(formula_wgsl(parse_expression("3x^2 + sin(x*y)/2 - 1").expression) ==
          "fn formula(x: vec3f, y: vec3f, kappa: f32) -> vec3f {\n"
          "    let t1 = dual_square(x);\n"
          "    let t2 = 3f * t1;\n"
          "    let t3 = dual_multiply(x, y);\n"
          "    let t4 = dual_sin(t3);\n"
          "    let t5 = t4 / 2f;\n"
          "    let t6 = t2 + t5;\n"
          "    let t7 = t6 - vec3f(1f, 0.0, 0.0);\n"
          "    return t7;\n"
          "}\n");
    CHECK(formula_wgsl(Expr()) == "fn formula(x: vec3f, y: vec3f, kappa: f32) -> vec3f {\n    return vec3f(0.0);\n}\n");
}

TEST_CASE("basins refuses in words what it cannot do") {
    for (const char* wrong : {"surface=nowhere", "optimizer=magic", "f=sin(", "steps=0", "width=0"}) {
        CAPTURE(wrong);
        CHECK_THROWS_WITH_AS(make_basins(wrong, {}), doctest::Contains("[basins]"), std::invalid_argument);
    }
    CHECK(make_basins("optimizer=lbfgs", {})->gpu().why_not.find("L-BFGS") == 0);
}
