#include "engine/network.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/network/inside.hpp"
#include "engine/random.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

/// A product that does not wrap where std::size_t has 32 bits.
std::uint64_t times(std::size_t a, std::size_t b) { return std::uint64_t{a} * b; }

void expect_size(std::string_view call, std::string_view what, std::size_t got, std::uint64_t expected) {
    if (got != expected) refuse({"[", call, "] got ", what, " of ", got, " numbers, expected ", expected});
}

std::size_t rows_of(std::string_view call, std::span<const float> x, int inputs) {
    if (x.size() % to_size(inputs) != 0)
        refuse({"[", call, "] got x of ", x.size(), " numbers, expected rows of ", inputs});
    return x.size() / to_size(inputs);
}

bool is_aligned(std::span<float> x) { return reinterpret_cast<std::uintptr_t>(x.data()) % alignof(Lane) == 0; }

/// Rows of a unit that are written where they belong at once, not block by block and then copied.
constexpr std::size_t most_at_once = 16384;

}  // namespace

// ---- checking what comes in ------------------------------------------------------------------------------------------

void Network::Inside::expect_codes(std::string_view call, std::span<const float> x, std::span<const int> rows) const {
    for (const Stage& stage : plan.stages) {
        const auto* embedding = std::get_if<layers::Embedding>(&stage.layer);
        if (!embedding) return;  // they come first
        const std::size_t inputs = to_size(setup.inputs), n = rows.empty() ? x.size() / inputs : rows.size();
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t row = rows.empty() ? i : static_cast<std::size_t>(rows[i]);
            const float code = x[row * inputs + to_size(embedding->column)];
            if (code >= 0 && code < static_cast<float>(embedding->categories) && code == std::floor(code)) continue;
            refuse({"[", call, "] got ", double(code), " in row ", row, ", column ", embedding->column, ", expected a code from 0 to ", embedding->categories - 1});
        }
    }
}

void Network::Inside::expect(std::string_view call, const Samples& samples) const {
    const std::size_t rows = rows_of(call, samples.x, setup.inputs);
    expect_size(call, "y", samples.y.size(), times(rows, to_size(plan.target_columns)));
    if (!samples.weight.empty()) expect_size(call, "weight", samples.weight.size(), rows);
    for (const int row : samples.rows)
        if (row < 0 || to_size(row) >= rows)
            refuse({"[", call, "] got row ", row, ", expected rows from 0 to ", static_cast<long>(rows) - 1});
    const std::size_t all = samples.rows.empty() ? rows : samples.rows.size();
    if (samples.first > all || sample_count(samples, setup.inputs) > all - samples.first)
        refuse({"[", call, "] got a range of samples beyond the last, expected one within ", all});
    expect_codes(call, samples.x, samples.rows);
}

// ---- being one -------------------------------------------------------------------------------------------------------

Network::Network(NetworkSetup setup) : inside_(std::make_unique<Inside>(std::move(setup))) {
    inside_->parameters.resize(inside_->plan.parameters);
    inside_->state.resize(inside_->plan.state);
    initialize(static_cast<std::uint32_t>(inside_->setup.seed));
}
Network::Network(const Network& other) : inside_(std::make_unique<Inside>(*other.inside_)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network other) {
    inside_ = std::move(other.inside_);
    return *this;
}
Network::~Network() = default;

const NetworkSetup& Network::setup() const { return inside_->setup; }
int Network::inputs() const { return inside_->setup.inputs; }
int Network::outputs() const { return inside_->plan.stages.back().out; }
int Network::target_columns() const { return inside_->plan.target_columns; }
int Network::units() const { return inside_->plan.units; }
const std::vector<Part>& Network::layout() const { return inside_->plan.parts; }
std::span<float> Network::parameters() { return inside_->parameters; }
std::span<const float> Network::parameters() const { return inside_->parameters; }
std::span<float> Network::state() { return inside_->state; }
std::span<const float> Network::state() const { return inside_->state; }

