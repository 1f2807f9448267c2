#include "web/demos/playground.hpp"

#include <chrono>
#include <cmath>

#include "engine/json.hpp"
#include "web/decision_map.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

constexpr double frame_budget = 0.008; ///< seconds of training in a frame
constexpr int thumbnail = 28;          ///< pixels of a unit's map

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

nn::PlaygroundSetup setup_from(std::string_view query, std::vector<nn::Rejection>& rejected) { return nn::PlaygroundSetup::from_link(query, rejected); }

} // namespace

std::unique_ptr<Session> open_playground(std::string_view query, std::vector<nn::Rejection>& rejected) {
    return std::make_unique<PlaygroundSession>(query, rejected);
}

PlaygroundSession::PlaygroundSession(std::string_view query, std::vector<nn::Rejection>& rejected)
    : own_(std::make_shared<nn::OwnData>()), run_(std::make_unique<nn::PlaygroundRun>(setup_from(query, rejected), own_)) {
    rejected.insert(rejected.end(), run_->rejected().begin(), run_->rejected().end());
    refresh();
    take_tool();
}

/// What is in force has changed, or another run has begun.
void PlaygroundSession::refresh() {
    now_ = run_->settings(step_);
    layer_ = std::clamp(layer_, 0, std::max(0, static_cast<int>(now_.layers.size()) - 1));
    units_at_ = map_at_ = -1;
    busy_ = true;
}

std::vector<nn::Rejection> PlaygroundSession::set(std::string_view path, std::string_view value) {
    auto rejected = run_->change(step_, path, value);
    refresh();
    if (path == "draw" || own_->kind() == nn::OwnData::Kind::none) take_tool();
    return rejected;
}

void PlaygroundSession::moved(int step) {
    step_ = step;
    now_ = run_->settings(step);
    busy_ = true;
}

int PlaygroundSession::horizon() const { return run_->stop() ? std::max(1, run_->stop()->step) : std::max(horizon_, step_); }

bool PlaygroundSession::go_on() {
    if (run_->stop() || horizon_ >= longest()) return false;
    horizon_ = std::min(std::max(2 * horizon_, step_ + nn::PlaygroundRun::horizon), longest());
    return true;
}

int PlaygroundSession::advance(int step, int wanted) {
    const double end = now() + frame_budget;
    while (now() < end && run_->work(wanted)) {}
    return std::max(step, std::min(wanted, run_->step()));
}

std::vector<Action> PlaygroundSession::actions() const {
    std::vector<Action> all{{"new-seed", "New seed", "Starts from other weights and takes the samples in another order.", "seed"}};
    if (goes_back()) all.push_back({"go-back", "Go back", "To the step with the lowest validation loss before it diverged: lower the learning rate there and play on.", ""});
    if (!run_->setup().edits.empty()) all.push_back({"undo", "Undo", "Takes back the last change that was made on the way.", "edits"});
    all.push_back({"open-table", "Open a table", "Brings a table of your own: rows of numbers and words, separated by commas.", "source", true});
    if (own_->kind() != nn::OwnData::Kind::none) all.push_back({"clear", "Clear all", "Takes away all that you have drawn or brought.", "source"});
    return all;
}

/// Does the run stand where it diverged, with something before that to go back to?
bool PlaygroundSession::goes_back() const { return run_->way_back() >= 0 && run_->step() >= run_->stop()->step; }

int PlaygroundSession::open_preset(int preset) {
    preset_ = preset;
    std::vector<nn::Rejection> rejected;
    own_ = std::make_shared<nn::OwnData>();
    run_ = std::make_unique<nn::PlaygroundRun>(setup_from(nn::playground_presets[static_cast<std::size_t>(preset)].query, rejected), own_);
    horizon_ = nn::PlaygroundRun::horizon;
    rates_told_ = -1;
    refresh();
    return opening_step();
}

