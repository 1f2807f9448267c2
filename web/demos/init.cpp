#include "web/demos/init.hpp"

#include <cmath>

#include "engine/json.hpp"
#include "web/clock.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

constexpr double frame_budget = 0.009; ///< seconds of computing in a frame

} // namespace

std::unique_ptr<Session> open_init(std::string_view query, std::vector<nn::Rejection>& rejected) {
    return std::make_unique<InitSession>(nn::InitSetup::from_link(query, rejected));
}

InitSession::InitSession(nn::InitSetup setup)
    : setup_(std::move(setup)), run_(std::make_unique<nn::InitRun>(setup_)) {}

void InitSession::changed(std::string_view path) {
    busy_ = true;
    if (path == "show" || path == "panel" || path == "speed") return;
    const std::string_view starts[] = {"init", "init-b", "init-c"};
    sweep_seconds_ = -1;
    for (int i = 0; i < networks; ++i)
        if (path == starts[i] && is_fitted(i)) sweep_seconds_ = 0;
    run_ = std::make_unique<nn::InitRun>(setup_);
    outdate_maps();
}

std::vector<Action> InitSession::actions() const {
    std::vector<Action> all{{"new-seed", "New seed", "Draws other weights for all three.", "seed"}};
    if (any_fitted() && !still_) all.push_back({"sweep", "Show the sweep again", "Takes the layers of LSUV one after another from their orthonormal start to deviation 1.", ""});
    return all;
}

int InitSession::act(std::string_view key) {
    if (key == "sweep") sweep_seconds_ = any_fitted() ? 0 : -1;
    if (key != "new-seed") return -1;
    setup_.seed = setup_.seed % 999999 + 1;
    changed("seed");
    return -1;
}

std::string InitSession::name(int network) const { return text(setup_.start(network).label); }

InitSession::Verdict InitSession::verdict(int network) const {
    const auto& layers = run_->signal(network).layers();
    if (layers.empty()) return {"", false};
    if (layers.front().alike) return {"all units alike", true}; // further up they may only have faded
    const double first = value_of(layers.front()), last = value_of(layers.back());
    const double change = shows_gradient() ? first / last : last / first; // a gradient goes the other way
    if (!std::isfinite(first) || !std::isfinite(last) || change > 10) return {"explodes", true};
    if (!(last > 0) || !(first > 0) || change < 0.1) return {"fades", true};
    if (!shows_gradient() && run_->signal(network).range() == 1 && last > 0.75) return {"saturates", true};
    return {"stays wide", false};
}

// ---- computing, a little in every frame --------------------------------------------------------------------------------

int InitSession::advance(int step, int wanted) {
    const double end = now() + frame_budget;
    if (!run_->can_train()) return wanted;
    while (now() < end && !run_->signals_done()) run_->work(step);
    for (bool in_time = run_->signals_done(); in_time && step < wanted; in_time = now() < end) {
        ++step; // all three or none: one that is ahead of the picture would be sent back
        while (run_->work(step)) {}
    }
    return step;
}

void InitSession::work(int step, const Theme& theme) {
    const double end = now() + frame_budget;
    bool more = true;
    while (more && now() < end) more = run_->work(step) || work_on_maps(step, theme);
    busy_ = more;
}

