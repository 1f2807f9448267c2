#pragma once
/// The lesson "What does the learning rate do?": plain gradient descent on a curve and, with the same learning rate, on a
/// surface.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/curves.hpp"
#include "engine/jobs/basins.hpp"
#include "engine/lessons/speed.hpp"
#include "engine/lessons/trace.hpp"
#include "engine/params.hpp"

namespace nn {

/// The link's keys, the controls and their defaults.
struct DescentSetup {
    double lr = 0.0233;
    int curve = index_of(curves, "parabola");
    std::string f{Curve::default_formula};
    double start = -1.6;
    int surface = index_of(surfaces, "himmelblau");
    std::string g{Landscape::default_formula};
    double start_x = 0.4, start_y = 0.9;
    bool basins = true;
    int speed = index_of(speeds, "5");

    bool is_typed_curve() const { return curves[static_cast<std::size_t>(curve)].is_typed; }
    bool is_typed_surface() const { return surfaces[static_cast<std::size_t>(surface)].is_typed; }

    static constexpr auto params() {
        return std::tuple{
            real("lr", &DescentSetup::lr, 1e-5, 1, log_scale, "Learning rate", "Larger steps move faster and overshoot sooner; beyond 2/λ they grow."),
            choice("curve", &DescentSetup::curve, names_of<curves>, "Curve", "What the ball on the line rolls down."),
            text("f", &DescentSetup::f, 200, check_curve_expression, "f(x)", "Your own curve in x, such as 10*x^2 + 3*cos(4*x).").only_if(&DescentSetup::is_typed_curve),
            real("start", &DescentSetup::start, -100, 100, linear_scale, "Start on the curve", "Where the ball begins; drag the ring on the curve.").advanced(),
            choice("surface", &DescentSetup::surface, names_of<surfaces>, "Surface", "What the ball in the plane rolls down."),
            text("g", &DescentSetup::g, 200, check_expression, "g(x, y)", "Your own surface, in x and y, such as x^2 + 10*y^2 + sin(3*x).").only_if(&DescentSetup::is_typed_surface),
            real("start-x", &DescentSetup::start_x, -1000, 1000, linear_scale, "Start x", "Where the ball begins; drag the ring on the map.").advanced(),
            real("start-y", &DescentSetup::start_y, -1000, 1000, linear_scale, "Start y", "Where the ball begins; drag the ring on the map.").advanced(),
            toggle("basins", &DescentSetup::basins, "Colour the basins", "Colours every start by the minimum that descent reaches from it."),
            choice("speed", &DescentSetup::speed, names_of<speeds>, "Speed", "Steps per second while it plays; the run is the same.").advanced(),
        };
    }

    /// What a link says, with what its choices bring along; `rejected` is what it says wrongly.
    static DescentSetup from_link(std::string_view query, std::vector<Rejection>& rejected);
    /// Gives a newly chosen curve and surface the starts that suit them.
    void settle();
    /// The setup before anyone touched it, with what the choices bring along; the choices themselves are the defaults.
    DescentSetup defaults() const;
    /// The job that says where each start in a part of the plane leads at this rate.
    BasinsSetup basins_from() const;
};

/// How a run goes.
enum class Regime { crawls, settles, bounces, diverges };
std::string_view label_of(Regime);

/// Plain gradient descent on a curve.
class CurveTrace {
public:
    CurveTrace(const Curve&, float start, double lr, int steps);

    int steps() const { return static_cast<int>(path_.size()) - 1; }
    float at(int step) const { return path_[static_cast<std::size_t>(std::clamp(step, 0, steps()))]; }
    float value(int step) const { return values_[static_cast<std::size_t>(std::clamp(step, 0, steps()))]; }
    std::span<const float> path() const { return path_; }
    std::span<const float> values() const { return values_; }
    int diverged_at() const { return diverged_at_; } ///< -1: it does not
    int settled() const { return settled_; }         ///< first step from which on it hardly moves
    Regime regime() const;

private:
    std::vector<float> path_, values_;
    int diverged_at_ = -1, settled_ = 0, flips_ = 0;
};

class DescentRun {
public:
    static constexpr int longest = 2000;

    explicit DescentRun(const DescentSetup&);

    const Curve& curve() const { return curve_; }
    const Course& course() const { return course_; }
    const CurveTrace& on_curve() const { return on_curve_; }
    const Trace& on_surface() const { return on_surface_; }
    int horizon() const { return horizon_; }
    std::string hash(int step) const;

    /// Limit 2/lambda of the learning rate where the curve's run would end, or at its steepest place; none without curvature.
    std::optional<double> curve_limit() const;
    /// Where the curve's start leads: index of a minimum, -1: nowhere near one.
    int curve_basin(float start) const;
    /// Where the surface's start leads, among `known` minima: as BasinNumbers say it.
    int surface_basin(BasinNumbers known) const;
    const std::vector<float>& curve_minima() const { return curve_minima_; }

private:
    Curve curve_;
    Course course_;
    double lr_;
    std::vector<float> curve_minima_;
    CurveTrace on_curve_;
    Trace on_surface_;
    int horizon_ = 0;
};

/// Places of the minima of a curve inside its box, found by its slope's sign and Newton's method.
std::vector<float> minima_of(const Curve&);

} // namespace nn
