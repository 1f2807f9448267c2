#include "engine/jobs/network_seeds.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/jobs/network_on_gpu.hpp"
#include "engine/jobs/network_seeds_on_gpu.hpp"
#include "engine/jobs/settings.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::string_view call = "network-seeds";

NetworkSetup seeded(NetworkSetup setup, int seed) {
    setup.seed = seed;
    return setup;
}

/// Of one sample going forward and back: each product comes thrice, each bend's slope costs about as much as the bend.
Arithmetic training_arithmetic(const Network& network) {
    const Arithmetic once = loss_arithmetic(network);
    return {3 * once.multiply_adds, 1.5 * once.tanhs};
}

class NetworkSeedsJob final : public Job {
public:
    NetworkSeedsJob(NetworkSetup setup, NetworkSeeds s, std::shared_ptr<const Data> samples, std::shared_ptr<const Data> looked_at)
        : Job(s.seeds, static_cast<int>(s.racers.size()), s.looks), setup_(std::move(setup)), s_(std::move(s)), samples_(std::move(samples)), looked_at_(std::move(looked_at)) {
        const Network network(setup_);
        parameters_ = static_cast<double>(network.parameters().size());
        training_ = training_arithmetic(network), forward_ = loss_arithmetic(network);
    }

    bool work() override {
        for (double left = multiply_adds_at_once; left > 0 && next_ < tile().count();) left -= piece();
        return next_ < tile().count();
    }
    Arithmetic arithmetic() const override {
        const double trained = double(s_.steps) * std::min(s_.batch, samples_->rows()), looked = double(s_.looks) * looked_at_->rows();
        return {training_.multiply_adds * trained + forward_.multiply_adds * looked + multiply_adds_of_rule * parameters_ * s_.steps, training_.tanhs * trained + forward_.tanhs * looked};
    }
    GpuWork gpu() const override { return network_seeds_on_gpu(setup_, s_, *samples_, *looked_at_); }

private:
    static constexpr double multiply_adds_at_once = 5e5, multiply_adds_of_tanh = 8, multiply_adds_of_rule = 6;
    static double cost(const Arithmetic& one) { return one.multiply_adds + multiply_adds_of_tanh * one.tanhs; }

    void started() override {
        next_ = 0;
        run_.reset();
    }
    /// A step, or some samples of a look. Returns about how many multiply-adds it was.
    double piece() {
        const float left_at = SeededRun::largest;
        if (!run_) {
            run_.emplace(setup_, setup_.seed + x_of(next_), s_.racers[static_cast<std::size_t>(y_of(next_))], s_.batch, samples_);
            t_ = look_ = 0;
            looked_ = 0, sum_ = 0;
            return 20 * parameters_;
        }
        if (look_ < s_.looks && t_ == s_.step_of_look(look_)) return look(left_at);
        if (look_ == s_.looks) {
            ++next_;
            run_.reset();
            return 1;
        }
        ++t_;
        if (run_->diverged()) return 1;
        run_->step();
        return cost(training_) * std::min(s_.batch, samples_->rows()) + multiply_adds_of_rule * parameters_;
    }
    double look(float left_at) {
        const auto rows = static_cast<std::size_t>(looked_at_->rows());
        const std::size_t count = run_->diverged() ? 0 : std::min(rows - looked_, std::max<std::size_t>(64, static_cast<std::size_t>(multiply_adds_at_once / cost(forward_))));
        if (count > 0) sum_ += run_->loss_sum(*looked_at_, looked_, count);
        looked_ += count;
        if (looked_ < rows && !run_->diverged()) return cost(forward_) * static_cast<double>(count);
        value(look_++, next_) = run_->diverged() ? left_at : run_->loss_of(sum_, *looked_at_);
        looked_ = 0, sum_ = 0;
        return 1 + cost(forward_) * static_cast<double>(count);
    }

    NetworkSetup setup_;
    NetworkSeeds s_;
    std::shared_ptr<const Data> samples_, looked_at_;
    Arithmetic training_, forward_;
    double parameters_ = 0;
    std::optional<SeededRun> run_; ///< of pixel next_
    int next_ = 0, t_ = 0, look_ = 0;
    std::size_t looked_ = 0;
    double sum_ = 0;
};

/// Samples of array `at` and the one after it.
std::shared_ptr<const Data> data_from(const Network& network, Arrays arrays, std::size_t at) {
    auto data = std::make_shared<Data>();
    data->inputs = network.inputs(), data->targets = network.target_columns();
    const std::size_t rows = at < arrays.size() ? arrays[at].size() / static_cast<std::size_t>(network.inputs()) : 0;
    if (rows == 0) refuse({"[", call, "] got no samples, expected 1 or more"});
    data->x = copy_of(call, "x", arrays, at, rows, static_cast<std::size_t>(network.inputs()));
    data->y = copy_of(call, "y", arrays, at + 1, rows, static_cast<std::size_t>(network.target_columns()));
    expect_targets(call, network.setup().loss, data->y, network.outputs());
    return data;
}

} // namespace

SeededRun::SeededRun(const NetworkSetup& network, int seed, const Optimizer& optimizer, int batch, std::shared_ptr<const Data> samples)
    : network_(std::make_shared<Network>(seeded(network, seed))), trainer_(network_, {.batch_size = batch, .seed = seed, .optimizer = optimizer}, std::move(samples)) {
    trainer_.keep_history(false);
}

void SeededRun::step() {
    if (diverged_) return;
    float loss;
    trainer_.steps(std::span(&loss, 1));
    const auto w = network_->parameters();
    diverged_ = !(loss <= largest) || !std::all_of(w.begin(), w.end(), [](float x) { return std::fabs(x) <= largest; });
}

double SeededRun::loss_sum(const Data& samples, std::size_t first, std::size_t count) {
    return network_->loss_sum({samples.x, samples.y, samples.weight, {}, first, count});
}

float SeededRun::loss_of(double sum, const Data& samples) {
    const auto loss = static_cast<float>(sum / network_->divisor({samples.x, samples.y, samples.weight}));
    diverged_ = diverged_ || !(loss <= largest);
    return diverged_ ? largest : loss;
}

float SeededRun::loss(const Data& samples) {
    return diverged_ ? largest : loss_of(loss_sum(samples, 0, static_cast<std::size_t>(samples.rows())), samples);
}

std::unique_ptr<Job> make_network_seeds(std::string_view settings, Arrays arrays) {
    NetworkSetup setup;
    NetworkSeeds s;
    read_settings(call, settings, setup, s);
    if (s.looks > s.steps) refuse({"[", call, "] got ", s.looks, " looks at ", s.steps, " steps, expected no more looks than steps"});
    for (const Optimizer& racer : s.racers)
        if (std::holds_alternative<Lbfgs>(racer)) refuse({"[", call, "] got L-BFGS, which asks for several gradients a step, expected rules that ask for one"});
    const Network network(setup);
    auto samples = data_from(network, arrays, 0);
    auto looked_at = arrays.size() > 2 && !arrays[2].empty() ? data_from(network, arrays, 2) : samples;
    return std::make_unique<NetworkSeedsJob>(std::move(setup), std::move(s), std::move(samples), std::move(looked_at));
}

} // namespace nn
