#pragma once
/// One training run, and the map of all that differ from it in two settings (engine/jobs/trainability.hpp). The run is
/// computed here, with the job's own code; the map is the page's work.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/jobs/trainability.hpp"
#include "engine/lessons/speed.hpp"

namespace nn {

/// What the map's colour says of a run that does not diverge.
inline constexpr Option trainability_shows[] = {{"loss", "Final loss"}, {"target", "Steps to target"}};
inline constexpr Option trainability_sizes[] = {{"64", "64"}, {"128", "128"}, {"256", "256"}, {"512", "512"}, {"1024", "1024"}};

/// The run's settings are its place on the map, too: of the job's own settings the map leaves out those that its sides vary.
struct TrainabilityMap : TrainabilitySetup {
    double lr = 0.6, lr2 = 0.3;
    int show = 0, size = 3;
    int speed = index_of(speeds, "60");

    bool has_two_rates() const { return up() == trainability::Up::rate2; }

    static constexpr auto params() {
        using M = TrainabilityMap;
        return std::tuple_cat(TrainabilitySetup::dials(), std::tuple{
            real("lr", &M::lr, 1e-5, 1e5, log_scale, "Learning rate", "Of the run beside the map; where the map has two rates, that of the first layer."),
            real("lr2", &M::lr2, 1e-5, 1e5, log_scale, "Learning rate of layer 2", "Of the run beside the map; the output's weights have a rate of their own.").only_if(&M::has_two_rates),
            choice("show", &M::show, trainability_shows, "Colour by", "How low the loss has come, or how soon it came below the target."),
            choice("size", &M::size, trainability_sizes, "Runs across, at most", "More runs show finer detail and take longer; never more than the map has pixels.").advanced(),
            choice("speed", &M::speed, names_of<speeds>, "Speed", "Steps per second while it plays; the run is the same.").advanced(),
        });
    }
    static TrainabilityMap from_link(std::string_view query, std::vector<Rejection>& rejected);

    /// What the run trains with.
    trainability::Hyper run() const;
    /// Makes it another one, as far as there are such settings: those of a pixel exactly.
    void set_run(const trainability::Hyper&);
    /// What all runs of the map share: the rest as it is by default, so that as a link it is what the map's job is told.
    TrainabilityMap of_all_runs() const;
    /// The same for one picture.
    TrainabilitySetup job(int columns, int rows) const;

    /// Of the quadratic: the largest rate that converges where a row of the map stands for `own`; and along the side upwards,
    /// where that is a rate.
    double limit_across(double own) const;
    std::optional<double> limit_up() const;
};

class TrainabilityRun {
public:
    explicit TrainabilityRun(const TrainabilityMap& map) : TrainabilityRun(map, map.run()) {}
    TrainabilityRun(const TrainabilitySetup&, const trainability::Hyper&);

    /// One for each step and the last; a run that diverges ends with the first above the limit.
    std::span<const float> losses() const { return losses_; }
    float loss(int step) const { return losses_[static_cast<std::size_t>(std::clamp(step, 0, end()))]; }
    int end() const { return static_cast<int>(losses_.size()) - 1; }
    int diverged_at() const { return diverged_at_; } ///< -1: it does not
    int reached() const { return reached_; }         ///< first step at the target, -1: none
    std::string hash(int step) const;

private:
    std::vector<float> losses_;
    int diverged_at_ = -1, reached_ = -1;
};

} // namespace nn
