// The engine's tables and plain functions behind the border.
#include <cmath>
#include <limits>
#include <utility>

#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"
#include "engine/averaging.hpp"
#include "engine/datasets.hpp"
#include "engine/kernels/activate.hpp"
#include "engine/kernels/matmul.hpp"
#include "engine/kernels/softmax.hpp"
#include "engine/network/gather.hpp"
#include "engine/preprocess.hpp"
#include "engine/range_test.hpp"
#include "engine/sentence.hpp"
#include "engine/split.hpp"

using namespace nn;
using namespace nn::api;

namespace {

void write_rows(Json& json, Alternative& rows) {
    const auto visit = [&](ParamVisitor& visitor) { rows.visit(visitor); };
    const Params params(visit);
    json.begin_array();
    for (std::size_t i = 0; i < rows.options().size(); ++i) {
        rows.select(static_cast<int>(i));
        const Option row = rows.options()[i];
        json.begin_object().member("key", row.key).member("label", row.label).member("paper", rows.papers()[i]);
        json.key("params").raw(describe_params(params, params)).end_object();
    }
    json.end_array();
}

/// Every row of a table.
template <class Table>
void write_table(Json& json, std::string_view name) {
    Table row;
    VariantAlternative rows(row);
    write_rows(json.key(name), rows);
}

/// The settings of one call.
template <class S>
void write_setup(Json& json, std::string_view name) {
    S setup;
    json.key(name).begin_object().key("params").raw(describe_params(params_of(setup), params_of(setup))).end_object();
}

}  // namespace

