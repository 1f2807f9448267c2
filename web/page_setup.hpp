#pragma once
/// How the page presents a demo: the query before the `#`, declared like any other parameters.
#include <array>

#include "engine/params.hpp"

namespace web {

inline constexpr std::array<nn::Option, 4> chrome_names{{{"full", "Full"}, {"compact", "Compact"}, {"minimal", "Minimal"}, {"none", "None"}}};
inline constexpr std::array<nn::Option, 4> theme_names{{{"auto", "Auto"}, {"light", "Light"}, {"dark", "Dark"}, {"projector", "Projector"}}};
inline constexpr std::array<nn::Option, 2> autoplay_names{{{"off", "Off"}, {"visible", "When visible"}}};
inline constexpr std::array<nn::Option, 4> compute_names{{{"auto", "Auto"}, {"cpu", "CPU"}, {"workers", "Workers"}, {"webgpu", "WebGPU"}}};

struct PageSetup {
    int ui = 0, theme = 0, autoplay = 0, compute = 0;
    std::string hide, only, lock, lang;
    int at = -1;
    double scale = 1;

    static constexpr auto params() {
        return std::tuple{
            nn::choice("ui", &PageSetup::ui, chrome_names, "Surroundings", "How much stands around the picture."),
            nn::text("hide", &PageSetup::hide, 500, nullptr, "Hidden controls", "Keys of controls that do not show."),
            nn::text("only", &PageSetup::only, 500, nullptr, "Only these controls", "Keys of the only controls that show."),
            nn::text("lock", &PageSetup::lock, 500, nullptr, "Locked controls", "Keys of controls that show but cannot change."),
            nn::choice("theme", &PageSetup::theme, theme_names, "Theme", "Light, dark, or large type for a lecture hall."),
            nn::choice("autoplay", &PageSetup::autoplay, autoplay_names, "Autoplay", "Starts once the picture is on screen."),
            nn::integer("at", &PageSetup::at, -1, 1000000, nn::linear_scale, "Step", "Opens already advanced to this step; -1 is the demo's own."),
            nn::choice("compute", &PageSetup::compute, compute_names, "Compute", "Where batched jobs run."),
            nn::real("scale", &PageSetup::scale, 0.5, 4, nn::linear_scale, "Oversampling", "Device pixels for decks scaled by CSS."),
            nn::text("lang", &PageSetup::lang, 20, nullptr, "Language", "Code of a language table beside the page."),
        };
    }
};

} // namespace web
