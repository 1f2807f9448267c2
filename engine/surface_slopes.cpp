// Heights and slopes of the surfaces. Built for speed: walks are made of them.
#include "engine/surfaces.hpp"

namespace nn {
namespace {

struct Row {
    float (*value)(float x, float y, const Shape<float>&);
    Slope (*slope)(float x, float y, const Shape<Slope>&);  ///< plain numbers in: a third faster than dual ones
};

template <class S>
Slope slope_of(float x, float y, const Shape<Slope>& shape) {
    return S::template f<Slope>(variable_x<Slope>(x), variable_y<Slope>(y), shape);
}

template <class... S>
constexpr std::array<Row, sizeof...(S)> rows_of(SurfaceList<S...>) {
    return {Row{S::template f<float>, slope_of<S>}...};
}
constexpr auto rows = rows_of(Surfaces{});

}  // namespace

float Landscape::value(float x, float y) const {
    const Point p = turn_.back({x, y});
    return rows[index()].value(p.x, p.y, dials<float>());
}

Slope Landscape::slope(float x, float y) const {
    const Point p = turn_.back({x, y});
    const Slope f = rows[index()].slope(p.x, p.y, dials<Slope>());
    const Point g = turn_.there({f.dx, f.dy});
    return {f.value, g.x, g.y};
}

}  // namespace nn
