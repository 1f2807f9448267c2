// The controls: a preset, then one of three sections.
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
    {"loss", "output", "outputs", "output-init", "seed", "layer", "unit-x", "unit-y"},
    {"optimizer", "batch-size", "schedule", "l1", "l2", "clip-norm", "clip-value", "stop-step", "stop-loss", "patience", "metric", "log"},
};

} // namespace

/// A sentence among the controls.
void PlaygroundSession::say(Stage& s, Column& column, std::string_view words, ImU32 color) {
    Rect area = column.next(0, 0);
    area.h = s.px(200);
    column.used += paragraph(s, area, words, color, s.fonts->tick) + s.px(8);
}

void PlaygroundSession::draw_controls(Stage& s, Column& column, const Access& access) {
    const Theme& theme = *s.theme;
    // Presets.
    std::vector<nn::Option> names{{"", "Choose an experiment"}};
    for (const nn::PlaygroundPreset& p : nn::playground_presets) names.push_back({p.key, p.label});
    const int picked = select(s, column.next(theme.control(), s.px(6)), "presets", names, preset_ + 1);
    if (picked > 0) {
        preset_ = picked - 1;
        std::vector<nn::Rejection> rejected;
        own_ = std::make_shared<nn::OwnData>();
        run_ = std::make_unique<nn::PlaygroundRun>(nn::PlaygroundSetup::from_link(nn::playground_presets[static_cast<std::size_t>(preset_)].query, rejected), own_);
        horizon_ = nn::PlaygroundRun::horizon;
        s.seek = opening_step();
        refresh();
    }
    if (preset_ >= 0) {
        const auto& preset = nn::playground_presets[static_cast<std::size_t>(preset_)];
        say(s, column, text(preset.sentence), theme.quiet);
    }
    for (const std::string& warning : {run_->why_wrong(), run_->advice()})
        if (!warning.empty()) say(s, column, "⚠ " + std::string(text(warning)), theme.warn);
    if (run_->stop() && run_->step() >= run_->stop()->step) {
        Rect words = column.next(s.px(22), s.px(4));
        draw_text(*s.draw, s.fonts->strong, {words.x, words.center().y}, 0, theme.text, text(run_->stop()->why));
    }
    const int section = segmented(s, column.next(theme.control(), s.px(12)), "sections", sections, section_);
    if (section >= 0) section_ = section;

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
        if (run_->setup().source == 1) draw_own_controls(s, column, access);
        for (const char* key : {"plane", "input-x", "input-y"}) shown.hidden.insert(key);
        if (run_->inputs().columns() > 2) draw_plane_controls(s, column, access);
    }
    if (section_ == 1 && !now_.layers.empty()) {
        const std::string prefix = "layers." + std::to_string(layer_) + ".";
        Rect title = column.next(s.px(26), s.px(4));
        draw_text(*s.draw, s.fonts->strong, {title.x, title.center().y}, 0, theme.text, format(text("Layer %d"), layer_ + 1));
        if (layer_ > 0 && button(s, {title.right() - s.px(68), title.y, s.px(30), title.h}, "layer before", "‹", ButtonLook::quiet)) --layer_;
        if (layer_ + 1 < static_cast<int>(now_.layers.size()) && button(s, {title.right() - s.px(32), title.y, s.px(30), title.h}, "layer after", "›", ButtonLook::quiet)) ++layer_;
        auto& dense = std::get<nn::PlaygroundDense>(now_.layers[static_cast<std::size_t>(std::min(layer_, static_cast<int>(now_.layers.size()) - 1))]);
        for (const bool advanced : {false, true}) {
            ParamsUi ui(s, column, access, prefix, advanced);
            nn::visit_params(dense, ui);
        }
    }
    ParamsUi ui(s, column, shown, "", false);
    nn::visit_params(now_, ui);
    if (more_) {
        ParamsUi rest(s, column, shown, "", true);
        nn::visit_params(now_, rest);
    }
    Rect row = column.next(s.px(36), s.px(8));
    const Rect half = row.take_left((row.w - s.px(8)) / 2);
    row.take_left(s.px(8));
    if (access.shows("seed") && button(s, half, "new-seed", "New seed") && access.allows("seed")) s.action = "new-seed";
    if (button(s, row, "more", more_ ? "Fewer settings" : "More settings", ButtonLook::quiet)) more_ = !more_;
    if (!run_->setup().edits.empty() && button(s, column.next(s.px(36), s.px(8)), "undo", "Undo the last change", ButtonLook::quiet)) s.action = "undo";
}

} // namespace web
