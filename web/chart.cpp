#include "web/chart.hpp"

#include <implot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

int plot_tick(double value, char* buffer, int size, void*) {
    return std::snprintf(buffer, static_cast<std::size_t>(size), "%s", number(std::abs(value) < 1e-13 ? 0 : value).c_str());
}

namespace {

int percent_tick(double value, char* buffer, int size, void*) { return std::snprintf(buffer, static_cast<std::size_t>(size), "%.0f %%", 100 * value); }

/// Does the segment touch the rectangle?
bool crosses(Rect r, ImVec2 a, ImVec2 b) {
    float from = 0, to = 1;
    for (const auto& [at, along, low, high] : {std::array{a.x, b.x - a.x, r.x, r.right()}, std::array{a.y, b.y - a.y, r.y, r.bottom()}}) {
        if (along == 0 && (at < low || at > high)) return false;
        if (along == 0) continue;
        const float s = (low - at) / along, t = (high - at) / along;
        from = std::max(from, std::min(s, t)), to = std::min(to, std::max(s, t));
    }
    return from <= to;
}

constexpr float ring_radius = 7;

void draw_ringed(ImDrawList& draw, const Stage& s, ImVec2 at, int look) {
    draw.AddCircleFilled(at, s.px(ring_radius + 1.5f), s.theme->ground);
    draw.AddCircle(at, s.px(ring_radius), s.theme->text, 0, s.px(1.5f));
    draw_marker(draw, *s.theme, at, look, s.px(3.5f), false);
}

bool overlap(Rect a, Rect b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

} // namespace

Rect free_place(Rect plot, ImVec2 size, ImVec2 at, std::span<const std::vector<ImVec2>> lines, std::span<const Rect> taken) {
    constexpr int columns = 9;
    const float edge = size.y / 3, margin = size.y / 4;
    const int rows = std::max(1, static_cast<int>((plot.h - 2 * edge) / (1.25f * size.y)));
    Rect best;
    float lowest = std::numeric_limits<float>::infinity();
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const auto place = [](float from, float room, int k, int n) { return from + std::max(0.0f, room) * static_cast<float>(k) / static_cast<float>(std::max(1, n - 1)); };
            const Rect r{place(plot.x + edge, plot.w - 2 * edge - size.x, column, columns), place(plot.y + edge, plot.h - 2 * edge - size.y, row, rows), size.x, size.y};
            const Rect wide{r.x - margin, r.y - margin, r.w + 2 * margin, r.h + 2 * margin};
            int in_the_way = 0;
            for (const Rect& other : taken) in_the_way += overlap(wide, other) ? 100 : 0;
            for (const auto& line : lines)
                for (std::size_t i = 1; i < line.size(); ++i) in_the_way += crosses(wide, line[i - 1], line[i]);
            const float distance = std::hypot(std::clamp(at.x, r.x, r.right()) - at.x, std::clamp(at.y, r.y, r.bottom()) - at.y);
            const float cost = distance + 10 * std::max(plot.w, plot.h) * static_cast<float>(in_the_way);
            if (cost < lowest) lowest = cost, best = r;
        }
    return best;
}

std::string Chart::written(double value) const { return percent && std::isfinite(value) ? web::percent(value) : number(value); }

std::string Chart::x_written(int x) const {
    return format("%s %s", text(counted), x_names.empty() ? std::to_string(x).c_str() : x_names[static_cast<std::size_t>(x)].c_str());
}

Series Chart::thinned(std::string label, int steps, const std::function<double(int)>& value) {
    constexpr int stretches = 360;
    Series s{std::move(label), {}, {}};
    const auto push = [&](int step) { s.x.push_back(step), s.y.push_back(value(step)); };
    if (steps <= 2 * stretches) {
        for (int i = 0; i <= steps; ++i) push(i);
        return s;
    }
    for (int k = 0; k < stretches; ++k) {
        const int from = static_cast<int>(static_cast<long>(steps) * k / stretches), to = static_cast<int>(static_cast<long>(steps) * (k + 1) / stretches);
        int low = from, high = from;
        for (int i = from; i < to; ++i) {
            if (value(i) < value(low)) low = i;
            if (value(i) > value(high)) high = i;
        }
        push(std::min(low, high));
        if (low != high) push(std::max(low, high));
    }
    push(steps);
    return s;
}

