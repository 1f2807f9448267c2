#include <cmath>

#include "engine/stability.hpp"
#include "web/demos/valley.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

/// Whether the rule crosses the floor of a quadratic valley of curvature lambda, instead of creeping down its wall: its
/// characteristic polynomial has no positive real root to settle by.
bool oscillates(const nn::Optimizer& optimizer, double lambda) {
    if (const auto* sgd = std::get_if<nn::Sgd>(&optimizer)) return sgd->lr * lambda > 1;
    if (const auto* heavy = std::get_if<nn::Momentum>(&optimizer)) return heavy->lr * (1 - heavy->dampening) * lambda > std::pow(1 - std::sqrt(heavy->momentum), 2);
    if (const auto* look = std::get_if<nn::Nesterov>(&optimizer)) {
        const double a = look->lr * lambda, b = look->momentum, trace = 1 + b - a * (1 + b);
        return trace * trace < 4 * b * (1 - a) || trace < 0;
    }
    return false;
}

} // namespace

std::vector<Action> ValleySession::actions() const {
    const bool turned = std::abs(setup_.theta) > 44.9;
    return {{"rotate", turned ? "Rotate back by 45°" : "Rotate by 45°", "Turns valley and start together, so that only the axes change.", "theta"}};
}

int ValleySession::act(std::string_view key) {
    if (key != "rotate") return -1;
    setup_.rotate(setup_.theta > 44.9 ? -45 : 45);
    changed("theta");
    return -1;
}

void ValleySession::draw_controls(Stage& s, Column& column, const Access& access) {
    draw_dials(s, column, access);
    if (access.shows("racers")) {
        draw_racers(s, column, access);
        draw_settings(s, column, access);
    }
    draw_stability(s, column);
}

void ValleySession::draw_dials(Stage& s, Column& column, const Access& access) {
    // The speed has its place in the transport.
    Access dials = access;
    dials.hidden.insert("speed");
    ParamsUi ui(s, column, dials, "", false);
    nn::visit_params(setup_, ui);
    if (access.shows("theta") && access.allows("theta")) {
        const Action rotate = actions().front();
        if (button(s, column.next(s.theme->control(), s.px(12)), "rotate", rotate.label)) s.action = rotate.key;
    }
    if (more_) {
        ParamsUi advanced(s, column, dials, "", true);
        nn::visit_params(setup_, advanced);
    }
}

void ValleySession::draw_racers(Stage& s, Column& column, const Access& access) {
    const Theme& theme = *s.theme;
    Rect head = column.next(s.px(24), s.px(2));
    label(s, head, text("Racers"), theme.text, s.fonts->strong);
    label(s, head, format(text("steps to reach %s"), number(setup_.target).c_str()), theme.quiet, s.fonts->tick, 1);
    for (int i = 0; i < size(); ++i) {
        const nn::Trace& trace = racer(i);
        const Rect row = column.next(s.touch ? s.px(44) : s.px(34), s.px(2));
        ImGui::PushID(i);
        const bool removable = size() > 1 && access.allows("racers");
        Rect rest = row;
        const Rect cross = rest.take_right(s.px(28));
        const Touch touched = touch(rest, "racer");
        if (touched.clicked) selected_ = i;
        if (touched.hovered) pointed_ = i;
        if (i == selected_ || touched.hovered)
            s.draw->AddRectFilled(row.min(), row.max(), faded(theme.accent, i == selected_ ? 0.10f : 0.06f), s.px(6));
        draw_marker(*s.draw, theme, {row.x + s.px(16), row.center().y}, i, s.px(6), false);
        label(s, {row.x + s.px(32), row.y, row.w, row.h}, name(i), theme.text, s.fonts->text);
        // On a surface without a floor to arrive at means nothing.
        const bool arrived = trace.reached() >= 0 && race_.floor();
        if (trace.diverged_at() >= 0 && !arrived) {
            std::string words = "⚠ " + format(text("diverges at %d"), trace.diverged_at());
            const float free = rest.w - s.px(40) - text_size(s.fonts->text, name(i)).x;
            if (text_size(s.fonts->text, words).x > free) words = format("⚠ %d", trace.diverged_at());
            label(s, rest, words, theme.warn, s.fonts->text, 1);
        } else
            label(s, rest, arrived ? std::to_string(trace.reached()) : race_.floor() ? format("> %d", nn::ValleyRace::longest) : "–", arrived ? theme.text : theme.quiet,
                  arrived && trace.reached() <= s.step ? s.fonts->strong : s.fonts->text, 1);
        if (removable && (touched.hovered || i == selected_ || s.touch) && icon_button(s, cross, Icon::close, "remove", "Take this racer out.", ButtonLook::quiet)) {
            nn::Valley next = setup_;
            next.racers.erase(next.racers.begin() + i);
            s.change("racers", nn::get_param(nn::params_of(next), "racers"));
            if (selected_ >= i && selected_ > 0) --selected_;
        }
        ImGui::PopID();
    }
    Rect row = column.next(s.touch ? s.px(44) : s.px(34), s.px(8));
    const Rect left = row.take_left(row.w / 2);
    if (size() < 8 && access.allows("racers") && button(s, left, "add", "+ Add a racer", ButtonLook::quiet)) {
        nn::Valley next = setup_;
        next.racers.push_back(setup_.suggestion());
        s.change("racers", nn::get_param(nn::params_of(next), "racers"));
        selected_ = size();
    }
    if (button(s, row, "more", more_ ? "Fewer settings" : "More settings", ButtonLook::quiet)) more_ = !more_;
}

