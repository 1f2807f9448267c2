#pragma once
/// What job `trainability` has told of its runs so far, and their colours. Those that do not diverge are dark to teal by how low
/// or how soon, those that do orange to pale by how late: light against dark in grey, too.
#include <vector>

#include "web/job_picture.hpp"
#include "web/raster.hpp"
#include "web/window_map.hpp"

namespace web {

/// How a run of the map ended: the job's channels.
struct RunEnd {
    float loss = 0, diverged_at = -1, reached = -1;
    bool diverges() const { return diverged_at >= 0; }
};

/// Which colours stand for what; the ends are those of nearly all runs on view, so that a deep zoom has its contrast, too.
struct RunTone {
    bool by_target = false;         ///< runs that stay: by the steps to the target, not by their loss
    double low = 1e-3, high = 1;    ///< losses, or steps counted from 1
    double first = 1, last = 100;   ///< steps to divergence, counted from 1

    ImU32 operator()(const RunEnd&) const;
    static ImU32 staying(double t);   ///< 0 lowest, 1 highest
    static ImU32 diverging(double t); ///< 0 at once, 1 late
    static ImU32 restless();          ///< stays, and has not come to the target
    bool operator==(const RunTone&) const = default;
};

class TrainabilityMapPicture {
public:
    /// A new job for another window. `blank`: what was there is of another plane; `outdated`: of another map.
    void restart(int width, int height, const MapWindow& window, bool blank, bool outdated);
    void take(const nn::Tile&, std::span<const float> values);
    void show_target(bool);

    /// Colours what has changed, a little in every frame; true: there is more.
    bool paint();
    Raster& raster() { return raster_; }
    const MapWindow& window() const { return window_; } ///< of the raster
    const RunTone& tone() const { return tone_; }

    int width() const { return picture_.width(); }
    int height() const { return picture_.height(); }
    int known() const { return picture_.known(); }
    double staying() const { return known() ? static_cast<double>(staying_) / known() : 0; } ///< share that does not diverge
    bool is_known(int column, int row) const { return picture_.is_known(column, row); }
    RunEnd at(int column, int row) const { return {picture_.at(0, column, row), picture_.at(1, column, row), picture_.at(2, column, row)}; }

private:
    void set_tone(const RunTone&);
    void fit_tone();
    void touch_rows(int from, int to);

    JobPicture picture_;
    MapWindow window_;
    RunTone tone_;
    Raster raster_;
    int staying_ = 0;
    std::vector<RunEnd> sample_; ///< the first that came: they are spread over the whole
    std::vector<bool> stale_;    ///< rows whose colours are old
    int next_ = 0;               ///< row to look at next
};

} // namespace web
