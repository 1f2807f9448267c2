#include "engine/lessons/playground.hpp"

#include <algorithm>
#include <cmath>

#include "engine/hash.hpp"
#include "engine/network/inside.hpp"
#include "engine/sentence.hpp"
#include "engine/split.hpp"

namespace nn {
namespace {

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }

constexpr std::size_t most_edits_text = 20000;  ///< what the parameter `edits` takes

}  // namespace

PlaygroundRun::PlaygroundRun(PlaygroundSetup setup, std::shared_ptr<const OwnData> own) : setup_(std::move(setup)), own_(std::move(own)) { begin(); }

// ---- the start -------------------------------------------------------------------------------------------------------

void PlaygroundRun::begin() {
    rejected_.clear(), adjusted_.clear(), scores_.clear(), stop_.reset(), here_.reset();
    rates_.clear(), rate_curve_.clear();
    reached_ = 0, diverged_ = -1;

    const std::string lacking = setup_.is_generated() ? "" : own_ ? own_->lacking() : OwnData{}.lacking();
    const bool is_own = !setup_.is_generated() && lacking.empty();
    if (!lacking.empty()) rejected_.push_back({"source", "own", lacking + "; until then the generated data are taken"});
    data_ = is_own ? own_->data() : playground_data(setup_.data);
    const bool is_drawn = !is_own || own_->kind() != OwnData::Kind::table;
    plane_ = plane_of(data_, setup_, is_drawn && (is_own || data_.inputs == 2) ? 6 : 0);

    share_out(data_, setup_.train, setup_.split_seed, train_.rows, validation_.rows);
    for (PlaygroundPart* part : {&train_, &validation_}) part->raw = take(data_, part->rows);
    inputs_ = std::make_unique<PlaygroundInputs>(setup_, train_.raw.x, data_.inputs, data_.input_names);
    if (inputs_->fell_back()) adjusted_.push_back({"x1", "false", "A network needs something to go in: x₁ is taken."});
    if (inputs_->undefined())
        adjusted_.push_back({"feature", setup_.feature, sentence({"Your feature has no value at ", inputs_->undefined(), " of the points: there it counts as 0."})});

    model_ = std::make_unique<PlaygroundModel>(setup_, task_of(data_), inputs_->count());
    adjusted_.insert(adjusted_.end(), model_->adjusted.begin(), model_->adjusted.end());
    advice_ = find_advice();
    if (setup_.scale_target) model_->scale_targets(train_.raw.y);
    for (PlaygroundPart* part : {&train_, &validation_}) {
        auto seen = std::make_shared<Data>();
        seen->inputs = inputs_->count(), seen->task = data_.task, seen->classes = data_.classes;
        seen->x = (*inputs_)(part->raw.x);
        seen->y = model_->targets_of(part->raw.y);
        seen->targets = static_cast<int>(seen->y.size() / to_size(part->raw.rows()));
        part->seen = std::move(seen);
    }

    auto network = std::make_shared<Network>(model_->network);
    const std::size_t fitting = to_size(std::min(train_.raw.rows(), 500) * inputs_->count());
    model_->initialize(*network, std::span(train_.seen->x).first(fitting));
    // Measuring may take about as long as training does.
    const double rows = data_.rows(), work = rows * double(network->parameters().size());
    const double wanted = std::max(work / 2e6, rows > 2000 ? rows / (4.0 * setup_.batch_size) : 1);
    for (measure_every_ = 1; measure_every_ < wanted; measure_every_ *= 2) {}

    edits_ = parse_edits(setup_.edits, rejected_);
    before_edits_ = rejected_.size();
    read_edits(static_cast<int>(network->parameters().size()));
    reel_ = std::make_unique<Reel>(network, trainer_setup(setup_), train_.seen, nullptr,
                                   [this](int step, Trainer& trainer, Network& net) { arrive(step, trainer, net); });
    measure();
}

std::string PlaygroundRun::why_wrong() const {
    std::string why = nn::why_wrong(setup_, model_->task);
    return why.empty() && !adjusted_.empty() ? adjusted_.front().why : why;
}

