// What the playground computes for its picture, a little in every frame: the maps of all units and the large one.
#include <cmath>

#include "web/clock.hpp"
#include "web/color_map.hpp"
#include "web/decision_map.hpp"
#include "web/demos/playground.hpp"

namespace web {

namespace {

constexpr double live_budget = 0.005;  ///< seconds in a frame: of the large map while the run moves

constexpr double most_work = 1.5e10;  ///< operations for the map at rest: a second or two
constexpr int least_map = 33, most_map = 1024;
constexpr int thumbnail = 28, thumbnails_across = 32;  ///< pixels of a unit's map; maps in a row of their raster

} // namespace

/// device: pixels of the screen that the large map has to a side.
void PlaygroundSession::work(const Theme& theme, int device) {
    const bool arrived = train(now() + frame_budget, step_);
    if (!colors_ || !colors_->are_of(theme)) colors_.emplace(theme);
    if (run_->step() != units_at_) paint_units();
    busy_ = !arrived || paint_map(theme, std::clamp(device, least_map, most_map));
}

float PlaygroundSession::unit_scale(int unit) const { return unit < static_cast<int>(unit_scales_.size()) ? unit_scales_[static_cast<std::size_t>(unit)] : 1; }

bool PlaygroundSession::is_share(int unit) const {
    return unit >= run_->units() - run_->outputs() && run_->model().reading != nn::PlaygroundReading::number;
}

int PlaygroundSession::thumbnail_of(const Node& node) const {
    if (node.column == 0) return node.row;
    int index = run_->inputs().count() + node.row;
    for (int l = 0; l + 1 < node.column; ++l) index += run_->model().layers[static_cast<std::size_t>(l)].units;
    return index;
}

Rect PlaygroundSession::place_of(int thumb) {
    return {static_cast<float>(thumb % thumbnails_across * thumbnail), static_cast<float>(thumb / thumbnails_across * thumbnail), thumbnail, thumbnail};
}

/// What every feature and every unit in the diagram gives on the plane, in small, all in one raster: a card takes one large
/// picture more easily than a hundred small ones.
void PlaygroundSession::paint_units() {
    const int inputs = run_->inputs().count(), units = run_->units(), all = inputs + units;
    const std::size_t pixels = thumbnail * thumbnail;
    if (small_.side() != thumbnail) small_.lay(*run_, thumbnail);
    small_.all_units(*run_, features_, values_);
    thumbnails_.resize(thumbnails_across * thumbnail, (all + thumbnails_across - 1) / thumbnails_across * thumbnail);
    unit_scales_.resize(static_cast<std::size_t>(units), 1);
    const auto paint = [&](int thumb, const float* value, std::size_t apart, float factor, float shift) {
        float top = shift != 0 ? 1 : 1e-6f; // what is a share is shown as it is on the map
        for (std::size_t i = 0; i < pixels; ++i)
            if (const float v = std::fabs(factor * value[i * apart] + shift); v < INFINITY) top = std::max(top, v);
        const Rect place = place_of(thumb);
        factor /= top, shift /= top;
        for (int y = 0; y < thumbnail; ++y) {
            ImU32* const row = thumbnails_.row(static_cast<int>(place.y) + y) + static_cast<int>(place.x);
            for (int x = 0; x < thumbnail; ++x, value += apart) row[x] = (*colors_)(factor * *value + shift);
        }
        return top;
    };
    const auto paint_unit = [&](int unit) {
        const bool share = is_share(unit);
        unit_scales_[static_cast<std::size_t>(unit)] = paint(inputs + unit, values_.data() + static_cast<std::size_t>(unit) * pixels, 1, share ? 2.f : 1.f, share ? -1.f : 0.f);
    };
    for (int i = 0; i < inputs; ++i) paint(i, features_.data() + i, static_cast<std::size_t>(inputs), 1, 0);
    for (const Node& node : nodes_)
        if (const int unit = thumbnail_of(node) - inputs; unit >= 0 && unit < units) paint_unit(unit);
    if (const int unit = now_.map - 1; unit >= 0 && unit < units) paint_unit(unit);
    thumbnails_.changed();
    units_at_ = run_->step();
}

/// The colours of some of the large map's pixels.
void PlaygroundSession::color_places(const Theme& theme, std::span<const nn::PlaygroundGrid::Place> places, ImU32* to) {
    const int unit = now_.map - 1;
    if (unit >= 0 && unit < run_->units()) {
        const float factor = is_share(unit) ? 2 : 1 / unit_scale(unit), shift = is_share(unit) ? -1 : 0;
        for (const float v : grid_.unit(*run_, unit, places)) *to++ = (*colors_)(factor * v + shift);
    } else {
        const auto answers = grid_.answers(*run_, places);
        const auto n = static_cast<std::size_t>(run_->outputs());
        for (std::size_t i = 0; i < answers.size(); i += n) *to++ = color_of(theme, answers.subspan(i, n));
    }
}

/// About how much arithmetic the answer at one point takes.
double PlaygroundSession::operations() const { return 2.0 * static_cast<double>(run_->network().parameters().size()) + 40.0 * run_->units(); }

/// While the run moves, in every frame a whole map of as many pixels as there is time for, asked for where it bends; once it
/// stands, pixel by pixel at the screen's own size, a few rows a frame. False: that is done.
bool PlaygroundSession::paint_map(const Theme& theme, int device) {
    if (run_->plane().is_line) return false;
    if (map_at_ != run_->step()) {
        paint_live_map(theme, device);
        map_at_ = run_->step(), exact_for_ = -1, next_row_ = 0;
        return true;
    }
    if (exact_for_ == device) return false;
    if (next_for_ != device) next_row_ = 0, next_for_ = device;
    if (next_row_ == 0) {
        const int side = std::min(device, static_cast<int>(std::sqrt(most_work / operations())));
        next_.resize(side, side);
    }
    const int side = next_.width();
    lay_grid(side);
    const double end = now() + frame_budget;
    while (next_row_ < side && now() < end) {
        const int rows = std::clamp(512 / side, 1, side - next_row_);
        places_.clear();
        for (int y = next_row_; y < next_row_ + rows; ++y)
            for (int x = 0; x < side; ++x) places_.push_back({static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y)});
        color_places(theme, places_, next_.row(next_row_));
        next_row_ += rows;
    }
    if (next_row_ < side) return true;
    next_.changed();
    std::swap(map_, next_);
    exact_for_ = device, next_row_ = 0;
    return false;
}