int PlaygroundSession::act(std::string_view key) {
    if (key == "go-back") return run_->way_back();
    for (std::size_t i = 0; i < nn::playground_presets.size(); ++i)
        if (key == "preset " + std::string(nn::playground_presets[i].key)) return open_preset(static_cast<int>(i));
    if (key == "new-seed") run_->change(0, "seed", std::to_string(run_->setup().seed % 999999 + 1));
    if (key == "undo") run_->undo();
    if (key == "clear") own_->clear(), run_->bring(own_), take_tool();
    refresh();
    return -1;
}

// ---- computing, a little in every frame ----------------------------------------------------------------------------------

void PlaygroundSession::work(const Theme& theme) {
    const double end = now() + frame_budget;
    bool more = true;
    while (more && now() < end) more = run_->work(step_);
    if (run_->step() != units_at_) paint_units(theme);
    const double map_end = now() + frame_budget / 2;
    bool paints = !more;
    while (paints && now() < map_end) paints = paint_map(theme);
    busy_ = more || paints;
}

float PlaygroundSession::unit_scale(int unit) const { return unit < static_cast<int>(unit_scales_.size()) ? unit_scales_[static_cast<std::size_t>(unit)] : 1; }

/// What every feature and every unit gives on the plane, in small.
void PlaygroundSession::paint_units(const Theme& theme) {
    const int inputs = run_->inputs().count(), units = run_->units();
    const std::size_t pixels = thumbnail * thumbnail;
    raw_.clear();
    std::vector<float> row;
    for (int y = 0; y < thumbnail; ++y) {
        run_->picture_row(thumbnail, thumbnail, thumbnail - 1 - y, row);
        raw_.insert(raw_.end(), row.begin(), row.end());
    }
    const std::vector<float> features = run_->inputs()(raw_);
    values_.resize(static_cast<std::size_t>(units) * pixels);
    run_->answer_units(raw_, values_);
    while (unit_maps_.size() < static_cast<std::size_t>(inputs + units)) unit_maps_.push_back(std::make_unique<Raster>());
    unit_scales_.assign(static_cast<std::size_t>(units), 1);
    const auto paint = [&](int index, auto value) {
        Raster& raster = *unit_maps_[static_cast<std::size_t>(index)];
        raster.resize(thumbnail, thumbnail);
        float top = 1e-6f;
        for (std::size_t i = 0; i < pixels; ++i) top = std::max(top, std::isfinite(value(i)) ? std::fabs(value(i)) : 0);
        for (std::size_t i = 0; i < pixels; ++i) raster.row(static_cast<int>(i) / thumbnail)[i % thumbnail] = signed_color(theme, value(i) / top);
        raster.changed();
        return top;
    };
    for (int i = 0; i < inputs; ++i) paint(i, [&](std::size_t at) { return features[at * static_cast<std::size_t>(inputs) + static_cast<std::size_t>(i)]; });
    const bool share = run_->model().reading != nn::PlaygroundReading::number;
    const int first_output = units - run_->outputs();
    for (int u = 0; u < units; ++u) {
        const float* const at = values_.data() + static_cast<std::size_t>(u) * pixels;
        const bool output = u >= first_output && share;
        unit_scales_[static_cast<std::size_t>(u)] = paint(inputs + u, [&](std::size_t i) { return output ? 2 * at[i] - 1 : at[i]; });
    }
    units_at_ = run_->step();
}