void Chart::fit_decades(double low, double high, int most) {
    constexpr double head_room = 0.07; // of the axis: half a marker, at least
    const double highest = std::log10(high), top = std::ceil(highest), bottom = std::max(std::floor(std::log10(low) - 0.02), top - most);
    log = true;
    y_min = std::pow(10, bottom);
    y_max = std::pow(10, std::max(top, highest + head_room * (top - bottom)));
}

int Chart::look_of(int index) const {
    const int look = series[static_cast<std::size_t>(index)].look;
    return look >= 0 ? look : index;
}

std::vector<int> Chart::named() const {
    std::vector<int> indices;
    for (int k = 0; k < static_cast<int>(series.size()); ++k)
        if (!series[static_cast<std::size_t>(k)].reference) indices.push_back(k);
    return indices;
}

double Chart::value_at(int index, int step) const {
    const Series& one = series[static_cast<std::size_t>(index)];
    const auto after = std::lower_bound(one.x.begin(), one.x.end(), step);
    return after == one.x.end() ? one.y.back() : one.y[static_cast<std::size_t>(after - one.x.begin())];
}

Chart::Press Chart::draw(Stage& s, Rect r, const std::function<double(int, int)>& value_at) const {
    const Theme& theme = *s.theme;
    if (titled) {
        label(s, r.take_top(s.px(26)), fitted(s.fonts->text, text(title), r.w), theme.text, s.fonts->text);
        r.take_top(s.px(4));
    }
    ImGui::SetCursorScreenPos(r.min());
    ImGui::PushFont(const_cast<ImFont*>(s.fonts->tick));
    const ImPlotFlags flags = ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoBoxSelect | ImPlotFlags_NoMouseText | ImPlotFlags_NoTitle | ImPlotFlags_NoInputs;
    int pointed = -1;
    Rect plot;
    std::vector<std::vector<ImVec2>> drawn(series.size());
    ImVec2 marked{};
    const bool worded = mark || !note.empty();
    std::vector<std::vector<ImVec2>> lines; // what words must not cover
    if (ImPlot::BeginPlot(("##" + title).c_str(), {r.w - s.px(12), r.h}, flags)) { // half of the last number stands beyond the plot
        ImPlot::SetupAxis(ImAxis_X1, nullptr, ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoGridLines);
        ImPlot::SetupAxis(ImAxis_Y1, nullptr, ImPlotAxisFlags_NoHighlight);
        ImPlot::SetupAxisLimits(ImAxis_X1, 0, x_max, ImPlotCond_Always);
        ImPlot::SetupAxisLimits(ImAxis_Y1, y_min, y_max, ImPlotCond_Always);
        ImPlot::SetupAxisFormat(ImAxis_Y1, percent ? percent_tick : plot_tick);
        ImPlot::SetupAxisFormat(ImAxis_X1, plot_tick);
        std::vector<double> named_at;
        std::vector<const char*> names_there;
        for (std::size_t i = 0; i < x_names.size(); i += static_cast<std::size_t>(x_named_every)) named_at.push_back(static_cast<double>(i)), names_there.push_back(x_names[i].c_str());
        if (!named_at.empty()) ImPlot::SetupAxisTicks(ImAxis_X1, named_at.data(), static_cast<int>(named_at.size()), names_there.data());
        if (log) ImPlot::SetupAxisScale(ImAxis_Y1, ImPlotScale_Log10);
        ImPlot::SetupFinish();
        const ImVec2 at = ImPlot::GetPlotPos(), size = ImPlot::GetPlotSize();
        plot = {at.x, at.y, size.x, size.y};
        // What leaves the chart leaves it by a little: a diverging run would be drawn for miles.
        const double below = log ? y_min * 1e-3 : 2 * y_min - y_max, above = log ? y_max * 1e3 : 2 * y_max - y_min;
        const auto y_of = [&](double y) { return ImPlot::PlotToPixels(0, std::clamp(y, below, above)).y; };
        const auto x_of = [&](double x) { return ImPlot::PlotToPixels(x, y_max).x; };
        ImDrawList& draw = *ImPlot::GetPlotDrawList();
        const float beyond = is_run ? 0 : s.px(5); // the outer markers stand on the frame
        draw.PushClipRect({plot.x - beyond, plot.y}, {plot.right() + beyond, plot.bottom() + beyond}, true);
        if (target > 0) {
            const float y = y_of(target);
            for (float x = plot.x; x < plot.right(); x += s.px(8)) draw.AddLine({x, y}, {x + s.px(4), y}, theme.quiet);
        }
        std::vector<ImVec2> line;
        const double here = is_run ? s.step : x_max;
        for (int k = 0; k < static_cast<int>(series.size()); ++k) {
            const Series& one = series[static_cast<std::size_t>(k)];
            for (std::size_t i = 1; i < one.low.size(); ++i) {
                const double edges[] = {one.low[i - 1], one.high[i - 1], one.low[i], one.high[i]};
                if (!std::all_of(std::begin(edges), std::end(edges), [](double y) { return std::isfinite(y); })) continue;
                const float left = x_of(one.x[i - 1]), right = x_of(one.x[i]);
                const ImU32 color = faded(theme.series[static_cast<std::size_t>(look_of(k)) % 8], one.x[i] <= here ? 0.22f : 0.08f);
                draw.AddQuadFilled({left, y_of(edges[0])}, {left, y_of(edges[1])}, {right, y_of(edges[3])}, {right, y_of(edges[2])}, color);
            }
        }
        for (int k = 0; k < static_cast<int>(series.size()); ++k) {
            const Series& one = series[static_cast<std::size_t>(k)];
            const int look = look_of(k);
            std::size_t now = 0;
            line.clear();
            for (std::size_t i = 0; i < one.x.size(); ++i) {
                if (!std::isfinite(one.y[i])) break;
                line.push_back({x_of(one.x[i]), y_of(one.y[i])});
                if (one.x[i] <= here) now = line.size();
            }
            drawn[static_cast<std::size_t>(k)] = line;
            const float width = s.px(k == active ? 3.0f : 2.0f);
            const ImU32 color = theme.series[static_cast<std::size_t>(look) % 8];
            if (worded) lines.push_back(line);
            if (one.reference) {
                for (std::size_t i = 1; i < line.size(); ++i) draw_dashes(draw, line[i - 1], line[i], faded(theme.text, 0.75f), s.px(1.5f));
                continue;
            }
            const std::size_t rest = now ? now - 1 : 0; // what is to come, from the marker on
            if (now < line.size()) draw.AddPolyline(line.data() + rest, static_cast<int>(line.size() - rest), faded(color, 0.3f), 0, s.px(1.5f));
            draw_trail(draw, theme, std::span(line).first(now), look, width, false);
            if (!is_run && line.size() <= 60)
                for (const ImVec2 p : line) draw_marker(draw, theme, p, look, s.px(3.5f), false);
            else if (now > 0 && now < line.size())
                draw_marker(draw, theme, line[now - 1], look, s.px(4));
        }
        for (int k = 0; k < static_cast<int>(series.size()); ++k) {
            const auto ringed = static_cast<std::size_t>(series[static_cast<std::size_t>(k)].ringed);
            if (ringed < drawn[static_cast<std::size_t>(k)].size()) draw_ringed(draw, s, drawn[static_cast<std::size_t>(k)][ringed], look_of(k));
        }
        draw.PopClipRect();
        const float x_now = x_of(s.step);
        if (is_run) draw.AddLine({x_now, plot.y}, {x_now, plot.bottom()}, faded(theme.text, 0.35f));
        if (is_run && worded) lines.push_back({{x_now, plot.y}, {x_now, plot.bottom()}});
        if (mark) marked = {x_of(mark->x), y_of(mark->y)};
        ImPlot::EndPlot();
    }
    ImGui::PopFont();
    const Rect names = legend ? draw_legend(s, plot) : Rect{};
    if (mark) draw_mark(s, plot, marked, lines, names);
    if (!note.empty()) {
        const Rect words = free_place(plot, text_size(s.fonts->tick, note), {plot.center().x, plot.bottom()}, lines, std::span(&names, 1));
        draw_cased_text(*s.draw, theme, s.fonts->tick, {words.x, words.center().y}, 0, theme.quiet, note);
    }
    s.readings.push_back(plot);
    const Touch over = touch(plot, title.c_str());
    if (over.held || over.hovered) {
        const float t = (ImGui::GetIO().MousePos.x - plot.x) / plot.w;
        pointed = static_cast<int>(std::clamp(static_cast<double>(t), 0.0, 1.0) * x_max + 0.5);
    }
    if (over.held && is_run) s.seek = pointed;
    Press press{-1, pointed, plot};
    if (pointed < 0) return press;
    draw_readout(s, plot, r.right(), pointed, value_at);
    if (!over.clicked) return press;
    float nearest = INFINITY;
    for (const int k : named())
        for (const auto& x = series[static_cast<std::size_t>(k)].x; const ImVec2& p : drawn[static_cast<std::size_t>(k)]) {
            if (static_cast<int>(x[static_cast<std::size_t>(&p - drawn[static_cast<std::size_t>(k)].data())]) != pointed) continue;
            if (const float away = std::abs(p.y - ImGui::GetIO().MousePos.y); away < nearest) nearest = away, press.series = k;
        }
    return press;
}