void Network::initialize(std::uint32_t seed) {
    const std::span w = inside_->parameters;
    std::fill(w.begin(), w.end(), 0.f);
    for (const Stage& s : inside_->plan.stages) {
        const auto stream = static_cast<std::uint32_t>(s.index);
        if (const auto* dense = std::get_if<layers::Dense>(&s.layer)) {
            nn::initialize(dense->init, s.in, s.out, seed, stream, w.subspan(s.weight, to_size(s.in) * to_size(s.out)));
            std::fill_n(w.begin() + static_cast<std::ptrdiff_t>(s.bias), s.out, static_cast<float>(dense->bias));
        } else if (const auto* table = std::get_if<layers::Embedding>(&s.layer)) {
            const std::span rows = w.subspan(s.weight, to_size(table->categories) * to_size(table->size));
            for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = normal(seed, stream, i);
        } else if (!std::holds_alternative<layers::Dropout>(s.layer)) {
            std::fill_n(w.begin() + static_cast<std::ptrdiff_t>(s.weight), s.out, 1.f);
        }
        if (const Activation* activation = activation_of(s.layer); activation && trainable(*activation))
            w[s.slope] = static_cast<float>(start_of(*activation));
        if (std::holds_alternative<layers::BatchNorm>(s.layer)) {
            const auto mean = inside_->state.begin() + static_cast<std::ptrdiff_t>(s.state);
            std::fill_n(mean, s.out, 0.f);
            std::fill_n(mean + s.out, s.out, 1.f);
        }
    }
}

// ---- working ---------------------------------------------------------------------------------------------------------

void Network::forward(std::span<const float> x, std::span<float> output, const Pass& pass) {
    Inside& in = *inside_;
    const std::size_t rows = rows_of("forward", x, inputs());
    expect_size("forward", "output", output.size(), times(rows, to_size(outputs())));
    in.expect_codes("forward", x, {});
    for (std::size_t from = 0; from < rows;) {
        const int count = in.runner.block_size(rows - from, pass);
        const Block block{count, from, pass, nullptr, in.state.data()};
        scatter(in.runner.forward(in.parameters.data(), x, {{}, from, count}, block), count, output.data() + from * to_size(outputs()));
        from += to_size(count);
    }
}

void Network::forward_units(std::span<const float> x, std::span<float> units_out, const Pass& pass) {
    Inside& in = *inside_;
    const std::size_t rows = rows_of("forward", x, inputs());
    expect_size("forward", "outputs", units_out.size(), times(rows, to_size(units())));
    in.expect_codes("forward", x, {});
    if (rows % width_of<Lane> == 0 && rows <= most_at_once && is_aligned(units_out)) {
        const int count = static_cast<int>(rows);
        in.runner.forward(in.parameters.data(), x, {{}, 0, count}, {count, 0, pass, nullptr, in.state.data()},
                          reinterpret_cast<Lane*>(units_out.data()));
        return;
    }
    for (std::size_t from = 0; from < rows;) {
        const int count = in.runner.block_size(rows - from, pass);
        in.runner.forward(in.parameters.data(), x, {{}, from, count}, {count, from, pass, nullptr, in.state.data()});
        float* at = units_out.data() + from;
        for (std::size_t i = 0; i < in.plan.stages.size(); ++i) {
            const Rows<Lane> a = in.runner.passes().work(i).a;
            for (int row = 0; row < a.rows; ++row, at += rows) {
                scatter_row(a[row], count, at);
            }
        }
        from += to_size(count);
    }
}

double Network::add_gradient(const Samples& samples, const Pass& pass, double scale, std::span<float> dw, std::span<float> dx) {
    Inside& in = *inside_;
    in.expect("gradient", samples);
    expect_size("gradient", "dw", dw.size(), in.parameters.size());
    if (!dx.empty()) expect_size("gradient", "dx", dx.size(), sample_count(samples, inputs()) * to_size(inputs()));
    const double sum = in.runner.loss(in.parameters.data(), samples, pass, in.state.data(), in.state.data(), scale, dw.data(),
                                      dx.empty() ? nullptr : dx.data());
    for (float& d : dx) d = static_cast<float>(double(d) / scale);
    return sum;
}

double Network::loss_sum(const Samples& samples, const Pass& pass) {
    Inside& in = *inside_;
    in.expect("loss", samples);
    return in.runner.loss(in.parameters.data(), samples, pass, nullptr, in.state.data(), 1, nullptr, nullptr);
}

void Network::loss_sums(const Samples& samples, std::span<const float> vectors, std::span<float> sums, const Pass& pass) {
    Inside& in = *inside_;
    in.expect("losses", samples);
    expect_size("losses", "parameters", vectors.size(), times(sums.size(), in.parameters.size()));
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] = static_cast<float>(in.runner.loss(vectors.data() + i * in.parameters.size(), samples, pass, nullptr, in.state.data(), 1, nullptr, nullptr));
}

double Network::divisor(const Samples& samples) const {
    const std::size_t n = sample_count(samples, inputs());
    if (inside_->setup.reduction != 2 || samples.weight.empty()) return static_cast<double>(n);
    double sum = 0;
    for (std::size_t i = samples.first; i < samples.first + n; ++i)
        sum += double(samples.weight[samples.rows.empty() ? i : to_size(samples.rows[i])]);
    return sum;
}

}  // namespace nn
