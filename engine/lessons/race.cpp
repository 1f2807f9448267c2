#include "engine/lessons/race.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/hash.hpp"
#include "engine/lessons/part_of.hpp"
#include "engine/lessons/suited_rates.hpp"
#include "engine/lessons/trace.hpp"

namespace nn {

namespace {

/// Six a decade from 10^-4, rounded as a person would, to 10.
constexpr auto all_tries = [] {
    constexpr double sixths[] = {10, 15, 20, 30, 50, 70};
    std::array<double, 31> rates{};
    double divisor = 1e5;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        rates[i] = sixths[i % 6] / divisor;
        if (i % 6 == 5) divisor /= 10;
    }
    return rates;
}();

/// Seeds that no race runs over, so that nobody is tuned on the track.
constexpr int first_tuning_seed = 1'000'000;

const std::vector<Optimizer> on_valley{Sgd{.lr = 0.015}, Momentum{.lr = 0.003}, Adam{.lr = 0.15}};
const std::vector<Optimizer> on_samples{Sgd{.lr = 1.5}, Momentum{.lr = 0.1}, Adam{.lr = 0.03}};

bool belongs_to_surface(std::string_view key) { return key != "racers" && key != "steps" && key != "looks" && key != "seeds" && key != "seed"; }
bool belongs_to_network(std::string_view key) { return key == "batch-size" || (PlaygroundSetup::effect_of(key) == PlaygroundEffect::restart && key != "seed" && key != "edits"); }

std::string rate_text(double rate) {
    char text[24];
    std::snprintf(text, sizeof text, "%.3g", rate);
    return text;
}

/// False: the rule knows no such rate.
bool set_rate(Optimizer& optimizer, double rate) {
    const auto visit = [&](ParamVisitor& v) { VariantAlternative(optimizer).visit(v); };
    return set_param(visit, "lr", rate_text(rate)).empty();
}

/// Those that race there at first have their rates from a sweep.
void take_known_rates(std::vector<Optimizer>& racers, std::span<const Optimizer> known) {
    for (Optimizer& racer : racers)
        for (const Optimizer& one : known)
            if (one.index() == racer.index()) set_rate(racer, learning_rate(one));
}

bool asks_for_several(const Optimizer& optimizer) { return std::holds_alternative<Lbfgs>(optimizer); }

} // namespace

std::span<const double> race_tries() { return all_tries; }

// ---- the setup -------------------------------------------------------------------------------------------------------

RaceSetup::RaceSetup() {
    rules.racers = on_valley;
    surface.kappa = 100, surface.noise = 1;
    network.data = datasets::Spirals{.noise = 0.3};
}

void RaceSetup::visit(ParamVisitor& visitor) {
    PartOf head(visitor, [](std::string_view key) { return key == "on"; });
    PartOf rest(visitor, [](std::string_view key) { return key != "on"; });
    PartOf ground(visitor, belongs_to_surface, !rules.on_network());
    PartOf samples(visitor, belongs_to_network, rules.on_network());
    visit_params(rules, head);
    visit_params(surface, ground);
    visit_params(network, samples);
    visit_params(rules, rest);
}

void RaceSetup::settle() {
    const RaceSetup fresh;
    if (rules.on_network()) {
        rules.steps = 500, rules.seeds = 128;
        return take_known_rates(rules.racers, on_samples);
    }
    rules.steps = fresh.rules.steps, rules.seeds = fresh.rules.seeds;
    if (surface.surface == fresh.surface.surface) {
        surface.start_x = fresh.surface.start_x, surface.start_y = fresh.surface.start_y, surface.spread = fresh.surface.spread;
        return take_known_rates(rules.racers, on_valley);
    }
    const Landscape landscape(surface.surface, 1, 0, surface.f);
    const Point start = landscape.start();
    const Box box = landscape.surface().box;
    const double width = double(box.x_max) - double(box.x_min);
    parse_number(rate_text(double(start.x)), surface.start_x);
    parse_number(rate_text(double(start.y)), surface.start_y);
    parse_number(rate_text(width / 16), surface.spread);
    for (Optimizer& racer : rules.racers) suit(racer, steepest(landscape, start), width);
}

RaceSetup RaceSetup::from_link(std::string_view query, std::vector<Rejection>& rejected) {
    // The first pass finds the ground; what it brings along must not overwrite what the link says.
    RaceSetup chosen, setup;
    from_query(chosen.params(), query);
    setup.rules.on = chosen.rules.on;
    setup.surface.surface = chosen.surface.surface, setup.surface.f = chosen.surface.f;
    setup.settle();
    const std::vector<Optimizer> racers = setup.rules.racers;
    for (Rejection& r : from_query(setup.params(), query)) rejected.push_back(std::move(r));
    if (std::erase_if(setup.rules.racers, asks_for_several) == 0) return setup;
    rejected.push_back({"racers", "lbfgs", "it asks for several gradients a step, and here all get as many"});
    if (setup.rules.racers.empty()) setup.rules.racers = racers;
    return setup;
}

RaceSetup RaceSetup::of(const PlaygroundSetup& playground) {
    RaceSetup setup;
    setup.network = playground;
    setup.rules.on = 1;
    setup.settle();
    setup.rules.seed = playground.seed;
    auto& racers = setup.rules.racers;
    if (asks_for_several(playground.optimizer)) return setup;
    const auto same = std::find_if(racers.begin(), racers.end(), [&](const Optimizer& racer) { return racer.index() == playground.optimizer.index(); });
    if (same != racers.end()) *same = playground.optimizer;
    else racers.push_back(playground.optimizer);
    return setup;
}

