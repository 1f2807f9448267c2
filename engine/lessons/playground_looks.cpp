#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/lessons/playground.hpp"
#include "engine/metrics.hpp"

namespace nn {
namespace {

std::size_t to_size(int n) { return static_cast<std::size_t>(n); }
constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

bool is_class(Task task) { return task == Task::binary || task == Task::classes; }

bool all_finite(std::span<const float> v) {
    return std::all_of(v.begin(), v.end(), [](float x) { return std::isfinite(x); });
}

}  // namespace

namespace {

/// nn::roc's, without its curve: that took three quarters of all measuring.
double area_under_roc(std::vector<float>& of_no, std::vector<float>& of_yes) {
    std::sort(of_no.begin(), of_no.end());
    std::sort(of_yes.begin(), of_yes.end());
    double area = 0;  // each yes counts the noes below it, and half of those level with it
    auto below = of_no.begin(), level = of_no.begin();
    for (const float yes : of_yes) {
        while (below != of_no.end() && *below < yes) ++below;
        level = std::max(level, below);
        while (level != of_no.end() && *level == yes) ++level;
        area += static_cast<double>(below - of_no.begin()) + static_cast<double>(level - below) / 2;
    }
    return area / (double(of_no.size()) * double(of_yes.size()));  // NaN where one class is not there
}

}  // namespace

// ---- measuring -------------------------------------------------------------------------------------------------------

/// At every step of small data to step 512, then ever less often: some hundred times in all.
bool PlaygroundRun::has_to_measure(int step) const {
    const auto doublings = std::bit_width(static_cast<unsigned>(step / measure_every_) / 512);
    return step % (measure_every_ << doublings) == 0;
}

void PlaygroundRun::measure() {
    if (!has_to_measure(step()) || (!scores_.empty() && scores_.back().step >= step())) return;
    const double epochs = scores_.empty() ? 0 : scores_.back().epochs + double(step() - scores_.back().step) / steps_per_epoch();
    scores_.push_back(measured());
    scores_.back().epochs = epochs;
    here_ = scores_.back();
    if (setup_.stop_loss > 0 || setup_.patience > 0) find_stop();
}

PlaygroundScore PlaygroundRun::score() {
    if (!here_ || here_->step != step()) here_ = measured();
    here_->train_metric = here_->train_metrics[to_size(metric_index())], here_->metric = here_->metrics[to_size(metric_index())];
    return *here_;
}

PlaygroundScore PlaygroundRun::measured() {
    PlaygroundScore s{.step = step(), .train_loss = loss_on(train_), .loss = loss_on(validation_)};
    s.train_metrics = metrics_on(train_), s.metrics = metrics_on(validation_);
    s.train_metric = s.train_metrics[to_size(metric_index())], s.metric = s.metrics[to_size(metric_index())];
    return s;
}

float PlaygroundRun::loss_on(const PlaygroundPart& part) {
    Samples samples{part.seen->x, part.seen->y, {}, {}};
    samples.count = to_size(measured_rows(part));
    return static_cast<float>(network().loss_sum(samples) / double(samples.count));
}

std::array<float, 3> PlaygroundRun::metrics_on(const PlaygroundPart& part) {
    const auto given = answers_on(part, measured_rows(part));
    if (!all_finite(given)) return {unknown, unknown, unknown};
    const auto y = std::span(part.raw.y).first(to_size(measured_rows(part) * data_.targets));
    const auto as_floats = [](double a, double b, double c) { return std::array{static_cast<float>(a), static_cast<float>(b), static_cast<float>(c)}; };
    const int columns = outputs();
    if (data_.task == Task::regression) {
        const RegressionScores r = regression(given, y);
        return as_floats(r.rmse, r.mae, r.r2);
    }
    if (!is_class(data_.task)) {  // labels, each a yes or no of its own
        std::vector<float> yes(given.size());
        std::transform(given.begin(), given.end(), yes.begin(), [](float p) { return p > 0.5f ? 1.f : 0.f; });
        const ClassScores s = classification(yes, y, 2);
        return as_floats(s.accuracy, s.f1[1], double(unknown));
    }
    std::vector<float> decided(y.size());
    for (std::size_t i = 0; i < y.size(); ++i)
        decided[i] = static_cast<float>(model_->decide(std::span(given).subspan(i * to_size(columns), to_size(columns))));
    const ClassScores s = classification(decided, y, data_.classes);
    if (data_.classes != 2) return as_floats(s.accuracy, s.macro.f1, double(unknown));
    std::vector<float> of_no, of_yes;
    for (std::size_t i = 0; i < y.size(); ++i) (y[i] > 0 ? of_yes : of_no).push_back(given[i * to_size(columns) + to_size(columns - 1)]);
    return as_floats(s.accuracy, s.f1[1], area_under_roc(of_no, of_yes));
}

/// Of the three that fit the task.
int PlaygroundRun::metric_index() const {
    const int asked = setup_.metric - (data_.task == Task::regression ? 4 : 1);
    return asked >= 0 && asked < 3 && setup_.metric > 0 ? asked : 0;
}

std::string_view PlaygroundRun::metric_label() const {
    return playground_metrics[metric_index() + (data_.task == Task::regression ? 4 : 1)].label;
}

bool PlaygroundRun::metric_is_share() const { return data_.task != Task::regression || metric_index() == 2; }

const PlaygroundScore* PlaygroundRun::best() const {
    const PlaygroundScore* best = nullptr;
    for (const PlaygroundScore& s : scores_)
        if (std::isfinite(s.loss) && (!best || s.loss < best->loss)) best = &s;
    return best;
}

// ---- what it gives ---------------------------------------------------------------------------------------------------

int PlaygroundRun::units() const {
    return std::accumulate(model_->layers.begin(), model_->layers.end(), 0, [](int sum, const auto& l) { return sum + l.units; });
}

std::pair<int, int> PlaygroundRun::unit(int n) const {
    int layer = 0;
    const auto last = static_cast<int>(model_->layers.size()) - 1;
    for (n = std::clamp(n, 0, units() - 1); layer < last && n >= model_->layers[to_size(layer)].units; ++layer) n -= model_->layers[to_size(layer)].units;
    return {layer, n};
}

void PlaygroundRun::answer(std::span<const float> raw, std::span<float> values) {
    inputs_->into(raw, x_, spare_);
    answer_inputs(x_, values);
}

void PlaygroundRun::answer_inputs(std::span<const float> x, std::span<float> values) {
    network().forward(x, values);
    model_->read(values);
}

void PlaygroundRun::answer_unit_inputs(std::span<const float> x, int unit_index, std::span<float> values) {
    const auto [layer, row] = unit(unit_index);
    const auto& place = model_->layers[to_size(layer)];
    const std::size_t n = values.size(), columns = to_size(outputs());
    if (layer + 1 == static_cast<int>(model_->layers.size())) {
        units_.resize(n * columns);
        answer_inputs(x, units_);
        for (std::size_t i = 0; i < n; ++i) values[i] = units_[i * columns + to_size(row)];
        return;
    }
    units_.resize(n * to_size(network().units()));
    network().forward_units(x, units_);
    std::copy_n(units_.begin() + static_cast<std::ptrdiff_t>(to_size(place.first_row + row) * n), n, values.begin());
}

void PlaygroundRun::answer_units(std::span<const float> raw, std::span<float> values) {
    inputs_->into(raw, x_, spare_);
    answer_units_inputs(x_, values);
}

void PlaygroundRun::answer_units_inputs(std::span<const float> x, std::span<float> values) {
    const std::size_t n = x.size() / to_size(inputs_->count());
    units_.resize(n * to_size(network().units()));
    network().forward_units(x, units_);
    float* to = values.data();
    for (const auto& layer : model_->layers)
        to = std::copy_n(units_.begin() + static_cast<std::ptrdiff_t>(to_size(layer.first_row) * n), to_size(layer.units) * n, to);
    const std::size_t columns = to_size(outputs());
    const auto out = values.subspan(values.size() - columns * n);
    spare_.resize(out.size());
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < columns; ++k) spare_[i * columns + k] = out[k * n + i];
    model_->read(spare_);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < columns; ++k) out[k * n + i] = spare_[i * columns + k];
}

