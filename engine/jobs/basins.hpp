#pragma once
/// Job `basins`: which minimum an optimizer reaches from each start on a surface, and in how many steps.
///
/// A run ends where it leaves the neighbourhood (20 box widths), where it rests near a minimum that the surface knows, or
/// where it rests altogether. Tiles know nothing of each other, so a minimum that is not known has no number here: the end
/// is a channel, and BasinNumbers gives numbers to ends as they come.
#include <memory>
#include <vector>

#include "engine/jobs/jobs.hpp"
#include "engine/optimizers.hpp"
#include "engine/optimizers/walker.hpp"
#include "engine/surface_setup.hpp"

namespace nn {

/// The settings of the job: the starts are the middles of the pixels of a box.
struct BasinsSetup : SurfaceSetup {
    double x0 = -5, x1 = 5, y0 = -5, y1 = 5;
    int steps = 400;
    int width = 128, height = 128;
    Optimizer optimizer;

    static constexpr auto params() {
        using S = BasinsSetup;
        return std::tuple_cat(SurfaceSetup::params(), std::tuple{
            one_of("optimizer", &S::optimizer, "Optimizer", "The rule that walks from every start."),
            real("x0", &S::x0, -1e6, 1e6, linear_scale, "Left", "Where the starts begin."),
            real("x1", &S::x1, -1e6, 1e6, linear_scale, "Right", "Where the starts end."),
            real("y0", &S::y0, -1e6, 1e6, linear_scale, "Lowest", "Where the starts begin."),
            real("y1", &S::y1, -1e6, 1e6, linear_scale, "Highest", "Where the starts end."),
            integer("steps", &S::steps, 1, 100000, log_scale, "Steps", "Slow runs come to rest only if they get enough."),
            integer("width", &S::width, 1, 4096, log_scale, "Columns", "Starts across."),
            integer("height", &S::height, 1, 4096, log_scale, "Rows", "Starts up."),
        });
    }

    Landscape landscape() const { return Landscape(surface, kappa, theta, f); }
    Point start(int column, int row) const;
};

namespace basins {

/// Instead of the number of a known minimum: the run leaves the neighbourhood; it never comes to rest, as where the rate is
/// above the limit 2/lambda of the minimum that it circles; it rests, but at no minimum that is known; it is still going.
inline constexpr int diverged = -1, restless = -2, elsewhere = -3, going = -4;

/// Says what a run has come to.
class Judge {
public:
    /// Lengths: what counts as far, as near a minimum, and as rest, all from the surface's box.
    float far, near, slow, still;

    Judge(const Landscape& landscape, int steps);
    /// A run whose step number `taken`, from 1, went from one point to the other.
    int reached(Point before, Point at, int taken) const;
    const std::vector<Minimum>& minima() const { return minima_; }

private:
    std::vector<Minimum> minima_;
    int steps_;
};

struct End {
    int reached, steps;
    Point at;
};
/// One run on its own, with the bits of the job's pixel.
template <ElementWise Rule>
End follow(const Landscape& landscape, const Rule& rule, Point start, int steps) {
    const Judge judge(landscape, steps);
    Walker<Rule> walker(rule, start);
    for (int taken = 1;; ++taken) {
        const Point before = walker.at(), at = walker.step(landscape);
        if (const int reached = judge.reached(before, at, taken); reached != going) return {reached, taken, at};
    }
}

} // namespace basins

/// Channels: the minimum (an index into the landscape's, or one of the above), the steps taken, and x and y of the end.
std::unique_ptr<Job> make_basins(std::string_view settings, Arrays arrays);

/// Numbers for all minima: those that the landscape knows, then those that runs find.
class BasinNumbers {
public:
    explicit BasinNumbers(const Landscape& landscape);
    /// Of a run that came to `reached` and ended at `end`: an index into minima(), diverged or restless (where it rests
    /// on a saddle, too).
    int number(int reached, Point end);
    const std::vector<Point>& minima() const { return minima_; }

private:
    Landscape landscape_;
    float near_;
    std::vector<Point> minima_;
};

} // namespace nn
