#pragma once
/// The settings of a landscape: which surface, how narrow, how turned.
#include <string>

#include "engine/surfaces.hpp"

namespace nn {

struct SurfaceSetup {
    int surface = index_of(surfaces, "quadratic");
    std::string f = "x^2 + 10*y^2 + sin(3*x)";
    double kappa = 1000, theta = 0;

    bool has_kappa() const { return surfaces[static_cast<std::size_t>(surface)].uses_kappa; }
    bool is_typed() const { return surfaces[static_cast<std::size_t>(surface)].is_typed; }

    static constexpr auto params() {
        return std::tuple{
            choice("surface", &SurfaceSetup::surface, names_of<surfaces>, "Surface", "The height that every racer tries to bring down."),
            text("f", &SurfaceSetup::f, 200, check_expression, "f(x, y)", "Your own surface, in x and y, such as x^2 + 10*y^2 + sin(3*x).")
                .only_if(&SurfaceSetup::is_typed),
            real("kappa", &SurfaceSetup::kappa, 1, 1e4, log_scale, "Condition number κ",
                 "Steepest over flattest curvature: the larger, the narrower the valley and the longer plain descent takes.")
                .only_if(&SurfaceSetup::has_kappa),
            real("theta", &SurfaceSetup::theta, -180, 180, linear_scale, "Rotation θ",
                 "Turns the valley under the start point: optimizers with one rate per axis lose their advantage at 45°.")
                .unit("°"),
        };
    }
};

}  // namespace nn
