#pragma once
/// Job `loss-grid`: the loss on a plane through parameter space (H. Li et al., "Visualizing the loss landscape of neural
/// nets", 2018, arXiv:1712.09913). Planes are made in loss_plane.hpp.
#include <memory>
#include <span>
#include <vector>

#include "engine/jobs/jobs.hpp"
#include "engine/network.hpp"

namespace nn {

/// Pixels at w + a * first + b * second. The middles of the outer pixels lie half a pixel inside of the picture's edges.
struct LossGrid {
    int width = 64, height = 64;
    double a = 0, b = 0;            ///< of the picture's middle
    double half_a = 1, half_b = 1;  ///< from there to its edges
    static constexpr auto params() {
        using S = LossGrid;
        constexpr auto middle = [](std::string_view key, double S::*m, std::string_view label) { return real(key, m, -1e6, 1e6, linear_scale, label, "Of the picture's middle, in lengths of the direction."); };
        constexpr auto half = [](std::string_view key, double S::*m, std::string_view label) { return real(key, m, 1e-9, 1e6, log_scale, label, "From the picture's middle to its edge, in lengths of the direction."); };
        return std::tuple{integer("width", &S::width, 1, 4096, log_scale, "Width", "Pixels in a row."),
                          integer("height", &S::height, 1, 4096, log_scale, "Height", "Rows of pixels."),
                          middle("a", &S::a, "Along the first"), middle("b", &S::b, "Along the second"),
                          half("half-a", &S::half_a, "Half the width"), half("half-b", &S::half_b, "Half the height")};
    }
};

/// Settings: the network's with its loss and reduction (NetworkSetup), and the picture's (LossGrid). Arrays: parameters w,
/// followed by the state of batch norms; first; second; x (samples, inputs); y; weight, or empty. One channel: the loss as
/// outside of training, reduction included; row 0 has the lowest b.
std::unique_ptr<Job> make_loss_grid(std::string_view settings, Arrays arrays);

/// The whole picture at once, for a and b at `size` even steps from -span to span: (size, size). Of `samples` all rows count.
/// Throws std::invalid_argument where something does not fit.
std::vector<float> loss_grid(const Network& network, const Samples& samples, std::span<const float> first,
                             std::span<const float> second, int size, double span);

}  // namespace nn
