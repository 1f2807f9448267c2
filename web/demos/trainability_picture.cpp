// The map with what stands on and under it, the run beside it, and the controls.
#include <algorithm>
#include <cmath>

#include "web/demos/trainability.hpp"
#include "web/job_line.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

using nn::trainability::Axis;
using nn::trainability::Hyper;

namespace {

constexpr float margin = 12, legend_height = 54, progress_height = 44, run_height = 132, chart_height = 230;

} // namespace

/// Where the map with its legend ends on a phone.
float TrainabilitySession::fold(const Stage& s, float width) const { return width + s.px(legend_height + progress_height - margin); }

float TrainabilitySession::picture_height(const Stage& s, float width) const { return fold(s, width) + s.px(run_height + chart_height + 2 * margin); }

float TrainabilitySession::draw_picture(Stage& s, Rect area) {
    const float bottom = area.bottom();
    area = area.inset(s.px(margin));
    Rect left = s.narrow ? area.take_top(area.w + s.px(legend_height + progress_height)) : area.take_left(area.w * 0.58f);
    const Rect progress = left.take_bottom(s.px(progress_height)), legend = left.take_bottom(s.px(legend_height));
    draw_map(s, left);
    draw_legend(s, {map_.rect().x, legend.y, map_.rect().w, legend.h});
    draw_progress(s, {map_.rect().x, progress.y, map_.rect().w, progress.h});
    if (!s.narrow) area.take_left(s.px(20));
    else if (area.h > s.px(run_height + chart_height)) area.take_top(s.px(Stage::transport_height));
    draw_run(s, area.take_top(s.px(run_height)));
    draw_chart(s, area);
    return bottom;
}

void TrainabilitySession::draw_map(Stage& s, Rect area) {
    const Rect r = WindowMap::map_in(s, area);
    const int most = 64 << setup_.size;
    const float pixels = std::max(r.w, r.h) * s.pixel_ratio, side = std::max(1.0f, std::ceil(pixels / static_cast<float>(most) - 0.1f)) / s.pixel_ratio;
    resize(static_cast<int>(std::ceil(r.w / side)), static_cast<int>(std::ceil(r.h / side)));
    painting_ = picture_.paint();
    map_.set_busy(handle_.dragged());
    const auto name = [](const Axis& axis) { return MapSide{text(axis.label), axis.decades}; };
    map_.draw(s, area, name(home(false)), name(home(true)), window(), picture_.raster(), picture_.window());
    if (setup_.is_quadratic()) draw_limits(s);

    const ImVec2 mouse = ImGui::GetIO().MousePos, at = place_of(map_, setup_.run());
    const bool open = s.allows("lr");
    const bool dragged = map_.rect().contains(at) && handle_.draw(s, at, map_.hovered() && open, {});
    const auto under = (map_.hovered() || dragged) && !map_.is_moving() ? pixel_at(mouse) : std::nullopt;
    if (under && (dragged || map_.clicked()) && open) choose(s, *under);
    pointed_.reset();
    if (under && !dragged && !s.touch) pointed_.emplace(setup_, *under);
    map_.finish(s, home_window());
    if (pointed_) draw_pointed(s, *under, *pointed_);
    if (const auto to = map_.moved()) move_to(s, *to);
}

/// The quadratic's own limits, where the map must agree.
void TrainabilitySession::draw_limits(Stage& s) const {
    const Theme& theme = *s.theme;
    const MapWindow& view = map_.view();
    std::vector<ImVec2> line;
    const auto limit_up = setup_.limit_up();
    const double top = limit_up ? std::log10(*limit_up) : home(true).decades ? view.top : std::min(1.0, view.top);
    constexpr int pieces = 160;
    for (int i = 0; i <= pieces; ++i) {
        const double y = view.bottom + (top - view.bottom) * i / pieces, own = home(true).decades ? std::pow(10, y) : y;
        line.push_back(map_.to_screen(std::log10(setup_.limit_across(own)), y));
    }
    if (limit_up || !home(true).decades) line.push_back(map_.to_screen(view.left, top));
    s.draw->AddPolyline(line.data(), static_cast<int>(line.size()), IM_COL32(255, 255, 255, 255), 0, s.px(4.5f));
    s.draw->AddPolyline(line.data(), static_cast<int>(line.size()), IM_COL32(16, 18, 24, 255), 0, s.px(2));
    const ImVec2 middle = line[pieces / 3];
    const float right = middle.x + s.px(8);
    const bool fits = right + s.px(150) < map_.rect().right();
    const char* words = text(setup_.up() == nn::trainability::Up::decay ? "η = 2(1 + μ) / (λ + decay)" : "η = 2(1 + μ) / λ");
    const float width = text_size(s.fonts->tick, words).x + s.px(16), x = fits ? right : middle.x - s.px(8) - width;
    s.draw->AddRectFilled({x, middle.y - s.px(12)}, {x + width, middle.y + s.px(12)}, faded(theme.panel, 0.92f), s.px(6));
    draw_text(*s.draw, s.fonts->tick, {x + s.px(8), middle.y}, 0, theme.text, words);
}

