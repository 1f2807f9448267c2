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

// Seconds in a frame.
constexpr double frame_budget = 0.008;      ///< of training, and again of a map at rest
constexpr double full_speed_frame = 0.030;  ///< of all, at full speed: 30 pictures a second, the rest is training's
constexpr double live_budget = 0.005;       ///< of the large map while the run moves

constexpr double most_work = 1.5e10;  ///< operations for the map at rest: a second or two
constexpr int least_map = 33, most_map = 1024;
constexpr int thumbnail = 28, thumbnails_across = 32;  ///< pixels of a unit's map; maps in a row of their raster

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
    own_labels_ = own_->classes();
    now_ = run_->settings(step_);
    layer_ = std::clamp(layer_, 0, std::max(0, static_cast<int>(now_.layers.size()) - 1));
    units_at_ = map_at_ = -1;
    live_cost_ = 0;
    small_ = {}, grid_ = {};
    // Colours of a regression lie between the lowest and the highest target.
    const auto [low, high] = std::minmax_element(run_->data().y.begin(), run_->data().y.end());
    target_middle_ = (*low + *high) / 2, target_half_ = std::max(1e-6f, (*high - *low) / 2);
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
    const double budget = is_at_full_speed() ? std::max(full_speed_frame - drawing_, frame_budget) : frame_budget;
    const double end = now() + budget;
    while (train(end, wanted) && is_at_full_speed() && go_on()) wanted = horizon();
    return std::max(step, std::min(wanted, run_->step()));
}

/// False: the time is up before the run stands there.
bool PlaygroundSession::train(double end, int wanted) {
    int many = 1;  // steps between two looks at the clock, which takes a tenth of a small network's step
    for (double before = now(); before < end;) {
        for (int i = 0; i < many; ++i)
            if (!run_->work(wanted)) return true;
        const double after = now();
        many = std::clamp(after - before < 1e-4 ? 2 * many : after - before > 4e-4 ? many / 2 : many, 1, 64);
        before = after;
    }
    return false;
}

std::vector<Action> PlaygroundSession::actions() const {
    std::vector<Action> all{{"new-seed", "New seed", "Starts from other weights and takes the samples in another order.", "seed"}};
    if (goes_back()) all.push_back({"go-back", "Go back", "To the step with the lowest validation loss before it diverged: lower the learning rate there and play on.", ""});
    if (!run_->setup().edits.empty()) all.push_back({"undo", "Undo", "Takes back the last change that was made on the way.", "edits"});
    all.push_back({"open-table", "Open a table", "Brings a table of your own: rows of numbers and words, separated by commas.", "source", true});
    if (own_->kind() != nn::OwnData::Kind::none) all.push_back({"clear", "Clear all", "Takes away all that you have drawn or brought.", "source"});
    for (const nn::PlaygroundPreset& p : nn::playground_presets) all.push_back({p.key, p.label, p.sentence, "", false, true});
    return all;
}

/// Does the run stand where it diverged, with something before that to go back to?
bool PlaygroundSession::goes_back() const { return run_->way_back() >= 0 && run_->step() >= run_->stop()->step; }

int PlaygroundSession::open_preset(int preset) {
    preset_ = preset;
    std::vector<nn::Rejection> rejected;
    run_ = std::make_unique<nn::PlaygroundRun>(setup_from(nn::playground_presets[static_cast<std::size_t>(preset)].query, rejected), own_);
    horizon_ = nn::PlaygroundRun::horizon;
    rates_told_ = -1;
    refresh();
    return opening_step();
}

int PlaygroundSession::act(std::string_view key) {
    if (key == "go-back") return run_->way_back();
    for (std::size_t i = 0; i < nn::playground_presets.size(); ++i)
        if (key == nn::playground_presets[i].key) return open_preset(static_cast<int>(i));
    if (key == "new-seed") run_->change(0, "seed", std::to_string(run_->setup().seed % 999999 + 1));
    if (key == "undo") run_->undo();
    if (key == "clear") own_->clear(), run_->bring(own_), take_tool();
    refresh();
    return -1;
}

// ---- computing, a little in every frame ----------------------------------------------------------------------------------

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
    json.member("plane", nn::playground_planes[s.plane].key).member("inputX", s.input_x).member("inputY", s.input_y);
    json.member("mapPixels", map_.width()).member("mapIsExact", exact_for_ >= 0).end_object();
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
    const double start = now();
    const float height = area.h;
    area = area.inset(s.px(s.narrow ? 12 : 16));
    Rect diagram, numbers, map, panel, tools;
    if (s.narrow) {
        numbers = area.take_top(s.px(46));
        map = area.take_top(area.w);
        area.take_top(s.px(14 + 104 + 8)); // the transport
        if (is_drawn()) tools = area.take_top(s.px(110));
        diagram = area.take_top(s.px(520));
        area.take_top(s.px(12));
        panel = area;
    } else {
        Rect right = area.take_right(std::min(area.w * 0.42f, std::max(area.h * 0.58f, s.px(260))));
        area.take_right(s.px(16));
        diagram = area;
        numbers = right.take_top(s.px(46));
        const float side = std::min(right.w, right.h - s.px(190));
        map = right.take_top(side);
        map.x += (map.w - side) / 2, map.w = side;
        right.take_top(s.px(10));
        panel = right;
    }
    const std::size_t nodes = nodes_.size();
    const DiagramLayout laid = lay_diagram(s, diagram);
    place_nodes(s, laid.nodes);
    if (nodes_.size() != nodes) units_at_ = -1;  // more or fewer of them are on view
    work(*s.theme, static_cast<int>(std::lround(map.w * s.pixel_ratio)));
    draw_numbers(s, numbers);
    draw_map(s, map);
    if (tools.h > 0) {
        Column column{tools};
        draw_tools(s, column);
    }
    draw_diagram(s, laid);
    draw_panel(s, panel);
    drawing_ += (now() - start - drawing_) * 0.1;
    return height;
}

} // namespace web
