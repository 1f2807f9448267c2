// The bands, who wins how often, the sweep over learning rates, and the controls.
#include <algorithm>
#include <cmath>

#include "web/demos/race.hpp"
#include "web/job_line.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

constexpr float margin = 12, chart_share = 0.8f, verdict_height = 56, progress_height = 44, sweep_height = 260, wins_row = 30;

} // namespace

/// Where the first chart ends on a phone.
float RaceSession::fold(const Stage& s, float width) const { return chart_share * (width - s.px(2 * margin)) + s.px(margin + verdict_height + progress_height); }

float RaceSession::picture_height(const Stage& s, float width) const {
    return fold(s, width) + s.px(sweep_height + 72) + s.px(wins_row) * static_cast<float>(size());
}

float RaceSession::draw_picture(Stage& s, Rect area) {
    count();
    const float bottom = area.bottom();
    area = area.inset(s.px(margin));
    draw_verdict(s, area.take_top(s.px(verdict_height)));
    Rect left = s.narrow ? area.take_top(chart_share * area.w + s.px(progress_height)) : area.take_left(area.w * 0.58f);
    if (s.narrow) {
        if (area.h > s.px(sweep_height + Stage::transport_height)) area.take_top(s.px(Stage::transport_height));
    } else {
        area.take_left(s.px(20));
    }
    const Rect progress = left.take_bottom(s.px(progress_height));
    draw_bands(s, left);
    draw_progress(s, progress);
    draw_wins(s, area.take_top(s.px(wins_row) * static_cast<float>(size()) + s.px(36)));
    draw_sweep(s, area);
    return bottom;
}

void RaceSession::fit(Chart& chart, double low, double high) const {
    if (race_->has_floor()) {
        if (!(high > 0) || !(low < high)) high = 1, low = 1e-3;
        return chart.fit_decades(low, high, 8);
    }
    // It falls for ever: what is seen is how soon each leaves.
    if (!std::isfinite(high)) high = 1; // nothing is known yet
    const double size = high != 0 ? std::abs(high) : 1;
    chart.log = false;
    chart.y_max = high + 0.2 * size, chart.y_min = -3 * size;
}

/// Who is ahead, and how surely.
void RaceSession::draw_verdict(Stage& s, Rect r) const {
    const auto won = wins(s.step);
    const int first = static_cast<int>(std::max_element(won.begin(), won.end(), [](double a, double b) { return std::isnan(a) || a < b; }) - won.begin());
    const double share = won[static_cast<std::size_t>(first)];
    std::string words = text("Waiting for the first runs");
    if (race_->look_at(s.step) < 0)
        words = format(text("%d races are about to begin"), rules().seeds);
    else if (size() == 1)
        words = format(text("%s alone: the band holds half of %d runs"), name(0).c_str(), rules().seeds);
    else if (!std::isnan(share))
        words = format(text("%s is ahead of all in %.0f %% of %d races"), name(first).c_str(), 100 * share, rules().seeds);
    const ImFont* large = text_size(s.fonts->number, words).x < r.w ? s.fonts->number : s.fonts->strong;
    label(s, r.take_top(s.px(28)), fitted(large, words, r.w), s.theme->text, large);
    const bool tuned = rules().rates == 0;
    const std::string how = format(text(tuned ? "after %d gradients, each at its own learning rate" : "after %d gradients, all at one learning rate"), s.step);
    label(s, r.take_top(s.px(20)), fitted(s.fonts->tick, how, r.w), s.theme->quiet, s.fonts->tick);
}

void RaceSession::draw_bands(Stage& s, Rect r) {
    Chart chart;
    const bool losses = rules().on_network();
    chart.title = losses ? "Loss, by step" : race_->has_floor() ? "Height above the lowest point, by step" : "Height, by step";
    chart.note = text("shaded: the middle half of all races");
    chart.x_max = horizon();
    chart.active = racers_.active();
    chart.legend = true;
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < size(); ++i) {
        Series series{.label = name(i)};
        for (int look = 0; look < race_->looks(); ++look) {
            const nn::Band b = band(i, look);
            if (std::isnan(b.middle)) break;
            series.x.push_back(race_->step_of_look(look));
            series.y.push_back(b.middle), series.low.push_back(b.low), series.high.push_back(b.high);
            low = b.middle > 0 ? std::min(low, double(b.low > 0 ? b.low : b.middle)) : low;
        }
        if (!series.y.empty()) high = std::max(high, series.high.front());
        chart.series.push_back(std::move(series));
    }
    fit(chart, low, high);
    chart.draw(s, r, [&](int i, int step) { return static_cast<double>(band(i, std::max(0, race_->look_at(step))).middle); });
}

void RaceSession::draw_wins(Stage& s, Rect r) const {
    const Theme& theme = *s.theme;
    label(s, r.take_top(s.px(28)), text("Races won by now"), theme.text, s.fonts->text);
    const auto won = wins(s.step);
    float names = 0;
    for (int i = 0; i < size(); ++i) names = std::max(names, text_size(s.fonts->text, name(i)).x);
    names = std::min(names, r.w * 0.45f);
    for (int i = 0; i < size(); ++i) {
        Rect row = r.take_top(s.px(wins_row));
        const double share = won[static_cast<std::size_t>(i)];
        draw_marker(*s.draw, theme, {row.x + s.px(8), row.center().y}, i, s.px(5), false);
        label(s, {row.x + s.px(22), row.y, names, row.h}, fitted(s.fonts->text, name(i), names), theme.text, s.fonts->text);
        row.take_left(names + s.px(34));
        label(s, row.take_right(s.px(60)), std::isnan(share) ? "–" : format("%.0f %%", 100 * share), theme.text, s.fonts->strong, 1);
        const Rect track{row.x, row.center().y - s.px(5), row.w, s.px(10)};
        s.draw->AddRectFilled(track.min(), track.max(), mixed(theme.panel, theme.line, 0.6f), s.px(5));
        if (share > 0) s.draw->AddRectFilled(track.min(), {track.x + std::max(track.h, track.w * static_cast<float>(share)), track.bottom()}, theme.series[static_cast<std::size_t>(i) % 8], s.px(5));
    }
}

