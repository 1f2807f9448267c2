#include <cmath>

#include "web/demos/descent.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

std::vector<Action> DescentSession::actions() const {
    std::vector<Action> all;
    MapPanel::offer_zoom(all);
    return all;
}

int DescentSession::act(std::string_view key) {
    map_.act(key);
    return -1;
}

void DescentSession::draw_controls(Stage& s, Column& column, const Access& access) {
    Access dials = access;
    dials.hidden.insert("speed");
    Access rate = dials;
    if (rate.shows("lr")) {
        rate.only = {"lr"};
        ParamsUi ui(s, column, rate, "", false);
        nn::visit_params(setup_, ui);
        if (const auto limit = run_.curve_limit()) {
            int chosen = -1;
            for (std::size_t i = 0; i < presets.size(); ++i)
                if (rounded(presets[i].share * *limit) == setup_.lr) chosen = static_cast<int>(i);
            static constexpr auto& names = nn::names_of<presets>;
            const int picked = segmented(s, column.next(s.theme->control(), s.px(14)), "presets", names, chosen);
            if (picked >= 0 && access.allows("lr")) s.change("lr", rounded(presets[static_cast<std::size_t>(picked)].share * *limit));
        }
    }
    draw_verdict(s, column, "On the curve", run_.on_curve().regime(), run_.curve_limit().value_or(NAN));
    draw_verdict(s, column, "On the surface", regime_on_surface(), limit_on_surface(s.step));
    dials.hidden.insert("lr");
    ParamsUi ui(s, column, dials, "", false);
    nn::visit_params(setup_, ui);
    if (more_) {
        ParamsUi rest(s, column, dials, "", true);
        nn::visit_params(setup_, rest);
    }
    if (button(s, column.next(s.target(32), s.px(8)), "more", more_ ? "Fewer settings" : "More settings", ButtonLook::quiet)) more_ = !more_;
}

void DescentSession::draw_verdict(Stage& s, Column& column, const char* what, nn::Regime regime, double limit) const {
    const Theme& theme = *s.theme;
    const Rect r = column.next(s.px(58), s.px(8));
    s.draw->AddRectFilled(r.min(), r.max(), mixed(theme.panel, theme.ground, 0.7f), s.px(8));
    s.draw->AddRect(r.min(), r.max(), theme.line, s.px(8));
    const bool bad = regime == nn::Regime::diverges;
    draw_text(*s.draw, s.fonts->tick, {r.x + s.px(12), r.y + s.px(17)}, 0, theme.quiet, text(what));
    draw_text(*s.draw, s.fonts->number, {r.x + s.px(12), r.y + s.px(40)}, 0, bad ? theme.warn : theme.text, (bad ? "⚠ " : "") + std::string(text(nn::label_of(regime))));
    draw_text(*s.draw, s.fonts->tick, {r.right() - s.px(12), r.y + s.px(17)}, 1, theme.quiet, text("limit 2/λ"));
    draw_text(*s.draw, s.fonts->number, {r.right() - s.px(12), r.y + s.px(40)}, 1, theme.text, std::isfinite(limit) ? number(limit) : "–");
}

} // namespace web
