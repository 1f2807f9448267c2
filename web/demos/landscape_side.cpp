// Beside the map: how sharp it is, the loss, and the controls.
#include <algorithm>
#include <cmath>

#include "web/demos/landscape.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

void LandscapeSession::draw_side(Stage& s, Rect area) {
    Column column{area, 0};
    draw_figures(s, column);
    area.take_top(column.used);
    Rect upper = area.take_top(area.h / 2);
    view().plane == 3 ? draw_line(s, upper) : draw_sharpness(s, upper);
    draw_loss(s, area);
}

/// The numbers that matter.
void LandscapeSession::draw_figures(Stage& s, Column& column) {
    const Theme& theme = *s.theme;
    const nn::Sharpness* here = run_->sharpness_at(run_->step());
    const double edge = run_->edge(), sharp = here ? here->value : NAN;
    const Rect row = column.next(s.px(48), s.px(8));
    const float third = row.w / 3;
    const auto figure = [&](int k, const char* what, const std::string& value, ImU32 color) {
        const float x = row.x + third * static_cast<float>(k);
        draw_text(*s.draw, s.fonts->tick, {x, row.y + s.px(9)}, 0, theme.quiet, fitted(s.fonts->tick, what, third - s.px(6)));
        draw_text(*s.draw, s.fonts->number, {x, row.y + s.px(32)}, 0, color, value);
    };
    figure(0, text("Sharpness λ₁"), std::isfinite(sharp) ? number(sharp) : "–", sharp > edge ? theme.warn : theme.text);
    figure(1, text("Edge of stability"), std::isfinite(edge) ? number(edge) : "–", theme.text);
    if (view().plane == 0 && plane_)
        figure(2, text("Path in the plane"), percent(plane_->share[0] + plane_->share[1]), theme.text);
    else
        figure(2, text("Loss"), number(run_->run().score().train_loss), theme.text);
}

void LandscapeSession::draw_sharpness(Stage& s, Rect area) {
    const auto& known = run_->sharpness();
    const double edge = run_->edge();
    if (known.size() != sharpness_known_ || edge != read_edge_) {
        sharpness_known_ = known.size(), read_edge_ = edge;
        sharpness_ = {};
        sharpness_.log = false;
        sharpness_.title = "Sharpness: largest curvature of the loss";
        sharpness_.y_min = 0;
        Series series{.label = text("λ₁")};
        double high = std::isfinite(edge) ? edge : 0;
        for (const nn::Sharpness& one : known) {
            if (!std::isfinite(one.value)) continue;
            series.x.push_back(one.step), series.y.push_back(one.value);
            high = std::max(high, one.value);
        }
        sharpness_.y_max = std::max(1e-9, 1.15 * high);
        sharpness_.series = {std::move(series)};
        sharpness_.target = std::isfinite(edge) ? edge : 0;
        sharpness_.note = std::isfinite(edge) ? text("dashed: the edge of stability") : text("an adaptive rule has no such edge");
    }
    sharpness_.x_max = horizon();
    sharpness_.draw(s, area, [&](int i, int step) { return sharpness_.value_at(i, step); });
}

/// The loss straight from one network to the other, through neither's valley floor.
void LandscapeSession::draw_line(Stage& s, Rect area) {
    line_ = {};
    line_.title = "Loss on the straight line from A to B";
    line_.is_run = false;
    line_.counted = "Way from A to B, %";
    line_.x_max = 100;
    Series series{.label = text("Loss")};
    double low = INFINITY, high = 0;
    for (int i = 0; i <= 100; ++i) {
        const double loss = heights_->at(i / 100.0, 0);
        if (!(loss > 0)) continue;
        series.x.push_back(i), series.y.push_back(loss);
        low = std::min(low, loss), high = std::max(high, loss);
    }
    if (series.x.size() < 2) return;
    line_.fit_decades(low, high, 6);
    line_.series = {std::move(series)};
    line_.draw(s, area, [&](int i, int at) { return line_.value_at(i, at); });
}

void LandscapeSession::draw_loss(Stage& s, Rect area) {
    const auto scores = run_->run().scores();
    loss_ = {};
    loss_.title = "Loss";
    loss_.legend = true;
    loss_.x_max = horizon();
    Series train{.label = text("Training")}, validation{.label = text("Validation")};
    double low = INFINITY, high = 0;
    for (const nn::PlaygroundScore& score : scores)
        for (auto [series, value] : {std::pair{&train, score.train_loss}, {&validation, score.loss}}) {
            if (!(value > 0) || !std::isfinite(value)) continue;
            series->x.push_back(score.step), series->y.push_back(value);
            low = std::min(low, double(value)), high = std::max(high, double(value));
        }
    if (train.x.empty()) return;
    loss_.fit_decades(low, high, 6);
    loss_.series = {std::move(train), std::move(validation)};
    loss_.draw(s, area, [&](int i, int step) { return loss_.value_at(i, step); });
}

void LandscapeSession::draw_controls(Stage& s, Column& column, const Access& access) {
    // The view, then what most change of the training; the rest is the playground's to show.
    Access shown = access;
    for (const std::string& key : nn::keys_of(params())) shown.hidden.insert(key);
    const auto show = [&](std::initializer_list<const char*> keys, bool advanced) {
        Access some = shown;
        for (const char* key : keys)
            if (!access.hidden.contains(key)) some.hidden.erase(key);
        ParamsUi ui(s, column, some, "", advanced);
        params()(ui);
    };
    draw_experiments(s, column, *this, preset_);
    show({"plane", "direction-seed", "other-seed", "view", "log-heights"}, false);
    show({"optimizer", "batch-size", "data", "seed"}, false);
    if (more_) {
        show({"zoom", "pan-a", "pan-b", "pixels", "loss", "schedule", "l2", "split-seed"}, true);
        show({"loss"}, false);
    }
    if (access.is_empty()) action_button(s, column.next(s.theme->control(), s.px(8)), "to-playground", "Open in the playground");
    draw_foot(s, column, more_);
}

} // namespace web
