#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "engine/kernels/dense.hpp"
#include "engine/kernels/matmul.hpp"
#include "engine/lane_math.hpp"
#include "engine/random.hpp"

using namespace nn;

namespace {

constexpr double rounding = 1e-6;  ///< error of a float sum, by the sum of its terms' sizes

std::vector<float> random_numbers(std::size_t n, std::uint32_t stream) {
    std::vector<float> x(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = normal(7, stream, i);
    return x;
}

/// Samples in lanes, feature by feature; 0 past the last one, as gradients are.
template <class V>
struct Matrix {
    int rows, samples;
    std::vector<V> memory;

    Matrix(int rows_, int samples_, V fill = constant<V>(0))
        : rows(rows_),
          samples(samples_),
          memory(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(lanes_for<V>(samples_)), fill) {}
    Rows<V> view() { return {memory.data(), rows, lanes_for<V>(samples)}; }
    ScalarOf<V> at(int row, int sample) { return lane_of(view()[row][sample / width_of<V>], sample % width_of<V>); }
    void set(int row, int sample, ScalarOf<V> x) {
        set_lane(view()[row][sample / width_of<V>], sample % width_of<V>, x);
    }
    void fill(std::uint32_t stream) {
        const auto x = random_numbers(static_cast<std::size_t>(rows * samples), stream);
        for (int row = 0; row < rows; ++row) {
            for (int s = 0; s < samples; ++s) {
                if constexpr (TangentLane<V>)
                    set(row, s, {double(x[static_cast<std::size_t>(row * samples + s)]), 0.5 * double(x[static_cast<std::size_t>(s)])});
                else
                    set(row, s, x[static_cast<std::size_t>(row * samples + s)]);
            }
        }
    }
};

/// A sum in double, and the sum of its terms' sizes.
struct Sum {
    double value = 0, size = 1e-30;
    void add(double term) {
        value += term;
        size += std::fabs(term);
    }
    bool agrees(float x) const { return std::fabs(double(x) - value) <= rounding * size; }
};

/// The three products of a dense layer against sums in double. Gives false at the first number that is off.
bool dense_is_right(int in, int out, int samples, Scratch<Lane>& scratch) {
    const auto at = [&](int i, int k) { return static_cast<std::size_t>(i * in + k); };
    const auto w = random_numbers(static_cast<std::size_t>(in * out), 1),
               b = random_numbers(static_cast<std::size_t>(out), 2);
    Matrix<Lane> x(in, samples), z(out, samples), dz(out, samples), dx(in, samples, Lane(77.f));
    x.fill(3);
    dz.fill(4);
    bool right = true;

    dense_forward<Lane>(w.data(), b.data(), x.view(), z.view(), scratch);
    for (int i = 0; i < out; ++i) {
        for (int s = 0; s < samples; ++s) {
            Sum sum;
            sum.add(double(b[static_cast<std::size_t>(i)]));
            for (int k = 0; k < in; ++k) sum.add(double(w[at(i, k)]) * double(x.at(k, s)));
            right = right && sum.agrees(z.at(i, s));
        }
    }
    dense_forward<Lane>(w.data(), nullptr, x.view(), z.view(), scratch);
    for (int s = 0; s < samples; ++s) {
        Sum sum;
        for (int k = 0; k < in; ++k) sum.add(double(w[at(out - 1, k)]) * double(x.at(k, s)));
        right = right && sum.agrees(z.at(out - 1, s));
    }

    dense_backward_input<Lane>(w.data(), dz.view(), dx.view(), scratch);
    for (int k = 0; k < in; ++k) {
        for (int s = 0; s < samples; ++s) {
            Sum sum;
            for (int i = 0; i < out; ++i) sum.add(double(w[at(i, k)]) * double(dz.at(i, s)));
            right = right && sum.agrees(dx.at(k, s));
        }
    }

    std::vector<float> dw(w.size(), 3.f), db(b.size(), 5.f);
    dense_backward_weights<Lane>(dz.view(), x.view(), dw.data(), db.data(), scratch);
    for (int i = 0; i < out; ++i) {
        Sum bias;
        bias.add(5);
        for (int s = 0; s < samples; ++s) bias.add(double(dz.at(i, s)));
        right = right && bias.agrees(db[static_cast<std::size_t>(i)]);
        for (int k = 0; k < in; ++k) {
            Sum sum;
            sum.add(3);
            for (int s = 0; s < samples; ++s) sum.add(double(dz.at(i, s)) * double(x.at(k, s)));
            right = right && sum.agrees(dw[at(i, k)]);
        }
    }
    return right;
}

bool matmul_is_right(int m, int k, int n, Scratch<Lane>& scratch) {
    const auto a = random_numbers(static_cast<std::size_t>(m * k), 5),
               b = random_numbers(static_cast<std::size_t>(k * n), 6);
    std::vector<float> c(static_cast<std::size_t>(m * n) + 1, 9.f);
    matmul(a, b, std::span(c).first(c.size() - 1), m, k, n, scratch);
    bool right = c.back() == 9;
    for (int i = 0; i < m; ++i) {
        for (int j = 0; j < n; ++j) {
            Sum sum;
            for (int l = 0; l < k; ++l)
                sum.add(double(a[static_cast<std::size_t>(i * k + l)]) *
                        double(b[static_cast<std::size_t>(l * n + j)]));
            right = right && sum.agrees(c[static_cast<std::size_t>(i * n + j)]);
        }
    }
    return right;
}

}  // namespace

TEST_CASE("a dense layer's three products are right for every small size") {
    Scratch<Lane> scratch;
    for (int in = 1; in <= 17; ++in) {
        for (int out = 1; out <= 17; ++out) {
            for (const int samples : {1, 3, 4, 7, 10, 13, 21, 25, 30}) {
                INFO(in, " to ", out, ", ", samples, " samples");
                REQUIRE(dense_is_right(in, out, samples, scratch));
            }
        }
    }
}

TEST_CASE("a dense layer's three products are right where it is wide, whatever hangs over the tiles") {
    Scratch<Lane> scratch;
    for (const auto& [in, out, samples] : {std::array{64, 64, 64},
                                           {65, 67, 33},
                                           {784, 12, 17},
                                           {1, 3000, 20},
                                           {3000, 1, 20},
                                           {131, 70, 9},
                                           {33, 130, 530},
                                           {530, 40, 66}}) {
        INFO(in, " to ", out, ", ", samples, " samples");
        CHECK(dense_is_right(in, out, samples, scratch));
    }
}

TEST_CASE("a sample's output has the same bits alone, in a small batch and in a large one") {
    Scratch<Lane> scratch;
    for (const auto& [in, out] : {std::array{2, 8}, {8, 8}, {9, 5}, {100, 90}}) {
        constexpr int many = 61;
        const auto w = random_numbers(static_cast<std::size_t>(in * out), 1),
                   b = random_numbers(static_cast<std::size_t>(out), 2);
        Matrix<Lane> x(in, many), z(out, many);
        x.fill(3);
        dense_forward<Lane>(w.data(), b.data(), x.view(), z.view(), scratch);
        for (const int few : {1, 6, 10, 20}) {
            Matrix<Lane> x_few(in, few), z_few(out, few);
            for (int k = 0; k < in; ++k)
                for (int s = 0; s < few; ++s) x_few.set(k, s, x.at(k, s));
            dense_forward<Lane>(w.data(), b.data(), x_few.view(), z_few.view(), scratch);
            bool same = true;
            for (int i = 0; i < out; ++i)
                for (int s = 0; s < few; ++s) same = same && z_few.at(i, s) == z.at(i, s);
            INFO(in, " to ", out, ", ", few, " samples");
            CHECK(same);
        }
    }
}

TEST_CASE("tangents through a dense layer are the products' derivatives") {
    constexpr int in = 5, out = 3, samples = 7;
    const auto w = random_numbers(in * out, 1), direction = random_numbers(in * out, 2);
    std::vector<Exact> tw(w.size());
    for (std::size_t i = 0; i < w.size(); ++i) tw[i] = {double(w[i]), double(direction[i])};
    Matrix<Exact> x(in, samples), z(out, samples), dz(out, samples), dx(in, samples);
    x.fill(3);
    Scratch<Exact> scratch;
    dense_forward<Exact>(tw.data(), tw.data(), x.view(), z.view(), scratch);
    for (int i = 0; i < out; ++i)
        for (int s = 0; s < samples; ++s) dz.set(i, s, z.at(i, s));
    dense_backward_input<Exact>(tw.data(), dz.view(), dx.view(), scratch);
    std::vector<Exact> dw(w.size(), {0, 0}), db(out, {0, 0});
    dense_backward_weights<Exact>(dz.view(), x.view(), dw.data(), db.data(), scratch);

    // The same along a line through the parameters and inputs, in double.
    const auto results_at = [&](double t) {
        std::vector<double> zs, all;
        const auto weight = [&](int i) {
            return double(w[static_cast<std::size_t>(i)]) + t * double(direction[static_cast<std::size_t>(i)]);
        };
        const auto input = [&](int k, int s) { return x.at(k, s).x + t * x.at(k, s).dx; };
        for (int i = 0; i < out; ++i) {
            for (int s = 0; s < samples; ++s) {
                zs.push_back(weight(i));
                for (int k = 0; k < in; ++k) zs.back() += weight(i * in + k) * input(k, s);
            }
        }
        const auto z_at = [&](int i, int s) { return zs[static_cast<std::size_t>(i * samples + s)]; };
        for (int k = 0; k < in; ++k) {
            for (int s = 0; s < samples; ++s) {
                all.push_back(0);
                for (int i = 0; i < out; ++i) all.back() += weight(i * in + k) * z_at(i, s);
            }
        }
        for (int i = 0; i < out; ++i) {
            for (int k = 0; k < in; ++k) {
                all.push_back(0);
                for (int s = 0; s < samples; ++s) all.back() += z_at(i, s) * input(k, s);
            }
            all.push_back(0);
            for (int s = 0; s < samples; ++s) all.back() += z_at(i, s);
        }
        return all;
    };
    constexpr double h = 1e-4, tolerance = 1e-5;
    const auto before = results_at(-h), after = results_at(h);
    std::size_t next = 0;
    const auto check = [&](Exact got) {
        const double slope = (after[next] - before[next]) / (2 * h);
        CHECK(got.dx == doctest::Approx(slope).epsilon(tolerance).scale(10));
        ++next;
    };
    for (int k = 0; k < in; ++k)
        for (int s = 0; s < samples; ++s) check(dx.at(k, s));
    for (int i = 0; i < out; ++i) {
        for (int k = 0; k < in; ++k) check(dw[static_cast<std::size_t>(i * in + k)]);
        check(db[static_cast<std::size_t>(i)]);
    }
}

TEST_CASE("matrix products of every small size are right, those with nothing in them too") {
    Scratch<Lane> scratch;
    for (int m = 0; m <= 9; ++m) {
        for (int k = 0; k <= 9; ++k) {
            for (int n = 0; n <= 17; ++n) {
                INFO(m, " x ", k, " times ", k, " x ", n);
                REQUIRE(matmul_is_right(m, k, n, scratch));
            }
        }
    }
}

TEST_CASE("large matrix products are right over the edges of all blocks") {
    Scratch<Lane> scratch;
    for (const auto& [m, k, n] :
         {std::array{64, 512, 64}, {65, 513, 9}, {130, 40, 70}, {3, 1025, 5}, {5, 7, 1030}, {200, 3, 2}}) {
        INFO(m, " x ", k, " times ", k, " x ", n);
        CHECK(matmul_is_right(m, k, n, scratch));
    }
}
