#include "web/demos/trainability.hpp"

#include <algorithm>
#include <cmath>

#include "engine/json.hpp"
#include "web/text.hpp"

namespace web {

using nn::trainability::Axis;
using nn::trainability::Hyper;

namespace {

/// A place worth seeing.
struct Place {
    std::string_view key, label, sentence, query;
};
constexpr Place places[] = {
    {"layers-home", "Two learning rates", "Below and left everything trains, only slower. The edge is not a line.", ""},
    {"layers-edge", "Two rates, 48 times larger", "Where both rates are near the edge, a last digit decides.", "x=0.76025391&y=0.36572266&zoom=48&lr=52.9&lr2=0.18"},
    {"layers-deep", "Two rates, 288 times larger", "Enlarge it again: there is as much detail as before.", "x=0.76350912&y=0.36075847&zoom=288&lr=53.7&lr2=0.186"},
    {"momentum-home", "Momentum", "Momentum lets a quadratic take larger rates. A network follows that only part of the way.", "axes=momentum&lr=0.5&momentum=0.5"},
    {"momentum-edge", "Momentum, close to 1", "Near 1 the velocity hardly fades, and islands of runs survive beyond the edge.", "axes=momentum&x=0.5&y=0.9375&zoom=8&lr=0.33&momentum=0.92"},
    {"scale-home", "Initial scale", "Weights that start large shrink the range of rates that train.", "axes=scale&lr=0.5"},
    {"scale-edge", "Initial scale, 48 times larger", "Two families of stripes cross where large weights meet small rates.", "axes=scale&x=0.28076172&y=0.98974609&zoom=48&lr=0.23&scale=18.6"},
    {"batch-home", "Batch size", "A batch is a whole number, so the map has bands: smaller batches bear smaller rates.", "axes=batch&lr=0.5&batch=4"},
    {"decay-home", "Weight decay", "Decay adds to the curvature: large ones throw the weights over zero and out.", "axes=decay&lr=0.5&decay=0.1"},
    {"decay-edge", "Weight decay, 48 times larger", "The edge folds into tongues, and every tongue has tongues of its own.", "axes=decay&x=0.49902344&y=0.61572266&zoom=48&lr=0.56&decay=1.45"},
    {"decay-deep", "Weight decay, 288 times larger", "The folds between the tongues.", "axes=decay&x=0.5074056&y=0.6175944&zoom=288&lr=0.584&decay=1.46"},
    {"quadratic", "A quadratic: the edge is known", "Without a bend the edge is smooth, and lies where theory puts it.", "problem=quadratic&axes=momentum&steps=1000&show=target&lr=1.8&momentum=0.8"},
    {"quadratic-layers", "A quadratic with two rates", "Each direction has its own limit: together they make a corner.", "problem=quadratic&steps=1000&show=target&lr=1.2&lr2=5"},
};

/// A number that no person set: as many digits as the zoom makes use of.
double rounded_to(double value, double unit) { return std::round(value / unit) * unit; }

} // namespace

std::unique_ptr<Session> open_trainability(std::string_view query, std::vector<nn::Rejection>& rejected) {
    return std::make_unique<TrainabilitySession>(nn::TrainabilityMap::from_link(query, rejected));
}

TrainabilitySession::TrainabilitySession(nn::TrainabilityMap setup) : setup_(std::move(setup)) { changed(""); }

void TrainabilitySession::changed(std::string_view path) {
    if (path == "axes" || path == "problem") setup_.x = setup_.y = 0.5, setup_.zoom = 1; // another plane
    if (path != "speed") preset_ = -1;
    run_ = std::make_unique<nn::TrainabilityRun>(setup_);
    pointed_.reset();
    picture_.show_target(setup_.show == 1);
    stale_ = true;
}

std::vector<Action> TrainabilitySession::actions() const {
    std::vector<Action> all;
    if (setup_.is_network()) all.push_back({"new-seed", "New seed", "Other samples and another start: another fractal.", "seed"});
    for (const Place& p : places) all.push_back({p.key, p.label, p.sentence, "", false, true});
    return all;
}

int TrainabilitySession::act(std::string_view key) {
    if (key == "new-seed") {
        setup_.seed = setup_.seed % 999999 + 1;
        changed("seed");
        return -1;
    }
    for (int i = 0; i < static_cast<int>(std::size(places)); ++i) {
        if (places[i].key != key) continue;
        nn::TrainabilityMap fresh;
        fresh.speed = setup_.speed, fresh.size = setup_.size;
        nn::from_query(nn::params_of(fresh), places[i].query);
        setup_ = fresh;
        changed("");
        preset_ = i;
        return setup_.steps;
    }
    return -1;
}

// ---- the plane of the map ----------------------------------------------------------------------------------------------

Axis TrainabilitySession::home(bool upwards) const {
    const nn::trainability::Axes& axes = nn::trainability::axes[setup_.axes];
    return (upwards ? axes.up : axes.across)[setup_.problem];
}

MapWindow TrainabilitySession::home_window() const { return {home(false).low, home(false).high, home(true).low, home(true).high}; }

MapWindow TrainabilitySession::window() const {
    const Axis across = setup_.across(), up = setup_.up_side();
    return {across.low, across.high, up.low, up.high};
}

double TrainabilitySession::own_of(const Hyper& h) const {
    const double values[] = {h.rate2, h.momentum, h.scale, static_cast<double>(h.batch), h.decay};
    return values[setup_.axes];
}

ImVec2 TrainabilitySession::place_of(const WindowMap& map, const Hyper& h) const {
    const double up = own_of(h);
    return map.to_screen(std::log10(static_cast<double>(h.rate1)), home(true).decades ? std::log10(up) : up);
}

std::optional<Hyper> TrainabilitySession::pixel_at(ImVec2 at) const {
    const MapWindow w = window();
    const double x = (map_.to_x(at.x) - w.left) / w.width(), y = (map_.to_y(at.y) - w.bottom) / w.height();
    if (columns_ == 0 || !(x >= 0 && x < 1 && y >= 0 && y < 1)) return {};
    return setup_.job(columns_, rows_).at(static_cast<int>(x * columns_), static_cast<int>(y * rows_));
}

bool TrainabilitySession::is_too_deep() const {
    if (columns_ < 2) return false;
    const nn::TrainabilitySetup job = setup_.job(columns_, rows_);
    return job.at(columns_ / 2, 0).rate1 == job.at(columns_ / 2 - 1, 0).rate1;
}

void TrainabilitySession::move_to(Stage& s, const MapWindow& to) {
    const MapWindow from = home_window();
    const double zoom = std::clamp(from.width() / to.width(), 0.5, 1e7);
    const double unit = std::pow(10, -std::ceil(std::log10(zoom)) - 4);
    s.change("x", rounded_to(std::clamp((to.middle_x() - from.left) / from.width(), -0.5, 1.5), unit));
    s.change("y", rounded_to(std::clamp((to.middle_y() - from.bottom) / from.height(), -0.5, 1.5), unit));
    s.change("zoom", rounded(zoom));
}

void TrainabilitySession::choose(Stage& s, const Hyper& h) {
    nn::TrainabilityMap next = setup_;
    next.set_run(h);
    for (const char* key : {"lr", "lr2", "momentum", "scale", "batch", "decay"})
        if (const std::string value = nn::get_param(nn::params_of(next), key); value != nn::get_param(nn::params_of(setup_), key)) s.change(key, value);
}

// ---- the job -----------------------------------------------------------------------------------------------------------

void TrainabilitySession::resize(int columns, int rows) {
    if (columns == columns_ && rows == rows_) return;
    columns_ = columns, rows_ = rows;
    stale_ = true;
}

std::shared_ptr<const JobOrder> TrainabilitySession::job() {
    if (!stale_ || columns_ == 0) return order_;
    stale_ = false;
    nn::TrainabilityMap wanted = setup_.of_all_runs();
    const auto text_of = [&] { return nn::to_query(nn::params_of(wanted), defaults()); };
    std::string settings = text_of() + format("&width=%d&height=%d", columns_, rows_);
    if (order_ && settings == order_->settings) return order_;
    wanted.x = base_.x, wanted.y = base_.y, wanted.zoom = base_.zoom;
    const std::string kind = text_of(), plane = std::to_string(setup_.problem) + " " + std::to_string(setup_.axes);
    picture_.restart(columns_, rows_, window(), plane != plane_, kind != kind_);
    kind_ = kind, plane_ = plane;
    order_ = std::make_shared<const JobOrder>(JobOrder{"trainability", std::move(settings), {}});
    return order_;
}

// ---- the numbers -------------------------------------------------------------------------------------------------------

std::string TrainabilitySession::verdict(const nn::TrainabilityRun& run) const {
    if (run.diverged_at() >= 0) return format(text("diverges at step %d"), run.diverged_at());
    if (run.reached() >= 0) return format(text("trains: reaches the target at step %d"), run.reached());
    return text(run.loss(run.end()) < run.loss(0) ? "learns, but not to the target" : "stays, and learns nothing");
}

std::string TrainabilitySession::read(int step) const {
    const Hyper h = setup_.run();
    nn::Json json;
    const auto or_null = [&json](const char* key, int value) { value < 0 ? json.key(key).null() : json.member(key, value); };
    json.begin_object().member("step", step).member("horizon", horizon()).key("point").begin_object();
    for (const auto& [key, value] : {std::pair{"lr", h.rate1}, {"lr2", h.rate2}, {"momentum", h.momentum}, {"scale", h.scale}, {"decay", h.decay}, {"batch", static_cast<float>(h.batch)}}) json.member(key, value);
    const ImVec2 at = place_of(map_, h);
    json.member("x", h.rate1).member("y", own_of(h)).member("screenX", at.x).member("screenY", at.y).member("loss", run_->loss(step)).member("final", run_->loss(run_->end()));
    or_null("diverged", run_->diverged_at());
    or_null("reached", run_->reached());
    json.end_object().key("window").begin_object();
    map_.describe(json);
    const MapWindow w = map_.is_moving() ? map_.view() : window(); // after a call no frame may have been drawn yet
    json.member("left", w.left).member("right", w.right).member("bottom", w.bottom).member("top", w.top);
    // What is drawn may still be of the window before; of the one asked for nothing is known then.
    json.end_object().key("view").begin_object().member("columns", columns_).member("rows", rows_).member("known", stale_ ? 0 : picture_.known());
    json.member("converged", picture_.known() > 0 ? picture_.staying() : NAN).member("low", picture_.tone().low).member("high", picture_.tone().high);
    json.end_object().member("show", nn::trainability_shows[setup_.show].key).member("size", nn::trainability_sizes[setup_.size].key);
    return json.member("speed", nn::speeds[static_cast<std::size_t>(setup_.speed)].key).end_object().text();
}

std::string TrainabilitySession::describe(int step) const {
    const Hyper h = setup_.run();
    std::string words = format(text("Step %d of the run with learning rate %s"), std::min(step, run_->end()), number(h.rate1).c_str());
    words += format(text(", %s %s: loss %s. It %s."), text(home(true).label), number(own_of(h)).c_str(), number(run_->loss(step)).c_str(), verdict(*run_).c_str());
    if (picture_.known() > 0 && picture_.known() == columns_ * rows_) words += format(text(" Of the map %d %% do not diverge."), static_cast<int>(std::lround(100 * picture_.staying())));
    return words;
}

} // namespace web
