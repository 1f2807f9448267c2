// What pictures of surfaces are made of: curvature, the formula as data, the shader.
#include "engine/surfaces.hpp"

namespace nn {
namespace {

struct Row {
    Bend (*bend)(Bend x, Bend y, const Shape<Bend>&);
    Expr (*expression)(Expr x, Expr y, const Shape<Expr>&);
};

template <class... S>
constexpr std::array<Row, sizeof...(S)> rows_of(SurfaceList<S...>) {
    return {Row{S::template f<Bend>, S::template f<Expr>}...};
}
constexpr auto rows = rows_of(Surfaces{});

}  // namespace

Bend Landscape::bend(float x, float y) const {
    const Point p = turn_.back({x, y});
    const Bend f = rows[index()].bend(variable_x<Bend>(p.x), variable_y<Bend>(p.y), dials<Bend>());
    const Point g = turn_.there({f.dx, f.dy});
    const Point row_x = turn_.there({f.dxx, f.dxy}), row_y = turn_.there({f.dxy, f.dyy});
    const Point column_x = turn_.there({row_x.x, row_y.x}), column_y = turn_.there({row_x.y, row_y.y});
    return {f.value, g.x, g.y, column_x.x, column_x.y, column_y.y};
}

Expr Landscape::expression() const { return rows[index()].expression(Expr::x(), Expr::y(), {Expr::kappa(), &typed_}); }

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
