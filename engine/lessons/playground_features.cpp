#include "engine/lessons/playground_features.hpp"

#include <algorithm>
#include <cmath>

#include "engine/lessons/playground_setup.hpp"

namespace nn {
namespace {

using S = PlaygroundSetup;
constexpr PlaygroundFeature table[] = {
    {"x1", "x₁", &S::x1, false, [](float x, float) { return x; }},
    {"x2", "x₂", &S::x2, true, [](float, float y) { return y; }},
    {"x1-sq", "x₁²", &S::x1_squared, false, [](float x, float) { return x * x; }},
    {"x2-sq", "x₂²", &S::x2_squared, true, [](float, float y) { return y * y; }},
    {"x1x2", "x₁x₂", &S::product, true, [](float x, float y) { return x * y; }},
    {"sin-x1", "sin x₁", &S::sin_x1, false, [](float x, float) { return Sin::f(x); }},
    {"sin-x2", "sin x₂", &S::sin_x2, true, [](float, float y) { return Sin::f(y); }},
    {"cos-x1", "cos x₁", &S::cos_x1, false, [](float x, float) { return Cos::f(x); }},
    {"cos-x2", "cos x₂", &S::cos_x2, true, [](float, float y) { return Cos::f(y); }},
};

}  // namespace

const std::span<const PlaygroundFeature> playground_features = table;

std::string check_feature(std::string_view text) { return text.empty() ? std::string() : check_expression(text); }

PlaygroundInputs::PlaygroundInputs(const PlaygroundSetup& setup, std::span<const float> raw, int columns, std::span<const std::string> column_names)
    : columns_(columns) {
    if (columns <= 2) {
        for (const PlaygroundFeature& f : table)
            if (setup.*f.on && (columns == 2 || !f.is_planar)) chosen_.push_back(&f);
        typed_ = !setup.feature.empty() && check_feature(setup.feature).empty();
        fell_back_ = chosen_.empty() && !typed_;
        if (fell_back_) chosen_.push_back(table);
        if (typed_) expression_ = parse_expression(setup.feature).expression;
        for (const PlaygroundFeature* f : chosen_) names_.emplace_back(f->label), keys_.emplace_back(f->key);
        if (typed_) names_.push_back(setup.feature), keys_.emplace_back("feature");
    } else {
        names_.assign(column_names.begin(), column_names.end());
        for (int i = count(); i < columns; ++i) names_.push_back("x" + std::to_string(i + 1));
    }
    const auto x = plain(raw, &undefined_);
    if (!setup.standardize) return;
    scaler_.emplace_back(preprocessing::Standardize{});
    scaler_[0].fit(x, count());
}

std::vector<float> PlaygroundInputs::plain(std::span<const float> raw, int* undefined) const {
    if (columns_ > 2) return {raw.begin(), raw.end()};
    const auto step = static_cast<std::size_t>(columns_);
    std::vector<float> x;
    x.reserve(raw.size() / step * names_.size());
    for (std::size_t i = 0; i < raw.size(); i += step) {
        const float a = raw[i], b = columns_ == 2 ? raw[i + 1] : 0.f;
        for (const PlaygroundFeature* f : chosen_) x.push_back(f->of(a, b));
        if (!typed_) continue;
        const float value = expression_.evaluate(a, b);
        const bool is_number = std::isfinite(value);
        if (!is_number && undefined) ++*undefined;
        x.push_back(is_number ? std::clamp(value, -1e6f, 1e6f) : 0.f);
    }
    return x;
}

std::vector<float> PlaygroundInputs::operator()(std::span<const float> raw) const {
    auto x = plain(raw, nullptr);
    return scaler_.empty() ? x : scaler_[0].transform(x);
}

}  // namespace nn
