#include "engine/jobs/seeds.hpp"

#include <algorithm>
#include <cmath>

#include "engine/jobs/basins.hpp"
#include "engine/jobs/settings.hpp"
#include "engine/jobs/walk_on_gpu.hpp"
#include "engine/optimizers/walker.hpp"
#include "engine/random.hpp"
#include "engine/sentence.hpp"

namespace nn {
namespace {

constexpr std::uint32_t start_stream = 0x41000, noise_stream = 0x42000;

bool is_element_wise(const Optimizer& optimizer) {
    return std::visit([]<class Rule>(const Rule&) { return ElementWise<Rule>; }, optimizer);
}

class SeedsJob final : public Job {
public:
    explicit SeedsJob(SeedsSetup s) : Job(s.seeds, static_cast<int>(s.racers.size()), s.looks), setup_(std::move(s)), landscape_(setup_.landscape()), far_(setup_.far()) {}

    bool work() override {
        const int end = std::min(next_ + std::max(1, steps_at_once / setup_.steps), tile().count());
        for (; next_ < end; ++next_)
            std::visit(
                [this]<class Rule>(const Rule& rule) {
                    if constexpr (ElementWise<Rule>) run(rule, next_);
                },
                setup_.racers[static_cast<std::size_t>(y_of(next_))]);
        return next_ < tile().count();
    }
    /// By a quadratic with its slope; the rule is a few more.
    Arithmetic arithmetic() const override { return {20. * setup_.steps, 0}; }
    GpuWork gpu() const override;

private:
    static constexpr int steps_at_once = 4000;
    void started() override { next_ = 0; }
    template <ElementWise Rule>
    void run(const Rule& rule, int pixel) {
        const int column = x_of(pixel);
        Walker<Rule> walker(rule, setup_.start(column));
        Point at = walker.at();
        int look = 0;
        for (int t = 0; t < setup_.steps; ++t) {
            if (std::abs(at.x) < far_ && std::abs(at.y) < far_) at = walker.step(landscape_, setup_.noise_of(column, t));
            for (; look < setup_.looks && setup_.step_of_look(look) == t + 1; ++look) value(look, pixel) = landscape_.value(at.x, at.y);
        }
    }

    SeedsSetup setup_;
    Landscape landscape_;
    float far_;
    int next_ = 0;
};

GpuWork SeedsJob::gpu() const {
    GpuWork work{.kernel = "seeds", .state = 2 + 6, .steps = setup_.steps, .functions = formula_wgsl(landscape_.expression())};
    const auto [kappa, cosine, sine, none] = landscape_.shape();
    std::vector<float>& data = work.data;
    data = {kappa, cosine, sine, far_};
    const auto at = [&data] { return static_cast<double>(data.size()); };
    work.constants = {{"looks", setup_.looks}, {"steps", setup_.steps}, {"starts_at", at()}};
    for (int column = 0; column < width(); ++column) {
        const Point p = setup_.start(column);
        data.insert(data.end(), {p.x, p.y});
    }
    work.constants.emplace_back("noise_at", at());
    work.constants.emplace_back("noisy", setup_.noise > 0 ? 1 : 0);
    for (int column = 0; column < width() && setup_.noise > 0; ++column)
        for (int t = 0; t < setup_.steps; ++t) {
            const Point p = setup_.noise_of(column, t);
            data.insert(data.end(), {p.x, p.y});
        }
    work.constants.emplace_back("rules_at", at());
    for (const Optimizer& racer : setup_.racers) {
        data.push_back(static_cast<float>(racer.index()));
        const auto numbers = rule_numbers(racer, setup_.steps);
        data.insert(data.end(), numbers.begin(), numbers.end());
    }
    constexpr std::size_t most = 1 << 24; // a shader counts in floats
    if (data.size() > most) work.why_not = "so many seeds, steps and racers are more numbers than a shader reads";
    return work;
}

} // namespace

Point SeedsSetup::start(int column) const {
    const auto draw = [&](double middle, std::uint32_t axis) {
        return static_cast<float>(middle + spread * double(normal(static_cast<std::uint32_t>(seed + column), start_stream, axis)));
    };
    return {draw(start_x, 0), draw(start_y, 1)};
}

Point SeedsSetup::noise_of(int column, int t) const {
    if (!(noise > 0)) return {0, 0};
    const auto draw = [&](std::uint32_t axis) {
        return static_cast<float>(noise) * normal(static_cast<std::uint32_t>(seed + column), noise_stream + axis, static_cast<std::uint32_t>(t));
    };
    return {draw(0), draw(1)};
}

float SeedsSetup::far() const { return basins::Judge(landscape(), steps).far; }

std::unique_ptr<Job> make_seeds(std::string_view settings, Arrays) {
    SeedsSetup setup = read_settings<SeedsSetup>("seeds", settings);
    if (setup.looks > setup.steps) refuse({"[seeds] got ", setup.looks, " looks at ", setup.steps, " steps, expected no more looks than steps"});
    for (const Optimizer& racer : setup.racers)
        if (!is_element_wise(racer)) refuse({"[seeds] got L-BFGS, which asks for several gradients a step, expected rules that ask for one"});
    return std::make_unique<SeedsJob>(std::move(setup));
}

} // namespace nn
