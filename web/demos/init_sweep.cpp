// The sweep of LSUV as a picture: while it is shown, a row's cells fill from left to right with what its layers add up.
#include <cmath>

#include "web/demos/init.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"

namespace web {

void InitSession::go_on_with_sweep(const Stage& s) {
    constexpr double rest = 0.8; ///< seconds to look at what came out
    still_ = s.reduced_motion;
    if (still_) sweep_seconds_ = -1;
    if (sweep_seconds_ < 0 || !run_->signals_done()) return;
    sweep_seconds_ += std::min(double(ImGui::GetIO().DeltaTime), 0.1);
    bool on = false;
    for (int i = 0; i < networks; ++i) on |= is_fitted(i) && nn::sweep_at(run_->signal(i), sweep_seconds_ - rest).layer < setup_.depth;
    if (!on) sweep_seconds_ = -1;
}

std::optional<nn::SweepMoment> InitSession::sweep(int network) const {
    if (sweep_seconds_ < 0 || !is_fitted(network) || !run_->signals_done()) return {};
    return nn::sweep_at(run_->signal(network), sweep_seconds_);
}

void InitSession::draw_sweep_words(Stage& s, ImVec2 at, int network, const nn::SweepMoment& moment) {
    const Theme& theme = *s.theme;
    const auto line = [&](const std::string& words, ImU32 color) {
        draw_text(*s.draw, s.fonts->tick, at, 0, color, words);
        at.y += s.px(19);
    };
    if (moment.layer == setup_.depth) return line(format(text("%d layers fitted"), setup_.depth), theme.text);
    const nn::LsuvLayer& fitted = *run_->signal(network).layers()[static_cast<std::size_t>(moment.layer)].fitted;
    line(format(text("layer %d of %d"), moment.layer + 1, setup_.depth), theme.text);
    line(moment.pass == 0 ? text("measured") : format(text("pass %d of %d"), moment.pass, fitted.tries), theme.quiet);
    line(moment.pass == 0 ? format("σ = %s", number(fitted.before).c_str()) : format(text("W ÷ %s"), number(fitted.before).c_str()), theme.quiet);
}

/// A cell stands for the layers after the last cell's up to its own: it shows each as the sweep comes to it.
void InitSession::draw_swept(Stage& s, Rect r, int network, int layer, int layer_before, const nn::SweepMoment& moment) {
    const Theme& theme = *s.theme;
    const bool now = moment.layer > layer_before && moment.layer <= layer, waits = moment.layer <= layer_before;
    s.draw->AddRectFilled(r.min(), r.max(), theme.panel, s.px(6));
    s.draw->AddRect(r.min(), r.max(), now ? theme.accent : theme.line, s.px(6), 0, s.px(now ? 2 : 1));
    if (waits) return;
    const nn::InitSignal::Layer& l = run_->signal(network).layers()[static_cast<std::size_t>(now ? moment.layer : layer)];
    const double deviation = now ? nn::deviation_at(*l.fitted, moment) : l.fitted->after;
    Rect bars = r.inset(s.px(6));
    Rect caption = bars.take_top(s.px(20));
    draw_text(*s.draw, s.narrow ? s.fonts->tick : s.fonts->strong, {caption.x, caption.center().y}, 0, theme.text, number(deviation));
    if (now && !s.narrow) draw_text(*s.draw, s.fonts->tick, {caption.right(), caption.center().y}, 1, theme.accent, format(text("layer %d"), moment.layer + 1));
    // The bars are of the orthonormal start: dividing W stretches them, and lowers them by as much. The narrowest fills its cell.
    const nn::Histogram& h = l.sums;
    const double stretch = l.fitted->before > 0 ? deviation / l.fitted->before : 1;
    double least = deviation;
    for (const auto& any : run_->signal(network).layers())
        for (const double d : {any.fitted->before, any.fitted->after})
            if (d > 0) least = std::min(least, d);
    const auto x_of = [&](double x) { return bars.center().x + bars.w / 2 * static_cast<float>(x * stretch / double(h.high)); };
    const int top = std::max(1, *std::max_element(h.counts.begin(), h.counts.end()));
    const double width = double(h.high - h.low) / double(h.counts.size());
    s.draw->PushClipRect(bars.min(), bars.max(), true);
    for (std::size_t i = 0; i < h.counts.size(); ++i) {
        if (h.counts[i] == 0) continue;
        const float x = x_of(double(h.low) + width * double(i)), right = x_of(double(h.low) + width * double(i + 1));
        const float height = std::max(s.px(1), bars.h * static_cast<float>(h.counts[i] / double(top) * (deviation > 0 ? least / deviation : 1)));
        s.draw->AddRectFilled({x, bars.bottom() - height}, {std::max(right - 0.5f, x + 1), bars.bottom()}, theme.series[static_cast<std::size_t>(network)]);
    }
    // Where one deviation ends.
    for (const double x : {-1.0, 1.0}) {
        const float at = bars.center().x + bars.w / 2 * static_cast<float>(x / double(h.high));
        draw_dashes(*s.draw, {at, bars.y}, {at, bars.bottom()}, theme.quiet, s.px(1));
    }
    s.draw->PopClipRect();
    s.draw->AddLine({bars.x, bars.bottom()}, {bars.right(), bars.bottom()}, theme.line);
}

} // namespace web