void PlaygroundSession::lay_grid(int side) {
    if (grid_.side() != side) grid_.lay(*run_, side);
}

void PlaygroundSession::paint_live_map(const Theme& theme, int device) {
    const double budget = is_at_full_speed() ? live_budget / 2 : live_budget;
    const int most = SmoothRaster::side_at_least(device);
    if (live_cost_ <= 0) live_cost_ = operations() / 3 / 20 * 1e-9;  // a new network: a third is asked for, 20 operations a nanosecond
    const double fits = std::sqrt(budget / live_cost_);
    if (live_side_ > fits * 1.1 || live_side_ < fits * 0.75 || live_side_ > most)
        live_side_ = SmoothRaster::side_at_least(static_cast<int>(std::clamp(fits * 0.95, double(least_map), double(device))));
    map_.resize(live_side_, live_side_);
    lay_grid(live_side_);
    const double start = now();
    smooth_.paint(map_, [&](std::span<const nn::PlaygroundGrid::Place> places, ImU32* to) { color_places(theme, places, to); });
    const double here = (now() - start) / (double(live_side_) * live_side_);
    live_cost_ += (std::min(here, 2 * live_cost_) - live_cost_) * 0.15;  // one frame may have been held up
}

/// Of several labels at once: the one whose answer is on the map.
int PlaygroundSession::shown_label() const {
    const int outputs = run_->outputs(), output = now_.map - 1 - (run_->units() - outputs);
    return output >= 0 && output < outputs ? output : 0;
}

ImU32 PlaygroundSession::class_color(const Theme& theme, int label) const {
    return theme.of_class(has_own_classes() && label < static_cast<int>(own_labels_.size()) ? own_labels_[static_cast<std::size_t>(label)] : label);
}

ImU32 PlaygroundSession::color_of(const Theme& theme, std::span<const float> answer) const {
    const nn::PlaygroundTask& task = run_->model().task;
    if (task.task == nn::Task::regression) return (*colors_)((answer[0] - target_middle_) / target_half_);
    if (task.classes <= 2 && !(has_own_classes() && own_labels_.back() > 1)) {
        const float a = 2 * (task.task == nn::Task::labels ? answer[static_cast<std::size_t>(shown_label())] : answer.back()) - 1;
        return (*colors_)(now_.discretize ? (a > 0 ? 0.7f : -0.7f) : a);
    }
    const int winner = run_->model().decide(answer);
    const float sure = answer.size() > 1 ? answer[static_cast<std::size_t>(winner)] : task.classes == 2 ? (winner ? answer[0] : 1 - answer[0]) : 0.7f, chance = 1 / static_cast<float>(task.classes);
    const float strength = now_.discretize ? 0.5f : std::clamp((sure - chance) / (1 - chance), 0.0f, 1.0f);
    return mixed(theme.ground, class_color(theme, winner), 0.1f + 0.55f * strength);
}

} // namespace web
