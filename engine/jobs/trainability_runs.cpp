#include "engine/jobs/trainability_runs.hpp"

#include <algorithm>
#include <cmath>

#include "engine/optimizers/element_wise.hpp"
#include "engine/random.hpp"

namespace nn::trainability {
namespace {

constexpr std::uint32_t stream = 0x40000;
constexpr float largest_error = 1e15f; ///< so that no square overflows

struct Settings {
    Lane rate1, rate2, momentum, scale, decay;
    int batch;

    explicit Settings(const Four& four) : rate1(all(four, &Hyper::rate1)), rate2(all(four, &Hyper::rate2)), momentum(all(four, &Hyper::momentum)), scale(all(four, &Hyper::scale)), decay(all(four, &Hyper::decay)), batch(four[0].batch) {}
    static Lane all(const Four& four, float Hyper::*m) { return {four[0].*m, four[1].*m, four[2].*m, four[3].*m}; }
};

/// A parameter with its velocity.
struct Weight {
    Lane w, v{0.f};

    /// A step in three parts, so that slopes add up where the velocity is.
    void roll(const Settings& s) { v = s.momentum * v + s.decay * w; }
    void push(Lane g) { v += g; }
    void move(Lane rate) {
        v = flush(v);
        w = flush(w - rate * v);
    }
};

class QuadraticRuns final : public Runs {
public:
    explicit QuadraticRuns(const TrainabilitySetup& s) : steep_(static_cast<float>(s.lambda)), flat_(static_cast<float>(s.flat)), settings_(Four{}) {}

    void start(const Four& four) override {
        settings_ = Settings(four);
        x_ = y_ = {settings_.scale};
    }
    Lane step(int, bool last) override {
        const Lane loss = Lane(0.5f) * (steep_ * x_.w * x_.w + flat_ * y_.w * y_.w);
        if (!last) {
            x_.roll(settings_), y_.roll(settings_);
            x_.push(steep_ * x_.w), y_.push(flat_ * y_.w);
            x_.move(settings_.rate1), y_.move(settings_.rate2);
        }
        return loss;
    }
    int size(int) const override { return 6; } // what else a step takes counts, too

private:
    Lane steep_, flat_;
    Settings settings_;
    Weight x_, y_;
};

template <class A>
class NetworkRuns final : public Runs {
public:
    NetworkRuns(const TrainabilitySetup& s, A a) : activation_(a), shared_(shared_numbers(s)), samples_(s.samples), units_(static_cast<std::size_t>(s.units())), settings_(Four{}) {
        a_.resize(units_.size() * static_cast<std::size_t>(samples_));
        error_.resize(static_cast<std::size_t>(samples_));
    }

    void start(const Four& four) override {
        settings_ = Settings(four);
        const float* start = shared_.data() + 3 * samples_;
        for (std::size_t h = 0; h < units_.size(); ++h, start += 3)
            units_[h] = {{settings_.scale * start[0]}, {settings_.scale * start[1]}, {Lane(0.f)}, {settings_.scale * start[2]}};
        bias_ = {Lane(0.f)};
    }
    Lane step(int t, bool last) override {
        const int batch = last ? samples_ : settings_.batch, first = last ? 0 : static_cast<int>(std::int64_t{t} * batch % samples_);
        const Lane loss = forward(first, batch);
        if (!last) backward(first, batch);
        return loss;
    }
    int size(int batch) const override { return static_cast<int>(units_.size()) * batch; }

private:
    struct Unit {
        Weight x, y, bias, out;
        Lane sum(const float* sample) const { return x.w * sample[0] + y.w * sample[1] + bias.w; }
    };
    const float* sample(int i) const { return shared_.data() + 3 * (i < samples_ ? i : i - samples_); }

    Lane forward(int first, int batch) {
        std::fill_n(error_.begin(), batch, Lane(0.f));
        Lane* a = a_.data();
        for (const Unit& unit : units_)
            for (int i = 0; i < batch; ++i, ++a) {
                *a = activation_.value(unit.sum(sample(first + i)));
                error_[static_cast<std::size_t>(i)] += unit.out.w * *a;
            }
        Lane loss(0.f);
        for (int i = 0; i < batch; ++i) {
            Lane& e = error_[static_cast<std::size_t>(i)];
            e = at_least(at_most(e + bias_.w - sample(first + i)[2], Lane(largest_error)), Lane(-largest_error));
            loss += e * e;
        }
        return loss * (1 / static_cast<float>(batch));
    }
    void backward(int first, int batch) {
        const Lane mean(2 / static_cast<float>(batch)), zero(0.f);
        for (int i = 0; i < batch; ++i) error_[static_cast<std::size_t>(i)] *= mean;
        const Lane* a = a_.data();
        for (Unit& unit : units_) {
            Weight x = unit.x, y = unit.y, bias = unit.bias, out = unit.out;
            for (Weight* w : {&x, &y, &bias, &out}) w->roll(settings_);
            for (int i = 0; i < batch; ++i, ++a) {
                const float* at = sample(first + i);
                const Lane push = error_[static_cast<std::size_t>(i)];
                Lane z = zero;
                if constexpr (!A::from_output) z = unit.sum(at);
                const Lane d = push * unit.out.w * activation_.slope(z, *a);
                x.push(d * at[0]), y.push(d * at[1]), bias.push(d), out.push(push * *a);
            }
            x.move(settings_.rate1), y.move(settings_.rate1), bias.move(settings_.rate1), out.move(settings_.rate2);
            unit = {x, y, bias, out};
        }
        bias_.roll(settings_);
        for (int i = 0; i < batch; ++i) bias_.push(error_[static_cast<std::size_t>(i)]);
        bias_.move(settings_.rate2);
    }

    A activation_;
    std::vector<float> shared_;
    int samples_;
    std::vector<Unit> units_;
    Weight bias_;
    Settings settings_;
    std::vector<Lane> a_, error_;
};

} // namespace

std::unique_ptr<Runs> make_runs(const TrainabilitySetup& s) {
    if (s.is_quadratic()) return std::make_unique<QuadraticRuns>(s);
    return std::visit([&](const auto& a) -> std::unique_ptr<Runs> { return std::make_unique<NetworkRuns<std::decay_t<decltype(a)>>>(s, a); }, s.activation);
}

std::vector<float> shared_numbers(const TrainabilitySetup& s) {
    if (s.is_quadratic()) return {};
    const auto seed = static_cast<std::uint32_t>(s.seed);
    const std::size_t of_samples = 3 * static_cast<std::size_t>(s.samples);
    std::vector<float> numbers(of_samples + 3 * static_cast<std::size_t>(s.units()));
    for (std::size_t i = 0; i < of_samples; ++i) numbers[i] = normal(seed, stream, i);
    const auto inwards = static_cast<float>(std::sqrt(0.5)), outwards = static_cast<float>(1 / std::sqrt(s.units()));
    for (std::size_t i = of_samples; i < numbers.size(); ++i) numbers[i] = normal(seed, stream + 1, i - of_samples) * ((i - of_samples) % 3 == 2 ? outwards : inwards);
    return numbers;
}

} // namespace nn::trainability
