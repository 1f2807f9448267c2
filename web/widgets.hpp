#pragma once
/// The few widgets there are, drawn by hand from the theme's tokens over ImGui's hit testing. Each takes the rectangle
/// that it fills. `id` tells widgets of one frame apart.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/params.hpp"
#include "web/stage.hpp"

namespace web {

/// Text with a translation; `id` in ImGui's sense is the English text.
void label(const Stage&, Rect, std::string_view text, ImU32 color, const ImFont* font, float align = 0);

/// Words that fill a width, broken at spaces. Returns the height they take.
float paragraph(const Stage&, Rect, std::string_view text, ImU32 color, const ImFont* font);

struct SliderResult {
    bool moved = false;  ///< `t` is new
    bool typed = false;  ///< the value was clicked: let it be typed
    Rect value;          ///< where the value stands
};
/// A thin track with a knob; label above left, value above right. `t` from 0 to 1. Takes the height `slider_height`.
float slider_height(const Stage&);
SliderResult slider(Stage&, Rect, const char* id, std::string_view label, std::string_view help, std::string_view value, float& t);

enum class ButtonLook { plain, primary, quiet };
bool button(Stage&, Rect, const char* id, std::string_view label, ButtonLook = ButtonLook::plain);

/// The button of an action: it presses it, and has the ring while its twin in the page's form has the focus.
bool action_button(Stage&, Rect, const char* key, std::string_view label, ButtonLook = ButtonLook::plain);

enum class Icon { play, pause, step, back, reset, plus, minus, close, fit, share };
bool icon_button(Stage&, Rect, Icon, const char* id, std::string_view tip, ButtonLook = ButtonLook::plain);

enum class ZoomPress { none, in, out, whole };
/// The buttons in a map's upper right corner.
ZoomPress zoom_buttons(Stage&, Rect map, std::string_view whole);

/// Up to four choices side by side. Returns the clicked one or -1.
int segmented(Stage&, Rect, const char* id, std::span<const nn::Option> options, int chosen);

/// A field that opens a list. Returns the picked one or -1.
int select(Stage&, Rect, const char* id, std::span<const nn::Option> options, int chosen);

/// A field whose text is typed over it. True: it was clicked.
bool field(Stage&, Rect, const char* id, std::string_view value);

/// A switch with its label. True: it was clicked.
bool check(Stage&, Rect, const char* id, std::string_view label, std::string_view help, bool on);

/// Invisible area that is hit-tested; a tip comes up after 400 ms.
struct Touch {
    bool clicked = false, hovered = false, held = false;
};
Touch touch(Rect, const char* id, std::string_view tip = {});

/// What can be pressed in the frame that was drawn last, and where.
struct Target {
    std::string id;
    Rect rect;
};
extern std::vector<Target> targets;

} // namespace web
