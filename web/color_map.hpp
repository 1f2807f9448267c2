#pragma once
/// How heights become colours: one perceptually uniform map, darker is lower, logarithmic where the heights span decades.
#include <imgui.h>

#include <array>
#include <optional>

#include "engine/surfaces.hpp"

namespace web {

/// The map's stops, evenly spaced from low to high, as 0xRRGGBB. The shader reads the same table through a texture.
inline constexpr std::array<unsigned, 13> color_stops{0x0B0405, 0x231A27, 0x37305B, 0x3E4980, 0x38658F, 0x357F99, 0x359AA2,
                                                      0x3FB3A9, 0x60CAA9, 0x92DAB0, 0xBBE7C7, 0xDAF2DE, 0xEFF9F0};
ImU32 color_at(float t);

/// Height to place in the map, 0 lowest to 1 highest.
struct Tone {
    bool log = false;
    float floor = 0;          ///< heights count from here when logarithmic
    float low = 0, high = 1;  ///< heights above the floor (log) or heights (linear) at the ends of the map
    float line_spacing = 1;   ///< between contour lines: decades when logarithmic, else units of height

    float operator()(float height) const;
    /// a and b of t = a + b * (log2(height - floor) or height): what the shader computes.
    std::array<float, 2> coefficients() const;
    /// Contour coordinate: lines are where it is whole, labels where it is a multiple of five.
    float contour(float height) const;
    float height_of_contour(float level) const;
};

/// A tone that suits the heights over `box`. `floor`: the lowest height there is, if there is one.
Tone tone_of(const nn::Landscape&, const nn::Box& box, std::optional<float> floor);

/// The smallest of 1, 2, 5 times a power of ten that is at least `x`.
double nice_at_least(double x);

} // namespace web
