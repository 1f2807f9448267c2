#include "engine/lessons/speed.hpp"
#include "web/app.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

bool App::offers_sharing() const {
    const bool alone = chrome() == Chrome::minimal || (chrome() == Chrome::compact && is_narrow());
    return alone && !access_.hidden.contains(share_action);
}

/// Reset, back, play, step, speed, and the scrub bar along the whole run.
void App::draw_transport(Stage& stage, Rect area) {
    const Theme& theme = *stage.theme;
    stage.draw->AddLine(area.min(), {area.right(), area.y}, theme.line);
    area.x += stage.px(12), area.w -= stage.px(24), area.y += stage.px(8);
    const float size = stage.px(44), gap = stage.px(4);
    Rect row = area.take_top(size);

    const auto next = [&](std::string_view key) {
        const Rect r = row.take_left(size);
        row.take_left(gap);
        stage.mark(key, r);
        return r;
    };
    if (icon_button(stage, next("reset"), Icon::reset, "reset", "Back to the start.", ButtonLook::quiet)) stage.seek = 0;
    if (icon_button(stage, next("back"), Icon::back, "back", "One step back.", ButtonLook::quiet)) stage.seek = std::max(step_ - 1, 0);
    const Rect middle = next("play");
    if (icon_button(stage, middle, playing_ ? Icon::pause : Icon::play, "play", playing_ ? "Pause." : "Play.", ButtonLook::primary)) play(!playing_);
    if (icon_button(stage, next("step"), Icon::step, "step", "One step on.", ButtonLook::quiet)) stage.seek = step_ + 1;
    row.take_left(gap);
    // The speed is a parameter like any other; only its place is here.
    float widest = stage.px(124);
    for (const nn::Speed& speed : session_->speeds()) widest = std::max(widest, text_size(stage.fonts->text, text(speed.label)).x + stage.px(42));
    const Rect box = row.take_left(std::min(widest, row.w));
    stage.mark("speed", box);
    std::array<nn::Option, 12> names{};
    const auto speeds = session_->speeds();
    for (std::size_t i = 0; i < speeds.size(); ++i) names[i] = {speeds[i].key, speeds[i].label};
    const int picked = select(stage, {box.x, row.center().y - stage.theme->control() / 2, box.w, stage.theme->control()}, "speed", std::span(names).first(speeds.size()), session_->speed());
    if (picked >= 0) stage.change("speed", std::string(speeds[static_cast<std::size_t>(picked)].key));
    row.take_left(stage.px(16));

    const int horizon = std::max(session_->horizon(), step_);
    const std::string count = format("%d", step_);
    const std::string total = format(" / %d", horizon);
    const float number_width = std::max(text_size(stage.fonts->number, "00000").x, text_size(stage.fonts->number, count).x);
    const float total_width = text_size(stage.fonts->text, total).x;
    Rect bar = stage.narrow ? area.take_top(size) : row;
    if (offers_sharing() && icon_button(stage, bar.take_right(size), Icon::share, share_action, "Share this run.", ButtonLook::quiet)) stage.action = share_action;
    const Rect numbers = bar.take_right(number_width + total_width);
    bar.take_right(stage.px(12));
    draw_text(*stage.draw, stage.fonts->number, {numbers.x + number_width, numbers.center().y}, 1, theme.text, count);
    draw_text(*stage.draw, stage.fonts->text, {numbers.x + number_width, numbers.center().y}, 0, theme.quiet, total);

    const float x0 = bar.x + stage.px(8), x1 = bar.right() - stage.px(8), y = bar.center().y;
    stage.mark("position", bar);
    const Touch held = touch(bar, "scrub", "Drag to any step of the run.");
    if (held.held)
        stage.seek = static_cast<int>(std::clamp((ImGui::GetIO().MousePos.x - x0) / (x1 - x0), 0.0f, 1.0f) * static_cast<float>(horizon) + 0.5f);
    const float knob = x0 + (x1 - x0) * static_cast<float>(step_) / static_cast<float>(std::max(horizon, 1));
    stage.draw->AddLine({x0, y}, {x1, y}, mixed(theme.line, theme.quiet, 0.35f), stage.px(4));
    stage.draw->AddLine({x0, y}, {knob, y}, theme.accent, stage.px(4));
    stage.draw->AddCircleFilled({knob, y}, stage.px(9) + (held.held ? stage.px(2) : 0), theme.accent);
    stage.grabs.push_back({knob - stage.px(22), bar.y, stage.px(44), bar.h});
}

} // namespace web