std::string PlaygroundRun::find_advice() const {
    if (setup_.scale_target || data_.task != Task::regression) return {};
    PlaygroundModel measured = *model_;
    measured.scale_targets(train_.raw.y);
    for (const auto& [mean, deviation] : measured.scales)
        if (std::fabs(mean) > 10 || deviation > 10 || deviation < 0.05)
            return sentence({"The targets have mean ", static_cast<float>(mean), " and deviation ", static_cast<float>(deviation),
                             ": a network starts near 0 and takes long to get there. Standardize targets."});
    return {};
}

TrainerSetup PlaygroundRun::trainer_setup(const PlaygroundSetup& s) const {
    TrainerSetup trainer;
    trainer.batch_size = s.batch_size;
    trainer.seed = s.seed;
    trainer.optimizer = s.optimizer;
    trainer.schedule = s.schedule;
    trainer.l1 = s.l1, trainer.l2 = s.l2;
    trainer.clip_norm = s.clip_norm, trainer.clip_value = s.clip_value;
    return trainer;
}

// ---- edits -----------------------------------------------------------------------------------------------------------

/// What they come to: dropout is not among the trainer's settings.
void PlaygroundRun::read_edits(int parameters) {
    dropouts_.clear();
    rejected_.resize(before_edits_);
    PlaygroundSetup now = setup_;
    const auto note = [&](int from) {
        Dropouts d{from, {}};
        for (const PlaygroundLayer& layer : now.layers) d.p.push_back(std::get<PlaygroundDense>(layer).dropout);
        dropouts_.push_back(std::move(d));
    };
    bool changes = false;
    note(0);
    for (const PlaygroundEdit& edit : edits_) {
        if (edit.weight() >= parameters)
            rejected_.push_back({"edits", edit.key, sentence({"there are ", parameters, " weights and biases, counted from 0: it is left out"})});
        if (edit.weight() >= 0) continue;
        for (Rejection& r : set_live(now, edit.key, edit.value)) rejected_.push_back(std::move(r));
        if (!edit.key.ends_with("dropout")) continue;
        changes = true;
        note(edit.step);
    }
    if (!changes) dropouts_.clear();
}

void PlaygroundRun::arrive(int step, Trainer& trainer, Network& network) const {
    if (edits_.empty()) return;
    if (!dropouts_.empty()) {
        const auto next = std::find_if(dropouts_.begin(), dropouts_.end(), [&](const Dropouts& d) { return d.from > step; });
        for (std::size_t i = 0; i < (next - 1)->p.size(); ++i)
            std::get<layers::Dropout>(network.inside().plan.stages[to_size(model_->layers[i].dropout)].layer).p = (next - 1)->p[i];
    }
    auto edit = std::lower_bound(edits_.begin(), edits_.end(), step, [](const PlaygroundEdit& e, int s) { return e.step < s; });
    bool settings = false;
    for (; edit != edits_.end() && edit->step == step; ++edit) {
        const int index = edit->weight();
        double value = 0;
        if (index < 0)
            settings = true;
        else if (to_size(index) < network.parameters().size() && parse_number(edit->value, value))
            network.parameters()[to_size(index)] = static_cast<float>(value);
    }
    if (settings) trainer.retune(trainer_setup(setup_.at(step)));
}

/// False: no link could hold it.
bool PlaygroundRun::add_edit(PlaygroundEdit edit) {
    finish(edit.step);
    edit.step = std::min(edit.step, step());  // a run that has stopped goes no further
    auto edits = edits_;
    std::erase_if(edits, [&](const PlaygroundEdit& e) {
        const bool replaced = e.key == edit.key || (edit.key == "optimizer" && e.key == "lr") || (edit.key == "dropout" && e.key.ends_with(".dropout"));
        return e.step > edit.step || (e.step == edit.step && replaced);
    });
    const int step = edit.step;
    edits.push_back(std::move(edit));
    std::string text = format_edits(edits);
    if (text.size() > most_edits_text) return false;
    edits_ = std::move(edits);
    setup_.edits = std::move(text);
    branch(step);
    return true;
}

