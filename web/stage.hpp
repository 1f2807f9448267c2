#pragma once
/// What a demo needs to draw one frame: the look, the pointer, and a way to change its own parameters.
#include <string>
#include <string_view>
#include <vector>

#include "engine/params.hpp"
#include "web/geometry.hpp"
#include "web/theme.hpp"

namespace web {

struct Access;
struct JobState;

/// How much stands around the picture; the page parameter `ui`.
enum class Chrome { full, compact, minimal, none };

/// A button of every demo that is the page's to do.
inline constexpr const char* share_action = "share";

/// A text field that the page shall put over the canvas.
struct EditRequest {
    std::string key, label, value;
    Rect rect;
    bool captioned = false; ///< its label stands nowhere else
};

struct Stage {
    const Theme* theme = nullptr;
    const Fonts* fonts = nullptr;
    ImDrawList* draw = nullptr;
    float pixel_ratio = 1;
    bool touch = false;          ///< the last pointer was a finger
    bool narrow = false;         ///< a phone: one column
    bool reduced_motion = false;
    int step = 0;                ///< where the run stands
    const Access* access = nullptr; ///< what may be changed here; nothing: all
    const JobState* job = nullptr;  ///< how far the demo's job is

    /// For what the picture itself offers to change: does the page want a parameter's control, and may it be used?
    bool shows(std::string_view key) const;
    bool allows(std::string_view key) const;
    bool offers(std::string_view key) const { return shows(key) && allows(key); }

    std::string_view focused; ///< key of the control whose twin in the page's form has the focus

    /// The control of `key` stands here: it, or the one that holds it, has a ring while its twin has the focus.
    void mark(std::string_view key, Rect r) {
        const bool holds = focused.starts_with(key) && (focused.size() == key.size() || focused[key.size()] == '.');
        if (!key.empty() && holds && key.size() >= ringed) ring = r, ringed = key.size();
    }

    // What drawing leaves behind for the app.
    Rect ring;                                                 ///< the focused control, if it is to be seen
    std::size_t ringed = 0;                                    ///< letters of its key; 0: none
    std::vector<Rect> grabs;                                   ///< a touch starting here drags something
    std::vector<Rect> zooms;                                   ///< two fingers here zoom this, not the page
    std::vector<Rect> readings;                                ///< a tap here reads something off, until the next one
    std::vector<std::pair<std::string, std::string>> changes;  ///< parameter path and new text
    std::vector<EditRequest> edits;
    std::string action;                                        ///< press this button of the demo
    int seek = -1;                                             ///< go to this step

    /// A notch of the wheel enlarges by this factor.
    static constexpr float wheel_zoom = 1 / 0.85f;
    /// Of the transport on a narrow stage, in two rows.
    static constexpr float transport_height = 104;

    float px(float css) const { return theme->px(css); }
    float target(float css) const { return theme->target(css); }
    void change(std::string key, std::string value) { changes.emplace_back(std::move(key), std::move(value)); }
    void change(std::string key, double value) { change(std::move(key), nn::format_number(value)); }
};

/// A number a person set by hand: three significant figures, so that links stay short.
double rounded(double value);

} // namespace web
