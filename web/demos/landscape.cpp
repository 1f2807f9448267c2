#include "web/demos/landscape.hpp"

#include <algorithm>
#include <cmath>

#include "engine/jobs/loss_grid.hpp"
#include "engine/json.hpp"
#include "web/clock.hpp"
#include "web/text.hpp"

namespace web {

namespace {

/// A whole setup that shows one thing.
struct Scene {
    std::string_view key, label, sentence, query;
    int step;
};
constexpr Scene scenes[] = {
    {"edge", "Edge of stability", "Descent at a constant rate walks into ever steeper valleys until the sharpness stands at 2/lr, where it just holds.", "", 200},
    {"momentum", "Momentum", "With momentum the edge lies nearly twice as high: the same rate allows a sharper valley.", "optimizer=momentum:lr=0.05:momentum=0.9", 200},
    {"noise", "Small batches", "Steps of eight samples tremble about the floor of a wider valley; their average lies lower than they do.", "batch-size=8&optimizer=sgd:lr=0.1&log-heights=true", 400},
    {"two", "Two networks", "Between two trainings of the same network lies a wall: each has found a valley of its own.", "plane=line&optimizer=adam:lr=0.02&batch-size=64&loss=auto", 300},
    {"deep", "Deep without links", "Eight layers of ReLU: away from the path the surface is rugged and flat by turns.",
     "plane=random&data=circles&loss=auto&optimizer=adam:lr=0.01&batch-size=64&layers=dense:units=8:activation=relu,dense:units=8:activation=relu,dense:units=8:activation=relu,dense:units=8:activation=relu,dense:units=8:activation=relu,dense:units=8:activation=relu,dense:units=8:activation=relu,dense:units=8:activation=relu", 300},
    {"residual", "Deep with links", "The same with residual links: a bowl (Li et al. 2018).",
     "plane=random&data=circles&loss=auto&optimizer=adam:lr=0.01&batch-size=64&layers=dense:units=8:activation=relu,dense:units=8:activation=relu:residual=true,dense:units=8:activation=relu:residual=true,dense:units=8:activation=relu:residual=true,dense:units=8:activation=relu:residual=true,dense:units=8:activation=relu:residual=true,dense:units=8:activation=relu:residual=true,dense:units=8:activation=relu:residual=true", 300},
};

} // namespace

std::unique_ptr<Session> open_landscape(std::string_view query, std::vector<nn::Rejection>& rejected) {
    return std::make_unique<LandscapeSession>(nn::LandscapeSetup::from_link(query, rejected));
}

LandscapeSession::LandscapeSession(nn::LandscapeSetup setup) { begin(std::move(setup)); }

void LandscapeSession::begin(nn::LandscapeSetup setup) {
    run_ = std::make_unique<nn::LandscapeRun>(std::move(setup), own_);
    plane_.reset();
    order_.reset();
    heights_ = std::make_shared<HeightGrid>();
    sharpness_known_ = 0;
    stale_ = busy_ = true;
    looked_ = false;
}

std::vector<nn::Rejection> LandscapeSession::set(std::string_view path, std::string_view value) {
    std::vector<nn::Rejection> rejected;
    busy_ = true;
    if (path != "speed" && nn::LandscapeSetup::is_view(path)) {
        nn::LandscapeView view = run_->setup().view;
        rejected = nn::set_param(nn::params_of(view), path, value);
        const bool moves = path == "zoom" || path == "pan-a" || path == "pan-b";
        if (path == "plane" && view.plane != run_->setup().view.plane) view.zoom = 1, view.pan_a = view.pan_b = 0;
        run_->look(view);
        if (path == "plane" || path.ends_with("seed")) stale_ = true, looked_ = false;
        if (moves) looked_ = false;
        return rejected;
    }
    rejected = run_->change(step_, path, value);
    stale_ = true;
    sharpness_known_ = 0;
    return rejected;
}

void LandscapeSession::moved(int step) {
    step_ = step;
    stale_ = busy_ = true;
}

int LandscapeSession::horizon() const { return run_->run().stop() ? std::max(1, run_->run().stop()->step) : std::max(horizon_, step_); }

bool LandscapeSession::go_on() {
    if (run_->run().stop() || horizon_ >= longest()) return false;
    horizon_ = std::min(std::max(2 * horizon_, step_ + nn::PlaygroundRun::horizon), longest());
    return true;
}

int LandscapeSession::advance(int step, int wanted) {
    const double end = now() + frame_budget;
    while (now() < end && run_->work(wanted)) {}
    return std::max(step, std::min(wanted, run_->step()));
}

std::vector<Action> LandscapeSession::actions() const {
    std::vector<Action> all{{"new-seed", "New seed", "Starts from other weights and takes the samples in another order.", "seed"}};
    nn::LandscapeSetup setup = run_->setup();
    nn::PlaygroundSetup plain;
    all.push_back({.key = "to-playground", .label = "Open in the playground", .help = "The same network, where everything about it can be changed.", .link = "playground?" + nn::to_query(nn::params_of(setup.network), nn::params_of(plain))});
    if (view().view != 0) ReliefPanel::offer_turn(all);
    for (const Scene& scene : scenes) all.push_back({scene.key, scene.label, scene.sentence, "", false, true});
    return all;
}

int LandscapeSession::act(std::string_view key) {
    relief_.act(key);
    if (key == "new-seed") set("seed", std::to_string(run_->setup().network.seed % 999999 + 1));
    for (std::size_t i = 0; i < std::size(scenes); ++i) {
        if (key != scenes[i].key) continue;
        std::vector<nn::Rejection> rejected;
        preset_ = static_cast<int>(i);
        horizon_ = nn::PlaygroundRun::horizon;
        begin(nn::LandscapeSetup::from_link(scenes[i].query, rejected));
        return scenes[i].step;
    }
    return -1;
}

void LandscapeSession::take_own_data(std::string_view data, std::vector<nn::Rejection>& rejected) {
    if (const std::string why = own_->restore(data); !why.empty()) {
        rejected.push_back({"data", "", why});
        return;
    }
    begin(run_->setup());
}

// ---- what is computed ------------------------------------------------------------------------------------------------

nn::Box LandscapeSession::whole() const {
    const nn::LandscapePlane& p = *plane_;
    return {static_cast<float>(p.a - p.half), static_cast<float>(p.a + p.half), static_cast<float>(p.b - p.half), static_cast<float>(p.b + p.half)};
}

/// Training to the present step, the plane, then the sharpness: as much as a frame has time for.
void LandscapeSession::work() {
    const double end = now() + frame_budget;
    busy_ = true;
    while (run_->work(step_))
        if (now() > end) return;
    // A plane that is being computed gets a moment, or nothing would ever be seen while it plays.
    const bool may_replan = !plane_ || done_ || now() - ordered_ > 0.4;
    while (stale_ && may_replan) {
        if (!run_->work_plane()) {
            replan();
            break;
        }
        if (now() > end) return;
    }
    while (run_->work_sharpness())
        if (now() > end) return;
    busy_ = stale_;
}

void LandscapeSession::replan() {
    plane_ = run_->plane();
    stale_ = false;
    order_.reset();
    follow_way();
    looked_ = false;
}

void LandscapeSession::follow_way() {
    way_.clear();
    way_steps_ = run_->way_steps();
    for (const auto& w : run_->way()) way_.push_back(plane_->place(w));
}

void LandscapeSession::place_order(const nn::Box& window, int width, int height) {
    nn::LossGrid grid{.width = width, .height = height};
    grid.a = (double(window.x_min) + double(window.x_max)) / 2, grid.b = (double(window.y_min) + double(window.y_max)) / 2;
    grid.half_a = (double(window.x_max) - double(window.x_min)) / 2, grid.half_b = (double(window.y_max) - double(window.y_min)) / 2;
    nn::NetworkSetup network = run_->network_setup(), plain;
    nn::LossGrid plain_grid;
    const nn::Data& data = run_->samples();
    std::vector<float> weights = plane_->centre;
    const auto state = run_->run().network().state();
    weights.insert(weights.end(), state.begin(), state.end());
    auto order = std::make_shared<JobOrder>();
    order->key = "loss-grid";
    order->settings = nn::to_query(nn::params_of(network), nn::params_of(plain)) + "&" + nn::to_query(nn::params_of(grid), nn::params_of(plain_grid));
    order->arrays = {std::move(weights), plane_->directions.first, plane_->directions.second, data.x, data.y};
    order_ = std::move(order);
    window_ = window;
    picture_.restart(width, height, 1);
    ordered_ = now();
    done_ = false;
}

void LandscapeSession::take_tile(const nn::Tile& tile, std::span<const float> values) {
    picture_.take(tile, values);
    fresh_ = true;
}

/// Shows what has come, once there is a coarse look at all of it.
void LandscapeSession::gather() {
    const bool covered = picture_.known() >= ((picture_.width() + 7) / 8) * ((picture_.height() + 7) / 8);
    if (!fresh_ || !covered) return;
    fresh_ = false;
    const auto values = picture_.channel(0);
    heights_->set(picture_.width(), picture_.height(), window_, {values.begin(), values.end()});
    has_log_tone_ = !view().log_heights;
}

// ---- the numbers -----------------------------------------------------------------------------------------------------

std::string LandscapeSession::read(int step) const {
    run_->finish(step);
    const nn::PlaygroundScore score = run_->run().score();
    nn::Json json;
    json.begin_object().member("step", run_->step()).member("horizon", horizon()).member("loss", score.train_loss).member("validationLoss", score.loss).member("accuracy", score.metric);
    json.member("parameters", static_cast<double>(run_->run().network().parameters().size())).member("edge", run_->edge());
    const nn::Sharpness* here = run_->sharpness_at(run_->step());
    json.member("sharpness", here ? here->value : NAN);
    json.key("plane").begin_object().member("kind", nn::landscape_planes[static_cast<std::size_t>(view().plane)].key);
    if (plane_) {
        json.member("step", plane_->step).member("explained", plane_->share[0] + plane_->share[1]).member("xMin", window_.x_min).member("xMax", window_.x_max).member("yMin", window_.y_min).member("yMax", window_.y_max);
        json.member("lowest", heights_->is_empty() ? NAN : double(*std::min_element(heights_->data(), heights_->data() + heights_->width() * heights_->height())));
        json.member("middle", heights_->is_empty() ? NAN : double(heights_->at(0, 0)));
    }
    json.end_object().key("view").begin_object().member("view", nn::landscape_views[static_cast<std::size_t>(view().view)].key).member("logHeights", view().log_heights).member("pixels", view().pixels);
    json.member("zoom", view().zoom).member("panA", view().pan_a).member("panB", view().pan_b).member("directionSeed", view().direction_seed).member("otherSeed", view().other_seed);
    json.end_object().member("speed", nn::playground_speeds[static_cast<std::size_t>(speed())].key).key("map");
    map_.describe(json);
    return json.end_object().text();
}

std::string LandscapeSession::describe(int step) const {
    run_->finish(step);
    const nn::Sharpness* here = run_->sharpness_at(run_->step());
    std::string words = format(text("Step %d, loss %s."), run_->step(), number(run_->run().score().train_loss).c_str());
    if (here && std::isfinite(here->value)) {
        words += " " + format(text("Sharpness %s"), number(here->value).c_str());
        const double edge = run_->edge();
        words += std::isfinite(edge) ? format(text(", the edge of stability is at %s."), number(edge).c_str()) : ".";
    }
    if (plane_ && view().plane == 0) words += " " + format(text("The plane holds %.0f %% of the path."), 100 * (plane_->share[0] + plane_->share[1]));
    return words;
}

} // namespace web