std::vector<float> PlaygroundRun::positions(int layer, int unit_x, int unit_y, std::span<const float> raw) {
    const auto& place = model_->layers[to_size(std::clamp(layer, 0, static_cast<int>(model_->layers.size()) - 1))];
    const std::size_t n = raw.size() / to_size(inputs_->columns());
    units_.resize(n * to_size(network().units()));
    network().forward_units((*inputs_)(raw), units_);
    const auto row = [&](int unit) { return to_size(place.first_row + std::clamp(unit, 0, place.units - 1)) * n; };
    std::vector<float> pairs(2 * n);
    for (std::size_t i = 0; i < n; ++i) pairs[2 * i] = units_[row(unit_x) + i], pairs[2 * i + 1] = units_[row(unit_y) + i];
    return pairs;
}

std::vector<float> PlaygroundRun::grid_lines(int lines, int points) const {
    const auto columns = to_size(inputs_->columns());
    std::vector<float> raw;
    raw.reserve(to_size(2 * lines * points) * columns);
    const auto at = [](double low, double high, int i, int n) { return static_cast<float>(low + (high - low) * i / std::max(1, n - 1)); };
    for (const bool level : {true, false})
        for (int line = 0; line < lines; ++line)
            for (int i = 0; i < points; ++i) {
                raw.resize(raw.size() + columns);
                const int across = level ? i : line, up = level ? line : i;
                plane_.raw(at(plane_.u0, plane_.u1, across, level ? points : lines), at(plane_.v0, plane_.v1, up, level ? lines : points),
                           std::span(raw).last(columns));
            }
    return raw;
}

