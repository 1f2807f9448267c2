#include "engine/lessons/trainability.hpp"

#include <algorithm>
#include <cmath>

#include "engine/hash.hpp"

namespace nn {

using trainability::Hyper;
using trainability::Up;

namespace {

/// The shortest decimal number that is this one in single precision: so links stay short and runs exact.
double shortest(float x) {
    double found = static_cast<double>(x);
    char text[32];
    for (int digits = 3; digits <= 9; ++digits) {
        std::snprintf(text, sizeof text, "%.*g", digits, static_cast<double>(x));
        if (parse_number(text, found) && static_cast<float>(found) == x) return found;
    }
    return static_cast<double>(x);
}

} // namespace

TrainabilityMap TrainabilityMap::from_link(std::string_view query, std::vector<Rejection>& rejected) {
    TrainabilityMap map;
    for (Rejection& r : from_query(params_of(map), query)) rejected.push_back(std::move(r));
    return map;
}

Hyper TrainabilityMap::run() const {
    const auto rate = static_cast<float>(lr);
    return {rate, has_two_rates() ? static_cast<float>(lr2) : rate, static_cast<float>(momentum), static_cast<float>(scale), static_cast<float>(decay), batch_size()};
}

void TrainabilityMap::set_run(const Hyper& h) {
    const auto take = [this](std::string_view key, float value) { set_param(params_of(*this), key, format_number(shortest(value))); };
    take("lr", h.rate1);
    switch (up()) {
    case Up::rate2: return take("lr2", h.rate2);
    case Up::momentum: return take("momentum", h.momentum);
    case Up::scale: return take("scale", h.scale);
    case Up::batch: return take("batch", static_cast<float>(h.batch));
    case Up::decay: return take("decay", h.decay);
    }
}

TrainabilityMap TrainabilityMap::of_all_runs() const {
    TrainabilityMap all = *this;
    const TrainabilityMap fresh;
    all.lr = fresh.lr, all.lr2 = fresh.lr2, all.show = fresh.show, all.size = fresh.size, all.speed = fresh.speed;
    switch (up()) {
    case Up::rate2: break;
    case Up::momentum: all.momentum = fresh.momentum; break;
    case Up::scale: all.scale = fresh.scale; break;
    case Up::batch: all.batch = fresh.batch; break;
    case Up::decay: all.decay = fresh.decay; break;
    }
    return all;
}

TrainabilitySetup TrainabilityMap::job(int columns, int rows) const {
    TrainabilitySetup job = of_all_runs();
    job.width = columns, job.height = rows;
    return job;
}

double TrainabilityMap::limit_across(double own) const {
    const double curvature = has_two_rates() ? lambda : std::max(lambda, flat);
    return trainability::largest_rate(curvature + (up() == Up::decay ? own : decay), up() == Up::momentum ? own : momentum);
}

std::optional<double> TrainabilityMap::limit_up() const {
    if (!has_two_rates()) return {};
    return trainability::largest_rate(flat + decay, momentum);
}

TrainabilityRun::TrainabilityRun(const TrainabilitySetup& setup, const Hyper& settings) : losses_(trainability_run(setup, settings)) {
    const auto found = std::find_if(losses_.begin(), losses_.end(), [&](float loss) { return loss <= static_cast<float>(setup.target); });
    if (found != losses_.end()) reached_ = static_cast<int>(found - losses_.begin());
    if (!(losses_.back() <= static_cast<float>(setup.limit))) diverged_at_ = end();
}

std::string TrainabilityRun::hash(int step) const {
    Hash hash;
    hash.add(losses().first(static_cast<std::size_t>(std::clamp(step, 0, end())) + 1));
    return hash.hex();
}

} // namespace nn
