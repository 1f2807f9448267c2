#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "engine/jobs/loss_grid.hpp"
#include "engine/jobs/response_grid.hpp"
#include "engine/random.hpp"

namespace nn {
namespace {

using Floats = std::vector<float>;
constexpr double rounding = 2e-6; // of a float loss: sums in another order

Floats normals(std::size_t n, std::uint32_t stream) {
    Floats v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = normal(7, stream, i);
    return v;
}

Network network_of(std::string_view text) {
    NetworkSetup setup;
    for (const Rejection& r : from_query(params_of(setup), text)) FAIL(r.key, " ", r.value, ": ", r.why);
    return Network(setup);
}
Floats parameters_of(const Network& network) {
    Floats all(network.parameters().begin(), network.parameters().end());
    all.insert(all.end(), network.state().begin(), network.state().end());
    return all;
}

Floats run(Job& job, const Tile& tile) {
    job.begin(tile);
    while (job.advance()) {}
    return {job.values().begin(), job.values().end()};
}
Floats run(Job& job) { return run(job, {.columns = job.width(), .rows = job.height()}); }

/// Coarse tiles and small ones hold the pixels of the whole picture.
void check_tiles(Job& job) {
    const Floats whole = run(job);
    const int width = job.width(), height = job.height();
    for (const int step : {1, 4}) {
        for (int y0 = 0; y0 < height; y0 += 3 * step) {
            const Tile tile{1, y0, step, (width - 2) / step + 1, std::min(3, (height - 1 - y0) / step + 1)};
            const Floats part = run(job, tile);
            for (int channel = 0; channel < job.channels(); ++channel)
                for (int i = 0; i < tile.count(); ++i) {
                    const int x = tile.x0 + i % tile.columns * step, y = tile.y0 + i / tile.columns * step;
                    REQUIRE(part[static_cast<std::size_t>(channel * tile.count() + i)] == whole[static_cast<std::size_t>((channel * height + y) * width + x)]);
                }
        }
    }
}

const char* const playground = "inputs=2&layers=dense:units=16:activation=tanh,dense:units=16:activation=relu,dense:units=1&loss=bce-logits";
const char* const all_kinds = "inputs=3&layers=dense:units=6:activation=gelu,batch-norm:activation=tanh,dropout,dense:units=6:residual=true,layer-norm,dense:units=3&loss=cross-entropy";

/// What a loss-grid is made of.
struct Plane {
    Network network;
    Floats w, first, second, x, y, weight;