std::vector<Rejection> RaceSetup::set(std::string_view path, std::string_view value) {
    const RaceSetup before = *this;
    auto rejected = set_param(params(), path, value);
    if (std::any_of(rules.racers.begin(), rules.racers.end(), asks_for_several)) {
        *this = before;
        return {{std::string(path), std::string(value), "L-BFGS asks for several gradients a step, and here all get as many"}};
    }
    const bool other_surface = surface.surface != before.surface.surface || (surface.is_typed() && surface.f != before.surface.f);
    if (rules.on != before.rules.on || (!rules.on_network() && other_surface)) settle();
    return rejected;
}

RaceSetup RaceSetup::defaults() const {
    RaceSetup d;
    const RaceSetup first = d;
    d.rules.on = rules.on;
    d.surface.surface = surface.surface, d.surface.f = surface.f;
    d.settle();
    d.rules.on = first.rules.on;
    d.surface.surface = first.surface.surface, d.surface.f = first.surface.f;
    return d;
}

Optimizer RaceSetup::suggestion() const {
    Optimizer racer = another_kind(rules.racers);
    if (asks_for_several(racer)) racer = rules.racers.front();
    if (rules.on_network()) return racer;
    const Landscape landscape = surface.landscape();
    const Box box = landscape.surface().box;
    suit(racer, steepest(landscape, {static_cast<float>(surface.start_x), static_cast<float>(surface.start_y)}), double(box.x_max) - double(box.x_min));
    return racer;
}

// ---- the race --------------------------------------------------------------------------------------------------------

Race::Race(RaceSetup setup, std::shared_ptr<const OwnData> own) : setup_(std::move(setup)), racers_(rules().racers) {
    if (rules().has_one_rate())
        for (Optimizer& racer : racers_) set_rate(racer, rules().lr);
    for (int i = 0; i < static_cast<int>(racers_.size()); ++i)
        for (int k = 0; k < static_cast<int>(all_tries.size()); ++k)
            if (Optimizer tried = racers_[static_cast<std::size_t>(i)]; set_rate(tried, all_tries[static_cast<std::size_t>(k)])) tries_.push_back({i, k});
    if (rules().on_network()) network_ = std::make_unique<PlaygroundRun>(setup_.network, std::move(own));
    else floor_ = lowest(setup_.surface.landscape());
}

int Race::look_at(int step) const {
    int look = -1;
    while (look + 1 < looks() && step_of_look(look + 1) <= step) ++look;
    return look;
}

JobOrder Race::runs() const { return order(racers_, rules().seeds, rules().seed, looks()); }

JobOrder Race::sweep() const {
    std::vector<Optimizer> tried;
    for (const auto& [racer, rate] : tries_) set_rate(tried.emplace_back(racers_[static_cast<std::size_t>(racer)]), all_tries[static_cast<std::size_t>(rate)]);
    return order(tried, sweep_seeds(), first_tuning_seed + rules().seed, 1);
}

JobOrder Race::order(const std::vector<Optimizer>& racers, int seeds, int first_seed, int looks) const {
    if (network_) {
        NetworkSetup network = network_->model().network, plain;
        network.seed = first_seed;
        NetworkSeeds job{.steps = rules().steps, .looks = looks, .seeds = seeds, .batch = setup_.network.batch_size, .racers = racers}, plain_job;
        const Data &samples = *network_->train().seen, &others = *network_->validation().seen;
        JobOrder order{"network-seeds", to_query(params_of(network), params_of(plain)) + "&" + to_query(params_of(job), params_of(plain_job)), {samples.x, samples.y}};
        if (rules().measure == index_of(race_measures, "validation")) order.arrays.insert(order.arrays.end(), {others.x, others.y});
        return order;
    }
    SeedsSetup job = setup_.surface, plain;
    job.racers = racers, job.steps = rules().steps, job.looks = looks, job.seeds = seeds, job.seed = first_seed;
    return {"seeds", to_query(params_of(job), params_of(plain)), {}};
}

std::vector<float> Race::first_run(const Optimizer& optimizer) const {
    return network_ ? first_training(optimizer) : first_walk(optimizer);
}

std::vector<float> Race::first_training(const Optimizer& optimizer) const {
    const PlaygroundPart& part = rules().measure == index_of(race_measures, "validation") ? network_->validation() : network_->train();
    SeededRun run(network_->model().network, rules().seed, optimizer, setup_.network.batch_size, network_->train().seen);
    std::vector<float> losses;
    for (int t = 1; t <= rules().steps; ++t) {
        run.step();
        if (step_of_look(static_cast<int>(losses.size())) == t) losses.push_back(run.loss(*part.seen));
    }
    return losses;
}

std::vector<float> Race::first_walk(const Optimizer& optimizer) const {
    const Landscape landscape = setup_.surface.landscape();
    SeedsSetup job = setup_.surface;
    job.seed = rules().seed;
    const Point start = job.start(0);
    const float far = job.far();
    float w[] = {start.x, start.y};
    std::vector<float> heights;
    Descent descent(optimizer, 2);
    for (int t = 0; t < rules().steps; ++t) {
        if (std::abs(w[0]) < far && std::abs(w[1]) < far) {
            const Slope slope = landscape.slope(w[0], w[1]);
            const Point noise = job.noise_of(0, t);
            const float dw[] = {slope.dx + noise.x, slope.dy + noise.y};
            descent.step(w, dw);
        }
        while (static_cast<int>(heights.size()) < looks() && step_of_look(static_cast<int>(heights.size())) == t + 1) heights.push_back(landscape.value(w[0], w[1]));
    }
    return heights;
}

std::string Race::hash(int step) const {
    Hash hash;
    for (const Optimizer& racer : racers_) {
        const std::vector<float> run = first_run(racer);
        hash.add(std::span(run).first(static_cast<std::size_t>(look_at(step) + 1)));
    }
    return hash.hex();
}

} // namespace nn