extern "C" {

int engine_describe() {
    return guard([](Border& b) {
        Json json;
        json.begin_object();
        write_table<Layer>(json, "layers");
        write_table<Activation>(json, "activations");
        write_table<Loss>(json, "losses");
        write_table<Initializer>(json, "initializers");
        write_table<Optimizer>(json, "optimizers");
        write_table<Schedule>(json, "schedules");
        write_table<Averaging>(json, "averaging");
        write_table<Dataset>(json, "datasets");
        write_table<Preprocessing>(json, "preprocessing");
        json.key("surfaces").begin_array();
        for (const auto& surface : surfaces) json.begin_object().member("key", surface.key).member("label", surface.label).end_object();
        json.end_array().key("jobs").begin_array();
        for (const JobRow& job : jobs())
            json.begin_object().member("key", job.key).member("label", job.label).member("absolute", job.absolute).member("relative", job.relative).end_object();
        json.end_array().key("reductions").begin_array();
        for (const Option& reduction : reductions) json.begin_object().member("key", reduction.key).member("label", reduction.label).end_object();
        json.end_array();
        write_setup<NetworkSetup>(json, "network");
        write_setup<TrainerSetup>(json, "trainer");
        write_setup<RangeTestSetup>(json, "rangeTest");
        write_setup<SplitSetup>(json, "split");
        return b.reply(json.end_object());
    });
}

int engine_activation(const char* text) {
    return guard([=](Border& b) {
        expect_finite("activation", "z", b.in(0));
        const auto activation = read_row<Activation>("activation", text);
        const int n = static_cast<int>(b.in(0).size()), lanes = lanes_for<Lane>(n);
        std::vector<Lane> memory(3 * to_size(lanes), Lane(1.f));
        const Rows<Lane> z{memory.data(), 1, lanes}, a{memory.data() + lanes, 1, lanes}, slope{memory.data() + 2 * lanes, 1, lanes};
        const std::vector<float> trained(to_size(trainable(activation)), 0.25f);
        std::vector<float> unused(trained.size());
        gather<Lane>(b.in(0).data(), {{}, 0, n}, z);
        activate<Lane>(activation, trained.data(), z, a);
        activate_backward<Lane>(activation, trained.data(), z, a, slope, unused.data());
        const auto out = b.out(2 * to_size(n));
        scatter(a, n, out.data());
        scatter(slope, n, out.data() + n);
        return 1;
    });
}

int engine_softmax(int columns, int log_too) {
    return guard([=](Border& b) {
        expect_count("softmax", "columns", columns, 1);
        if (b.in(0).size() % to_size(columns) != 0)
            refuse({"[softmax] got ", b.in(0).size(), " numbers, expected rows of ", columns});
        expect_finite("softmax", "z", b.in(0));
        const int n = static_cast<int>(b.in(0).size() / to_size(columns)), lanes = lanes_for<Lane>(n);
        std::vector<Lane> memory(to_size(columns) * to_size(lanes));
        const Rows<Lane> z{memory.data(), columns, lanes};
        gather<Lane>(b.in(0).data(), {{}, 0, n}, z);
        softmax<Lane>(z, z, log_too != 0);
        scatter(z, n, b.out(b.in(0).size()).data());
        return 1;
    });
}

int engine_loss(const char* text, int columns, int reduction) {
    return guard([=](Border& b) {
        if (reduction < 0 || reduction >= static_cast<int>(std::size(reductions)))
            refuse({"[loss] got a reduction that there is not, expected one of describe().reductions"});
        for (const auto& [slot, what] : {std::pair{2u, "weight"}, {3u, "classWeight"}}) expect_weights("loss", what, b.in(slot));
        expect_finite("loss", "prediction", b.in(0));
        expect_finite("loss", "target", b.in(1));
        const BatchLoss loss = batch_loss(read_row<Loss>("loss", text), b.in(0), b.in(1), columns, reduction, b.in(2), b.in(3));
        b.floats = loss.gradient;
        return b.reply(Json().begin_object().member("value", loss.value).end_object());
    });
}

int engine_initialize(const char* text, int fan_in, int fan_out, int seed) {
    return guard([=](Border& b) {
        expect_count("initialize", "inputs", fan_in, 1);
        expect_count("initialize", "outputs", fan_out, 1);
        if (double(fan_in) * double(fan_out) > 5e7)
            refuse({"[initialize] got (", fan_out, ", ", fan_in, "), expected at most 50 million numbers"});
        initialize(read_row<Initializer>("initialize", text), fan_in, fan_out, static_cast<std::uint32_t>(seed), 0, b.out(to_size(fan_in) * to_size(fan_out)));
        return 1;
    });
}

int engine_schedule(const char* text, int steps) {
    return guard([=](Border& b) {
        expect_count("schedule", "steps", steps, 0);
        const auto metrics = b.in(0);
        if (!metrics.empty() && metrics.size() != to_size(steps))
            refuse({"[schedule] got ", metrics.size(), " metrics, expected ", steps});
        expect_finite("schedule", "metric", metrics);
        Pacer pacer(read_row<Schedule>("schedule", text));
        const auto out = b.out(2 * to_size(steps));
        for (int step = 0; step < steps; ++step) {
            const Pace pace = pacer.pace(step);
            out[to_size(step)] = static_cast<float>(pace.lr_factor);
            out[to_size(steps + step)] = pace.momentum ? static_cast<float>(*pace.momentum) : std::numeric_limits<float>::quiet_NaN();
            if (!metrics.empty()) pacer.report(double(metrics[to_size(step)]));
        }
        return 1;
    });
}

int engine_matmul(int m, int k, int n) {
    return guard([=](Border& b) {
        const auto expect = [&](std::string_view what, std::span<const float> matrix, int rows, int columns) {
            if (matrix.size() != to_size(rows) * to_size(columns))
                refuse({"[matmul] got ", what, " of ", matrix.size(), " numbers, expected (", rows, ", ", columns, ")"});
        };
        if (m < 0 || k < 0 || n < 0) refuse({"[matmul] got a negative size, expected 0 or more"});
        expect("a", b.in(0), m, k);
        expect("b", b.in(1), k, n);
        matmul(b.in(0), b.in(1), b.out(times(to_size(m), to_size(n))), m, k, n, b.scratch);
        return 1;
    });
}
}