void TrainabilitySession::draw_legend(Stage& s, Rect r) const {
    const Theme& theme = *s.theme;
    const RunTone& tone = picture_.tone();
    const float gap = s.px(16);
    Rect left = r.take_left((r.w - gap) / 2);
    r.take_left(gap);
    const auto bar = [&](Rect part, const char* title, ImU32 (*color)(double), const std::string& low, const std::string& high) {
        label(s, part.take_top(s.px(20)), text(title), theme.text, s.fonts->tick);
        const Rect b = part.take_top(s.px(10));
        constexpr int pieces = 24;
        for (int i = 0; i < pieces; ++i) {
            const float x = b.x + b.w * static_cast<float>(i) / pieces;
            const ImU32 from = color(static_cast<double>(i) / pieces), to = color((i + 1.0) / pieces);
            s.draw->AddRectFilledMultiColor({x, b.y}, {x + b.w / pieces, b.bottom()}, from, to, to, from);
        }
        s.draw->AddRect(b.min(), b.max(), theme.line);
        label(s, part.take_top(s.px(20)), low, theme.quiet, s.fonts->tick);
        part.y -= s.px(20), part.h = s.px(20);
        label(s, part, high, theme.quiet, s.fonts->tick, 1);
    };
    const auto steps = [](double counted) { return format(text("step %d"), static_cast<int>(std::lround(counted - 1))); };
    const bool target = tone.by_target;
    bar(left, target ? "Comes to the target at" : "Stays: loss at the end", RunTone::staying, target ? steps(tone.low) : number(tone.low), target ? steps(tone.high) : number(tone.high));
    bar(r, "Diverges at", RunTone::diverging, steps(tone.first), steps(tone.last));
    if (!target) return;
    const float y = r.y + s.px(10), x = r.right();
    const Rect words = draw_text(*s.draw, s.fonts->tick, {x, y}, 1, theme.text, text("Never comes there"));
    s.draw->AddRectFilled({words.x - s.px(18), y - s.px(6)}, {words.x - s.px(6), y + s.px(6)}, RunTone::restless(), s.px(2));
}

/// How far the map is, who computes it, and what it says as a whole.
void TrainabilitySession::draw_progress(Stage& s, Rect r) const {
    const Theme& theme = *s.theme;
    draw_job_bar(s, r.take_top(s.px(4)), static_cast<double>(picture_.known()) / std::max(1, columns_ * rows_));
    std::string words = picture_.known() ? format(text("%d × %d runs: %d %% stay, %d %% diverge"), columns_, rows_, static_cast<int>(std::lround(100 * picture_.staying())), 100 - static_cast<int>(std::lround(100 * picture_.staying()))) : text("Waiting for the first runs");
    ImU32 color = theme.text;
    if (is_too_deep()) words = "⚠ " + std::string(text("Too deep: single precision no longer tells neighbours apart")), color = theme.warn;
    label(s, r.take_top(s.px(19)), fitted(s.fonts->tick, words, r.w), color, s.fonts->tick);
    draw_runner(s, r.take_top(s.px(19)));
}

