#include "engine/schedules.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "engine/sentence.hpp"

namespace nn {

namespace {

double cosine(double done, double eta_min) {
    return eta_min + (1 - eta_min) * (1 + std::cos(std::numbers::pi * done)) / 2;
}

bool is_gap(char c) { return c == ';' || c == ' '; }

/// Cuts the next item off a list; empty at its end.
std::string_view next_item(std::string_view& text) {
    while (!text.empty() && is_gap(text.front())) text.remove_prefix(1);
    const auto end = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_gap) - text.begin());
    const std::string_view item = text.substr(0, end);
    text.remove_prefix(end);
    return item;
}

constexpr double last_step = 1e9, largest_factor = 1000;

bool parse_milestone(std::string_view item, double& step) {
    return parse_number(item, step) && step >= 0 && step <= last_step && step == std::floor(step);
}

bool parse_point(std::string_view item, Drawn::Point& point) {
    const std::size_t star = item.find('*');
    return star != std::string_view::npos && parse_milestone(item.substr(0, star), point.step) &&
           parse_number(item.substr(star + 1), point.factor) && point.factor >= 0 && point.factor <= largest_factor;
}

double on_line(const Drawn::Point& a, const Drawn::Point& b, int step) {
    return a.factor + (b.factor - a.factor) * (step - a.step) / (b.step - a.step);
}

}  // namespace

double ConstantRate::factor(int) const { return 1; }

double StepDecay::factor(int step) const { return std::pow(gamma, step / step_size); }

double MultiStep::factor(int step) const {
    std::string_view rest = milestones;
    double milestone;
    int passed = 0;
    while (parse_milestone(next_item(rest), milestone)) passed += milestone <= step;
    return std::pow(gamma, passed);
}

std::string check_milestones(std::string_view text) {
    double milestone;
    for (std::string_view item = next_item(text); !item.empty(); item = next_item(text))
        if (!parse_milestone(item, milestone)) return sentence({"not a number of steps: ", item});
    return {};
}

double ExponentialDecay::factor(int step) const { return std::pow(gamma, step); }

double PolynomialDecay::factor(int step) const {
    return std::pow(1 - static_cast<double>(std::min(step, total_iters)) / total_iters, power);
}

double CosineDecay::factor(int step) const { return cosine(static_cast<double>(step) / t_max, eta_min); }

double WarmRestarts::factor(int step) const {
    std::int64_t length = t_0, done = step;
    if (t_mult == 1) done %= length;
    while (done >= length) {
        done -= length;
        length *= t_mult;
    }
    return cosine(static_cast<double>(done) / static_cast<double>(length), eta_min);
}

double WarmupCosine::factor(int step) const {
    if (step < warmup) return start_factor + (1 - start_factor) * step / warmup;
    return cosine(static_cast<double>(step - warmup) / t_max, eta_min);
}

double Cyclic::height(int step) const {
    const double down = step_size_down > 0 ? step_size_down : step_size_up, total = step_size_up + down;
    const double ratio = step_size_up / total, cycle = std::floor(1 + step / total), x = 1 + step / total - cycle;
    const double triangle = x <= ratio ? x / ratio : (x - 1) / (ratio - 1);
    if (mode == 0) return triangle;
    return triangle * (mode == 1 ? std::exp2(1 - cycle) : std::pow(gamma, step));
}

double Cyclic::factor(int step) const { return base_lr + (1 - base_lr) * height(step); }

std::optional<double> Cyclic::momentum(int step) const {
    if (!cycle_momentum) return {};
    return max_momentum - (max_momentum - base_momentum) * height(step);
}

