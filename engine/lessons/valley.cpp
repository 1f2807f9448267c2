#include "engine/lessons/valley.hpp"

#include <algorithm>
#include <cmath>

#include "engine/hash.hpp"
#include "engine/lessons/suited_rates.hpp"

namespace nn {

void Valley::settle() {
    const Valley fresh;
    if (surface == fresh.surface) {
        start_x = fresh.start_x, start_y = fresh.start_y;
        for (Optimizer& racer : racers) {
            suit(racer, fresh.kappa, 24);
            for (const Optimizer& known : fresh.racers)
                if (known.index() == racer.index()) set_param([&](ParamVisitor& v) { VariantAlternative(racer).visit(v); }, "lr", format_number(learning_rate(known)));
        }
        return;
    }
    const Landscape landscape(surface, 1, 0, f);
    const Point start = landscape.start();
    parse_number(format_number(std::round(start.x * 1e4) / 1e4), start_x);
    parse_number(format_number(std::round(start.y * 1e4) / 1e4), start_y);
    const Box box = landscape.surface().box;
    for (Optimizer& racer : racers) suit(racer, steepest(landscape, start), box.x_max - box.x_min);
}

Optimizer Valley::suggestion() const {
    Optimizer racer = another_kind(racers);
    const Landscape landscape(surface, kappa, theta, f);
    const Box box = landscape.surface().box;
    suit(racer, steepest(landscape, {static_cast<float>(start_x), static_cast<float>(start_y)}), box.x_max - box.x_min);
    return racer;
}

Valley Valley::from_link(std::string_view query, std::vector<Rejection>& rejected) {
    // The first pass finds the surface; what it brings along must not overwrite what the link says.
    Valley chosen, setup;
    from_query(params_of(chosen), query);
    setup.surface = chosen.surface;
    setup.f = chosen.f;
    setup.settle();
    rejected = from_query(params_of(setup), query);
    return setup;
}

Valley Valley::defaults() const {
    Valley d;
    const SurfaceSetup first = d;
    d.surface = surface;
    d.f = f;
    d.settle();
    d.surface = first.surface;
    d.f = first.f;
    return d;
}

BasinsSetup Valley::basins_of(const Optimizer& racer) const {
    BasinsSetup from;
    static_cast<SurfaceSetup&>(from) = *this;
    from.optimizer = racer;
    from.steps = 5000;
    return from;
}

void Valley::rotate(double degrees) {
    const double radians = degrees * 3.14159265358979323846 / 180, c = std::cos(radians), s = std::sin(radians);
    const double x = c * start_x - s * start_y, y = s * start_x + c * start_y;
    if (std::abs(x) > 1000 || std::abs(y) > 1000) return; // beyond what a link can say
    // Seven figures are what a float holds; more would only lengthen the link.
    start_x = std::round(x * 1e6) / 1e6, start_y = std::round(y * 1e6) / 1e6;
    theta += degrees;
    if (theta > 180) theta -= 360;
    if (theta <= -180) theta += 360;
}

ValleyRace::ValleyRace(const Valley& setup) {
    course_.landscape = Landscape(setup.surface, setup.kappa, setup.theta, setup.f);
    course_.start = {static_cast<float>(setup.start_x), static_cast<float>(setup.start_y)};
    floor_ = lowest(course_.landscape);
    course_.goal = floor_.value_or(0) + static_cast<float>(setup.target);
    course_.noise = setup.noise;
    course_.seed = static_cast<std::uint32_t>(setup.seed);
    course_.schedule = setup.schedule;

    const Box box = course_.landscape.box();
    int last_event = 1;
    for (const Optimizer& optimizer : setup.racers) {
        Trace& racer = racers_.emplace_back(optimizer, course_);
        racer.extend(course_, longest);
        const bool ended = racer.reached() >= 0 || racer.diverged_at() >= 0;
        last_event = std::max({last_event, racer.reached(), racer.diverged_at(), ended ? 0 : racer.settled((box.x_max - box.x_min) / 1000)});
    }
    horizon_ = std::min(longest, last_event + std::max(10, last_event / 20));
}

Bend ValleyRace::bend(int i, int step) const {
    const Point p = racers_[static_cast<std::size_t>(i)].at(step);
    return course_.landscape.bend(p.x, p.y);
}

std::string ValleyRace::hash(int step) const {
    Hash hash;
    for (const Trace& racer : racers_) {
        const auto steps = static_cast<std::size_t>(std::min(step, racer.steps()));
        hash.add(racer.path().first(2 * (steps + 1)));
        hash.add(racer.values().first(steps + 1));
    }
    return hash.hex();
}

} // namespace nn