/// From a step on there are other edits.
void PlaygroundRun::branch(int step) {
    const bool is_lacking_dropout = model_->layers.size() > 1 && model_->layers[0].dropout < 0;
    read_edits(static_cast<int>(network().parameters().size()));
    if (is_lacking_dropout && !dropouts_.empty()) {
        begin();  // with a place for dropout; up to here it is the same run
        return finish(step);
    }
    std::erase_if(scores_, [&](const PlaygroundScore& s) { return s.step >= step; });
    if (diverged_ > step) diverged_ = -1;
    reached_ = std::min(reached_, step);
    rates_.resize(to_size(reached_));
    rate_curve_.clear();
    reel_->branch(step);
    here_.reset();
    measure();
    find_stop();
}

void PlaygroundRun::undo() {
    if (edits_.empty()) return;
    const int step = edits_.back().step;
    finish(std::min(this->step(), step));
    edits_.pop_back();
    setup_.edits = format_edits(edits_);
    branch(step);
}

void PlaygroundRun::set_parameter(int step, int index, float value) {
    if (index < 0 || to_size(index) >= network().parameters().size() || !std::isfinite(value)) return;
    add_edit({step, "w" + std::to_string(index), format_number(double(value))});
}

namespace {

/// The value of what `path` names, whole where it is a choice with settings, as an edit says it.
PlaygroundEdit edit_of(int step, std::string_view path, PlaygroundSetup& now) {
    if (path == "lr" || path == "optimizer.lr") return {step, "lr", format_number(learning_rate(now.optimizer))};
    if (path == "dropout") return {step, "dropout", format_number(std::get<PlaygroundDense>(now.layers.at(0)).dropout)};
    if (path.starts_with("layers.")) {
        const auto index = to_size(std::stoi(std::string(path.substr(7))));
        return {step, std::string(path), format_number(std::get<PlaygroundDense>(now.layers.at(index)).dropout)};
    }
    const std::string key(path.substr(0, path.find('.')));
    return {step, key, get_param(params_of(now), key)};
}

bool same(PlaygroundSetup a, PlaygroundSetup b) { return to_query(params_of(a), params_of(b)).empty(); }

}  // namespace

std::vector<Rejection> PlaygroundRun::change(int step, std::string_view path, std::string_view value) {
    const PlaygroundEdit asked{step, std::string(path), std::string(value)};
    if (asked.weight() >= 0) {
        double number = 0;
        if (!parse_number(value, number)) return {{asked.key, asked.value, "not a number"}};
        const int size = static_cast<int>(network().parameters().size());
        if (asked.weight() >= size) return {{asked.key, asked.value, sentence({"there are ", size, " weights and biases, counted from 0"})}};
        finish(step);  // a field that is opened and left says what stands there already
        if (value != format_number(double(network().parameters()[to_size(asked.weight())]))) set_parameter(step, asked.weight(), static_cast<float>(number));
        return {};
    }

    const PlaygroundEffect effect = PlaygroundSetup::effect_of(path);
    if (effect == PlaygroundEffect::view || effect == PlaygroundEffect::stop) {
        auto rejected = set_param(params_of(setup_), path, value);
        if (path == "plane" || path.starts_with("input-")) plane_ = plane_of(data_, setup_, plane_.is_framed ? 6 : 0);
        for (PlaygroundScore& s : scores_) {
            s.train_metric = s.train_metrics[to_size(metric_index())];
            s.metric = s.metrics[to_size(metric_index())];
        }
        if (effect == PlaygroundEffect::stop) find_stop();
        return rejected;
    }

    const PlaygroundSetup before = settings(step);
    PlaygroundSetup now = before;
    auto rejected = set_live(now, path, value);
    if (same(before, now)) return rejected;
    if (effect == PlaygroundEffect::live && step > 0) {
        if (!add_edit(edit_of(step, path, now))) rejected.push_back({asked.key, asked.value, "there are more changes than a link can hold: start again first"});
        return rejected;
    }
    if (path != "edits") {
        auto kept = edits_;  // of the start itself only what the learner set by hand, and that of the same network
        std::erase_if(kept, [&](const PlaygroundEdit& e) { return effect != PlaygroundEffect::live || e.step > 0 || e.weight() < 0; });
        now.edits = format_edits(kept);
    }
    setup_ = std::move(now);
    begin();
    return rejected;
}

void PlaygroundRun::bring(std::shared_ptr<const OwnData> own) {
    own_ = std::move(own);
    begin();
}

