#pragma once
/// The chart of a quantity against the step: the run so far in full colour, what is to come faint; point at it to read it
/// off, press to go to that step. Or against something else that is counted, all of it in full colour.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "web/stage.hpp"

namespace web {

struct Series {
    std::string label;
    std::vector<double> x, y; ///< thinned out: at most a few points per pixel
    int look = -1;             ///< colour, marker and dash; by default those of its place
    bool reference = false;    ///< a dashed line to compare with: not named, not read off
    std::vector<double> low = {}, high = {}; ///< the edges of a band around it; empty: there is none
    int ringed = -1;           ///< a ring around this point of it
};

/// A place on a curve that is pointed out: a ringed marker, and its words where nothing is drawn.
struct ChartMark {
    int series = 0;
    double x = 0, y = 0;
    std::string words;
};

struct Chart {
    std::vector<Series> series;
    std::string title;
    bool titled = true;        ///< false: somebody else writes it
    bool log = true;
    double x_max = 1, y_min = 1e-4, y_max = 1;
    double target = 0;         ///< a dashed line, where positive
    int active = -1;           ///< this one is drawn thicker
    std::string_view counted = "Step"; ///< what stands along the x axis
    bool is_run = true;        ///< against the step: what is to come is faint, and pressing goes there
    bool legend = false;       ///< names in the upper right corner, where nothing else on the stage names the series
    bool percent = false;      ///< the values are shares of 1
    std::vector<std::string> x_names = {}; ///< what 0, 1, 2, ... along the x axis stand for; empty: themselves
    int x_named_every = 1;     ///< so many of the names apart stand below the axis
    std::string note;          ///< words on the lines, low in the free of the plot, where there is room
    std::optional<ChartMark> mark;

    /// A logarithmic axis over what is drawn: whole decades, and head room where the highest would lie on the frame. Of
    /// what falls for miles the upper `most` decades stay.
    void fit_decades(double low, double high, int most);

    /// Value of a series at a step, from its samples.
    double value_at(int series, int step) const;

    /// Two samples (lowest and highest) for each of some hundred stretches of 0..steps.
    static Series thinned(std::string label, int steps, const std::function<double(int)>& value);

    struct Press {
        int series = -1, x = 0; ///< the nearest one with a point there; -1: nothing was pressed
        Rect plot;              ///< where the axes lie
    };
    /// `value_at(series, step)`: what the read-out says.
    Press draw(Stage&, Rect, const std::function<double(int, int)>& value_at) const;

private:
    int look_of(int series) const;
    std::vector<int> named() const; ///< the series that are no reference
    std::string written(double value) const;
    std::string x_written(int x) const;
    Rect draw_legend(Stage&, Rect plot) const;
    void draw_mark(Stage&, Rect plot, ImVec2 at, std::span<const std::vector<ImVec2>> lines, Rect legend) const;
    void draw_readout(Stage&, Rect plot, float right, int pointed, const std::function<double(int, int)>& value_at) const;
};

/// An axis's numbers in the project's form, for ImPlot::SetupAxisFormat.
int plot_tick(double value, char* buffer, int size, void*);

/// Where words of this size stand in the free of a plot: the place nearest to `at` of a coarse grid that no line and no taken
/// rectangle crosses; where there is none, the one that the fewest cross.
Rect free_place(Rect plot, ImVec2 size, ImVec2 at, std::span<const std::vector<ImVec2>> lines, std::span<const Rect> taken);

} // namespace web