void PlaygroundRun::picture_row(int width, int height, int row, std::vector<float>& raw) const {
    const auto columns = to_size(inputs_->columns());
    raw.resize(to_size(width) * columns);
    const double v = plane_.v0 + (plane_.v1 - plane_.v0) * (row + 0.5) / height;
    for (int i = 0; i < width; ++i)
        plane_.raw(static_cast<float>(plane_.u0 + (plane_.u1 - plane_.u0) * (i + 0.5) / width), static_cast<float>(v),
                   std::span(raw).subspan(to_size(i) * columns, columns));
}

// ---- what is wrong with it -------------------------------------------------------------------------------------------

int PlaygroundRun::measured_rows(const PlaygroundPart& part) const {
    constexpr double work = 3e7;  ///< multiplications that fit a frame
    const double most = std::max(200.0, work / double(reel_->network().parameters().size()));
    return most < part.raw.rows() ? static_cast<int>(most) : part.raw.rows();
}

std::vector<float> PlaygroundRun::answers_on(const PlaygroundPart& part, int rows) {
    std::vector<float> given(to_size(rows) * to_size(outputs()));
    network().forward(std::span(part.seen->x).first(to_size(rows) * to_size(part.seen->inputs)), given);
    model_->read(given);
    return given;
}

std::vector<float> PlaygroundRun::answers(const PlaygroundPart& part) { return answers_on(part, part.seen->rows()); }

std::vector<double> PlaygroundRun::confusion(const PlaygroundPart& part) {
    if (!is_class(data_.task)) return {};
    const int rows = measured_rows(part);
    const auto given = answers_on(part, rows);
    const std::size_t columns = to_size(outputs()), classes = to_size(data_.classes);
    std::vector<double> counts(classes * classes);
    for (std::size_t i = 0; i < to_size(rows); ++i)
        ++counts[static_cast<std::size_t>(part.raw.y[i]) * classes + to_size(model_->decide(std::span(given).subspan(i * columns, columns)))];
    return counts;
}

std::vector<float> PlaygroundRun::residuals(const PlaygroundPart& part) {
    if (data_.task != Task::regression) return {};
    const auto given = answers_on(part, measured_rows(part));
    std::vector<float> pairs;
    const std::size_t columns = to_size(data_.targets);
    for (std::size_t k = 0; k < columns; ++k)
        for (std::size_t i = k; i < given.size(); i += columns) pairs.insert(pairs.end(), {part.raw.y[i], given[i]});
    return pairs;
}

std::vector<LayerStatistics> PlaygroundRun::statistics(int bins) {
    Samples some{train_.seen->x, train_.seen->y, {}, {}};
    some.count = to_size(std::min(1000, measured_rows(train_)));
    auto all = inspect(network(), some, {}, bins);
    std::vector<LayerStatistics> shown;
    for (const auto& layer : model_->layers) shown.push_back(std::move(all[to_size(layer.bend)]));
    return shown;
}

}  // namespace nn