/// A card beside the pointer.
void TrainabilitySession::draw_pointed(Stage& s, const Hyper& h, const nn::TrainabilityRun& run) const {
    const Theme& theme = *s.theme;
    const std::string lines[] = {std::string(text(home(false).label)) + " " + number(h.rate1), std::string(text(home(true).label)) + " " + number(own_of(h)), verdict(run)};
    float width = 0;
    for (const std::string& line : lines) width = std::max(width, text_size(s.fonts->tick, line).x);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const float row = s.px(18), w = width + s.px(20), h_ = 3 * row + s.px(10);
    const Rect card{std::clamp(mouse.x + s.px(16), map_.rect().x, std::max(map_.rect().x, map_.rect().right() - w)), mouse.y + s.px(16) + h_ > map_.rect().bottom() ? mouse.y - h_ - s.px(10) : mouse.y + s.px(16), w, h_};
    ImDrawList& top = *ImGui::GetForegroundDrawList();
    top.AddRectFilled(card.min(), card.max(), theme.panel, s.px(6));
    top.AddRect(card.min(), card.max(), theme.line, s.px(6));
    float y = card.y + s.px(5) + row / 2;
    for (const std::string& line : lines) {
        draw_text(top, s.fonts->tick, {card.x + s.px(10), y}, 0, &line == &lines[2] ? theme.text : theme.quiet, line);
        y += row;
    }
}

void TrainabilitySession::draw_run(Stage& s, Rect r) const {
    const Theme& theme = *s.theme;
    const Hyper h = setup_.run();
    const bool bad = run_->diverged_at() >= 0;
    label(s, r.take_top(s.px(24)), text("The run at the ring"), theme.quiet, s.fonts->tick);
    const std::string words = (bad ? "⚠ " : "") + verdict(*run_);
    const bool large = text_size(s.fonts->number, words).x < r.w;
    label(s, r.take_top(s.px(30)), words, bad ? theme.warn : theme.text, large ? s.fonts->number : s.fonts->strong);
    const auto row = [&](const char* name, const std::string& value) {
        const Rect line = r.take_top(s.px(24));
        label(s, line, name, theme.quiet, s.fonts->text);
        label(s, line, value, theme.text, s.fonts->strong, 1);
    };
    row(text(home(false).label), number(h.rate1));
    row(text(home(true).label), number(own_of(h)));
    const int step = std::min(s.step, run_->end());
    row(format(text("Loss at step %d"), step).c_str(), number(run_->loss(step)));
}

void TrainabilitySession::draw_chart(Stage& s, Rect r) const {
    Chart chart;
    chart.title = "Loss of the run, by step";
    chart.x_max = setup_.steps;
    chart.target = setup_.target;
    chart.active = 0;
    chart.legend = pointed_.has_value();
    double low = setup_.target, high = setup_.target;
    const auto add = [&](const char* name, const nn::TrainabilityRun& run) {
        chart.series.push_back(Chart::thinned(text(name), run.end(), [&](int step) { return static_cast<double>(run.loss(step)); }));
        for (const double y : chart.series.back().y) low = y > 0 ? std::min(low, y) : low, high = std::max(high, y);
    };
    add("at the ring", *run_);
    if (pointed_) add("under the pointer", *pointed_);
    chart.fit_decades(low, high, 10);
    if (run_->diverged_at() >= 0 && s.step >= run_->diverged_at())
        chart.mark = ChartMark{0, static_cast<double>(run_->end()), run_->loss(run_->end()), format(text("diverges at step %d"), run_->diverged_at())};
    chart.draw(s, r, [&](int i, int step) { return static_cast<double>((i == 0 ? *run_ : *pointed_).loss(step)); });
}

void TrainabilitySession::draw_controls(Stage& s, Column& column, const Access& access) {
    if (access.is_empty()) draw_experiments(s, column, *this, preset_, "Choose a place");
    const auto group = [&](std::set<std::string, std::less<>> keys, bool advanced = false) {
        Access only = access;
        for (const std::string& key : nn::keys_of(nn::params_of(setup_)))
            if (!keys.contains(key)) only.hidden.insert(key);
        ParamsUi ui(s, column, only, "", advanced);
        nn::visit_params(setup_, ui);
    };
    static constexpr const char* own[] = {"lr2", "momentum", "scale", "batch", "decay"};
    std::set<std::string, std::less<>> rest{"hidden", "samples", "activation", "momentum", "scale", "batch", "decay", "seed"};
    rest.erase(own[setup_.axes]);
    group({"problem"});
    group({"axes"});
    group({"lr"});
    group({own[setup_.axes]});
    group({"show"});
    group({"steps", "lambda", "flat"});
    if (more_) {
        group(rest);
        group({"target", "limit", "size", "x", "y", "zoom"}, true);
    }
    if (setup_.is_network()) return draw_foot(s, column, more_);
    if (button(s, column.next(s.target(32), s.px(8)), "more", more_ ? "Fewer settings" : "More settings", ButtonLook::quiet)) more_ = !more_;
}

} // namespace web
