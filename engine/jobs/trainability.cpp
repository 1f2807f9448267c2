#include "engine/jobs/trainability.hpp"

#include <algorithm>
#include <cmath>

#include "engine/jobs/settings.hpp"
#include "engine/jobs/trainability_runs.hpp"

namespace nn {
namespace trainability {

double Axis::value(double at) const {
    const double x = low + (high - low) * at;
    return decades ? std::pow(10., x) : x;
}

double Axis::place(double value) const { return ((decades ? std::log10(value) : value) - low) / (high - low); }

namespace {

Axis zoomed(const Axis& home, double middle, double zoom) {
    Axis axis = home;
    const double centre = home.low + (home.high - home.low) * middle, half = (home.high - home.low) / (2 * zoom);
    axis.low = centre - half, axis.high = centre + half;
    return axis;
}

class TrainabilityJob final : public Job {
public:
    explicit TrainabilityJob(const TrainabilitySetup& s) : Job(s.width, s.height, 3), setup_(s), runs_(make_runs(s)) {}

    bool work() override {
        for (int done = 0; done < size_at_once && next_ < tile().count(); done += runs_->size(batch_)) step();
        return next_ < tile().count();
    }
    Arithmetic arithmetic() const override;
    GpuWork gpu() const override;

private:
    /// Units times samples of a portion: 0.15 to 0.3 ms at 5 to 10 ns each (2026-11-26, Node, a machine that others used, too).
    static constexpr int size_at_once = 30000;

    void started() override {
        next_ = 0;
        start();
    }
    void start() {
        if (next_ >= tile().count()) return;
        count_ = std::min(4, tile().columns - next_ % tile().columns);
        Four four;
        for (int i = 0; i < 4; ++i) four[static_cast<std::size_t>(i)] = setup_.at(x_of(next_ + std::min(i, count_ - 1)), y_of(next_));
        batch_ = four[0].batch;
        runs_->start(four);
        t_ = 0;
        for (int i = 0; i < count_; ++i) value(1, next_ + i) = value(2, next_ + i) = -1;
    }
    void step() {
        alignas(16) float loss[4];
        runs_->step(t_, t_ == setup_.steps).store_aligned(loss);
        int going = 0;
        for (int i = 0; i < count_; ++i) {
            float& diverged_at = value(1, next_ + i);
            if (diverged_at >= 0) continue;
            value(0, next_ + i) = loss[i];
            if (loss[i] <= target_ && value(2, next_ + i) < 0) value(2, next_ + i) = static_cast<float>(t_);
            if (loss[i] <= limit_) ++going;
            else diverged_at = static_cast<float>(t_);
        }
        if (++t_ <= setup_.steps && going > 0) return;
        next_ += count_;
        start();
    }

    TrainabilitySetup setup_;
    std::unique_ptr<Runs> runs_;
    float target_ = static_cast<float>(setup_.target), limit_ = static_cast<float>(setup_.limit);
    int next_ = 0, count_ = 0, batch_ = 0, t_ = 0;
};

Arithmetic TrainabilityJob::arithmetic() const {
    if (setup_.is_quadratic()) return {11. * setup_.steps, 0};
    const double units = static_cast<double>(setup_.steps) * setup_.units() * std::min(setup_.batch, setup_.samples);
    return {8.5 * units, units};
}

GpuWork TrainabilityJob::gpu() const {
    const TrainabilitySetup& s = setup_;
    GpuWork work{.kernel = "trainability", .state = s.is_network() ? 8 * s.units() + 2 : 4, .steps = s.steps + 1};
    std::vector<float>& data = work.data;
    for (const double x : {s.momentum, s.scale, s.decay, double(s.batch_size()), s.target, s.limit, double(s.steps), s.lambda, s.flat}) data.push_back(static_cast<float>(x));
    for (int column = 0; column < s.width; ++column) data.push_back(s.at(column, 0).rate1);
    const std::size_t rows_at = data.size();
    for (int row = 0; row < s.height; ++row) data.push_back(s.own(row));
    const std::size_t samples_at = data.size();
    const std::vector<float> shared = shared_numbers(s);
    data.insert(data.end(), shared.begin(), shared.end());
    const int kind = std::visit([](const auto& a) { return static_cast<int>(Activation(a).index()); }, s.activation);
    work.constants = {{"network", s.is_network()}, {"up", s.axes}, {"blocks", s.units() / 4}, {"kind", kind}, {"samples", s.samples},
                      {"rows_at", static_cast<double>(rows_at)}, {"samples_at", static_cast<double>(samples_at)}};
    return work;
}

} // namespace
} // namespace trainability

using namespace trainability;

Axis TrainabilitySetup::across() const { return zoomed(trainability::axes[axes].across[problem], x, zoom); }
Axis TrainabilitySetup::up_side() const { return zoomed(trainability::axes[axes].up[problem], y, zoom); }

int TrainabilitySetup::batch_size() const { return std::min(batch, samples); }

float TrainabilitySetup::own(int row) const {
    const double value = up_side().value((row + 0.5) / height);
    return static_cast<float>(up() == Up::batch ? std::clamp(std::round(value), 1., double(samples)) : value);
}

Hyper TrainabilitySetup::at(int column, int row) const {
    const auto rate = static_cast<float>(across().value((column + 0.5) / width));
    Hyper h{rate, rate, static_cast<float>(momentum), static_cast<float>(scale), static_cast<float>(decay), batch_size()};
    switch (up()) {
    case Up::rate2: h.rate2 = own(row); break;
    case Up::momentum: h.momentum = own(row); break;
    case Up::scale: h.scale = own(row); break;
    case Up::batch: h.batch = static_cast<int>(own(row)); break;
    case Up::decay: h.decay = own(row); break;
    }
    return h;
}

std::unique_ptr<Job> make_trainability(std::string_view settings, Arrays) {
    return std::make_unique<TrainabilityJob>(read_settings<TrainabilitySetup>("trainability", settings));
}

std::vector<float> trainability_run(const TrainabilitySetup& s, const Hyper& h) {
    const std::unique_ptr<Runs> runs = make_runs(s);
    runs->start({h, h, h, h});
    std::vector<float> losses;
    for (int t = 0; t <= s.steps && (losses.empty() || losses.back() <= static_cast<float>(s.limit)); ++t) losses.push_back(runs->step(t, t == s.steps).get(0));
    return losses;
}

} // namespace nn
