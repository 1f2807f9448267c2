// The controls: a preset, then one of three sections.
#include <algorithm>

#include "web/demos/playground.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

constexpr nn::Option sections[] = {{"data", "Data"}, {"network", "Network"}, {"training", "Training"}};
/// Which section a parameter stands in; the others stand in the picture or in the transport.
constexpr std::string_view keys_of_section[][16] = {
    {"source", "data", "train", "standardize", "show-validation", "discretize", "feature", "split-seed", "plane", "input-x", "input-y"},
    {"layers", "loss", "output", "outputs", "output-init", "seed", "layer", "unit-x", "unit-y"},
    {"optimizer", "batch-size", "schedule", "l1", "l2", "clip-norm", "clip-value", "stop-step", "stop-loss", "patience", "metric", "log"},
};

} // namespace

/// A sentence among the controls.
void PlaygroundSession::say(Stage& s, Column& column, std::string_view words, ImU32 color) {
    Rect area = column.next(0, 0);
    area.h = s.px(200);
    column.used += paragraph(s, area, words, color, s.fonts->tick) + s.px(8);
}

/// Those of which something shows.
void PlaygroundSession::draw_sections(Stage& s, Column& column, const Access& access) {
    std::vector<nn::Option> names;
    std::vector<int> which;
    int chosen = -1;
    for (int i = 0; i < static_cast<int>(std::size(sections)); ++i) {
        if (std::none_of(std::begin(keys_of_section[i]), std::end(keys_of_section[i]), [&](std::string_view key) { return !key.empty() && access.shows(key); })) continue;
        if (i == section_) chosen = static_cast<int>(names.size());
        names.push_back(sections[i]), which.push_back(i);
    }
    if (chosen < 0 && !which.empty()) section_ = which[static_cast<std::size_t>(chosen = 0)];
    if (names.size() < 2) return;
    if (const int picked = segmented(s, column.next(s.theme->control(), s.px(12)), "sections", names, chosen); picked >= 0) section_ = which[static_cast<std::size_t>(picked)];
}

/// What does not belong together, and why the run has ended.
void PlaygroundSession::draw_messages(Stage& s, Column& column) {
    const Theme& theme = *s.theme;
    for (const std::string& warning : {run_->why_wrong(), run_->advice()})
        if (!warning.empty()) say(s, column, "⚠ " + std::string(text(warning)), theme.warn);
    if (!run_->stop() || run_->step() < run_->stop()->step) return;
    const bool back = goes_back();
    const Rect line = column.next(s.px(22), s.px(4));
    draw_text(*s.draw, s.fonts->strong, {line.x, line.center().y}, 0, back ? theme.warn : theme.text, (back ? "⚠ " : "") + std::string(text(run_->stop()->why)));
    if (!back) return;
    say(s, column, text("Go back to where it did best, lower the learning rate there, and play on."), theme.quiet);
    action_button(s, column.next(theme.control(), s.px(12)), "go-back", format(text("Go back to step %d"), run_->way_back()));
}

/// The settings of the hidden layer that is chosen.
void PlaygroundSession::draw_layer(Stage& s, Column& column, const Access& access) {
    const std::string prefix = "layers." + std::to_string(layer_) + ".";
    Rect title = column.next(s.target(26), s.px(4));
    draw_text(*s.draw, s.fonts->strong, {title.x, title.center().y}, 0, s.theme->text, format(text("Layer %d"), layer_ + 1));
    const Rect after = title.take_right(s.target(30)), before = title.take_right(s.target(36));
    if (layer_ > 0 && button(s, before, "layer before", "‹", ButtonLook::quiet)) --layer_;
    if (layer_ + 1 < static_cast<int>(now_.layers.size()) && button(s, after, "layer after", "›", ButtonLook::quiet)) ++layer_;
    auto& dense = std::get<nn::PlaygroundDense>(now_.layers[static_cast<std::size_t>(std::min(layer_, static_cast<int>(now_.layers.size()) - 1))]);
    for (const bool advanced : {false, true}) {
        ParamsUi ui(s, column, access, prefix, advanced);
        nn::visit_params(dense, ui);
    }
}

/// The learning rate along the run, where it changes: by the schedule or by hand.
void PlaygroundSession::draw_rates(Stage& s, Column& column) {
    const auto rates = run_->rates(horizon() + 1);
    if (rates_told_ != run_->rates_told()) {
        rates_told_ = run_->rates_told();
        rates_.title = "rates";
        rates_.titled = rates_.log = false;
        rates_.x_max = horizon();
        rates_.series = {Chart::thinned(text("Learning rate"), horizon(), [&](int step) { return double(rates[static_cast<std::size_t>(step)]); })};
        const auto& y = rates_.series.front().y;
        rates_.y_min = 0, rates_.y_max = std::max(1e-9, 1.1 * *std::max_element(y.begin(), y.end()));
    }
    const auto& y = rates_.series.front().y;
    if (std::holds_alternative<nn::ConstantRate>(now_.schedule) && *std::min_element(y.begin(), y.end()) == *std::max_element(y.begin(), y.end())) return;
    const auto at = [&](int step) { return double(rates[static_cast<std::size_t>(std::clamp(step, 0, static_cast<int>(rates.size()) - 1))]); };
    const Rect head = column.next(s.px(24), s.px(2));
    label(s, head, text("Learning rate"), s.theme->text, s.fonts->text);
    label(s, head, format(text("%s at step %d"), number(at(step_)).c_str(), step_), s.theme->text, s.fonts->text, 1);
    rates_.draw(s, column.next(s.px(110), s.px(12)), [&](int, int step) { return at(step); });
}

void PlaygroundSession::draw_controls(Stage& s, Column& column, const Access& access) {
    draw_experiments(s, column, *this, preset_);
    draw_messages(s, column);
    draw_sections(s, column, access);

    Access shown = access;
    for (const std::string_view key : nn::keys_of(nn::params_of(now_))) shown.hidden.insert(std::string(key));
    for (const std::string_view key : keys_of_section[section_])
        if (!access.hidden.contains(key)) shown.hidden.erase(std::string(key));
    if (section_ == 0) {
        Access source = access;
        source.only = {"source"};
        ParamsUi first(s, column, source, "", false);
        if (access.shows("source")) nn::visit_params(now_, first);
        shown.hidden.insert("source");
        if (run_->setup().source == 1) draw_own_controls(s, column);
        for (const char* key : {"plane", "input-x", "input-y"}) shown.hidden.insert(key);
        if (run_->inputs().columns() > 2) draw_plane_controls(s, column, access);
    }
    if (section_ == 1 && !now_.layers.empty() && access.shows("layers")) draw_layer(s, column, access);
    ParamsUi ui(s, column, shown, "", false);
    nn::visit_params(now_, ui);
    if (more_) {
        ParamsUi rest(s, column, shown, "", true);
        nn::visit_params(now_, rest);
    }
    if (section_ == 2 && access.shows("schedule")) draw_rates(s, column);
    draw_foot(s, column, more_);
    if (access.is_empty()) action_button(s, column.next(s.theme->control(), s.px(8)), "to-landscape", "See its loss landscape");
    if (access.is_empty()) action_button(s, column.next(s.theme->control(), s.px(8)), "to-race", "Race optimizers on it");
    if (!run_->setup().edits.empty() && s.offers("edits")) action_button(s, column.next(s.theme->control(), s.px(8)), "undo", "Undo the last change", ButtonLook::quiet);
}

} // namespace web