Rect Chart::draw_legend(Stage& s, Rect plot) const {
    float y = plot.y + s.px(12), width = 0;
    for (const int k : named()) width = std::max(width, text_size(s.fonts->tick, series[static_cast<std::size_t>(k)].label).x);
    const float x = plot.right() - width - s.px(28);
    const Rect r{x - s.px(8), plot.y, plot.right() - x + s.px(8), s.px(18) * static_cast<float>(named().size()) + s.px(4)};
    s.draw->AddRectFilled(r.min(), r.max(), faded(s.theme->ground, 0.8f), s.px(6));
    for (const int k : named()) {
        draw_marker(*s.draw, *s.theme, {x + s.px(6), y}, look_of(k), s.px(4), false);
        draw_text(*s.draw, s.fonts->tick, {x + s.px(18), y}, 0, s.theme->text, series[static_cast<std::size_t>(k)].label);
        y += s.px(18);
    }
    return r;
}

void Chart::draw_mark(Stage& s, Rect plot, ImVec2 at, std::span<const std::vector<ImVec2>> lines, Rect names) const {
    const Theme& theme = *s.theme;
    const ImVec2 size = text_size(s.fonts->tick, mark->words);
    const float ring = s.px(ring_radius);
    const Rect taken[] = {{at.x - ring, at.y - ring, 2 * ring, 2 * ring}, names};
    const Rect words = free_place(plot, size, at, lines, taken);
    const ImVec2 near{std::clamp(at.x, words.x, words.right()), at.y < words.y ? words.y : at.y > words.bottom() ? words.bottom() : words.center().y};
    const float length = std::hypot(near.x - at.x, near.y - at.y);
    if (length > ring + s.px(8)) {
        const float from = ring / length, to = 1 - s.px(2) / length;
        s.draw->AddLine({at.x + (near.x - at.x) * from, at.y + (near.y - at.y) * from}, {at.x + (near.x - at.x) * to, at.y + (near.y - at.y) * to}, theme.quiet, s.px(1));
    }
    draw_ringed(*s.draw, s, at, look_of(mark->series));
    draw_cased_text(*s.draw, theme, s.fonts->tick, {words.x, words.center().y}, 0, theme.text, mark->words);
}