// ---- time ------------------------------------------------------------------------------------------------------------

bool PlaygroundRun::work(int wanted) {
    const int end = std::clamp(wanted, 0, stop_ ? stop_->step : setup_.stop_step > 0 ? std::min(setup_.stop_step, longest) : longest);
    if (step() == end) return false;
    reel_->towards(end);
    if (step() <= reached_) return step() != end;
    reached_ = step();
    rates_.push_back(trainer().lr());
    if (trainer().diverged_at() >= 0) diverged_ = step();
    measure();
    if (diverged_ >= 0 || reached_ == setup_.stop_step || reached_ == longest) find_stop();
    return !stop_ && step() != end;
}

void PlaygroundRun::finish(int wanted) {
    while (work(wanted)) {}
}

int PlaygroundRun::steps_per_epoch() const {
    const int rows = train_.raw.rows(), batch = trainer().setup().batch_size;
    return std::holds_alternative<Lbfgs>(trainer().setup().optimizer) ? 1 : (rows + batch - 1) / batch;
}

/// The first of all reasons, as far as the run has been.
void PlaygroundRun::find_stop() {
    stop_.reset();
    const auto end_at = [&](int at, std::string why) {
        if (at <= reached_ && (!stop_ || at < stop_->step)) stop_ = PlaygroundStop{at, std::move(why)};
    };
    if (diverged_ >= 0) end_at(diverged_, sentence({"diverged at step ", diverged_}));
    if (setup_.stop_step > 0) end_at(setup_.stop_step, sentence({"stopped at step ", setup_.stop_step}));
    end_at(longest, "the longest run");
    const PlaygroundScore* lowest = nullptr;
    for (const PlaygroundScore& s : scores_) {
        if (setup_.stop_loss > 0 && double(s.train_loss) <= setup_.stop_loss) return end_at(s.step, "target loss reached");
        if (!lowest || s.loss < lowest->loss) lowest = &s;
        if (setup_.patience > 0 && s.epochs - lowest->epochs >= setup_.patience - 1e-6) return end_at(s.step, "patience ran out");
    }
}

int PlaygroundRun::way_back() const {
    const bool diverged = stop_ && stop_->step == diverged_;
    return diverged && best() ? best()->step : -1;
}

std::span<const float> PlaygroundRun::rates(int steps) {
    const std::size_t known = std::min(to_size(steps), rates_.size());
    bool holds = rate_curve_.size() == to_size(steps);
    for (rates_checked_ = holds ? rates_checked_ : 0; holds && rates_checked_ < known; ++rates_checked_)
        holds = rates_[rates_checked_] == rate_curve_[rates_checked_];
    if (!holds) foretell_rates(steps);
    return rate_curve_;
}

/// Of a schedule that heeds the losses it takes the factor as it stands.
void PlaygroundRun::foretell_rates(int steps) {
    ++rates_told_;
    rates_checked_ = std::min(to_size(steps), rates_.size());
    rate_curve_.assign(rates_.begin(), rates_.begin() + static_cast<std::ptrdiff_t>(rates_checked_));
    const auto schedule_of = [](PlaygroundSetup s) { return get_param(params_of(s), "schedule"); };
    for (int k = static_cast<int>(rates_checked_); k < steps;) {
        const PlaygroundSetup now = setup_.at(k), before = setup_.at(std::max(0, k - 1));
        const auto next = std::find_if(edits_.begin(), edits_.end(), [&](const PlaygroundEdit& e) { return e.step > k; });
        const int end = next == edits_.end() ? steps : std::min(steps, next->step);
        const double lr = learning_rate(now.optimizer);
        Pacer pacer(now.schedule);
        if (k > 0 && schedule_of(now) == schedule_of(before)) pacer.restore({.factor = double(rate_curve_.back()) / learning_rate(before.optimizer)});
        for (; k < end; ++k) rate_curve_.push_back(static_cast<float>(lr * pacer.pace(k).lr_factor));
    }
}

std::string PlaygroundRun::hash(int wanted) {
    finish(wanted);
    Hash hash;
    hash.add(reel_->network().parameters());
    hash.add(reel_->network().state());
    hash.add(losses().first(std::min(losses().size(), to_size(step()))));
    return hash.hex();
}

}  // namespace nn
