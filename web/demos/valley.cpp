#include "web/demos/valley.hpp"

#include <cmath>

#include "engine/json.hpp"
#include "web/marks.hpp"
#include "web/widgets.hpp"
#include "web/text.hpp"

namespace web {

namespace {

/// The way up to `last` in screen points that lie more than a pixel apart.
template <class F>
std::vector<ImVec2> thinned_path(int last, F&& place) {
    std::vector<ImVec2> points;
    for (int step = 0; step <= last; ++step) {
        const ImVec2 p = place(step);
        if (points.empty() || step == last || std::hypot(p.x - points.back().x, p.y - points.back().y) > 1.2f) points.push_back(p);
    }
    return points;
}

} // namespace

std::unique_ptr<Session> open_valley(std::string_view query, std::vector<nn::Rejection>& rejected) {
    return std::make_unique<ValleySession>(nn::Valley::from_link(query, rejected));
}

ValleySession::ValleySession(nn::Valley setup) : setup_(std::move(setup)), race_(setup_) {
    show();
    fit();
}

nn::Params ValleySession::defaults() {
    base_ = setup_.defaults();
    return nn::params_of(base_);
}

void ValleySession::changed(std::string_view path) {
    if (path == "surface") setup_.settle();
    race_ = nn::ValleyRace(setup_);
    show();
    if (path == "surface" || path == "theta" || (path.starts_with("start") && !start_.dragged())) fit();
}

/// Makes the pictures of the present race.
void ValleySession::show() {
    racers_.fit(size());
    asked_of_ = -1;
    map_.set(race_.course().landscape, race_.floor());
    chart_ = {};
    const float floor = race_.floor().value_or(0);
    chart_.log = race_.floor().has_value();
    chart_.title = chart_.log ? "Height above the lowest point, by step" : "Height, by step";
    chart_.x_max = race_.horizon();
    chart_.target = chart_.log ? setup_.target : 0;
    double low = chart_.target > 0 ? chart_.target : INFINITY, high = -INFINITY;
    for (int i = 0; i < size(); ++i) {
        const nn::Trace& trace = racer(i);
        const int steps = std::min(trace.steps(), race_.horizon());
        chart_.series.push_back(Chart::thinned(name(i), steps, [&](int step) { return trace.value(step) - floor; }));
        if (trace.diverged_at() < 0)
            for (const double y : chart_.series.back().y) low = std::min(low, y), high = std::max(high, y);
        high = std::max(high, double(trace.value(0)) - floor);
    }
    if (chart_.log) {
        chart_.y_max = std::pow(10, std::ceil(std::log10(std::max(high, 1e-6)) + 0.05));
        chart_.y_min = std::max(setup_.target * 0.05, chart_.y_max * 1e-14);
    } else {
        const double start = racer(0).value(0);
        chart_.y_max = start + std::abs(start) * 0.2 + 1e-3, chart_.y_min = -std::abs(start) * 2 - 1e-3;
    }
}

void ValleySession::fit() {
    const nn::Point start = race_.course().start;
    nn::Box box = race_.course().landscape.box();
    if (setup_.has_kappa()) {
        // The valley has no natural size: show the way from the start to the minimum.
        const float reach = std::max(std::hypot(start.x, start.y), 0.5f), side = reach * 0.62f;
        const float x = start.x * 0.45f, y = start.y * 0.45f;
        box = {x - side, x + side, y - side, y + side};
    } else {
        box = {std::min(box.x_min, start.x), std::max(box.x_max, start.x), std::min(box.y_min, start.y), std::max(box.y_max, start.y)};
    }
    map_.fit(box);
}

std::string ValleySession::read(int step) const {
    nn::Json json;
    const PlaneView& view = map_.view();
    json.begin_object().member("step", step).member("horizon", race_.horizon());
    json.key("racers").begin_array();
    const auto or_null = [&json](const char* key, int value) { value < 0 ? json.key(key).null() : json.member(key, value); };
    nn::Valley setup = setup_;
    std::string settings = nn::get_param(nn::params_of(setup), "racers") + ",";
    for (int i = 0; i < size(); ++i) {
        const nn::Trace& trace = racer(i);
        const nn::Point p = trace.at(step);
        const ImVec2 screen = view.to_screen(p.x, p.y);
        const std::size_t end = settings.find(',');
        json.begin_object().member("optimizer", nn::key_of(trace.optimizer())).member("settings", settings.substr(0, end)).member("x", p.x).member("y", p.y).member("value", trace.value(step));
        or_null("reached", trace.reached());
        or_null("diverged", trace.diverged_at());
        json.member("screenX", screen.x).member("screenY", screen.y).end_object();
        settings.erase(0, end + 1);
    }
    json.end_array();
    const nn::Bend bend = race_.bend(std::max(0, racers_.active()), step);
    json.key("stability").begin_object().member("lambdaMax", bend.lambda_max()).member("limit", bend.lambda_max() > 0 ? 2 / bend.lambda_max() : NAN);
    json.member("lr", nn::learning_rate(racer(std::max(0, racers_.active())).optimizer())).end_object();
    json.key("map");
    map_.describe(json);
    return json.member("speed", nn::speeds[static_cast<std::size_t>(setup_.speed)].key).end_object().text();
}

std::string ValleySession::describe(int step) const {
    std::string words = format("%s %d. ", text("Step"), step);
    for (int i = 0; i < size(); ++i) {
        const nn::Trace& trace = racer(i);
        words += name(i) + ": ";
        if (trace.diverged_at() >= 0 && trace.diverged_at() <= step)
            words += format(text("diverged at step %d"), trace.diverged_at());
        else if (trace.reached() >= 0 && trace.reached() <= step)
            words += format(text("arrived at step %d"), trace.reached());
        else
            words += format(text("height %s at (%s, %s)"), number(trace.value(step)).c_str(), number(trace.at(step).x).c_str(), number(trace.at(step).y).c_str());
        words += i + 1 < size() ? "; " : ".";
    }
    return words;
}

std::vector<int> ValleySession::drawing_order() const {
    std::vector<int> order;
    for (int i = size() - 1; i >= 0; --i)
        if (i != racers_.active()) order.push_back(i);
    order.push_back(racers_.active());
    return order;
}

int ValleySession::last_shown(int i, int step) const {
    const nn::Trace& trace = racer(i);
    return std::min(step, trace.diverged_at() >= 0 ? std::max(0, trace.diverged_at() - 1) : trace.steps());
}

// ---- the picture -----------------------------------------------------------------------------------------------------

float ValleySession::picture_height(const Stage& s, float width) const { return 1.6f * width + s.px(240); }

float ValleySession::draw_picture(Stage& s, Rect area) {
    if (s.narrow) {
        const bool folded = area.h > picture_height(s, area.w);
        draw_map(s, area.take_top(std::min(fold(s, area.w), area.h)));
        if (folded) area.take_top(s.px(Stage::transport_height));
        if (area.h > area.w * 0.6f + s.px(200)) draw_relief(s, area.take_top(area.w * 0.6f));
        if (area.h > s.px(160)) draw_chart(s, area.inset(s.px(12)));
        return area.y;
    }
    if (area.w < s.px(560)) {
        draw_map(s, area);
        return area.bottom();
    }
    Rect side = area.take_right(std::clamp(area.w * 0.36f, s.px(280), s.px(560)));
    draw_map(s, area);
    side.x += s.px(4), side.w -= s.px(20);
    draw_relief(s, side.take_top(side.h * 0.52f));
    side.take_top(s.px(4));
    draw_chart(s, side);
    return area.bottom();
}

void ValleySession::draw_map(Stage& s, Rect area) {
    map_.set_busy(start_.dragged());
    map_.draw(s, area);
    if (shows_basins()) {
        if (asked_of_ != racers_.chosen()) basins_.ask(setup_.basins_of(chosen()));
        asked_of_ = racers_.chosen();
        basins_.draw(s, map_);
    }
    map_.draw_levels(s);
    const PlaneView& view = map_.view();
    for (const nn::Minimum& m : race_.course().landscape.minima()) {
        const ImVec2 p = view.to_screen(m.x, m.y);
        draw_cross(*s.draw, *s.theme, p, s.px(5));
    }
    racers_.forget_pointed();
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    for (const int i : drawing_order()) {
        const nn::Trace& trace = racer(i);
        const int last = last_shown(i, s.step);
        const auto place = [&](int step) { return view.to_screen(trace.at(step).x, trace.at(step).y); };
        draw_trail(*s.draw, *s.theme, thinned_path(last, place), i, s.px(i == racers_.active() ? 3.0f : 2.5f));
        // A marker every so many steps lets the pace be seen.
        const int every = static_cast<int>(nice_at_least(std::max(1.0, last / 10.0)));
        for (int step = every; step < last; step += every) draw_marker(*s.draw, *s.theme, place(step), i, s.px(3.5f));
        const ImVec2 head = place(last);
        if (map_.hovered() && std::hypot(mouse.x - head.x, mouse.y - head.y) < s.px(14)) racers_.point_at(i);
    }
    draw_start(s);
    for (const int i : drawing_order()) {
        const nn::Point at = racer(i).at(last_shown(i, s.step));
        draw_marker(*s.draw, *s.theme, view.to_screen(at.x, at.y), i, s.px(i == racers_.active() ? 8.5f : 7.0f));
    }
    draw_anatomy(s);
    map_.finish(s);
}

void ValleySession::draw_start(Stage& s) {
    const PlaneView& view = map_.view();
    const ImVec2 at = view.to_screen(setup_.start_x, setup_.start_y), mouse = ImGui::GetIO().MousePos;
    const bool dragged = start_.draw(s, at, map_.hovered(), {"start-x", "start-y"});
    if (dragged) map_.set_busy(true);
    if (dragged || map_.clicked()) {
        s.change("start-x", rounded(view.to_x(mouse.x)));
        s.change("start-y", rounded(view.to_y(mouse.y)));
    }
    if (s.step == 0 && !dragged) draw_cased_text(*s.draw, *s.theme, s.fonts->text, {at.x + s.px(16), at.y}, 0, s.theme->text, text("Drag me"));
}

void ValleySession::draw_anatomy(Stage& s) const {
    const int i = racers_.active();
    const nn::Trace& trace = racer(i);
    if (trace.diverged_at() >= 0 && s.step >= trace.diverged_at()) return;
    const nn::Anatomy a = race_.anatomy(i, s.step);
    const Theme& theme = *s.theme;
    const ImVec2 from = map_.view().to_screen(a.at.x, a.at.y);
    const auto length = [](nn::Point v) { return std::hypot(v.x, v.y); };
    const float g = length(a.gradient), d = length(a.direction), step = length(a.step);
    // Gradient and momentum share a scale; the step is drawn true, but never too short to see.
    const float unit = s.px(72) / std::max({g, d, 1e-30f});
    const auto scale_step = static_cast<float>(1 / map_.view().units_per_pixel);
    const float visible = std::max(1.0f, s.px(22) / std::max(step * scale_step, 1e-6f));
    const auto arrow = [&](nn::Point v, float k, ImU32 color) { draw_arrow(*s.draw, theme, from, {from.x + v.x * k, from.y - v.y * k}, color); };
    arrow({-a.gradient.x, -a.gradient.y}, unit, theme.quiet);
    const bool remembers = std::abs(a.direction.x - a.gradient.x) + std::abs(a.direction.y - a.gradient.y) > 1e-6f * g;
    if (remembers) arrow({-a.direction.x, -a.direction.y}, unit, theme.accent);
    arrow(a.step, scale_step * visible, theme.series[static_cast<std::size_t>(i) % 8]);
    if (s.narrow) return; // no room beside the arrows

    // The card that says what the arrows are.
    const float row = s.px(19);
    Rect card{map_.view().rect.x + s.px(8), map_.view().rect.y + s.px(8), s.px(256), row * (remembers ? 5.f : 4.f) + s.px(14)};
    if (from.x < card.right() + s.px(40) && from.y < card.bottom() + s.px(40)) card.y = map_.view().rect.bottom() - card.h - s.px(8);
    s.draw->AddRectFilled(card.min(), card.max(), faded(theme.panel, 0.92f), s.px(8));
    float y = card.y + s.px(7) + row / 2;
    draw_marker(*s.draw, theme, {card.x + s.px(16), y}, i, s.px(5), false);
    draw_text(*s.draw, s.fonts->tick, {card.x + s.px(30), y}, 0, theme.text, name(i));
    const auto line = [&](ImU32 color, const char* what, const std::string& value) {
        y += row;
        if (color) {
            s.draw->AddLine({card.x + s.px(9), y}, {card.x + s.px(21), y}, color, s.px(3));
            s.draw->AddTriangleFilled({card.x + s.px(24), y}, {card.x + s.px(18), y - s.px(4.5f)}, {card.x + s.px(18), y + s.px(4.5f)}, color);
        }
        draw_text(*s.draw, s.fonts->tick, {card.x + s.px(30), y}, 0, theme.quiet, what);
        draw_text(*s.draw, s.fonts->tick, {card.right() - s.px(10), y}, 1, theme.text, value);
    };
    line(theme.quiet, text("Downhill (−gradient)"), number(g));
    if (remembers) line(theme.accent, text("Momentum"), number(d));
    line(theme.series[static_cast<std::size_t>(i) % 8], text("Step taken"), number(step));
    line(0, text("Rate along x, y"), number(a.rate.x) + ", " + number(a.rate.y));
}

void ValleySession::draw_relief(Stage& s, Rect area) {
    area.take_top(s.px(8));
    relief_.draw(s, area, map_);
    for (const int i : drawing_order()) {
        const nn::Trace& trace = racer(i);
        const auto place = [&](int step) {
            const nn::Point p = trace.at(step);
            return relief_.place(p.x, p.y, race_.course().landscape.value(p.x, p.y));
        };
        // What leaves the window leaves the relief.
        int last = 0;
        while (last < last_shown(i, s.step) && relief_.holds(trace.at(last + 1).x, trace.at(last + 1).y)) ++last;
        draw_trail(*s.draw, *s.theme, thinned_path(last, place), i, s.px(2));
        draw_marker(*s.draw, *s.theme, place(last), i, s.px(5.5f));
    }
    relief_.finish(s);
}

void ValleySession::draw_chart(Stage& s, Rect area) {
    chart_.active = racers_.active();
    const float floor = race_.floor().value_or(0);
    chart_.draw(s, area, [&](int i, int step) { return racer(i).value(step) - floor; });
}

} // namespace web
