#include "engine/jobs/loss_grid.hpp"

#include <algorithm>
#include <cmath>

#include "engine/jobs/network_on_gpu.hpp"
#include "engine/jobs/settings.hpp"
#include "engine/network/inside.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

using Floats = std::vector<float>;
struct Directions {
    Floats first, second;
};
struct Sampled {
    Floats x, y, weight;
};

class LossJob final : public Job {
public:
    LossJob(Network network, const LossGrid& s, Directions directions, Sampled samples)
        : Job(s.width, s.height, 1), network_(std::move(network)), s_(s), along_(std::move(directions)), samples_(std::move(samples)), w_(network_.parameters().size()) {
        const Arithmetic work = loss_arithmetic(network_);
        cost_ = 1 + work.multiply_adds + multiply_adds_of_tanh * work.tanhs;
        count_ = samples_.x.size() / to_size(network_.inputs());
        divisor_ = network_.divisor(view(0, count_));
    }

    bool advance() override {
        const std::size_t at_once = to_size(std::clamp(static_cast<int>(multiply_adds_at_once / cost_) / 4 * 4, 4, most_at_once));
        double left = multiply_adds_at_once;
        while (left > 0 && next_ < tile().count()) {
            if (from_ == 0) move_to(next_);
            const std::size_t n = std::min(at_once, count_ - from_);
            Network::Inside& in = network_.inside();
            sum_ += in.runner.loss(w_.data(), view(from_, n), {}, nullptr, in.state.data(), 1, nullptr, nullptr);
            from_ += n;
            left -= static_cast<double>(n) * cost_;
            if (from_ == count_) finish_pixel();
        }
        return next_ < tile().count();
    }

    Arithmetic arithmetic() const override {
        const Arithmetic one = loss_arithmetic(network_);
        const double n = static_cast<double>(count_);
        return {one.multiply_adds * n + 2 * static_cast<double>(w_.size()), one.tanhs * n};
    }
    GpuWork gpu() const override;

private:
    static constexpr double multiply_adds_at_once = 1e6, multiply_adds_of_tanh = 8;
    static constexpr int most_at_once = 512;

    void started() override {
        next_ = 0;
        from_ = 0;
        sum_ = 0;
    }
    Samples view(std::size_t first, std::size_t n) const { return {samples_.x, samples_.y, samples_.weight, {}, first, n}; }
    void move_to(int pixel) {
        const double a = s_.a + s_.half_a * ((2 * x_of(pixel) + 1.0) / s_.width - 1), b = s_.b + s_.half_b * ((2 * y_of(pixel) + 1.0) / s_.height - 1);
        const float* const w = network_.parameters().data();
        for (std::size_t k = 0; k < w_.size(); ++k) w_[k] = static_cast<float>(double(w[k]) + a * double(along_.first[k]) + b * double(along_.second[k]));
    }
    void finish_pixel() {
        value(0, next_++) = static_cast<float>(sum_ / divisor_);
        from_ = 0;
        sum_ = 0;
    }
    void add_samples(Floats& data) const;

    Network network_;
    LossGrid s_;
    Directions along_;
    Sampled samples_;
    Floats w_;
    double cost_ = 1, divisor_ = 1, sum_ = 0;
    std::size_t count_ = 0, from_ = 0;
    int next_ = 0;
};

/// Inputs, targets and weights, each of all samples, filled up to whole fours by the last sample with weight 0.
void LossJob::add_samples(Floats& data) const {
    const std::size_t filled = (count_ + 3) / 4 * 4;
    const auto add = [&](const Floats& rows, std::size_t columns) {
        for (std::size_t column = 0; column < columns; ++column)
            for (std::size_t i = 0; i < filled; ++i) data.push_back(rows[std::min(i, count_ - 1) * columns + column]);
    };
    add(samples_.x, to_size(network_.inputs()));
    add(samples_.y, to_size(network_.target_columns()));
    for (std::size_t i = 0; i < filled; ++i) data.push_back(i >= count_ ? 0 : samples_.weight.empty() ? 1 : samples_.weight[i]);
}

