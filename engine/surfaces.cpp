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

float Landscape::value(float x, float y) const {
    const Point p = turn_.back({x, y});
    return surface_->value(p.x, p.y, dials<float>());
}

Slope Landscape::slope(float x, float y) const {
    const Point p = turn_.back({x, y});
    const Slope f = surface_->slope(p.x, p.y, dials<Slope>());
    const Point g = turn_.there({f.dx, f.dy});
    return {f.value, g.x, g.y};
}

Bend Landscape::bend(float x, float y) const {
    const Point p = turn_.back({x, y});
    const Bend f = surface_->bend(variable_x<Bend>(p.x), variable_y<Bend>(p.y), dials<Bend>());
    const Point g = turn_.there({f.dx, f.dy});
    const Point row_x = turn_.there({f.dxx, f.dxy}), row_y = turn_.there({f.dxy, f.dyy});
    const Point column_x = turn_.there({row_x.x, row_y.x}), column_y = turn_.there({row_x.y, row_y.y});
    return {f.value, g.x, g.y, column_x.x, column_x.y, column_y.y};
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

Expr Landscape::expression() const { return surface_->expression(Expr::x(), Expr::y(), {Expr::kappa(), &typed_}); }

std::string Landscape::glsl() const {
    const Expr::Glsl f = expression().glsl();
    return f.helpers +
           "float surface(vec2 p) {\n"
           "    float x = u_shape.y * p.x + u_shape.z * p.y;\n"
           "    float y = u_shape.y * p.y - u_shape.z * p.x;\n"
           "    return " +
           f.body +
           ";\n"
           "}\n";
}

}  // namespace nn
