#include "engine/surfaces.hpp"

#include <cmath>
#include <numbers>

namespace nn {

Turn::Turn(double degrees) {
    const double rest = std::fmod(degrees, 360.0), quarters = rest / 90;
    if (quarters == std::trunc(quarters)) {
        const int q = (static_cast<int>(quarters) + 4) % 4;
        constexpr float cosines[] = {1, 0, -1, 0}, sines[] = {0, 1, 0, -1};
        cosine = cosines[q];
        sine = sines[q];
    } else {
        const double radians = rest * std::numbers::pi / 180;
        cosine = static_cast<float>(std::cos(radians));
        sine = static_cast<float>(std::sin(radians));
    }
}

Landscape::Landscape(int surface, double kappa, double theta_degrees, std::string_view formula)
    : surface_(&surfaces[static_cast<std::size_t>(surface)]), kappa_(static_cast<float>(kappa)), turn_(theta_degrees) {
    if (!surface_->is_typed) return;
    Parsed parsed = parse_expression(formula);
    typed_ = parsed.error.empty() ? std::move(parsed.expression) : parse_expression(default_formula).expression;
}

std::vector<Minimum> Landscape::minima() const {
    std::vector<Minimum> turned(surface_->minima.begin(), surface_->minima.end());
    for (Minimum& m : turned) {
        const Point p = turn_.there({m.x, m.y});
        m.x = p.x;
        m.y = p.y;
    }
    return turned;
}

Box Landscape::box() const {
    const Box b = surface_->box;
    const Point middle = turn_.there({(b.x_min + b.x_max) / 2, (b.y_min + b.y_max) / 2});
    const float half_x = (b.x_max - b.x_min) / 2, half_y = (b.y_max - b.y_min) / 2;
    const float across = std::hypot(turn_.cosine * half_x, turn_.sine * half_y);
    const float up = std::hypot(turn_.sine * half_x, turn_.cosine * half_y);
    return {middle.x - across, middle.x + across, middle.y - up, middle.y + up};
}

Point Landscape::start() const { return turn_.there(surface_->start); }

}  // namespace nn
