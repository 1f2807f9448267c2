#include "engine/network.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/gradient_check.hpp"
#include "engine/random.hpp"

namespace nn {
namespace {

constexpr double gradient_tolerance = 2e-5;  // of a float gradient: some 100 roundings

std::vector<float> normals(std::size_t n, std::uint32_t stream) {
    std::vector<float> v(n);
    for (std::size_t i = 0; i < n; ++i) v[i] = normal(7, stream, i);
    return v;
}

NetworkSetup setup_of(std::string_view text) {
    NetworkSetup setup;
    for (const Rejection& r : from_query(params_of(setup), text)) FAIL(r.key, " ", r.value, ": ", r.why);
    return setup;
}

}  // namespace

TEST_CASE("one linear neuron is w x + b") {
    Network network(setup_of("inputs=3&layers=dense:units=1:activation=linear"));
    const float w[] = {1, -2, 0.5f, 10};
    std::copy(w, w + 4, network.parameters().begin());
    const float x[] = {1, 2, 4, -1, 0, 2};
    float y[2];
    network.forward(x, y);
    CHECK(y[0] == 9);
    CHECK(y[1] == 10);
}

TEST_CASE("a chain of dense layers on a few samples gives what the general way gives") {
    // The dropout of nothing makes the layers no chain.
    const auto x = normals(17 * 3, 1), y = normals(17 * 2, 2);
    for (const std::string_view activation : {"tanh", "relu", "prelu", "silu", "linear"}) {
        const std::string first = "dense:units=7:activation=" + std::string(activation), second = "dense:units=5:activation=tanh";
        Network chain(setup_of("inputs=3&layers=" + first + "," + second + ",dense:units=2"));
        Network general(setup_of("inputs=3&layers=" + first + ",dropout:p=0," + second + ",dense:units=2"));
        REQUIRE(chain.parameters().size() == general.parameters().size());
        std::copy(chain.parameters().begin(), chain.parameters().end(), general.parameters().begin());
        for (const std::size_t samples : {1, 2, 4, 5, 10, 12, 15, 16, 17}) {
            CAPTURE(activation);
            CAPTURE(samples);
            const Samples some{std::span(x).first(samples * 3), std::span(y).first(samples * 2), {}, {}};
            std::vector<float> dw(chain.parameters().size()), expected(dw.size());
            const double loss = chain.add_gradient(some, {true, 1, 0}, 1, dw);
            CHECK(loss == doctest::Approx(general.add_gradient(some, {true, 1, 0}, 1, expected)).epsilon(1e-6));
            double worst = 0;
            for (std::size_t i = 0; i < dw.size(); ++i)
                worst = std::max(worst, std::fabs(double(dw[i]) - double(expected[i])) / (1 + std::fabs(double(expected[i]))));
            CHECK(worst < gradient_tolerance);
        }
    }
}

TEST_CASE("backpropagation equals the finite difference, layer by layer") {
    const auto x = normals(7 * 6, 1), y = normals(7 * 3, 2);
    auto codes = x;
    for (std::size_t i = 0; i < 7; ++i) codes[6 * i + 2] = static_cast<float>(i % 4);
    for (const std::string_view layers :
         {"dense:units=3", "dense:units=5,dense:units=3", "dense:units=6:residual=true,dense:units=3",
          "dense:units=6,batch-norm:activation=tanh,dense:units=3", "dense:units=6,layer-norm:activation=tanh,dense:units=3",
          "dense:units=8,dropout:p=0.3,dense:units=3", "embedding:column=2:categories=4:size=3,dense:units=5,dense:units=3",
          "batch-norm,dense:units=3:activation=relu"}) {
        CAPTURE(layers);
        Network network(setup_of("inputs=6&layers=" + std::string(layers)));
        for (const bool train : {false, true}) {
            CAPTURE(train);
            const auto check = check_gradient(network, {codes, y, {}, {}}, {.train = train, .seed = 3, .step = 5});
            CAPTURE(check.part);
            CAPTURE(check.gradient);
            CAPTURE(check.difference);
            CHECK(check.checked == network.parameters().size());
            CHECK(check.worst < gradient_tolerance);
        }
    }
}

TEST_CASE("large batches in blocks give the gradient of the whole") {
    Network network(setup_of("inputs=6&layers=dense:units=5,dropout:p=0.2,dense:units=3"));
    const std::size_t n = 1201;
    const auto x = normals(n * 6, 1), y = normals(n * 3, 2);
    std::vector<float> whole(network.parameters().size()), parts(whole.size());
    const Pass pass{};
    const double sum = network.add_gradient({x, y, {}, {}}, pass, 1, whole);
    double sums = 0;
    std::vector<int> rows(n);
    for (std::size_t i = 0; i < n; ++i) rows[i] = static_cast<int>(n - 1 - i);
    for (std::size_t from = 0; from < n; from += 100)
        sums += network.add_gradient({x, y, {}, std::span(rows).subspan(from, std::min<std::size_t>(100, n - from))}, pass, 1, parts);
    CHECK(sums == doctest::Approx(sum).epsilon(1e-6));
    for (std::size_t i = 0; i < whole.size(); ++i) CHECK(parts[i] == doctest::Approx(whole[i]).epsilon(1e-4));
}

TEST_CASE("every unit gives the same, written where it belongs at once or in blocks and copied") {
    Network network(setup_of(
        "layers=dense:units=5:activation=tanh,dense:units=5:activation=gelu:residual=true,dropout,dense:units=3:activation=relu"));
    const std::size_t rows = 1024, units = static_cast<std::size_t>(network.units());
    const auto x = normals(2 * (rows + 1), 3);
    std::vector<float> at_once(units * rows), in_blocks(units * (rows + 1));
    network.forward_units(std::span(x).first(2 * rows), at_once);  // whole lanes
    network.forward_units(x, in_blocks);                           // not
    std::vector<float> output(3 * (rows + 1));
    network.forward(x, output);
    for (std::size_t unit = 0; unit < units; ++unit)
        for (std::size_t row = 0; row < rows; row += 31) {
            REQUIRE(at_once[unit * rows + row] == in_blocks[unit * (rows + 1) + row]);
            if (unit >= units - 3) REQUIRE(at_once[unit * rows + row] == output[3 * row + unit - (units - 3)]);
        }
}

TEST_CASE("the gradient by the input is what moving the input does") {
    Network network(setup_of("inputs=2&layers=dense:units=5,layer-norm,dense:units=1"));
    auto x = normals(6, 1);
    const auto y = normals(3, 2);
    std::vector<float> dw(network.parameters().size()), dx(6);
    network.add_gradient({x, y, {}, {}}, {}, 0.25, dw, dx);
    for (std::size_t i = 0; i < 6; ++i) {
        const float h = 1e-2f, before = x[i];
        x[i] = before + h;
        const double up = network.loss_sum({x, y, {}, {}});
        x[i] = before - h;
        CHECK(double(dx[i]) == doctest::Approx((up - network.loss_sum({x, y, {}, {}})) / (2 * double(h))).epsilon(2e-3));
        x[i] = before;
    }
}

TEST_CASE("what does not fit is refused in words") {
    CHECK_THROWS_WITH(Network(setup_of("inputs=3&layers=dense:units=4:residual=true")),
                      "[network] layer 0 (dense) got 3 inputs with a residual link, expected 4, its units");
    Network network(setup_of("inputs=2&layers=embedding:column=1:categories=3:size=2,dense:units=1"));
    const float x[] = {0, 1, 0, 3}, odd[] = {1, 2, 3};
    float y[2];
    CHECK_THROWS_WITH(network.forward(x, y), "[forward] got 3 in row 1, column 1, expected a code from 0 to 2");
    CHECK_THROWS_WITH(network.forward(odd, y), "[forward] got x of 3 numbers, expected rows of 2");
}

}  // namespace nn
