#pragma once
/// The lesson "Why does momentum beat plain descent, and when does Adam?": up to eight optimizers race down one landscape
/// from one start point.
#include <optional>
#include <string>
#include <vector>

#include "engine/jobs/basins.hpp"
#include "engine/lessons/speed.hpp"
#include "engine/lessons/trace.hpp"
#include "engine/params.hpp"
#include "engine/surface_setup.hpp"

namespace nn {

/// The link's keys, the controls and their defaults. The opening picture is the seminar's narrow valley (slide 18).
struct Valley : SurfaceSetup {
    double start_x = -10, start_y = 1;
    double target = 1e-4, noise = 0;
    int seed = 1;
    int speed = index_of(speeds, "60");
    Schedule schedule;
    std::vector<Optimizer> racers{Sgd{.lr = 0.0019}, Momentum{.lr = 0.001}, Adam{.lr = 0.1}};

    bool basins = false;

    bool is_noisy() const { return noise > 0; }
    /// Where a run leads is a matter of its start alone.
    bool is_steady() const { return noise == 0 && schedule.index() == 0; }

    static constexpr auto params() {
        return std::tuple_cat(SurfaceSetup::params(), std::tuple{
            list("racers", &Valley::racers, 1, 8, "Racers", "Each racer is an optimizer with its own settings."),
            one_of("schedule", &Valley::schedule, "Learning rate schedule", "How every racer's learning rate changes with the step.").advanced(),
            real("noise", &Valley::noise, 0, 100, linear_scale, "Gradient noise σ",
                 "Adds noise to every gradient, as a mini-batch would: no constant learning rate settles any more.").advanced(),
            integer("seed", &Valley::seed, 0, 999999, linear_scale, "Seed", "Another seed draws other noise; the same seed repeats the run.")
                .only_if(&Valley::is_noisy).advanced(),
            real("target", &Valley::target, 1e-12, 1e3, log_scale, "Target",
                 "A racer has arrived once its height above the lowest point is below this.").advanced(),
            real("start-x", &Valley::start_x, -1000, 1000, linear_scale, "Start x", "Where the race starts; drag the ring in the picture.").advanced(),
            real("start-y", &Valley::start_y, -1000, 1000, linear_scale, "Start y", "Where the race starts; drag the ring in the picture.").advanced(),
            toggle("basins", &Valley::basins, "Ends of all starts", "Colours every start by where the chosen racer ends from there, and how soon.").only_if(&Valley::is_steady).advanced(),
            choice("speed", &Valley::speed, names_of<speeds>, "Speed", "Steps per second while it plays; the run is the same.").advanced(),
        });
    }

    /// What a link says, with what its choice of a surface brings along; `rejected` is what it says wrongly.
    static Valley from_link(std::string_view query, std::vector<Rejection>& rejected);
    /// Gives a newly chosen surface the start and the learning rates that suit it.
    void settle();
    /// The setup before anyone touched it, with what the choice of this surface brings along; `surface` itself is the default.
    Valley defaults() const;
    /// A racer worth adding: the first kind that does not run yet, with a learning rate that suits the surface.
    Optimizer suggestion() const;
    /// From each start: where a racer ends, by a rule that asks for one gradient a step.
    BasinsSetup basins_of(const Optimizer& racer) const;
    /// Turns valley and start together, so that only the axes change. Does nothing where the start would leave its range.
    void rotate(double degrees);
};

class ValleyRace {
public:
    /// No race is computed further than this.
    static constexpr int longest = 10000;

    explicit ValleyRace(const Valley& setup);

    const Course& course() const { return course_; }
    const std::vector<Trace>& racers() const { return racers_; }
    /// Where the story is over: the last arrival or divergence and a little more.
    int horizon() const { return horizon_; }
    /// Slope and curvature where racer `i` stands at `step`.
    Bend bend(int i, int step) const;
    Anatomy anatomy(int i, int step) const { return racers_[static_cast<std::size_t>(i)].anatomy(course_, step); }
    /// Fingerprint of every path up to `step`.
    std::string hash(int step) const;
    /// Height of the lowest known point, which the target counts from; none: the surface falls for ever, the target counts from 0.
    std::optional<float> floor() const { return floor_; }

private:
    Course course_;
    std::optional<float> floor_;
    std::vector<Trace> racers_;
    int horizon_ = 0;
};

} // namespace nn