namespace {

/// Where a step lies in the cycle: `done` of the way from one corner to the next. Corners: 0 start, 1 top, 2 end of
/// three phases' fall, 3 end.
struct Leg {
    int from, to;
    double done;
};

Leg leg_at(const OneCycle& s, int step) {
    const double end = s.total_steps - 1, top = s.pct_start * s.total_steps - 1,
                 fallen = 2 * s.pct_start * s.total_steps - 2;
    const double now = std::min<double>(step, end);
    const auto leg = [now](int from, int to, double start, double stop) {
        return Leg{from, to, stop > start ? (now - start) / (stop - start) : 1};
    };
    if (now <= top) return leg(0, 1, 0, top);
    if (!s.three_phase) return leg(1, 3, top, end);
    return now <= fallen ? leg(1, 2, top, fallen) : leg(2, 3, fallen, end);
}

double anneal(const OneCycle& s, const double (&corners)[4], int step) {
    const auto [from, to, done] = leg_at(s, step);
    const double a = corners[from], b = corners[to];
    return s.anneal_strategy == 0 ? b + (a - b) / 2 * (1 + std::cos(std::numbers::pi * done)) : (b - a) * done + a;
}

}  // namespace

double OneCycle::factor(int step) const {
    const double low = 1 / div_factor;
    return anneal(*this, {low, 1, low, low / final_div_factor}, step);
}

std::optional<double> OneCycle::momentum(int step) const {
    if (!cycle_momentum) return {};
    return anneal(*this, {max_momentum, base_momentum, max_momentum, max_momentum}, step);
}

double ReduceOnPlateau::factor(int) const { return 1; }

std::vector<Drawn::Point> Drawn::parsed() const {
    std::vector<Point> all;
    std::string_view rest = points;
    for (Point point; parse_point(next_item(rest), point); all.push_back(point))
        if (!all.empty() && point.step < all.back().step) break;
    return all;
}

double Drawn::between(const std::vector<Point>& points, int step) {
    const auto after =
        std::upper_bound(points.begin(), points.end(), step, [](int s, const Point& point) { return s < point.step; });
    if (points.empty()) return 1;
    if (after == points.begin()) return after->factor;
    return after == points.end() ? points.back().factor : on_line(after[-1], after[0], step);
}

double Drawn::factor(int step) const { return between(parsed(), step); }

std::string check_points(std::string_view text) {
    Drawn::Point point{}, before{};
    bool any = false;
    for (std::string_view item = next_item(text); !item.empty(); item = next_item(text), before = point, any = true) {
        if (!parse_point(item, point)) return sentence({"not a step*factor (a factor is 0 to 1000): ", item});
        if (point.step < before.step) return sentence({"comes after a later step: ", item});
    }
    return any ? "" : "not a point at all";
}

Pace pace(const Schedule& schedule, int step) {
    return std::visit(
        [&](const auto& s) {
            Pace p{s.factor(step)};
            if constexpr (requires { s.momentum(step); }) p.momentum = s.momentum(step);
            return p;
        },
        schedule);
}

Pacer::Pacer(Schedule schedule) : schedule_(std::move(schedule)) {
    if (const auto* drawn = std::get_if<Drawn>(&schedule_)) points_ = drawn->parsed();
}

Pace Pacer::changing_pace(int step) const {
    if (std::holds_alternative<ReduceOnPlateau>(schedule_)) return {state_.factor};
    if (std::holds_alternative<Drawn>(schedule_)) return {Drawn::between(points_, step)};
    return nn::pace(schedule_, step);
}

void Pacer::report(double loss) {
    const auto* plateau = std::get_if<ReduceOnPlateau>(&schedule_);
    if (!plateau) return;
    constexpr double smallest_change = 1e-8;  // torch's eps
    State& s = state_;
    ++s.bad;
    if (loss < s.best * (1 - plateau->threshold)) s.best = loss, s.bad = 0;
    if (s.rest > 0) --s.rest, s.bad = 0;
    if (s.bad <= plateau->patience) return;
    const double lower = std::max(s.factor * plateau->gamma, plateau->min_lr);
    if (s.factor - lower > smallest_change) s.factor = lower;
    s.rest = plateau->cooldown;
    s.bad = 0;
}

}  // namespace nn
