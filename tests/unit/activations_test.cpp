#include "engine/activations.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/kernels/activate.hpp"
#include "engine/kernels/softmax.hpp"
#include "tests/unit/agreement.hpp"

using namespace nn;

namespace {

constexpr double double_tolerance = 1e-12;  ///< against torch's float64
constexpr double float_tolerance = 5e-7;    ///< a lane against double, for numbers around 1

/// An activation as a link writes it.
struct Written {
    Activation activation;
    static constexpr auto params() { return std::tuple{one_of("activation", &Written::activation, "", "")}; }
};
Activation activation_from(std::string_view text) {
    Written written;
    const auto rejected = set_param(params_of(written), "activation", text);
    INFO(std::string(text));
    REQUIRE(rejected.empty());
    return written.activation;
}

template <class... A>
std::vector<Activation> defaults_of(const std::variant<A...>*) {
    return {Activation(A{})...};
}
std::vector<Activation> all_activations() { return defaults_of(static_cast<const Activation*>(nullptr)); }
std::string name_of(const Activation& a) {
    return std::visit([](const auto& f) { return std::string(f.key); }, a);
}

template <class V>
V value_at(const Activation& activation, V z) {
    return std::visit(
        [&]<class F>(const F& f) {
            if constexpr (TrainedActivation<F>)
                return f.value(z, constant<V>(f.start));
            else
                return f.value(z);
        },
        activation);
}
template <class V>
V slope_at(const Activation& activation, V z) {
    return std::visit(
        [&]<class F>(const F& f) {
            const V a = value_at(activation, z);
            // One that says it looks at a alone is given no z to look at.
            if constexpr (TrainedActivation<F>)
                return f.slope(z, a, constant<V>(f.start));
            else
                return f.slope(F::from_output ? constant<V>(NAN) : z, a);
        },
        activation);
}

struct Row {
    std::string_view activation;
    std::vector<double> value, slope, by_weight;
};
const Row torch_rows[] = {
#include "../golden/activations.inc"
};
struct Logits {
    std::vector<double> z, softmax, log_softmax;
};
const Logits torch_logits[] = {
#include "../golden/softmax.inc"
};

bool close(double x, double truth, double tolerance) {
    return std::fabs(x - truth) <= tolerance * (1 + std::fabs(truth));
}

/// Is there a corner, or a jump of the slope, within h of z?
bool near_corner(double z, double h) {
    for (const double corner : {-3., -1., 0., 1., 3., 20.})
        if (std::fabs(z - corner) <= h) return true;
    return false;
}

/// 1,003 places from -10 to 10, and the lanes in which they come.
constexpr int places = 1003;
double place(int i) { return -10 + 20. * i / (places - 1); }

}  // namespace

TEST_CASE("values and slopes are PyTorch's, in double and in lanes") {
    const std::vector<double>& z = torch_rows[0].value;
    std::vector<int> seen(std::variant_size_v<Activation>);
    for (const Row& row : torch_rows) {
        if (row.activation == torch_rows[0].activation) continue;
        const Activation activation = activation_from(row.activation);
        ++seen[activation.index()];
        Agreement agreement("Activations, values and slopes", std::visit([](const auto& a) { return a.label; }, activation));
        for (std::size_t i = 0; i < z.size(); ++i) {
            INFO(std::string(row.activation), " at ", z[i]);
            CHECK(close(value_at(activation, z[i]), row.value[i], double_tolerance));
            CHECK(close(slope_at(activation, z[i]), row.slope[i], double_tolerance));
            const Lane lane(static_cast<float>(z[i]));
            CHECK(close(lane_of(value_at(activation, lane), 3), row.value[i], float_tolerance));
            CHECK(close(lane_of(slope_at(activation, lane), 3), row.slope[i], float_tolerance));
            agreement.see(lane_of(value_at(activation, lane), 3), row.value[i]);
            agreement.see(lane_of(slope_at(activation, lane), 3), row.slope[i]);
            if (const auto* prelu = std::get_if<activations::PRelu>(&activation))
                CHECK(prelu->slope_by_weight(z[i]) == row.by_weight[i]);
        }
    }
    for (std::size_t i = 0; i < seen.size(); ++i) {
        INFO("activation ", i);
        CHECK(seen[i] > 0);
    }
}

TEST_CASE("the slope is what differences of the value find") {
    constexpr double h = 1e-5, tolerance = 1e-8;
    for (const Activation& activation : all_activations()) {
        for (int i = 0; i < places; ++i) {
            const double z = place(i);
            if (near_corner(z, h)) continue;
            INFO(name_of(activation), " at ", z);
            const double difference = (value_at(activation, z + h) - value_at(activation, z - h)) / (2 * h);
            REQUIRE(close(slope_at(activation, z), difference, tolerance));
        }
    }
}

