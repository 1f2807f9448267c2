#include "engine/schedules.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace nn {

namespace {

double cosine(double done, double eta_min) {
    return eta_min + (1 - eta_min) * (1 + std::cos(std::numbers::pi * done)) / 2;
}

}  // namespace

double ConstantRate::factor(int) const { return 1; }

double StepDecay::factor(int step) const { return std::pow(gamma, step / step_size); }

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

}  // namespace nn
