#include "engine/lessons/descent.hpp"

#include <algorithm>
#include <cmath>

#include "engine/hash.hpp"

namespace nn {

namespace {
constexpr double bowl_kappa = 80; ///< the quadratic's limit is then 2/80, as that of the curves
} // namespace

void DescentSetup::settle() {
    const DescentSetup fresh;
    if (curve == fresh.curve)
        start = fresh.start;
    else
        parse_number(format_number(std::round(double(Curve(curve, f).start()) * 1e4) / 1e4), start);
    const Point p = Landscape(surface, bowl_kappa, 0, g).start();
    const bool own = surface == fresh.surface;
    start_x = own ? fresh.start_x : std::round(double(p.x) * 1e4) / 1e4;
    start_y = own ? fresh.start_y : std::round(double(p.y) * 1e4) / 1e4;
}

DescentSetup DescentSetup::from_link(std::string_view query, std::vector<Rejection>& rejected) {
    DescentSetup chosen, setup;
    from_query(params_of(chosen), query);
    setup.curve = chosen.curve, setup.f = chosen.f, setup.surface = chosen.surface, setup.g = chosen.g;
    setup.settle();
    rejected = from_query(params_of(setup), query);
    return setup;
}

DescentSetup DescentSetup::defaults() const {
    DescentSetup d = *this;
    d.settle();
    const DescentSetup fresh;
    DescentSetup result = fresh;
    result.start = d.start, result.start_x = d.start_x, result.start_y = d.start_y;
    return result;
}

BasinsSetup DescentSetup::basins_from() const {
    BasinsSetup basins;
    basins.surface = surface, basins.f = g, basins.kappa = bowl_kappa, basins.theta = 0;
    basins.optimizer = Sgd{.lr = lr};
    return basins;
}

std::string_view label_of(Regime regime) {
    switch (regime) {
    case Regime::crawls: return "Crawls";
    case Regime::settles: return "Settles";
    case Regime::bounces: return "Bounces";
    case Regime::diverges: return "Diverges";
    }
    return "";
}

CurveTrace::CurveTrace(const Curve& curve, float start, double lr, int steps) {
    const CurveBox box = curve.box();
    const float visible = (box.x_max - box.x_min) / 500;
    const float first = std::abs(curve.value(start)), ceiling = divergence_ratio * (first > 0 ? first : 1);
    float x = start, slope_before = 0;
    for (int step = 0;; ++step) {
        const Slope s = curve.slope(x);
        path_.push_back(x);
        values_.push_back(s.value);
        if (!std::isfinite(x) || !std::isfinite(s.value) || s.value > ceiling) {
            diverged_at_ = step;
            break;
        }
        if (step <= 20 && s.dx * slope_before < 0 && std::abs(x - path_[path_.size() - 2]) > visible) ++flips_;
        slope_before = s.dx;
        if (step == steps) break;
        x -= static_cast<float>(lr) * s.dx;
    }
    settled_ = this->steps();
    while (settled_ > 0 && std::abs(at(settled_ - 1) - path_.back()) < (box.x_max - box.x_min) / 1000) --settled_;
}

Regime CurveTrace::regime() const {
    if (diverged_at_ >= 0) return Regime::diverges;
    if (flips_ >= 4) return Regime::bounces;
    return settled_ > 100 ? Regime::crawls : Regime::settles;
}

std::vector<float> minima_of(const Curve& curve) {
    std::vector<float> minima;
    const CurveBox box = curve.box();
    constexpr int n = 400;
    const float width = (box.x_max - box.x_min) / n;
    for (int i = 0; i < n; ++i) {
        float left = box.x_min + width * static_cast<float>(i), right = box.x_min + width * static_cast<float>(i + 1);
        if (!(curve.slope(left).dx < 0 && curve.slope(right).dx >= 0)) continue;
        for (int k = 0; k < 40; ++k) {
            const float middle = (left + right) / 2;
            (curve.slope(middle).dx < 0 ? left : right) = middle;
        }
        minima.push_back(right);
    }
    return minima;
}

DescentRun::DescentRun(const DescentSetup& setup)
    : curve_(setup.curve, setup.f),
      course_{Landscape(setup.surface, bowl_kappa, 0, setup.g), {static_cast<float>(setup.start_x), static_cast<float>(setup.start_y)}, -INFINITY, 0, 1, {}},
      lr_(setup.lr), curve_minima_(minima_of(curve_)), on_curve_(curve_, static_cast<float>(setup.start), setup.lr, longest),
      on_surface_(Sgd{.lr = setup.lr}, course_) {
    on_surface_.extend(course_, longest);
    const Box box = course_.landscape.box();
    const auto end = [](int diverged, int settled) { return diverged >= 0 ? diverged : settled; };
    const int last = std::max(end(on_curve_.diverged_at(), on_curve_.settled()),
                              end(on_surface_.diverged_at(), on_surface_.settled((box.x_max - box.x_min) / 1000)));
    horizon_ = std::clamp(last + 5, 20, 300);
}

std::string DescentRun::hash(int step) const {
    Hash hash;
    const auto n = static_cast<std::size_t>(std::min(step, on_curve_.steps())) + 1, m = static_cast<std::size_t>(std::min(step, on_surface_.steps())) + 1;
    hash.add(on_curve_.path().first(n));
    hash.add(on_curve_.values().first(n));
    hash.add(on_surface_.path().first(2 * m));
    hash.add(on_surface_.values().first(m));
    return hash.hex();
}

std::optional<double> DescentRun::curve_limit() const {
    // The minimum next to where the run starts; a run that is too fast for it may end elsewhere.
    float curvature = 0, nearest = INFINITY;
    for (const float x : curve_minima_)
        if (std::abs(x - on_curve_.at(0)) < nearest) nearest = std::abs(x - on_curve_.at(0)), curvature = curve_.bend(x).dxx;
    if (!(curvature > 0)) return {};
    return 2 / double(curvature);
}

int DescentRun::surface_basin(BasinNumbers known) const {
    const basins::End end = basins::follow(course_.landscape, Sgd{.lr = lr_}, course_.start, BasinsSetup{}.steps);
    return known.number(end.reached, end.at);
}

int DescentRun::curve_basin(float x) const {
    const CurveBox box = curve_.box();
    for (int step = 0; step < 400; ++step) {
        x -= static_cast<float>(lr_) * curve_.slope(x).dx;
        if (!(std::abs(x) < 1e4f)) return -1;
    }
    int best = -1;
    float distance = (box.x_max - box.x_min) / 40;
    for (std::size_t i = 0; i < curve_minima_.size(); ++i)
        if (std::abs(x - curve_minima_[i]) < distance) distance = std::abs(x - curve_minima_[i]), best = static_cast<int>(i);
    return best;
}

} // namespace nn
