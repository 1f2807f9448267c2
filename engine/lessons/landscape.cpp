#include "engine/lessons/landscape.hpp"

#include <algorithm>
#include <cmath>

#include "engine/hash.hpp"
#include "engine/lessons/part_of.hpp"
#include "engine/random.hpp"
#include "engine/stability.hpp"

namespace nn {
namespace {

constexpr std::uint32_t search_stream = 0x21000;

/// What makes a playground's run, and its speed.
bool belongs_here(std::string_view key) { return key == "speed" || PlaygroundSetup::effect_of(key) != PlaygroundEffect::view; }

} // namespace

// ---- the setup -------------------------------------------------------------------------------------------------------

LandscapeSetup::LandscapeSetup() {
    network.data = datasets::Moons{};
    network.loss = losses::MeanSquared{};
    network.optimizer = Sgd{.lr = 0.2};
    network.batch_size = 1000;
}

void LandscapeSetup::visit(ParamVisitor& visitor) {
    visit_params(view, visitor);
    PartOf run(visitor, belongs_here);
    visit_params(network, run);
}

bool LandscapeSetup::is_view(std::string_view path) {
    LandscapeView view;
    const auto keys = keys_of(params_of(view));
    return path == "speed" || std::find(keys.begin(), keys.end(), path) != keys.end();
}

LandscapeSetup LandscapeSetup::from_link(std::string_view query, std::vector<Rejection>& rejected) {
    LandscapeSetup setup;
    for (Rejection& r : from_query(setup.params(), query)) rejected.push_back(std::move(r));
    return setup;
}

// ---- the way ---------------------------------------------------------------------------------------------------------

void Trail::pass(int step, std::span<const float> w) {
    if (step % apart_ != 0 || (!kept_.empty() && kept_.back().step >= step)) return;
    kept_.push_back({step, {w.begin(), w.end()}});
    while (kept_.size() > most || kept_.size() * w.size() > most_numbers) {
        apart_ *= 2;
        std::erase_if(kept_, [this](const Snapshot& s) { return s.step % apart_ != 0; });
        if (kept_.size() <= 2) return;
    }
}

std::vector<const Snapshot*> Trail::before(int step) const {
    std::vector<const Snapshot*> all;
    for (const Snapshot& s : kept_)
        if (s.step < step) all.push_back(&s);
    return all;
}

void Trail::branch(int step) {
    std::erase_if(kept_, [step](const Snapshot& s) { return s.step >= step; });
}

// ---- the run ---------------------------------------------------------------------------------------------------------

LandscapeRun::LandscapeRun(LandscapeSetup setup, std::shared_ptr<const OwnData> own)
    : setup_(std::move(setup)), own_(std::move(own)), run_(std::make_unique<PlaygroundRun>(setup_.network, own_)) {
    trail_.pass(0, run_->network().parameters());
}

bool LandscapeRun::work(int step) {
    const bool more = run_->work(step);
    trail_.pass(run_->step(), run_->network().parameters());
    return more;
}

std::vector<Rejection> LandscapeRun::change(int step, std::string_view path, std::string_view value) {
    const std::string before = to_query(setup_.params(), LandscapeSetup().params());
    const int stood = run_->step();
    auto rejected = run_->change(step, path, value);
    setup_.network = run_->setup();
    if (to_query(setup_.params(), LandscapeSetup().params()) != before) restart(PlaygroundSetup::effect_of(path) == PlaygroundEffect::restart ? 0 : std::min(step, stood));
    return rejected;
}

/// The training takes another way from a step on.
void LandscapeRun::restart(int step) {
    if (step == 0) trail_ = {};
    trail_.branch(step);
    std::erase_if(sharpness_, [step](const Sharpness& s) { return s.step >= step; });
    search_.reset();
    searched_.reset();
    other_.reset();
    trail_.pass(run_->step(), run_->network().parameters());
}

std::vector<std::vector<float>> LandscapeRun::way() const {
    std::vector<std::vector<float>> points;
    for (const Snapshot* s : trail_.before(step())) points.push_back(s->w);
    const auto now = run_->network().parameters();
    points.emplace_back(now.begin(), now.end());
    return points;
}

std::vector<int> LandscapeRun::way_steps() const {
    std::vector<int> steps;
    for (const Snapshot* s : trail_.before(step())) steps.push_back(s->step);
    steps.push_back(step());
    return steps;
}

std::vector<float> LandscapeRun::averaged() const {
    const auto points = way();
    const auto steps = way_steps();
    std::vector<double> sum(points.back().size());
    int count = 0;
    for (std::size_t k = 0; k < points.size(); ++k) {
        if (4 * steps[k] < 3 * step()) continue;
        ++count;
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += double(points[k][i]);
    }
    std::vector<float> mean(sum.size());
    for (std::size_t i = 0; i < sum.size(); ++i) mean[i] = static_cast<float>(sum[i] / count);
    return mean;
}

// ---- the plane -------------------------------------------------------------------------------------------------------

void LandscapeRun::look(const LandscapeView& view) {
    if (view.other_seed != setup_.view.other_seed) other_.reset();
    setup_.view = view;
}

std::span<const float> LandscapeRun::other() const { return other_ ? std::span<const float>(other_->network().parameters()) : std::span<const float>{}; }

bool LandscapeRun::work_plane() {
    const bool is_line = setup_.view.plane == index_of(landscape_planes, "line"), is_steepest = setup_.view.plane == index_of(landscape_planes, "steepest");
    if (is_steepest && !sharpness_at(step())) {
        if (searched_at_ != step()) begin_search(step(), run_->network().parameters());
        work_sharpness();
        return true;
    }
    if (!is_line) return false;
    if (!other_) {
        PlaygroundSetup setup = run_->setup();
        setup.seed = setup_.view.other_seed;
        setup.edits.clear();
        other_ = std::make_unique<PlaygroundRun>(setup, own_);
    }
    return other_->work(step());
}

LandscapePlane LandscapeRun::plane() {
    constexpr double margin = 1.3;
    Network& network = run_->network();
    LandscapePlane p{.step = step(), .centre = {network.parameters().begin(), network.parameters().end()}};
    const auto points = way();
    std::vector<float> snapshots;
    for (const auto& w : points) snapshots.insert(snapshots.end(), w.begin(), w.end());
    const TrajectoryPlane path = trajectory_plane(snapshots, p.centre);
    const auto has_length = [](std::span<const float> v) { return std::any_of(v.begin(), v.end(), [](float x) { return x != 0; }); };
    switch (setup_.view.plane) {
    case index_of(landscape_planes, "path"): {
        p.directions = path, p.share = path.explained;
        double low[2] = {0, 0}, high[2] = {0, 0};
        for (const auto& w : points) {
            const auto at = p.place(w);
            for (int k = 0; k < 2; ++k) low[k] = std::min(low[k], at[static_cast<std::size_t>(k)]), high[k] = std::max(high[k], at[static_cast<std::size_t>(k)]);
        }
        p.a = (low[0] + high[0]) / 2, p.b = (low[1] + high[1]) / 2;
        p.half = std::max({high[0] - low[0], high[1] - low[1], 0.1}) / 2 * margin;
        break;
    }
    case index_of(landscape_planes, "steepest"):
        if (const Sharpness* here = sharpness_at(step()); here && !here->steepest.empty()) {
            p.directions = {here->steepest, here->second};
            // So far that the loss rises by a good part along the steepest.
            p.half = 2 * std::sqrt(2 * std::max(double(run_->score().train_loss), 0.05) / std::max(here->value, 1e-3));
            break;
        }
        [[fallthrough]]; // not finite any more
    case index_of(landscape_planes, "random"): p.directions = random_plane(network, static_cast<std::uint32_t>(setup_.view.direction_seed)); break;
    case index_of(landscape_planes, "line"):
        p.directions = plane_through(p.centre, other(), averaged());
        p.a = 0.5, p.half = 0.9;
        break;
    }
    if (!has_length(p.directions.first)) p.directions = path; // two networks that are one
    return p;
}

// ---- how sharp it is -------------------------------------------------------------------------------------------------

const Sharpness* LandscapeRun::sharpness_at(int step) const {
    const auto found = std::lower_bound(sharpness_.begin(), sharpness_.end(), step, [](const Sharpness& s, int at) { return s.step < at; });
    return found != sharpness_.end() && found->step == step ? &*found : nullptr;
}

/// Ends of the way first, then ever denser, to some 40 points.
const Snapshot* LandscapeRun::next_unknown() const {
    const auto points = trail_.before(step());
    const std::size_t least = std::max<std::size_t>(1, points.size() / 40);
    for (std::size_t stride = 64 * least; stride >= least; stride /= 2)
        for (std::size_t i = 0; i < points.size(); i += stride)
            if (!sharpness_at(points[i]->step)) return points[i];
    return nullptr;
}

void LandscapeRun::begin_search(int step, std::span<const float> w) {
    if (!searched_) searched_ = std::make_unique<Network>(run_->network());
    std::copy(w.begin(), w.end(), searched_->parameters().begin());
    std::copy(run_->network().state().begin(), run_->network().state().end(), searched_->state().begin());
    // From where the nearest one ended it is a short way; some chance keeps in sight what has grown meanwhile.
    const Sharpness* near = nullptr;
    for (const Sharpness& s : sharpness_)
        if (!s.steepest.empty() && (!near || std::abs(s.step - step) < std::abs(near->step - step))) near = &s;
    std::vector<float> start(w.size());
    const float chance = near ? 0.1f / std::sqrt(static_cast<float>(w.size())) : 1;
    for (std::size_t i = 0; i < start.size(); ++i) start[i] = chance * normal(1, search_stream, i) + (near ? near->steepest[i] + 0.3f * near->second[i] : 0);
    search_ = std::make_unique<Lanczos>(start);
    searched_at_ = step;
}

/// The Hessian times v, from two gradients a little way along it and back: within a thousandth of the exact one
/// (curvature.hpp), at a third of its time.
void LandscapeRun::multiply(const Samples& samples, std::span<const float> v) {
    constexpr float way = 3e-3f;
    const auto w = searched_->parameters();
    const std::vector<float> middle(w.begin(), w.end());
    product_.assign(w.size(), 0);
    for (const float side : {way, -way}) {
        for (std::size_t i = 0; i < w.size(); ++i) w[i] = middle[i] + side * v[i];
        searched_->add_gradient(samples, {}, 1 / (2 * double(side) * searched_->divisor(samples)), product_);
    }
    std::copy(middle.begin(), middle.end(), w.begin());
}

bool LandscapeRun::work_sharpness() {
    constexpr int most_products = 60;
    constexpr double tolerance = 0.01, largest = 1e9;
    if (!search_) {
        if (!sharpness_at(step()))
            begin_search(step(), run_->network().parameters());
        else if (const Snapshot* next = next_unknown())
            begin_search(next->step, next->w);
        else
            return false;
    }
    const Data& data = samples();
    multiply({data.x, data.y, {}}, search_->next());
    const bool finite = std::all_of(product_.begin(), product_.end(), [](float x) { return std::fabs(x) < largest; });
    if (finite) search_->add(product_);
    if (finite && !search_->converged(2, tolerance) && search_->products() < most_products) return true;
    Sharpness found{.step = searched_at_};
    if (finite) found.value = search_->values()[0], found.steepest = search_->vector(0), found.second = search_->vector(search_->products() > 1 ? 1 : 0);
    sharpness_.insert(std::lower_bound(sharpness_.begin(), sharpness_.end(), found.step, [](const Sharpness& s, int at) { return s.step < at; }), std::move(found));
    search_.reset();
    searched_at_ = -1;
    return true;
}

double LandscapeRun::edge() {
    const double product = stable_product(run_->settings(step()).optimizer);
    return product > 0 ? product / double(run_->rates(step() + 1)[static_cast<std::size_t>(step())]) : NAN;
}

std::string LandscapeRun::hash(int step) {
    finish(step);
    return run_->hash(step);
}

} // namespace nn