/// What each comes to in the end at every rate; a press takes one.
void RaceSession::draw_sweep(Stage& s, Rect r) {
    const nn::SeedBands& sweep = sweep_.shown();
    Chart chart;
    chart.title = rules().on_network() ? "Loss in the end, by learning rate" : "Height in the end, by learning rate";
    chart.note = text("ringed: in use");
    chart.is_run = false;
    chart.counted = "Learning rate";
    chart.active = racers_.active();
    const auto rates = nn::race_tries();
    chart.x_max = static_cast<double>(rates.size()) - 1;
    for (const double rate : rates) chart.x_names.push_back(number(rate));
    chart.x_named_every = 6;
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < size(); ++i) {
        Series series{.label = name(i)};
        const double own = nn::learning_rate(race_->racers()[static_cast<std::size_t>(i)]);
        for (int row = 0; row < std::min(sweep.rows(), static_cast<int>(race_->tries().size())); ++row) {
            const auto& [racer, rate] = race_->tries()[static_cast<std::size_t>(row)];
            const double y = double(sweep.band(row, 0).middle) - race_->floor();
            if (racer != i || std::isnan(y)) continue;
            const double ratio = rates[static_cast<std::size_t>(rate)] / own;
            if (ratio > 0.93 && ratio < 1.07) series.ringed = static_cast<int>(series.x.size());
            series.x.push_back(rate), series.y.push_back(y);
            if (y > 0) low = std::min(low, y);
        }
        if (!series.y.empty()) high = std::max(high, series.y.front());
        chart.series.push_back(std::move(series));
    }
    fit(chart, low, high);
    const Chart::Press press = chart.draw(s, r, [&](int i, int at) {
        const Series& one = chart.series[static_cast<std::size_t>(i)];
        const auto found = std::find(one.x.begin(), one.x.end(), at);
        return found == one.x.end() ? NAN : one.y[static_cast<std::size_t>(found - one.x.begin())];
    });
    sweep_rect_ = press.plot;
    if (press.series < 0 || !s.offers(rules().has_one_rate() ? "lr" : "racers")) return;
    racers_.choose(press.series);
    s.change(rules().has_one_rate() ? "lr" : "racers." + std::to_string(press.series) + ".lr", rates[static_cast<std::size_t>(press.x)]);
}

void RaceSession::draw_progress(Stage& s, Rect r) const {
    const Part& part = runs_.done ? sweep_ : runs_;
    const double share = static_cast<double>(part.now.all_known()) / std::max(1, part.now.rows() * (runs_.done ? race_->sweep_seeds() : rules().seeds));
    draw_job_bar(s, r.take_top(s.px(4)), share);
    const int runs = size() * rules().seeds, tried = static_cast<int>(race_->tries().size()) * race_->sweep_seeds();
    std::string words = format(text("%d races of %d racers, then %d runs at other rates"), rules().seeds, size(), tried);
    if (runs_.done) words = format(text(sweep_.done ? "%d runs, and %d at other rates, over other seeds" : "%d runs; %d at other rates are coming"), runs, tried);
    label(s, r.take_top(s.px(19)), fitted(s.fonts->tick, words, r.w), s.theme->text, s.fonts->tick);
    draw_runner(s, r.take_top(s.px(19)));
}

void RaceSession::draw_controls(Stage& s, Column& column, const Access& access) {
    const auto group = [&](std::initializer_list<const char*> keys, bool advanced = false) {
        Access some = access;
        for (const std::string& key : nn::keys_of(params())) some.hidden.insert(key);
        for (const char* key : keys)
            if (access.shows(key)) some.hidden.erase(key);
        ParamsUi ui(s, column, some, "", advanced);
        params()(ui);
    };
    if (access.is_empty()) draw_experiments(s, column, *this, preset_);
    group({"on"});
    group({"surface", "f", "kappa", "noise", "data"});
    group({"rates", "lr"});
    if (access.shows("racers")) draw_racers(s, column, access);
    group({"steps", "seeds"});
    if (more_) {
        group({"theta", "start-x", "start-y", "spread", "measure", "loss", "batch-size", "train"});
        group({"seed", "split-seed"}, true);
    }
    if (rules().on_network() && access.is_empty()) action_button(s, column.next(s.theme->control(), s.px(8)), "to-playground", "Open in the playground");
}

void RaceSession::draw_racers(Stage& s, Column& column, const Access& access) {
    using Look = RacersPanel::Row::Look;
    std::vector<RacersPanel::Row> rows;
    for (const nn::Optimizer& racer : race_->racers()) rows.push_back({number(nn::learning_rate(racer)), Look::plain});
    racers_.forget_pointed();
    racers_.draw_list(s, column, access, race_->racers(), text("learning rate"), rows, [this] { return setup_.suggestion(); }, more_);
    if (!rules().has_one_rate() && s.offers("racers")) action_button(s, column.next(s.theme->control(), s.px(10)), "tune", tune_wanted_ ? "Tuning …" : "Tune each");
    if (more_ || racers_.touched()) racers_.draw_settings(s, column, access, setup_.rules.racers, more_);
}

} // namespace web
