#include "web/demos/race.hpp"

#include <algorithm>
#include <cmath>

#include "engine/json.hpp"
#include "web/text.hpp"

namespace web {

namespace {

/// A whole race that shows one thing.
struct Match {
    std::string_view key, label, sentence, query;
};
constexpr Match matches[] = {
    {"coin", "A narrow valley", "Each at its best rate: halfway momentum is ahead nearly always, in the end it is a coin toss.", ""},
    {"one-rate", "One rate for all", "The same race at one rate, which suits plain descent. Nothing was learned of the others.", "rates=one&lr=0.015"},
    {"turned", "The valley turned", "Adam has a rate for each axis. Turned by 45° they are no help, and momentum wins twice as often.", "theta=45&racers=sgd:lr=0.015,momentum:lr=0.002,adam:lr=2"},
    {"narrower", "Ten times narrower", "Along the axes Adam does not care how narrow the valley is.", "kappa=1000&racers=sgd:lr=0.0015,momentum:lr=0.002,adam:lr=0.15"},
    {"plateau", "A plateau", "Where the slope is faint, dividing by it is worth more than anything else.", "surface=beale&noise=0&start-x=-2&start-y=2&spread=0.5&racers=sgd:lr=0.003,momentum:lr=0.002,adam:lr=0.7"},
    {"luck", "Many minima", "The three bands are one: the start decides, not the optimizer.", "surface=rastrigin&noise=0&start-x=2&start-y=2&spread=1&racers=sgd:lr=0.0002,momentum:lr=0.005,adam:lr=0.5"},
    {"network", "On a network", "Spirals with noise: each at its best rate, any of the three may win.", "on=network"},
    {"network-one-rate", "On a network, one rate", "The same at the rate that suits Adam, and Adam wins nearly every race.", "on=network&rates=one&lr=0.03"},
    {"once", "One single race", "The same with one seed. Press New seed a few times, and believe none of them.", "seeds=1"},
};

/// Values that one frame may sort.
constexpr int values_a_frame = 100000;

} // namespace

std::unique_ptr<Session> open_race(std::string_view query, std::vector<nn::Rejection>& rejected) {
    return std::make_unique<RaceSession>(nn::RaceSetup::from_link(query, rejected));
}

RaceSession::RaceSession(nn::RaceSetup setup) : setup_(std::move(setup)) { changed(""); }

std::vector<nn::Rejection> RaceSession::set(std::string_view path, std::string_view value) {
    auto rejected = setup_.set(path, value);
    changed(path);
    return rejected;
}

void RaceSession::changed(std::string_view path) {
    if (path == "speed") return;
    preset_ = -1;
    tune_wanted_ = false;
    race_ = std::make_unique<nn::Race>(setup_, own_);
    racers_.fit(size());
    runs_.ask(race_->runs(), size(), rules().seeds, race_->looks());
    sweep_.ask(race_->sweep(), static_cast<int>(race_->tries().size()), race_->sweep_seeds(), 1);
    counting_ = true;
}

std::vector<Action> RaceSession::actions() const {
    std::vector<Action> all{{"new-seed", "New seed", "The same race over other seeds.", "seed"},
                            {"tune", "Tune each", "Gives each racer the rate with the lowest median.", "racers"}};
    if (rules().on_network()) {
        nn::PlaygroundSetup network = setup_.network, plain;
        network.optimizer = race_->racers()[static_cast<std::size_t>(racers_.chosen())];
        network.seed = rules().seed;
        all.push_back({.key = "to-playground", .label = "Open in the playground", .help = "The chosen racer's first run, where its boundary can be watched.", .link = "playground?" + nn::to_query(nn::params_of(network), nn::params_of(plain))});
    }
    for (const Match& m : matches) all.push_back({m.key, m.label, m.sentence, "", false, true});
    return all;
}

int RaceSession::act(std::string_view key) {
    if (key == "new-seed") set("seed", std::to_string((setup_.rules.seed + setup_.rules.seeds) % 1000000));
    if (key == "tune") tune();
    for (int i = 0; i < static_cast<int>(std::size(matches)); ++i) {
        if (matches[i].key != key) continue;
        std::vector<nn::Rejection> rejected;
        const int speed = setup_.rules.speed;
        setup_ = nn::RaceSetup::from_link(matches[i].query, rejected);
        setup_.rules.speed = speed;
        changed("");
        preset_ = i;
        return horizon();
    }
    return -1;
}

void RaceSession::take_own_data(std::string_view data, std::vector<nn::Rejection>& rejected) {
    if (const std::string why = own_->restore(data); !why.empty()) return rejected.push_back({"data", "", why});
    changed("");
}

// ---- what is computed ------------------------------------------------------------------------------------------------

bool RaceSession::Part::ask(nn::JobOrder wanted, int rows, int seeds, int looks) {
    if (order && *order == wanted) return false;
    if (is_fresh()) before = std::move(now);
    now.restart(rows, seeds, looks);
    order = std::make_shared<const JobOrder>(std::move(wanted));
    done = false;
    return true;
}

bool RaceSession::Part::is_fresh() const {
    for (int row = 0; row < now.rows(); ++row)
        if (std::isnan(now.band(row, now.looks() - 1).middle)) return false;
    return now.rows() > 0;
}

void RaceSession::job_done() {
    (runs_.done ? sweep_ : runs_).done = true;
    counting_ = true;
    if (sweep_.done && tune_wanted_) tune();
}

void RaceSession::count() {
    counting_ = runs_.now.work(values_a_frame);
    counting_ |= sweep_.now.work(values_a_frame);
}

void RaceSession::tune() {
    while (sweep_.now.work(values_a_frame)) {}
    tune_wanted_ = !sweep_.now.complete();
    if (tune_wanted_) return;
    nn::RaceSetup tuned = setup_;
    for (int i = 0; i < size(); ++i)
        if (const int best = best_try(i); best >= 0) tuned.set("racers." + std::to_string(i) + ".lr", nn::format_number(nn::race_tries()[static_cast<std::size_t>(best)]));
    tuned.rules.rates = 0;
    setup_ = tuned;
    changed("racers");
}

int RaceSession::best_try(int racer) const {
    const nn::SeedBands& sweep = sweep_.shown();
    int best = -1;
    float lowest = INFINITY;
    for (int row = 0; row < std::min(sweep.rows(), static_cast<int>(race_->tries().size())); ++row) {
        const nn::Try& one = race_->tries()[static_cast<std::size_t>(row)];
        if (const float middle = sweep.band(row, 0).middle; one.racer == racer && middle < lowest) lowest = middle, best = one.rate;
    }
    return best;
}

nn::Band RaceSession::band(int racer, int look) const {
    const nn::SeedBands& runs = runs_.shown();
    if (racer >= runs.rows() || look < 0 || look >= runs.looks()) return {NAN, NAN, NAN};
    const auto floor = static_cast<float>(race_->floor());
    const nn::Band b = runs.band(racer, look);
    return {b.low - floor, b.middle - floor, b.high - floor};
}

std::vector<double> RaceSession::wins(int step) const {
    const int look = race_->look_at(step);
    std::vector<double> wins(static_cast<std::size_t>(size()), NAN);
    const nn::SeedBands& runs = runs_.shown();
    if (look >= 0 && look < runs.looks() && runs.rows() == size()) wins = runs.wins(look);
    return wins;
}

// ---- the numbers -----------------------------------------------------------------------------------------------------

std::string RaceSession::read(int step) const {
    const auto won = wins(step);
    const int look = race_->look_at(step);
    nn::Json json;
    json.begin_object().member("step", step).member("horizon", horizon()).member("on", nn::race_grounds[rules().on].key).key("racers").begin_array();
    for (const nn::Optimizer& racer : race_->racers()) json.begin_object().member("optimizer", nn::key_of(racer)).member("lr", nn::learning_rate(racer)).end_object();
    json.end_array().key("results").begin_array(); // as far as the job has come
    for (int i = 0; i < size(); ++i) {
        const nn::Band b = band(i, look);
        const int best = best_try(i);
        json.begin_object().member("low", b.low).member("median", b.middle).member("high", b.high).member("wins", won[static_cast<std::size_t>(i)]);
        json.member("best", best < 0 ? NAN : nn::race_tries()[static_cast<std::size_t>(best)]).end_object();
    }
    json.end_array().key("view").begin_object().member("known", runs_.now.all_known()).member("tried", sweep_.now.all_known());
    json.member("sweepLeft", sweep_rect_.x).member("sweepTop", sweep_rect_.y).member("sweepWidth", sweep_rect_.w).member("sweepHeight", sweep_rect_.h).end_object();
    return json.member("speed", nn::speeds[static_cast<std::size_t>(rules().speed)].key).end_object().text();
}

std::string RaceSession::describe(int step) const {
    const auto won = wins(step);
    const int look = race_->look_at(step);
    std::string words = format(text("Step %d, %d seeds."), step, rules().seeds);
    for (int i = 0; i < size(); ++i) {
        const double share = won[static_cast<std::size_t>(i)];
        if (std::isnan(share)) continue;
        words += " " + name(i) + ": " + format(text("median %s, lowest in %.0f %% of the seeds"), number(band(i, look).middle).c_str(), 100 * share) + (i + 1 < size() ? ";" : ".");
    }
    return words;
}

} // namespace web
