#include "engine/jobs/basins.hpp"

#include <algorithm>
#include <cmath>

#include "engine/jobs/settings.hpp"
#include "engine/jobs/walk_on_gpu.hpp"

namespace nn {
namespace basins {

namespace {

constexpr std::size_t most_minima = 400;

bool within(Point a, Point b, float distance) { return std::abs(a.x - b.x) < distance && std::abs(a.y - b.y) < distance; }

} // namespace

Judge::Judge(const Landscape& landscape, int steps) : minima_(landscape.minima()), steps_(steps) {
    const Box box = landscape.box();
    const float width = std::max(box.x_max - box.x_min, box.y_max - box.y_min);
    far = 20 * width, near = width / 100, slow = near * 1e-3f, still = near * 1e-5f;
}

int Judge::reached(Point before, Point at, int taken) const {
    if (!(std::abs(at.x) < far && std::abs(at.y) < far)) return diverged;
    const float moved = std::max(std::abs(at.x - before.x), std::abs(at.y - before.y));
    if (moved < slow)
        for (std::size_t i = 0; i < minima_.size(); ++i)
            if (within(at, {minima_[i].x, minima_[i].y}, near)) return static_cast<int>(i);
    if (moved < still) return elsewhere;
    if (taken < steps_) return going;
    return moved < slow ? elsewhere : restless;
}

namespace {

/// L-BFGS in the place of a Walker.
class Searcher {
public:
    Searcher(const Lbfgs& rule, Point start) : descent_(rule, 2, false), w_{start.x, start.y} {}
    Point at() const { return {w_[0], w_[1]}; }
    Point step(const Landscape& landscape) {
        descent_.step(w_, [&](std::span<const float> w, std::span<float> dw) {
            const Slope slope = landscape.slope(w[0], w[1]);
            dw[0] = slope.dx, dw[1] = slope.dy;
            return slope.value;
        });
        return at();
    }

private:
    Descent descent_;
    std::array<float, 2> w_;
};

template <class Rule>
auto walker(const Rule& rule, Point start) {
    if constexpr (ElementWise<Rule>) return Walker<Rule>(rule, start);
    else return Searcher(rule, start);
}

template <class Rule>
class BasinsJob final : public Job {
public:
    BasinsJob(const BasinsSetup& s, const Rule& rule) : Job(s.width, s.height, 4), setup_(s), rule_(rule), landscape_(s.landscape()), judge_(landscape_, s.steps), walker_(walker(rule, {0, 0})) {}

    bool advance() override {
        for (int done = 0; done < steps_at_once && next_ < tile().count(); ++done) step();
        return next_ < tile().count();
    }
    /// By Himmelblau's formula with its slope; the rule is a few more.
    Arithmetic arithmetic() const override { return {30. * setup_.steps, 0}; }
    GpuWork gpu() const override;

private:
    /// 0.2 to 0.4 ms at 40 ns a step (2026-11-26, Node); L-BFGS takes several slopes for each.
    static constexpr int steps_at_once = ElementWise<Rule> ? 8000 : 300;

    void started() override {
        next_ = 0;
        start();
    }
    void start() {
        if (next_ >= tile().count()) return;
        walker_ = walker(rule_, setup_.start(x_of(next_), y_of(next_)));
        taken_ = 0;
    }
    void step() {
        const Point before = walker_.at(), at = walker_.step(landscape_);
        const int reached = judge_.reached(before, at, ++taken_);
        if (reached == going) return;
        value(0, next_) = static_cast<float>(reached), value(1, next_) = static_cast<float>(taken_);
        value(2, next_) = at.x, value(3, next_) = at.y;
        ++next_;
        start();
    }

    BasinsSetup setup_;
    Rule rule_;
    Landscape landscape_;
    Judge judge_;
    decltype(walker(std::declval<const Rule&>(), Point{})) walker_;
    int next_ = 0, taken_ = 0;
};

template <class Rule>
GpuWork BasinsJob<Rule>::gpu() const {
    GpuWork work{.kernel = "basins", .state = 2 + 6, .steps = setup_.steps, .functions = formula_wgsl(landscape_.expression())};
    if constexpr (!ElementWise<Rule>) {
        work.why_not = "L-BFGS searches along a line, each start in its own number of tries";
        return work;
    } else {
        const auto [kappa, cosine, sine, none] = landscape_.shape();
        std::vector<float>& data = work.data;
        data = {kappa, cosine, sine, judge_.far, judge_.near, judge_.slow, judge_.still, static_cast<float>(setup_.steps)};
        for (int column = 0; column < width(); ++column) data.push_back(setup_.start(column, 0).x);
        const std::size_t rows_at = data.size();
        for (int row = 0; row < height(); ++row) data.push_back(setup_.start(0, row).y);
        const std::size_t minima_at = data.size();
        for (const Minimum& m : judge_.minima()) data.insert(data.end(), {m.x, m.y});
        const std::size_t rule_at = data.size();
        const std::vector<float> numbers = rule_numbers(rule_, setup_.steps);
        data.insert(data.end(), numbers.begin(), numbers.end());
        work.constants = {{"rule", static_cast<double>(Optimizer(rule_).index())}, {"rows_at", static_cast<double>(rows_at)}, {"minima_at", static_cast<double>(minima_at)},
                          {"minima", static_cast<double>(judge_.minima().size())}, {"rule_at", static_cast<double>(rule_at)}};
        return work;
    }
}

} // namespace
} // namespace basins

Point BasinsSetup::start(int column, int row) const {
    return {static_cast<float>(x0 + (x1 - x0) * (column + 0.5) / width), static_cast<float>(y0 + (y1 - y0) * (row + 0.5) / height)};
}

std::unique_ptr<Job> make_basins(std::string_view settings, Arrays) {
    const auto setup = read_settings<BasinsSetup>("basins", settings);
    return std::visit([&]<class Rule>(const Rule& rule) -> std::unique_ptr<Job> { return std::make_unique<basins::BasinsJob<Rule>>(setup, rule); }, setup.optimizer);
}

BasinNumbers::BasinNumbers(const Landscape& landscape) : landscape_(landscape), near_(basins::Judge(landscape, 1).near) {
    for (const Minimum& m : landscape.minima()) minima_.push_back({m.x, m.y});
}

int BasinNumbers::number(int reached, Point end) {
    if (reached != basins::elsewhere) return reached;
    for (std::size_t i = 0; i < minima_.size(); ++i)
        if (basins::within(end, minima_[i], near_)) return static_cast<int>(i);
    if (minima_.size() >= basins::most_minima || !(landscape_.bend(end.x, end.y).lambda_min() > 0)) return basins::restless;
    minima_.push_back(end);
    return static_cast<int>(minima_.size() - 1);
}

} // namespace nn