/// A few rows of the large map: first at a size that this network can be asked at in every frame, then at the screen's.
bool PlaygroundSession::paint_map(const Theme& theme) {
    if (run_->plane().is_line) return false;
    const double cost = 2.0 * static_cast<double>(run_->network().parameters().size()) + 40.0 * run_->units();
    const int coarse = std::clamp(static_cast<int>(std::sqrt(6e7 / cost)), 24, 160);
    const bool fresh = map_at_ != run_->step();
    if (fresh || (map_row_ >= map_side_ && !map_fine_)) {
        map_fine_ = !fresh;
        map_side_ = fresh ? coarse : std::max(coarse, 320);
        map_row_ = 0;
        map_at_ = run_->step();
        map_.resize(map_side_, map_side_);
    }
    if (map_row_ >= map_side_) return false;
    run_->picture_row(map_side_, map_side_, map_side_ - 1 - map_row_, raw_);
    const int unit = now_.map - 1, outputs = run_->outputs();
    const auto n = static_cast<std::size_t>(map_side_);
    ImU32* const pixels = map_.row(map_row_);
    if (unit >= 0 && unit < run_->units()) {
        values_.resize(n * static_cast<std::size_t>(run_->units()));
        run_->answer_units(raw_, values_);
        const bool output = unit >= run_->units() - outputs && run_->model().reading != nn::PlaygroundReading::number;
        for (std::size_t i = 0; i < n; ++i) {
            const float v = values_[static_cast<std::size_t>(unit) * n + i];
            pixels[i] = signed_color(theme, output ? 2 * v - 1 : v / unit_scale(unit));
        }
    } else {
        values_.resize(n * static_cast<std::size_t>(outputs));
        run_->answer(raw_, values_);
        for (std::size_t i = 0; i < n; ++i) pixels[i] = color_of(theme, std::span(values_).subspan(i * static_cast<std::size_t>(outputs), static_cast<std::size_t>(outputs)));
    }
    map_.changed();
    ++map_row_;
    return true;
}

/// Of several labels at once: the one whose answer is on the map.
int PlaygroundSession::shown_label() const {
    const int outputs = run_->outputs(), output = now_.map - 1 - (run_->units() - outputs);
    return output >= 0 && output < outputs ? output : 0;
}

ImU32 PlaygroundSession::class_color(const Theme& theme, int label) const {
    if (run_->model().task.classes <= 2) return label > 0 ? theme.class_b : theme.class_a;
    return theme.series[static_cast<std::size_t>(label) % 7];
}

ImU32 PlaygroundSession::color_of(const Theme& theme, std::span<const float> answer) const {
    const nn::PlaygroundTask& task = run_->model().task;
    if (task.task == nn::Task::regression) {
        // Between the lowest and the highest target.
        const auto [low, high] = std::minmax_element(run_->data().y.begin(), run_->data().y.end());
        const float middle = (*low + *high) / 2, half = std::max(1e-6f, (*high - *low) / 2);
        return signed_color(theme, (answer[0] - middle) / half);
    }
    if (task.classes <= 2) {
        const float a = 2 * (task.task == nn::Task::labels ? answer[static_cast<std::size_t>(shown_label())] : answer.back()) - 1;
        return signed_color(theme, now_.discretize ? (a > 0 ? 0.7f : -0.7f) : a);
    }
    const int winner = run_->model().decide(answer);
    const float sure = answer.size() > 1 ? answer[static_cast<std::size_t>(winner)] : 0.7f, chance = 1 / static_cast<float>(task.classes);
    const float strength = now_.discretize ? 0.5f : std::clamp((sure - chance) / (1 - chance), 0.0f, 1.0f);
    return mixed(theme.ground, class_color(theme, winner), 0.1f + 0.55f * strength);
}

// ---- the numbers -----------------------------------------------------------------------------------------------------------

