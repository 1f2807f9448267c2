#pragma once
/// The lesson "Which optimizer is better, really?": the same race over many seeds, on a surface or with a playground's network,
/// and what each racer would come to at every other learning rate (R. M. Schmidt, F. Schneider, P. Hennig, "Descending through
/// a crowded valley", 2021; D. Choi et al., "On empirical comparisons of optimizers for deep learning", 2019).
///
/// What is said of it is computed by the jobs `seeds` and `network-seeds`; here is what they are asked for.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/jobs/network_seeds.hpp"
#include "engine/jobs/seeds.hpp"
#include "engine/lessons/playground.hpp"
#include "engine/lessons/speed.hpp"

namespace nn {

inline constexpr Option race_grounds[] = {{"surface", "Surface"}, {"network", "Network"}};
inline constexpr Option race_rates[] = {{"own", "Each its own"}, {"one", "One for all"}};
inline constexpr Option race_measures[] = {{"train", "Training"}, {"validation", "Validation"}};

/// What a race is, whatever it is run on.
struct RaceRules {
    int on = 0, rates = 0, measure = index_of(race_measures, "validation");
    double lr = 0.02;
    int steps = 200, seeds = 256, seed = 1;
    int speed = index_of(speeds, "60");
    std::vector<Optimizer> racers;

    bool on_network() const { return on == 1; }
    bool has_one_rate() const { return rates == 1; }

    static constexpr auto params() {
        using S = RaceRules;
        return std::tuple{
            choice("on", &S::on, race_grounds, "Race on", "A surface of two parameters, or a network of many."),
            list("racers", &S::racers, 1, 8, "Racers", "Each is an optimizer with its own settings; all start from the same places, and take as many gradients."),
            choice("rates", &S::rates, race_rates, "Learning rates", "One for all favours whom it happens to suit: each has its own best one."),
            real("lr", &S::lr, 1e-6, 10, log_scale, "Rate of all", "The same learning rate for every racer.").only_if(&S::has_one_rate),
            integer("steps", &S::steps, 1, 2000, log_scale, "Steps", "Gradients that each may ask for: who is ahead early is not who is ahead late."),
            integer("seeds", &S::seeds, 1, 4096, log_scale, "Seeds", "Each is another start and other noise; with a few, luck looks like skill."),
            choice("measure", &S::measure, race_measures, "Loss of", "Samples that were learned from, or others.").only_if(&S::on_network),
            integer("seed", &S::seed, 0, 999999, linear_scale, "First seed", "Another one races over other seeds: what is no luck stays.").advanced(),
            choice("speed", &S::speed, names_of<speeds>, "Speed", "Steps per second while it plays; the race is the same.").advanced(),
        };
    }
};

/// The rules, a surface, and a playground's network with its data.
struct RaceSetup {
    RaceRules rules;
    SeedsSetup surface;
    PlaygroundSetup network;

    RaceSetup();
    /// It must outlive the result.
    Params params() {
        return {this, [](void* self, ParamVisitor& visitor) { static_cast<RaceSetup*>(self)->visit(visitor); }};
    }
    /// What a link says, with what its choice of ground brings along; `rejected` is what it says wrongly.
    static RaceSetup from_link(std::string_view query, std::vector<Rejection>& rejected);
    /// On a playground's network, its own optimizer among the racers, if it can be.
    static RaceSetup of(const PlaygroundSetup& playground);
    /// As set_param. A newly chosen ground brings along the start, the steps and the learning rates that suit it; who asks for
    /// several gradients a step is refused.
    std::vector<Rejection> set(std::string_view path, std::string_view value);
    /// The setup before anyone touched it, with what the choice of this ground brings along.
    RaceSetup defaults() const;
    /// A racer worth adding.
    Optimizer suggestion() const;

private:
    void visit(ParamVisitor& visitor);
    void settle();
};

/// A learning rate of the sweep, and whose.
struct Try {
    int racer, rate; ///< rate: row of race_tries()
};
/// The learning rates that a sweep tries: six a decade.
std::span<const double> race_tries();

class Race {
public:
    /// own: what the learner brought, for source=own.
    explicit Race(RaceSetup setup, std::shared_ptr<const OwnData> own = {});

    const RaceSetup& setup() const { return setup_; }
    const RaceRules& rules() const { return setup_.rules; }
    /// As they race: with the one rate, where there is one for all.
    const std::vector<Optimizer>& racers() const { return racers_; }
    /// What of the network was built otherwise than it was asked for, or does not belong together; else nothing.
    std::string note() const { return network_ ? network_->why_wrong() : ""; }

    /// At so many steps, evenly apart, the heights or losses are told.
    int looks() const { return std::min(rules().steps, rules().on_network() ? 30 : 50); }
    int step_of_look(int look) const { return (look + 1) * rules().steps / looks(); }
    /// The last one taken at a step, -1: none yet.
    int look_at(int step) const;
    /// What heights count from: the lowest known; 0 for losses and where the surface falls for ever.
    double floor() const { return floor_.value_or(0); }
    /// There is nothing below that.
    bool has_floor() const { return floor_.has_value(); }

    /// All racers (rows) over all seeds (columns), a channel a look.
    JobOrder runs() const;
    /// All that tries() lists (rows), over a few seeds that do not race (columns), in one look at the end.
    JobOrder sweep() const;
    const std::vector<Try>& tries() const { return tries_; }
    int sweep_seeds() const { return rules().on_network() ? 8 : 32; }

    /// Fingerprint of every racer's first run up to a step.
    std::string hash(int step) const;

private:
    JobOrder order(const std::vector<Optimizer>& racers, int seeds, int first_seed, int looks) const;
    /// At every look.
    std::vector<float> first_run(const Optimizer& optimizer) const;
    std::vector<float> first_training(const Optimizer& optimizer) const;
    std::vector<float> first_walk(const Optimizer& optimizer) const;

    RaceSetup setup_;
    std::vector<Optimizer> racers_;
    std::vector<Try> tries_;
    std::unique_ptr<PlaygroundRun> network_; ///< for its data and its network
    std::optional<double> floor_ = 0;
};

} // namespace nn