GpuWork LossJob::gpu() const {
    constexpr double multiply_adds_a_step = 2e5;
    GpuWork work;
    Floats& data = work.data;
    const auto loss = two_settings(network_.setup().loss);
    const double step_a = 2 * s_.half_a / s_.width, step_b = 2 * s_.half_b / s_.height;
    for (const double x : {step_a / 2 - s_.half_a, step_a, step_b / 2 - s_.half_b, step_b, divisor_, double(loss[0]), double(loss[1]), 0.0}) data.push_back(static_cast<float>(x));
    const auto add = [&](std::span<const float> numbers) {
        const double at = static_cast<double>(data.size());
        data.insert(data.end(), numbers.begin(), numbers.end());
        return at;
    };
    const auto w = std::as_const(network_).parameters();
    for (std::size_t k = 0; k < w.size(); ++k) data.push_back(static_cast<float>(double(w[k]) + s_.a * double(along_.first[k]) + s_.b * double(along_.second[k])));
    add(along_.first);
    add(along_.second);
    add_samples(data);

    const int fours = static_cast<int>((count_ + 3) / 4), fours_a_step = std::clamp(static_cast<int>(multiply_adds_a_step / cost_) / 4, 1, 64);
    work.steps = (fours + fours_a_step - 1) / fours_a_step;
    work.functions = written_out(network_);
    const NetworkProgram program = network_program(network_);
    const bool wide = work.functions.empty();
    const int banks = wide ? 8 * program.widest : 0;
    work.kernel = wide ? "loss_grid_wide" : "loss_grid";
    work.state = banks + 1;
    work.constants = {{"sum_at", banks}, {"parameters", static_cast<double>(w.size())}, {"samples", 4 * fours}, {"inputs", network_.inputs()}, {"outputs", network_.outputs()},
                      {"targets", network_.target_columns()}, {"loss_kind", static_cast<double>(network_.setup().loss.index())}, {"fours_a_step", fours_a_step}, {"steps", work.steps}};
    if (wide) {
        work.constants.insert(work.constants.end(), {{"stages", program.stages}, {"widest", program.widest}});
        work.constants.emplace_back("running_at", add(std::as_const(network_).state()));
        work.constants.emplace_back("program_at", add(program.numbers));
    }
    work.why_not = why_not_on_gpu(network_, data.size());
    return work;
}

/// Sizes, targets and weights that fit; `call` is who says so where they do not.
void expect_samples(std::string_view call, const Network& network, const Sampled& s) {
    const auto& setup = network.setup();
    if (s.x.empty()) refuse({"[", call, "] got no samples, expected 1 or more"});
    expect_targets(call, setup.loss, s.y, network.outputs());
    for (const float weight : s.weight)
        if (weight < 0) refuse({"[", call, "] got a weight of ", weight, ", expected 0 or more"});
    const Samples samples{s.x, s.y, s.weight};
    network.inside().expect(call, samples);
    if (!s.weight.empty() && setup.reduction == 0) refuse({"[", call, "] got weights under the reduction mean, which heeds none, expected a network of reduction weighted or weighted-mean"});
    if (network.divisor(samples) == 0) refuse({"[", call, "] got weights that sum to 0, expected another sum to divide by"});
}

} // namespace

std::unique_ptr<Job> make_loss_grid(std::string_view settings, Arrays arrays) {
    constexpr std::string_view call = "loss-grid";
    NetworkSetup setup;
    LossGrid grid;
    read_settings(call, settings, setup, grid);
    Network network = network_from(call, setup, arrays, 0);
    const std::size_t size = network.parameters().size();
    Directions along{copy_of(call, "first", arrays, 1, 1, size), copy_of(call, "second", arrays, 2, 1, size)};
    const auto rows_of = [&](std::size_t at, int columns) { return at < arrays.size() ? arrays[at].size() / to_size(columns) : 0; };
    const std::size_t rows = rows_of(3, network.inputs());
    Sampled samples{copy_of(call, "x", arrays, 3, rows, to_size(network.inputs())), copy_of(call, "y", arrays, 4, rows, to_size(network.target_columns())), {}};
    if (rows_of(5, 1)) samples.weight = copy_of(call, "weight", arrays, 5, rows, 1);
    expect_samples(call, network, samples);
    return std::make_unique<LossJob>(std::move(network), grid, std::move(along), std::move(samples));
}

std::vector<float> loss_grid(const Network& network, const Samples& samples, std::span<const float> first,
                             std::span<const float> second, int size, double span) {
    if (size < 2 || size > 4096) refuse({"[lossGrid] got ", size, " points a side, expected 2 to 4096"});
    if (!std::isfinite(span)) refuse({"[lossGrid] got a span that is not finite, expected a number"});
    for (const auto direction : {first, second})
        if (direction.size() != network.parameters().size()) refuse({"[lossGrid] got a direction of ", direction.size(), " numbers, expected ", network.parameters().size()});
    const auto copy = [](std::span<const float> from) { return Floats(from.begin(), from.end()); };
    const double half = span * size / (size - 1);
    Sampled own{copy(samples.x), copy(samples.y), copy(samples.weight)};
    expect_samples("lossGrid", network, own);
    LossJob job(network, {.width = size, .height = size, .half_a = half, .half_b = half}, {copy(first), copy(second)}, std::move(own));
    return whole(job);
}

}  // namespace nn