std::string PlaygroundSession::read(int step) const {
    run_->finish(step);
    const nn::PlaygroundScore score = run_->score();
    nn::Json json;
    json.begin_object().member("step", run_->step()).member("epoch", static_cast<double>(run_->epoch())).member("horizon", horizon());
    json.member("loss", score.train_loss).member("validationLoss", score.loss).member("metric", run_->metric_label());
    json.member("accuracy", score.metric).member("trainAccuracy", score.train_metric);
    json.member("parameters", static_cast<double>(run_->network().parameters().size())).member("units", run_->units()).member("task", nn::task_keys[static_cast<std::size_t>(run_->model().task.task)]);
    json.member("wrong", run_->why_wrong()).member("note", run_->setup().note());
    run_->stop() ? json.member("stopped", run_->stop()->why) : json.key("stopped").null();
    json.key("data").begin_object().member("rows", run_->data().rows()).key("inputs").begin_array();
    for (const std::string& name : run_->inputs().names()) json.value(name);
    json.end_array();
    if (is_drawn()) json.member("drawn", static_cast<double>(own_->kind() == nn::OwnData::Kind::curve ? own_->curve().size() : own_->points().size())).member("classes", static_cast<int>(own_->classes().size()));
    json.end_object();
    json.key("map").begin_object().member("x", map_rect_.x).member("y", map_rect_.y).member("width", map_rect_.w).member("height", map_rect_.h).end_object();
    json.key("weights").begin_array();
    for (const float w : run_->network().parameters()) json.value(double(w));
    json.end_array().key("nodes").begin_array();
    for (const Node& node : nodes_) json.begin_object().member("column", node.column).member("row", node.row).member("x", node.rect.center().x).member("y", node.rect.center().y).end_object();
    json.end_array().key("view");
    const auto& s = now_;
    json.begin_object().member("metric", nn::playground_metrics[s.metric].key).member("map", s.map).member("discretize", s.discretize).member("showValidation", s.show_validation).member("panel", nn::playground_panels[s.panel].key);
    json.member("curve", nn::playground_curves[s.curve].key).member("log", s.log_scale_loss).member("layer", s.layer).member("unitX", s.unit_x).member("unitY", s.unit_y).member("speed", nn::playground_speeds[static_cast<std::size_t>(s.speed)].key);
    json.member("plane", nn::playground_planes[s.plane].key).member("inputX", s.input_x).member("inputY", s.input_y).end_object();
    return json.end_object().text();
}

std::string PlaygroundSession::describe(int step) const {
    run_->finish(step);
    const nn::PlaygroundScore score = run_->score();
    std::string words = format(text("Step %d, epoch %d: loss %s, on the validation points %s; %s %s."), run_->step(), static_cast<int>(run_->epoch()), number(double(score.train_loss)).c_str(),
                               number(double(score.loss)).c_str(), text(run_->metric_label()), number(double(score.metric)).c_str());
    if (run_->stop()) words += std::string(" ") + text(run_->stop()->why) + ".";
    if (const std::string wrong = run_->why_wrong(); !wrong.empty()) words += std::string(" ") + text(wrong);
    return words;
}

// ---- the picture -----------------------------------------------------------------------------------------------------------

float PlaygroundSession::draw_picture(Stage& s, Rect area) {
    if (dark_ != s.theme->dark) dark_ = s.theme->dark, units_at_ = map_at_ = -1;
    work(*s.theme);
    const float height = area.h;
    area = area.inset(s.px(s.narrow ? 12 : 16));
    if (s.narrow) {
        Rect numbers = area.take_top(s.px(46));
        draw_numbers(s, numbers);
        Rect map = area.take_top(area.w);
        draw_map(s, map);
        area.take_top(s.px(12));
        draw_diagram(s, area.take_top(s.px(520)));
        area.take_top(s.px(12));
        draw_panel(s, area);
        return height;
    }
    Rect right = area.take_right(std::min(area.w * 0.42f, std::max(area.h * 0.58f, s.px(260))));
    area.take_right(s.px(16));
    draw_diagram(s, area);
    draw_numbers(s, right.take_top(s.px(46)));
    const float side = std::min(right.w, right.h - s.px(190));
    Rect map = right.take_top(side);
    map.x += (map.w - side) / 2, map.w = side;
    draw_map(s, map);
    right.take_top(s.px(10));
    draw_panel(s, right);
    return height;
}

} // namespace web
