// All features as words to press, whether they are in or not, below the diagram.
#include "web/demos/playground.hpp"
#include "web/marks.hpp"
#include "web/params_ui.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

/// In as many rows as they need, from (0, 0) down.
std::vector<PlaygroundSession::Chip> PlaygroundSession::chips(const Stage& s, float width) const {
    std::vector<Chip> all;
    const float height = s.target(28), gap = s.px(6);
    float x = 0, y = 0;
    const auto add = [&](std::string_view key, std::string label, bool on) {
        if (!s.shows(key)) return;
        const float w = std::max(text_size(s.fonts->tick, label).x + s.px(16), height);
        if (x > 0 && x + w > width) x = 0, y += height + gap;
        all.push_back({key, std::move(label), on, {x, y, w, height}});
        x += w + gap;
    };
    if (run_->inputs().keys().empty()) return all;
    for (const nn::PlaygroundFeature& f : nn::playground_features)
        if (!f.is_planar || run_->inputs().columns() == 2) add(f.key, std::string(f.label), now_.*f.on);
    add("feature", now_.feature.empty() ? std::string("f(x, y)") : fitted(s.fonts->tick, now_.feature, s.px(120)), !now_.feature.empty());
    return all;
}

void PlaygroundSession::draw_chips(Stage& s, Rect r) {
    const Theme& theme = *s.theme;
    for (const Chip& chip : chips(s, r.w)) {
        const Rect at{r.x + chip.at.x, r.y + chip.at.y, chip.at.w, chip.at.h};
        const bool is_typed = chip.key == "feature";
        guarded(s, at, chip.key, s.allows(chip.key), theme.ground, [&] {
            const char* const tip = is_typed  ? "Click to type a feature of your own, such as sqrt(x^2 + y^2)."
                                    : chip.on ? "Click to take this feature out."
                                              : "Click to give the network this feature, too.";
            const Touch over = touch(at, chip.key.data(), text(tip));
            s.draw->AddRectFilled(at.min(), at.max(), chip.on ? mixed(theme.panel, theme.accent, 0.16f) : theme.panel, at.h / 2);
            s.draw->AddRect(at.min(), at.max(), chip.on || over.hovered ? theme.accent : theme.line, at.h / 2);
            draw_text(*s.draw, s.fonts->tick, at.center(), 0.5f, chip.on ? theme.text : theme.quiet, chip.label);
            if (!over.clicked) return;
            if (is_typed)
                s.edits.push_back({"feature", text("A feature of x and y, such as sqrt(x^2 + y^2)"), now_.feature, {at.x, at.y - s.px(4), s.px(220), s.px(36)}, true});
            else
                s.change(std::string(chip.key), std::string(chip.on ? "false" : "true"));
        });
    }
}

} // namespace web
