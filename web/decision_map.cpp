#include "web/decision_map.hpp"

#include <cmath>

namespace web {

ImU32 signed_color(const Theme& theme, float answer) {
    const float strength = std::isfinite(answer) ? std::min(std::fabs(answer), 1.0f) : 0;
    return mixed(theme.ground, answer < 0 ? theme.class_a : theme.class_b, 0.08f * (strength > 0) + 0.62f * strength);
}

SignedColors::SignedColors(const Theme& theme) : ground_(theme.ground), class_a_(theme.class_a), class_b_(theme.class_b) {
    for (int i = 0; i <= 2 * half; ++i) table_[static_cast<std::size_t>(i)] = signed_color(theme, static_cast<float>(i - half) / half);
}

void DecisionMap::restart(const nn::Network& network, int side) {
    network_ = network;
    side_ = side, row_ = 0;
    next_.resize(side, side);
    const auto n = static_cast<std::size_t>(side);
    x_.resize(2 * n);
    answers_.resize(n);
}

void DecisionMap::work(const Theme& theme) {
    if (done()) return;
    const auto at = [&](int pixel) { return static_cast<float>(reach_ * (2 * (pixel + 0.5) / side_ - 1)); };
    for (int i = 0; i < side_; ++i) {
        x_[static_cast<std::size_t>(2 * i)] = at(i);
        x_[static_cast<std::size_t>(2 * i + 1)] = -at(row_);
    }
    network_->forward(x_, answers_);
    ImU32* const pixels = next_.row(row_);
    for (int i = 0; i < side_; ++i) pixels[i] = signed_color(theme, std::tanh(answers_[static_cast<std::size_t>(i)] / 2));
    if (++row_ < side_) return;
    next_.changed();
    std::swap(seen_, next_);
}

}  // namespace web