TEST_CASE("a tangent through the value carries the slope, and through the slope the curvature") {
    constexpr double h = 1e-5, tolerance = 1e-8;
    for (const Activation& activation : all_activations()) {
        for (int i = 0; i < places; ++i) {
            const double z = place(i);
            if (near_corner(z, h)) continue;
            INFO(name_of(activation), " at ", z);
            const Exact t{z, 1};
            REQUIRE(close(value_at(activation, t).dx, slope_at(activation, z), double_tolerance));
            const double curvature = (slope_at(activation, z + h) - slope_at(activation, z - h)) / (2 * h);
            REQUIRE(close(slope_at(activation, t).dx, curvature, tolerance));
        }
    }
}

TEST_CASE("the kernels over whole layers do the same to every sample") {
    constexpr int rows = 17, lanes = 59;  // 1,003 samples
    constexpr int n = rows * lanes;
    for (const Activation& activation : all_activations()) {
        INFO(name_of(activation));
        std::vector<Lane> z(n, Lane(0.f)), a(n, Lane(0.f)), dz(n, Lane(0.f));
        std::vector<Exact> tz(4 * n), ta(4 * n), tdz(4 * n);
        for (int i = 0; i < n; ++i) {
            for (int k = 0; k < 4; ++k) {
                const auto x = static_cast<float>(place((4 * i + k) % places));
                set_lane(z[static_cast<std::size_t>(i)], k, x);
                tz[static_cast<std::size_t>(4 * i + k)] = {double(x), 2};
                tdz[static_cast<std::size_t>(4 * i + k)] = {0.5, 0};
            }
            dz[static_cast<std::size_t>(i)] = Lane(0.5f);
        }
        const auto w = static_cast<float>(start_of(activation));
        float dw = 0;
        const Exact tw{double(w), 0};
        Exact tdw{0, 0};
        const Rows<Lane> in{z.data(), rows, lanes}, d{dz.data(), rows, lanes};
        const Rows<Lane> out = needs_input(activation) ? Rows<Lane>{a.data(), rows, lanes} : in;
        const auto before = z;
        activate<Lane>(activation, &w, in, out);
        activate_backward<Lane>(activation, &w, in, out, d, &dw);
        activate<Exact>(activation, &tw, {tz.data(), rows, 4 * lanes}, {ta.data(), rows, 4 * lanes});
        activate_backward<Exact>(activation, &tw, {tz.data(), rows, 4 * lanes}, {ta.data(), rows, 4 * lanes},
                                 {tdz.data(), rows, 4 * lanes}, &tdw);
        double dw_truth = 0;
        for (int i = 0; i < n; ++i) {
            for (int k = 0; k < 4; ++k) {
                const auto at = static_cast<std::size_t>(i);
                const double x = double(lane_of(before[at], k));
                INFO("at ", x);
                REQUIRE(close(double(lane_of(out.data[i], k)), value_at(activation, x), float_tolerance));
                REQUIRE(close(double(lane_of(dz[at], k)), 0.5 * slope_at(activation, x), float_tolerance));
                const auto sample = static_cast<std::size_t>(4 * i + k);
                REQUIRE(close(ta[sample].dx, 2 * slope_at(activation, x), 2 * double_tolerance));
                const Exact curved = slope_at(activation, Exact{x, 2});
                REQUIRE(close(tdz[sample].dx, 0.5 * curved.dx, 4 * double_tolerance));
                dw_truth += 0.5 * std::fmin(x, 0);
            }
        }
        CHECK(trainable(activation) == std::holds_alternative<activations::PRelu>(activation));
        CHECK(dw == doctest::Approx(trainable(activation) ? dw_truth : 0).epsilon(1e-5));
        CHECK(tdw.x == doctest::Approx(dw).epsilon(1e-5));
    }
}

TEST_CASE("softmax is PyTorch's, however large the logits") {
    for (const Logits& row : torch_logits) {
        const int outputs = static_cast<int>(row.z.size());
        std::vector<Lane> z;
        for (const double x : row.z) z.emplace_back(static_cast<float>(x));
        std::vector<Lane> log_share = z;
        softmax<Lane>({z.data(), outputs, 1}, {z.data(), outputs, 1}, false);
        softmax<Lane>({log_share.data(), outputs, 1}, {log_share.data(), outputs, 1}, true);
        std::vector<double> share = row.z;
        softmax<double>({share.data(), outputs, 1}, {share.data(), outputs, 1}, false);
        for (std::size_t i = 0; i < row.z.size(); ++i) {
            CHECK(close(double(lane_of(z[i], 2)), row.softmax[i], float_tolerance));
            CHECK(close(double(lane_of(log_share[i], 2)), row.log_softmax[i], float_tolerance));
            CHECK(close(share[i], row.softmax[i], double_tolerance));
        }
    }
}

TEST_CASE("nothing but infinity itself makes an activation overflow") {
    for (const Activation& activation : all_activations()) {
        for (const float z : {1e30f, -1e30f, 3e38f, -3e38f, 1e-45f}) {
            INFO(name_of(activation), " at ", z);
            CHECK(std::isfinite(lane_of(slope_at(activation, Lane(z)), 0)));
            if (!std::holds_alternative<activations::Selu>(activation) || z < 3e38f)  // 1.05 times that is too much
                CHECK(std::isfinite(lane_of(value_at(activation, Lane(z)), 0)));
        }
    }
}