    Plane(std::string_view text, std::size_t samples, int classes = 2) : network(network_of(text)), w(parameters_of(network)) {
        first = normals(network.parameters().size(), 1);
        second = normals(network.parameters().size(), 2);
        x = normals(samples * static_cast<std::size_t>(network.inputs()), 3);
        for (std::size_t i = 0; i < samples * static_cast<std::size_t>(network.target_columns()); ++i) y.push_back(static_cast<float>(i % static_cast<std::size_t>(classes)));
    }
    std::unique_ptr<Job> job(const std::string& settings) const {
        const std::span<const float> arrays[] = {w, first, second, x, y, weight};
        return make_loss_grid(settings, arrays);
    }
    double loss() { return network.loss_sum({x, y, weight}) / network.divisor({x, y, weight}); }
};

std::string query(const char* network, const char* more) { return std::string(network) + "&" + more; }

} // namespace

TEST_CASE("a picture of a network's response shows what it gives in the middle of each pixel") {
    Network network = network_of(playground);
    const Floats w = parameters_of(network);
    const std::span<const float> arrays[] = {w};
    const auto job = make_response_grid(query(playground, "width=4&height=2&x0=0&x1=4&y0=0&y1=2"), arrays);
    const Floats points = {0.5f, 0.5f, 1.5f, 0.5f, 2.5f, 0.5f, 3.5f, 0.5f, 0.5f, 1.5f, 1.5f, 1.5f, 2.5f, 1.5f, 3.5f, 1.5f};
    Floats expected(8);
    network.forward(points, expected);
    CHECK(run(*job) == expected);
}

TEST_CASE("a response with all units has a channel for each, in the order of the layers") {
    Network network = network_of(all_kinds);
    const Floats w = parameters_of(network), rest = {0, 0, 0.7f};
    const std::span<const float> arrays[] = {w, rest};
    const auto job = make_response_grid(query(all_kinds, "width=3&height=1&x0=0&x1=3&y0=-1&y1=1&units=true"), arrays);
    REQUIRE(job->channels() == network.units());
    const Floats points = {0.5f, 0, 0.7f, 1.5f, 0, 0.7f, 2.5f, 0, 0.7f};
    Floats expected(3 * static_cast<std::size_t>(network.units()));
    network.forward_units(points, expected);
    CHECK(run(*job) == expected);
}

TEST_CASE("a response may be asked for at features of the plane, pixel by pixel") {
    const Network network = network_of(all_kinds);
    const Floats w = parameters_of(network), points = normals(5 * 7 * 3, 4);
    const std::span<const float> arrays[] = {w, {}, points};
    const auto job = make_response_grid(query(all_kinds, "width=5&height=7"), arrays);
    Floats rows(5 * 7 * 3);
    Network(network).forward(points, rows);
    const Floats got = run(*job);
    for (std::size_t i = 0; i < 35; ++i)
        for (std::size_t k = 0; k < 3; ++k) CHECK(got[k * 35 + i] == rows[i * 3 + k]);
    check_tiles(*job);
}

TEST_CASE("tiles of a response hold the same bits as the whole picture") {
    for (const char* text : {playground, all_kinds})
        for (const char* more : {"width=41&height=13", "width=41&height=13&units=true"}) {
            const Floats w = parameters_of(network_of(text));
            const std::span<const float> arrays[] = {w};
            check_tiles(*make_response_grid(query(text, more), arrays));
        }
}

TEST_CASE("what does not fit a response is refused in words") {
    const Floats w = parameters_of(network_of(playground)), two = {1, 2}, nan(2, NAN);
    const auto refused = [&](std::string_view more, const Floats& parameters, const Floats& rest) {
        try {
            const std::span<const float> arrays[] = {parameters, rest};
            make_response_grid(query(playground, more.data()), arrays);
        } catch (const std::invalid_argument& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    CHECK(refused("width=8", w, two) == "");
    CHECK(refused("width=8", two, two) == "[response-grid] got parameters and state of 2 numbers, expected 1 x 337");
    CHECK(refused("width=8", w, w).starts_with("[response-grid] got rest of 337 numbers"));
    CHECK(refused("width=8", w, nan).find("not finite") != std::string::npos);
    CHECK(refused("input-x=2", w, two) == "[response-grid] got inputs 2 and 1, expected two of 0 to 1");
    CHECK(refused("width=16777216&height=2", w, two).find("expected 1 to 16 million") != std::string::npos);
    CHECK(refused("colour=red", w, two).find("colour") != std::string::npos);
}

TEST_CASE("on a plane of no extent the loss is everywhere the network's") {
    for (const char* text : {playground, all_kinds}) {
        Plane plane(text, 37, 2);
        plane.first.assign(plane.first.size(), 0);
        plane.second = plane.first;
        for (const float loss : run(*plane.job(query(text, "width=5&height=3")))) CHECK(loss == doctest::Approx(plane.loss()).epsilon(rounding));
    }
}

TEST_CASE("the loss of one linear neuron on a plane is a parabola") {
    const char* const text = "inputs=1&layers=dense:units=1:activation=linear&loss=mse";
    Plane plane(text, 2);
    plane.w = {2, 1}; // slope, offset
    plane.first = {1, 0};
    plane.second = {0, 1};
    plane.x = {1, 3};
    plane.y = {0, 2};
    const Floats got = run(*plane.job(query(text, "width=3&height=5&a=-1&half-a=3&half-b=5"))); // a: -3, -1, 1; b: -4, -2, 0, 2, 4
    for (int i = 0; i < 15; ++i) {
        const double slope = 2 + (-3 + 2 * (i % 3)), offset = 1 + (-4 + 2 * (i / 3));
        const double expected = (std::pow(slope + offset, 2) + std::pow(3 * slope + offset - 2, 2)) / 2;
        CHECK(got[static_cast<std::size_t>(i)] == doctest::Approx(expected).epsilon(rounding));
    }
}

TEST_CASE("zooming in shows the same loss at the same place") {
    const Plane plane(playground, 50);
    const Floats far = run(*plane.job(query(playground, "width=9&height=9&half-a=0.9&half-b=0.9"))); // steps of 0.2 around 0
    const Floats near = run(*plane.job(query(playground, "width=3&height=1&a=0.4&b=-0.2&half-a=0.3&half-b=0.1")));
    for (std::size_t i = 0; i < 3; ++i) CHECK(near[i] == doctest::Approx(far[3 * 9 + 5 + i]).epsilon(10 * rounding)); // a: 0.2, 0.4, 0.6
}

TEST_CASE("tiles of a loss hold the same bits as the whole picture") {
    check_tiles(*Plane(playground, 501).job(query(playground, "width=23&height=9")));
    check_tiles(*Plane(all_kinds, 1030, 3).job(query(all_kinds, "width=23&height=9")));
}

TEST_CASE("samples weigh in the loss on a plane as the reduction says") {
    for (const char* reduction : {"weighted", "weighted-mean"}) {
        const std::string text = std::string(playground) + "&reduction=" + reduction;
        Plane plane(text, 4);
        plane.weight = {1, 0, 3, 2};
        CHECK(run(*plane.job(text + "&width=3&height=3"))[4] == doctest::Approx(plane.loss()).epsilon(rounding));
    }
}

TEST_CASE("what does not fit a loss on a plane is refused in words") {
    const auto refused = [](auto change, const char* text = playground) {
        try {
            Plane plane(text, 6);
            change(plane);
            plane.job(query(text, "width=8"));
        } catch (const std::invalid_argument& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    CHECK(refused([](Plane&) {}) == "");
    CHECK(refused([](Plane& p) { p.first.pop_back(); }) == "[loss-grid] got first of 336 numbers, expected 1 x 337");
    CHECK(refused([](Plane& p) { p.y[3] = 2; }) == "[loss-grid] got target 2 at 3, expected 0 to 1");
    CHECK(refused([](Plane& p) { p.y.pop_back(); }) == "[loss-grid] got y of 5 numbers, expected 6 x 1");
    CHECK(refused([](Plane& p) { p.x.clear(); p.y.clear(); }) == "[loss-grid] got no samples, expected 1 or more");
    CHECK(refused([](Plane& p) { p.weight.assign(6, 1); }).find("reduction mean") != std::string::npos);
    CHECK(refused([](Plane& p) { p.weight.assign(6, 0); }, "inputs=1&layers=dense:units=1&loss=mse&reduction=weighted-mean").find("sum to 0") != std::string::npos);
}

TEST_CASE("a small network is written out for the card, a large one is a program, and what the card cannot do has a reason") {
    const GpuWork small = Plane(playground, 10).job(query(playground, "width=8"))->gpu();
    CHECK(small.kernel == "loss_grid");
    CHECK(small.functions.find("tanh_value(") != std::string::npos);
    CHECK(small.why_not == "");
    const GpuWork large = Plane(all_kinds, 10).job(query(all_kinds, "width=8"))->gpu();
    CHECK(large.kernel == "loss_grid_wide");
    CHECK(large.functions.find("gelu_value(") != std::string::npos);
    const char* const codes = "inputs=1&layers=embedding:categories=2:size=2,dense:units=1&loss=mse";
    Plane looked_up(codes, 4);
    looked_up.x = {0, 1, 1, 0};
    CHECK(looked_up.job(query(codes, "width=8"))->gpu().why_not == "the shader has no embeddings");
}

} // namespace nn
