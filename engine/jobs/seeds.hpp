#pragma once
/// Job `seeds`: the same race over many seeds, so that one optimizer is not praised for a lucky start. A row of the picture is an
/// optimizer, a column a seed, which moves the start and draws the noise of every gradient; all rows of a column have the same start
/// and noise. Each takes as many gradients as steps.
#include <memory>
#include <vector>

#include "engine/jobs/jobs.hpp"
#include "engine/optimizers.hpp"
#include "engine/surface_setup.hpp"

namespace nn {

struct SeedsSetup : SurfaceSetup {
    double start_x = -10, start_y = 1, spread = 0.5, noise = 0;
    int steps = 200, looks = 50, seeds = 256, seed = 1;
    std::vector<Optimizer> racers{Sgd{.lr = 0.0019}, Momentum{.lr = 0.0019}, Adam{.lr = 0.3}};

    static constexpr auto params() {
        using S = SeedsSetup;
        return std::tuple_cat(SurfaceSetup::params(), std::tuple{
            list("racers", &S::racers, 1, 256, "Racers", "Each has its own band."),
            real("start-x", &S::start_x, -1e6, 1e6, linear_scale, "Start x", "The middle of all starts."),
            real("start-y", &S::start_y, -1e6, 1e6, linear_scale, "Start y", "The middle of all starts."),
            real("spread", &S::spread, 0, 1e6, linear_scale, "Spread", "Deviation of the starts: more asks for more than one valley's worth of luck."),
            real("noise", &S::noise, 0, 20, linear_scale, "Gradient noise σ", "Adds noise to every gradient, as a mini-batch would: nobody settles any more."),
            integer("steps", &S::steps, 1, 2000, log_scale, "Steps", "Gradients that each run may ask for."),
            integer("looks", &S::looks, 1, 200, log_scale, "Looks", "At so many steps, evenly apart, the height is told."),
            integer("seeds", &S::seeds, 1, 4096, log_scale, "Seeds", "More seeds make the bands smoother."),
            integer("seed", &S::seed, 0, 2147483647, linear_scale, "First seed", "Another one draws other starts and noise.")});
    }

    Landscape landscape() const { return Landscape(surface, kappa, theta, f); }
    Point start(int column) const;
    /// What is added to the gradient of step t, from 0.
    Point noise_of(int column, int t) const;
    /// A coordinate beyond this has left for good: 20 box widths.
    float far() const;
    /// After how many steps look k, from 0, is taken; the last after all.
    int step_of_look(int k) const { return (k + 1) * steps / looks; }
};

/// Channels: the height at each look; of a run that has left for good the height where it left.
std::unique_ptr<Job> make_seeds(std::string_view settings, Arrays arrays);

} // namespace nn
