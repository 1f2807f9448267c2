#include "engine/curves.hpp"

namespace nn {

Curve::Curve(int curve, std::string_view formula) : row_(&curves[static_cast<std::size_t>(curve)]) {
    if (!row_->is_typed) return;
    Parsed parsed = parse_expression(formula, Variables::x);
    typed_ = parsed.error.empty() ? std::move(parsed.expression)
                                  : parse_expression(default_formula, Variables::x).expression;
}

float Curve::value(float x) const { return row_->value(x, typed_); }
Slope Curve::slope(float x) const { return row_->slope(variable_x<Slope>(x), typed_); }
Bend Curve::bend(float x) const { return row_->bend(variable_x<Bend>(x), typed_); }

}  // namespace nn