void ValleySession::draw_settings(Stage& s, Column& column, const Access& access) {
    const std::string prefix = "racers." + std::to_string(selected_);
    nn::Optimizer& optimizer = setup_.racers[static_cast<std::size_t>(selected_)];
    s.draw->AddLine({column.area.x, column.area.y + column.used}, {column.area.right(), column.area.y + column.used}, s.theme->line);
    column.used += s.px(12);
    if (access.allows("racers")) {
        const auto options = nn::VariantAlternative(optimizer).options();
        const int picked = select(s, column.next(s.theme->control(), s.px(8)), "optimizer", options, static_cast<int>(optimizer.index()));
        if (picked >= 0) s.change(prefix, std::string(options[static_cast<std::size_t>(picked)].key));
    }
    std::visit(
        [&](auto& setup) {
            ParamsUi ui(s, column, access, prefix + ".", false);
            nn::visit_params(setup, ui);
            if (more_) {
                ParamsUi rest(s, column, access, prefix + ".", true);
                nn::visit_params(setup, rest);
            }
        },
        optimizer);
}

void ValleySession::draw_stability(Stage& s, Column& column) const {
    const Theme& theme = *s.theme;
    const int i = active();
    const nn::Trace& trace = racer(i);
    const double lambda = race_.bend(i, s.step).lambda_max(), lr = nn::learning_rate(trace.optimizer());
    s.draw->AddLine({column.area.x, column.area.y + column.used}, {column.area.right(), column.area.y + column.used}, theme.line);
    column.used += s.px(8);
    const Rect row = column.next(s.px(42), s.px(4));
    const float third = row.w / 3;
    const auto figure = [&](int k, const char* what, const std::string& value) {
        const float x = row.x + third * static_cast<float>(k);
        draw_text(*s.draw, s.fonts->tick, {x, row.y + s.px(9)}, 0, theme.quiet, what);
        draw_text(*s.draw, s.fonts->strong, {x, row.y + s.px(31)}, 0, theme.text, value);
    };
    figure(0, text("Steepest λ"), std::isfinite(lambda) ? number(lambda) : "–");
    figure(1, text("Limit 2/λ"), lambda > 0 ? number(2 / lambda) : "–");
    figure(2, text("Learning rate"), number(lr));

    const double limit = lambda > 0 ? nn::stable_product(trace.optimizer()) / lambda : 0;
    std::string words;
    bool warn = false;
    if (trace.diverged_at() >= 0) {
        warn = true;
        words = "⚠ " + format(text("It diverges at step %d."), trace.diverged_at());
    } else if (!std::isfinite(lambda)) {
        words = text("The surface has no height here.");
    } else if (limit <= 0) {
        words = lambda > 0 ? text("It scales its own steps: no such limit.") : text("The surface curves down here: no limit.");
    } else if (lr > limit) {
        warn = true;
        words = "⚠ " + format(text("Above its limit of %s here: it overshoots."), number(limit).c_str());
    } else {
        words = format(text(oscillates(trace.optimizer(), lambda) ? "%.0f %% of its limit %s: it swings across." : "%.0f %% of its limit %s: it does not swing."), 100 * lr / limit, number(limit).c_str());
    }
    column.used += paragraph(s, {column.area.x, column.area.y + column.used, column.area.w, 0}, words, warn ? theme.warn : theme.quiet, s.fonts->tick);
}

} // namespace web
