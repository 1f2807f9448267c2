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

/// Samples that go through together; what their answers are compared with is gathered once for all pixels.
struct LaidOut {
    std::vector<Lane> y, weight; ///< weight: empty for all 1
    std::size_t first = 0;
    int samples = 0;
};

class LossJob final : public Job {
public:
    LossJob(Network network, const LossGrid& s, Directions directions, Sampled samples)
        : Job(s.width, s.height, 1), network_(std::move(network)), s_(s), along_(std::move(directions)), samples_(std::move(samples)), passes_(std::as_const(network_).inside().plan) {
        const Arithmetic work = loss_arithmetic(network_);
        cost_ = 1 + work.multiply_adds + multiply_adds_of_tanh * work.tanhs;
        count_ = samples_.x.size() / to_size(network_.inputs());
        divisor_ = network_.divisor({samples_.x, samples_.y, samples_.weight});
        const auto w = std::as_const(network_).parameters();
        for (std::size_t k = 0; k < w.size(); ++k) middle_.push_back(static_cast<float>(double(w[k]) + s_.a * double(along_.first[k]) + s_.b * double(along_.second[k])));
        w_ = middle_;
        gather_blocks();
    }

    bool work() override {
        for (double left = multiply_adds_at_once; left > 0 && next_ < tile().count();) {
            if (block_ == 0) move_to(next_);
            const LaidOut& block = blocks_[block_++];
            sum_ += loss_of(block);
            left -= cost_ * block.samples;
            if (block_ == blocks_.size()) finish_pixel();
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
        block_ = 0;
        sum_ = 0;
    }
    void gather_blocks();
    void move_to(int pixel);
    double loss_of(const LaidOut& block);
    void finish_pixel() {
        value(0, next_++) = static_cast<float>(sum_ / divisor_);
        block_ = 0;
        sum_ = 0;
    }
    void add_samples(Floats& data) const;

    Network network_;
    LossGrid s_;
    Directions along_;
    Sampled samples_;
    Passes<Lane> passes_;
    std::vector<LaidOut> blocks_;
    std::vector<Lane> losses_;
    Floats middle_, w_; ///< parameters in the picture's middle, and at the pixel under way
    double cost_ = 1, divisor_ = 1, sum_ = 0;
    std::size_t count_ = 0, block_ = 0;
    int next_ = 0;
};

void LossJob::gather_blocks() {
    const int at_once = std::clamp(static_cast<int>(multiply_adds_at_once / cost_) / 4 * 4, 4, most_at_once);
    for (std::size_t from = 0; from < count_; from += to_size(at_once)) {
        LaidOut block{.first = from, .samples = static_cast<int>(std::min(to_size(at_once), count_ - from))};
        const int lanes = lanes_for<Lane>(block.samples);
        const auto lay = [&](std::vector<Lane>& to, const Floats& rows, int columns) {
            to.resize(to_size(columns * lanes));
            gather<Lane>(rows.data(), {{}, from, block.samples}, Rows<Lane>{to.data(), columns, lanes});
        };
        lay(block.y, samples_.y, network_.target_columns());
        if (!samples_.weight.empty()) lay(block.weight, samples_.weight, 1);
        losses_.resize(std::max(losses_.size(), to_size((1 + network_.outputs()) * lanes)));
        blocks_.push_back(std::move(block));
    }
}

void LossJob::move_to(int pixel) {
    const auto a = static_cast<float>(s_.half_a * ((2 * x_of(pixel) + 1.0) / s_.width - 1)), b = static_cast<float>(s_.half_b * ((2 * y_of(pixel) + 1.0) / s_.height - 1));
    const float *const w = middle_.data(), *const first = along_.first.data(), *const second = along_.second.data();
    const std::size_t n = w_.size(), whole_lanes = n / 4 * 4;
    std::size_t k = 0;
    for (; k < whole_lanes; k += 4)
        (Lane::load_unaligned(w + k) + (Lane(a) * Lane::load_unaligned(first + k) + Lane(b) * Lane::load_unaligned(second + k))).store_unaligned(w_.data() + k);
    for (; k < n; ++k) w_[k] = w[k] + (a * first[k] + b * second[k]);
}

double LossJob::loss_of(const LaidOut& block) {
    gather<Lane>(samples_.x.data(), {{}, block.first, block.samples}, passes_.prepare(block.samples, false));
    const Pass pass;
    const Rows<Lane>& answers = passes_.forward(w_.data(), Block{block.samples, 0, pass, nullptr, std::as_const(network_).state().data()});
    const int lanes = answers.lanes;
    Lane* const losses = losses_.data();
    loss_values<Lane>(network_.setup().loss, answers, {const_cast<Lane*>(block.y.data()), network_.target_columns(), lanes}, {losses + lanes, answers.rows, lanes}, losses);
    for (int i = 0; i < lanes && !block.weight.empty(); ++i) losses[i] = losses[i] * block.weight[to_size(i)];
    clear_tail(Rows<Lane>{losses, 1, lanes}, block.samples);
    double sum = 0;
    for (int i = 0; i < lanes;) {
        Lane some(0.f); // of so few that float's rounding does not count
        for (const int end = std::min(lanes, i + 8); i < end; ++i) some = some + losses[i];
        sum += double(sum_of_lanes(some));
    }
    return sum;
}

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
    for (const double x : {step_a / 2 - s_.half_a, step_a, step_b / 2 - s_.half_b, step_b, divisor_, double(loss[0]), double(loss[1]), static_cast<double>(count_)}) data.push_back(static_cast<float>(x));
    const auto add = [&](std::span<const float> numbers) {
        const double at = static_cast<double>(data.size());
        data.insert(data.end(), numbers.begin(), numbers.end());
        return at;
    };
    add(middle_);
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
    work.constants = {{"sum_at", banks}, {"parameters", static_cast<double>(w_.size())}, {"samples", 4 * fours}, {"weighted", samples_.weight.empty() ? 0 : 1}, {"inputs", network_.inputs()}, {"outputs", network_.outputs()},
                      {"targets", network_.target_columns()}, {"loss_kind", static_cast<double>(network_.setup().loss.index())}, {"fours_a_step", fours_a_step}, {"steps", work.steps}};
    if (wide) {
        work.functions = program.functions;
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