void InitSession::begin_map(int network, int step, bool fine) {
    Map& map = maps_[static_cast<std::size_t>(network)];
    if (map.next.step != step) map.next = {step, run_->accuracy(network)};
    map.fine = fine;
    map.picture.restart(run_->reel(network).network(), fine ? 64 : run_->parameters() > 100'000 ? 20 : 40);
}

/// First a coarse map of each network, then while nothing else is to do a fine one. While the run goes on a coarse one is
/// finished first, or none ever would be. False: all are done.
bool InitSession::work_on_maps(int step, const Theme& theme) {
    if (!run_->can_train()) return false;
    for (const bool fine : {false, true})
        for (int k = 0; k < networks; ++k) {
            const int i = (turn_ + k) % networks;
            Map& map = maps_[static_cast<std::size_t>(i)];
            const bool free = map.picture.done() || map.fine || map.next.step < 0;
            if (map.next.step != step && free)
                begin_map(i, step, false);
            else if (fine && !map.fine && map.picture.done())
                begin_map(i, step, true);
            if (map.picture.done()) continue;
            map.picture.work(theme);
            if (map.picture.done()) map.seen = map.next, turn_ = (i + 1) % networks;
            return true;
        }
    return false;
}

// ---- the numbers -------------------------------------------------------------------------------------------------------

std::string InitSession::read(int step) const {
    run_->finish(step);
    nn::Json json;
    json.begin_object().member("step", step).member("horizon", horizon()).member("parameters", static_cast<double>(run_->parameters()));
    json.key("networks").begin_array();
    for (int i = 0; i < networks; ++i) {
        json.begin_object().member("init", setup_.start(i).key);
        const auto list = [&](const char* key, auto value) {
            json.key(key).begin_array();
            for (const auto& layer : run_->signal(i).layers()) json.value(double(value(layer)));
            json.end_array();
        };
        list("deviation", [](const auto& l) { return l.deviation; });
        list("theory", [](const auto& l) { return l.theory_deviation; });
        list("gradient", [](const auto& l) { return l.gradient; });
        list("gradientTheory", [](const auto& l) { return l.theory_gradient; });
        list("sigmaW", [](const auto& l) { return l.sigma_w; });
        json.member("alike", run_->signal(i).layers().back().alike).member("verdict", std::string_view(verdict(i).words));
        if (run_->can_train()) {
            const auto losses = run_->reel(i).losses();
            if (step > 0) json.member("loss", losses[static_cast<std::size_t>(step - 1)]);
            json.member("accuracy", run_->accuracy(i));
        }
        json.end_object();
    }
    return json.end_array().member("chi", nn::chi(setup_.activation, run_->signal(0).layers().back().sigma_w, setup_.bias)).member("show", nn::init_shows[setup_.show].key)
        .member("panel", nn::init_panels[setup_.panel].key).member("speed", nn::speeds[static_cast<std::size_t>(setup_.speed)].key).end_object().text();
}

std::string InitSession::describe(int step) const {
    run_->finish(step);
    std::string words;
    for (int i = 0; i < networks; ++i) {
        const auto& layers = run_->signal(i).layers();
        words += name(i) + ": " + format(text(shows_gradient() ? "a gradient of %s in the last layer, %s in the first" : "a signal of %s in the first layer, %s in the last"),
                                         number(value_of(shows_gradient() ? layers.back() : layers.front())).c_str(),
                                         number(value_of(shows_gradient() ? layers.front() : layers.back())).c_str());
        words += std::string(", ") + text(verdict(i).words);
        if (step > 0 && run_->can_train()) words += format(text("; after %d steps %d %% are right"), step, static_cast<int>(std::lround(100 * run_->accuracy(i))));
        words += ". ";
    }
    return words;
}

// ---- the picture -------------------------------------------------------------------------------------------------------

std::vector<int> InitSession::layers_shown(bool narrow) const {
    const int most = narrow ? 3 : 5, n = std::min(most, setup_.depth);
    std::vector<int> shown;
    for (int i = 0; i < n; ++i) shown.push_back(n == 1 ? 0 : static_cast<int>(std::lround(double(i) * (setup_.depth - 1) / (n - 1))));
    return shown;
}

float InitSession::draw_picture(Stage& s, Rect area) {
    if (dark_ != s.theme->dark) dark_ = s.theme->dark, outdate_maps(), chaos_of_.clear();
    work(s.step, *s.theme);
    go_on_with_sweep(s);
    const float height = area.h;
    area = area.inset(s.px(s.narrow ? 12 : 16));
    Rect charts = area.take_bottom(s.narrow ? s.px(480) : std::max(s.px(200), area.h * 0.38f));
    area.take_bottom(s.px(12));

    // The headings of the columns.
    Rect head = area.take_top(s.px(22));
    const float name_width = s.narrow ? s.px(92) : s.px(128);
    const float map_side = std::min((area.h - s.px(16)) / networks, s.px(s.narrow ? 84 : 130));
    const Rect start = head.take_left(name_width);
    const Rect over_map = head.take_right(map_side);
    const auto shown = layers_shown(s.narrow);
    const float cell = head.w / static_cast<float>(shown.size());
    for (std::size_t i = 0; i < shown.size(); ++i)
        draw_text(*s.draw, s.fonts->tick, {head.x + cell * (static_cast<float>(i) + 0.5f) - s.px(6), head.center().y}, 0.5f, s.theme->quiet, format("%s %d", text("Layer"), shown[i] + 1));
    if (s.step > 0 && run_->can_train()) draw_text(*s.draw, s.fonts->tick, {start.x, start.center().y}, 0, s.theme->quiet, text("At the start:"));
    draw_text(*s.draw, s.fonts->tick, {over_map.center().x, head.center().y}, 0.5f, s.theme->quiet, s.step == 0 ? text("untrained") : format(text("step %d"), s.step));
    const float row = area.h / networks;
    for (int i = 0; i < networks; ++i) {
        Rect r = area.take_top(row);
        r.take_bottom(s.px(8));
        draw_row(s, r, i);
    }

    Rect left = s.narrow ? charts.take_top(s.px(230)) : charts.take_left(charts.w * 0.54f);
    if (s.narrow) charts.take_top(s.px(12)); else charts.take_left(s.px(16));
    draw_depth(s, left);
    if (setup_.panel == 1) draw_chaos(s, charts); else draw_loss(s, charts);
    return height;
}

void InitSession::draw_row(Stage& s, Rect r, int network) {
    const Theme& theme = *s.theme;
    const float side = std::min(r.h, s.px(s.narrow ? 84 : 130));
    Rect label = r.take_left(s.narrow ? s.px(92) : s.px(128));
    Rect map = r.take_right(side);
    map.h = side;
    const auto& layers = run_->signal(network).layers();
    const auto moment = sweep(network);
    float y = label.y + s.px(16);
    draw_marker(*s.draw, theme, {label.x + s.px(6), y}, network, s.px(5), false);
    const bool fits = text_size(s.fonts->strong, name(network)).x <= label.w - s.px(18);
    draw_text(*s.draw, fits ? s.fonts->strong : s.fonts->tick, {label.x + s.px(18), y}, 0, theme.text, name(network));
    y += s.px(22);
    if (moment) {
        draw_sweep_words(s, {label.x, y}, network, *moment);
    } else if (!layers.empty()) {
        const Verdict v = verdict(network);
        const std::string words = (v.bad ? "⚠ " : "") + std::string(text(v.words));
        draw_text(*s.draw, s.fonts->tick, {label.x, y}, 0, v.bad ? theme.warn : theme.text, words);
        y += s.px(19);
        draw_text(*s.draw, s.fonts->tick, {label.x, y}, 0, theme.quiet, format("σ√n = %s", number(layers.back().sigma_w).c_str()));
        y += s.px(19);
        const int lost = run_->can_train() && run_->signals_done() ? static_cast<int>(run_->reel(network).trainer().diverged_at()) : -1;
        if (lost >= 0 && lost <= s.step) {
            draw_text(*s.draw, s.fonts->tick, {label.x, y}, 0, theme.warn, format(text("⚠ lost at step %d"), lost));
            y += s.px(19);
        }
        const auto& fitted = layers.back().fitted;
        if (fitted && label.bottom() > y) {
            const std::string fit = format(text(s.narrow ? "fitted: %s→%s" : "fitted: %s → %s"), number(fitted->before).c_str(), number(fitted->after).c_str());
            Rect rest{label.x, y - s.px(10), label.w, s.px(40)};
            paragraph(s, rest, fit, theme.quiet, s.fonts->tick);
        }
    }
    const auto shown = layers_shown(s.narrow);
    const float cell = r.w / static_cast<float>(shown.size());
    int before = -1;
    for (const int layer : shown) {
        Rect c = r.take_left(cell);
        c.w -= s.px(s.narrow ? 6 : 12);
        if (moment)
            draw_swept(s, c, network, layer, before, *moment);
        else
            draw_histogram(s, c, network, layer);
        before = layer;
    }
    draw_map(s, map, network);
}

namespace {

/// As many figures as a small cell holds: three, else one.
std::string number_within(const Stage& s, double value, float width) {
    const std::string words = number(value);
    if (text_size(s.narrow ? s.fonts->tick : s.fonts->strong, words).x <= width) return words;
    double shorter = value;
    nn::parse_number(format("%.0e", value), shorter);
    return number(shorter);
}

} // namespace

void InitSession::draw_histogram(Stage& s, Rect r, int network, int layer) {
    const Theme& theme = *s.theme;
    s.draw->AddRectFilled(r.min(), r.max(), theme.panel, s.px(6));
    s.draw->AddRect(r.min(), r.max(), theme.line, s.px(6));
    const nn::InitSignal& signal = run_->signal(network);
    const bool there = layer < static_cast<int>(signal.layers().size()) && (!shows_gradient() || signal.has_gradient(layer));
    if (!there) return;
    const nn::InitSignal::Layer& l = signal.layers()[static_cast<std::size_t>(layer)];
    const nn::Histogram& h = shows_gradient() ? l.gradients : l.activations;
    const int top = std::max(1, *std::max_element(h.counts.begin(), h.counts.end()));
    Rect bars = r.inset(s.px(6));
    const Rect caption = bars.take_top(s.px(20));
    draw_text(*s.draw, s.narrow ? s.fonts->tick : s.fonts->strong, {caption.x, caption.center().y}, 0, theme.text, number_within(s, value_of(l), caption.w));
    const float width = bars.w / static_cast<float>(h.counts.size());
    const ImU32 color = theme.series[static_cast<std::size_t>(network)];
    for (std::size_t i = 0; i < h.counts.size(); ++i) {
        if (h.counts[i] == 0) continue;
        const float x = bars.x + width * static_cast<float>(i), height = std::max(s.px(1), bars.h * static_cast<float>(h.counts[i]) / static_cast<float>(top));
        s.draw->AddRectFilled({x, bars.bottom() - height}, {x + std::max(width - 0.5f, 1.0f), bars.bottom()}, color);
    }
    s.draw->AddLine({bars.x, bars.bottom()}, {bars.right(), bars.bottom()}, theme.line);
    const std::string edge = number(double(h.high));
    s.readings.push_back(r);
    if (touch(r, format("histogram %d %d", network, layer).c_str(),
              format(text("%s, layer %d: deviation %s, from −%s to %s in %d bins; theory for wide layers: %s"), name(network).c_str(), layer + 1, number(value_of(l)).c_str(), edge.c_str(), edge.c_str(),
                     nn::InitSignal::bins, number(shows_gradient() ? l.theory_gradient : l.theory_deviation).c_str()))
            .clicked)
        s.change("show", std::string(nn::init_shows[shows_gradient() ? 0 : 1].key));
}

void InitSession::draw_map(Stage& s, Rect r, int network) {
    const Theme& theme = *s.theme;
    if (!run_->can_train()) {
        paragraph(s, r, text("Too large to be trained here."), theme.quiet, s.fonts->tick);
        return;
    }
    const auto at = static_cast<std::size_t>(network);
    maps_[at].picture.draw(*s.draw, r);
    s.draw->PushClipRect(r.min(), r.max(), true);
    const nn::Data& data = run_->data();
    const float per_unit = r.w / 2 / static_cast<float>(maps_[at].picture.reach());
    for (std::size_t i = 0; i < data.y.size(); i += 2) {
        const ImVec2 p{r.center().x + data.x[2 * i] * per_unit, r.center().y - data.x[2 * i + 1] * per_unit};
        s.draw->AddCircleFilled(p, s.px(2.6f), theme.ground, 8);
        s.draw->AddCircleFilled(p, s.px(1.8f), data.y[i] > 0.5f ? theme.class_b : theme.class_a, 8);
    }
    s.draw->PopClipRect();
    s.draw->AddRect(r.min(), r.max(), theme.line, s.px(4));
    const Answers& seen = maps_[at].seen;
    if (seen.step > 0)
        draw_cased_text(*s.draw, theme, s.fonts->strong, {r.x + s.px(6), r.bottom() - s.px(12)}, 0, theme.text, format("%d %%", static_cast<int>(std::lround(100 * seen.right))));
}

} // namespace web
