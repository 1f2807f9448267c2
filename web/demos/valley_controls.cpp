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
    std::vector<Action> all{{"rotate", turned ? "Rotate back by 45°" : "Rotate by 45°", "Turns valley and start together, so that only the axes change.", "theta"}};
    MapPanel::offer_zoom(all);
    ReliefPanel::offer_turn(all);
    return all;
}

int ValleySession::act(std::string_view key) {
    map_.act(key);
    relief_.act(key);
    if (key != "rotate") return -1;
    setup_.rotate(setup_.theta > 44.9 ? -45 : 45);
    changed("theta");
    return -1;
}

void ValleySession::draw_controls(Stage& s, Column& column, const Access& access) {
    draw_dials(s, column, access);
    if (access.shows("racers")) {
        draw_racers(s, column, access);
        racers_.draw_settings(s, column, access, setup_.racers, more_);
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
        action_button(s, column.next(s.theme->control(), s.px(12)), "rotate", rotate.label);
    }
    if (more_) {
        ParamsUi advanced(s, column, dials, "", true);
        nn::visit_params(setup_, advanced);
    }
}

void ValleySession::draw_racers(Stage& s, Column& column, const Access& access) {
    using Look = RacersPanel::Row::Look;
    std::vector<RacersPanel::Row> rows;
    for (const nn::Trace& trace : race_.racers()) {
        // On a surface without a floor to arrive at means nothing.
        const bool arrived = trace.reached() >= 0 && race_.floor();
        if (trace.diverged_at() >= 0 && !arrived)
            rows.push_back({"⚠ " + format(text("diverges at %d"), trace.diverged_at()), Look::warn, format("⚠ %d", trace.diverged_at())});
        else if (arrived)
            rows.push_back({std::to_string(trace.reached()), trace.reached() <= s.step ? Look::strong : Look::plain});
        else
            rows.push_back({race_.floor() ? format("> %d", nn::ValleyRace::longest) : "–", Look::quiet});
    }
    racers_.draw_list(s, column, access, setup_.racers, format(text("steps to reach %s"), number(setup_.target).c_str()), rows, [this] { return setup_.suggestion(); }, more_);
}

void ValleySession::draw_stability(Stage& s, Column& column) const {
    const Theme& theme = *s.theme;
    const int i = racers_.active();
    const nn::Trace& trace = racer(i);
    const double lambda = race_.bend(i, s.step).lambda_max(), lr = nn::learning_rate(trace.optimizer());
    s.draw->AddLine({column.area.x, column.area.y + column.used}, {column.area.right(), column.area.y + column.used}, theme.line);
    column.used += s.px(8);
    const Rect row = column.next(s.px(42), s.px(4));
    const float third = row.w / 3;
    const auto figure = [&](int k, const char* what, const std::string& value) {
        const float x = row.x + third * static_cast<float>(k);
        draw_text(*s.draw, s.fonts->tick, {x, row.y + s.px(9)}, 0, theme.quiet, fitted(s.fonts->tick, what, third - s.px(6)));
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