/// A card beside the pointer with one line per series.
void Chart::draw_readout(Stage& s, Rect plot, float right, int pointed, const std::function<double(int, int)>& value_at) const {
    const Theme& theme = *s.theme;
    const float x = plot.x + plot.w * static_cast<float>(pointed / x_max);
    s.draw->AddLine({x, plot.y}, {x, plot.bottom()}, theme.accent);
    float names = 0;
    for (const int k : named()) names = std::max(names, text_size(s.fonts->tick, series[static_cast<std::size_t>(k)].label).x);
    const float row = s.px(18), w = names + s.px(116), h = row * static_cast<float>(named().size() + 1) + s.px(12);
    const Rect card{x + s.px(10) + w > right ? x - s.px(10) - w : x + s.px(10), plot.y + s.px(4), w, h};
    ImDrawList& top = *ImGui::GetForegroundDrawList();
    top.AddRectFilled(card.min(), card.max(), theme.panel, s.px(8));
    top.AddRect(card.min(), card.max(), theme.line, s.px(8));
    float y = card.y + s.px(6) + row / 2;
    draw_text(top, s.fonts->tick, {card.x + s.px(10), y}, 0, theme.quiet, x_written(pointed));
    for (const int k : named()) {
        y += row;
        draw_marker(top, theme, {card.x + s.px(15), y}, look_of(k), s.px(4), false);
        const Series& one = series[static_cast<std::size_t>(k)];
        draw_text(top, s.fonts->tick, {card.x + s.px(26), y}, 0, theme.text, one.label);
        if (!one.x.empty()) draw_text(top, s.fonts->tick, {card.right() - s.px(10), y}, 1, theme.text, written(value_at(k, pointed))); // else it is not known yet
    }
}

} // namespace web
