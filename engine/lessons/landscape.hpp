#pragma once
/// The lesson "What does the surface under your network look like?": a playground's training, the way of its weights, the
/// planes that cut the loss open around it, and how sharp it is where it stands.
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/jobs/loss_plane.hpp"
#include "engine/lanczos.hpp"
#include "engine/lessons/playground.hpp"

namespace nn {

inline constexpr Option landscape_planes[] = {{"path", "Path"}, {"random", "Random"}, {"steepest", "Steepest"}, {"line", "Line"}};
inline constexpr Option landscape_views[] = {{"map", "Map"}, {"relief", "Relief"}};

/// Which cut through the loss is seen, and how.
struct LandscapeView {
    int plane = 0, view = 0;
    int direction_seed = 1, other_seed = 2;
    double zoom = 1, pan_a = 0, pan_b = 0;
    int pixels = 128;
    bool log_heights = true;

    bool is_random() const { return plane == 1; }
    bool is_line() const { return plane == 3; }

    static constexpr auto params() {
        using S = LandscapeView;
        return std::tuple{
            choice("plane", &S::plane, landscape_planes, "Plane", "Two directions out of hundreds: those in which the weights went, two by chance, the two steepest, or the straight line to another network."),
            integer("direction-seed", &S::direction_seed, 0, 999999, linear_scale, "Directions", "Other random directions: what holds for most of them is no accident.").only_if(&S::is_random),
            integer("other-seed", &S::other_seed, 0, 999999, linear_scale, "The other's seed", "The second network starts from these weights and takes the samples in this order.").only_if(&S::is_line),
            choice("view", &S::view, landscape_views, "View", "From above, with contour lines, or as a relief."),
            toggle("log-heights", &S::log_heights, "Logarithmic heights", "Colours and contour lines count in decades: a flat floor shows its shape."),
            real("zoom", &S::zoom, 0.05, 200, log_scale, "Zoom", "Twice as much shows half as wide a part.").advanced(),
            real("pan-a", &S::pan_a, -100, 100, linear_scale, "Across", "Moves the picture's middle, in half widths of the whole.").advanced(),
            real("pan-b", &S::pan_b, -100, 100, linear_scale, "Upwards", "Moves the picture's middle, in half heights of the whole.").advanced(),
            integer("pixels", &S::pixels, 32, 512, log_scale, "Pixels", "In the longer direction: each is the loss of a whole network on all samples.").advanced(),
        };
    }
};

/// A playground's parameters that make its run, and the view of it.
struct LandscapeSetup {
    LandscapeView view;
    PlaygroundSetup network; ///< plain descent on all samples, for a start

    LandscapeSetup();
    /// It must outlive the result.
    Params params() {
        return {this, [](void* self, ParamVisitor& visitor) { static_cast<LandscapeSetup*>(self)->visit(visitor); }};
    }
    /// Is a path one of the view's, which changes no run?
    static bool is_view(std::string_view path);
    static LandscapeSetup from_link(std::string_view query, std::vector<Rejection>& rejected);

private:
    void visit(ParamVisitor& visitor);
};

/// Weights at a step.
struct Snapshot {
    int step = 0;
    std::vector<float> w;
};

/// The weights that a training has gone through: at most `most` of them, evenly apart.
class Trail {
public:
    /// As the training stands at a step; what is too near to the last one is left out.
    void pass(int step, std::span<const float> w);
    /// Those before a step.
    std::vector<const Snapshot*> before(int step) const;
    /// From a step on the training takes another way.
    void branch(int step);

private:
    static constexpr std::size_t most_numbers = 4 << 20;
    static constexpr int most = 160;
    std::vector<Snapshot> kept_; ///< in the order of steps
    int apart_ = 1;
};

/// How sharp the loss is at a step of the way.
struct Sharpness {
    int step = 0;
    double value = NAN;                     ///< lambda_max of the training loss
    std::vector<float> steepest, second;    ///< the two most curved directions, of length 1; empty where the loss is not finite
};

/// A cut through the loss: point (a, b) is centre + a * first + b * second.
struct LandscapePlane {
    int step = 0;
    LossPlane directions;
    std::vector<float> centre;
    double a = 0, b = 0, half = 1;     ///< what to look at: its middle, and from there to the edge
    std::array<double, 2> share{};     ///< of the way's squared length that lies along each direction
    std::array<double, 2> place(std::span<const float> w) const { return place_on(directions, centre, w); }
};

class LandscapeRun {
public:
    static constexpr int opening_step = 200;

    explicit LandscapeRun(LandscapeSetup setup, std::shared_ptr<const OwnData> own = {});

    const LandscapeSetup& setup() const { return setup_; }
    /// Another cut, the same training.
    void look(const LandscapeView& view);
    PlaygroundRun& run() { return *run_; }
    const PlaygroundRun& run() const { return *run_; }
    int step() const { return run_->step(); }

    // ---- the training ----

    /// One piece of it towards a step. False: it stands there or where it stops.
    bool work(int step);
    void finish(int step) {
        while (work(step)) {}
    }
    /// The same as in the playground: a live change becomes an edit.
    std::vector<Rejection> change(int step, std::string_view path, std::string_view value);

    /// The way so far, the present weights last, and the steps of its points.
    std::vector<std::vector<float>> way() const;
    std::vector<int> way_steps() const;
    /// Mean of the weights over the last quarter of the way: where SWA would stand (P. Izmailov et al., "Averaging weights
    /// leads to wider optima and better generalization", 2018).
    std::vector<float> averaged() const;
    /// The second network at the step of the plane through both; empty: there is none yet.
    std::span<const float> other() const;

    // ---- the plane ----

    /// One piece of what the plane at the present step needs: the other network's training, the steepest directions. False:
    /// plane() has it.
    bool work_plane();
    /// Of the step where it stands. Only after work_plane() has given false.
    LandscapePlane plane();
    /// What the job `loss-grid` needs for it, but for the picture's size and window.
    NetworkSetup network_setup() const { return run_->model().network; }
    const Data& samples() const { return *run_->train().seen; }

    // ---- how sharp it is ----

    /// One product with the Hessian for the sharpness at the present step, then at points of the way, in turn. False: all
    /// are known.
    bool work_sharpness();
    /// Known so far, in the order of steps.
    const std::vector<Sharpness>& sharpness() const { return sharpness_; }
    const Sharpness* sharpness_at(int step) const;
    /// The sharpness beyond which steps at the present rate overshoot, 2 / lr of plain descent (stability.hpp); training at a
    /// constant rate drifts there (J. Cohen et al., "Gradient descent on neural networks typically occurs at the edge of
    /// stability", 2021). NaN of adaptive rules.
    double edge();

    std::string hash(int step);

private:
    void restart(int step);
    /// Weights of the way whose sharpness is wanted next; none: all are known.
    const Snapshot* next_unknown() const;
    void multiply(const Samples& samples, std::span<const float> v);
    void begin_search(int step, std::span<const float> w);

    LandscapeSetup setup_;
    std::shared_ptr<const OwnData> own_;
    std::unique_ptr<PlaygroundRun> run_, other_;
    Trail trail_;

    std::unique_ptr<Network> searched_;
    std::unique_ptr<Lanczos> search_;
    int searched_at_ = -1;
    std::vector<float> product_;
    std::vector<Sharpness> sharpness_;
};

} // namespace nn
