#include "web/demos/playground.hpp"

#include <cmath>

#include "engine/json.hpp"
#include "engine/lessons/landscape.hpp"
#include "engine/lessons/race.hpp"
#include "web/clock.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

/// Seconds of a frame at full speed, where all that drawing leaves is training's: 20 pictures a second of a small network, 30 of
/// others, whose pictures take longer, so that input is answered in time.
double full_speed_frame(double operations) { return operations < 1e4 ? 0.048 : 0.030; }

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
    const double budget = is_at_full_speed() ? std::max(full_speed_frame(operations()) - drawing_, frame_budget) : frame_budget;
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
    nn::LandscapeSetup landscape, plain;
    landscape.network = run_->setup();
    all.push_back({.key = "to-landscape", .label = "Its loss landscape", .help = "The same training, on the surface that it walks down.", .link = "landscape?" + nn::to_query(landscape.params(), plain.params())});
    nn::RaceSetup race = nn::RaceSetup::of(run_->setup()), plain_race = race.defaults();
    all.push_back({.key = "to-race", .label = "Race optimizers on it", .help = "The same network, trained by several optimizers from many seeds.", .link = "race?" + nn::to_query(race.params(), plain_race.params())});
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

// ---- the numbers -----------------------------------------------------------------------------------------------------------

std::string PlaygroundSession::read(int step) const {
    run_->finish(step);
    const nn::PlaygroundScore score = run_->score();
    nn::Json json;
    json.begin_object().member("step", run_->step()).member("epoch", static_cast<double>(run_->epoch())).member("horizon", horizon());
    json.member("loss", score.train_loss).member("validationLoss", score.loss).member("metric", run_->metric_label());
    json.member("accuracy", score.metric).member("trainAccuracy", score.train_metric);
    json.member("parameters", static_cast<double>(run_->network().parameters().size())).member("units", run_->units()).member("task", nn::task_keys[static_cast<std::size_t>(run_->model().task.task)]);
    json.member("wrong", run_->why_wrong()).member("note", run_->setup().source == 1 && own_->lacking().empty() ? "A link to this run does not hold your own data: they stay in this browser." : run_->setup().note());
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
        area.take_top(s.px(14 + Stage::transport_height + 8));
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
