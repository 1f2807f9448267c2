#pragma once
/// The visual language as numbers: colours, type, distances. Everything drawn takes its look from here.
#include <imgui.h>

#include <algorithm>
#include <array>

namespace web {

/// Lengths are CSS pixels, multiplied by `scale` (1.4 on a projector).
struct Theme {
    bool dark = false;
    float scale = 1;
    bool fingers = false; ///< there is a touch screen: whatever is pressed has 44 px
    ImU32 ground, panel, text, quiet, line, accent, warn;
    ImU32 edge;      ///< the outline of what can be pressed or typed into: 3 : 1 against its ground
    ImU32 on_accent; ///< text on an accent ground
    std::array<ImU32, 8> series;
    ImU32 class_a, class_b; ///< points of two classes; signed maps go from one to the other through the ground

    /// Points of class `label`; the same however many classes there are.
    ImU32 of_class(int label) const {
        const ImU32 all[] = {class_a, class_b, series[2], series[3], series[1], series[5], series[6]};
        return all[static_cast<unsigned>(label) % 7];
    }

    float px(float css) const { return css * scale; }
    /// The side of what can be pressed: `css` pixels under a mouse, but never too small for a finger (WCAG 2.2, 2.5.5).
    float target(float css) const { return px(fingers ? std::max(css, 44.0f) : css); }
    float control() const { return target(36); }
};

/// `fingers`: for a touch screen.
Theme make_theme(bool dark, bool projector, bool fingers = false);

/// The same colour, less opaque.
ImU32 faded(ImU32 color, float opacity);
/// Between two colours, 0 is `a`.
ImU32 mixed(ImU32 a, ImU32 b, float t);

/// Sets ImGui's and ImPlot's style from the theme.
void apply(const Theme&);

/// Inter in four cuts. Rasterised for the device's pixels.
struct Fonts {
    ImFont* text = nullptr;   ///< 16 px
    ImFont* strong = nullptr; ///< 16 px, semibold
    ImFont* number = nullptr; ///< 20 px, semibold: the number that matters
    ImFont* tick = nullptr;   ///< 13 px
};

/// Fills the font atlas. `pixel_ratio`: device pixels in a CSS pixel.
Fonts load_fonts(const Theme&, float pixel_ratio);

} // namespace web
