// The cut as a map or a relief, with the way on it.
#include <algorithm>
#include <cmath>

#include "web/clock.hpp"
#include "web/demos/landscape.hpp"
#include "web/job_line.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

constexpr std::pair<std::string_view, std::string_view> axis_names[] = {{"c₁", "c₂"}, {"δ", "η"}, {"λ₁", "λ₂"}, {"A→B", "b"}};

} // namespace

float LandscapeSession::draw_picture(Stage& s, Rect area) {
    work();
    gather();
    if (s.narrow) {
        Rect top = area.take_top(area.w + s.px(40));
        draw_status(s, top.take_bottom(s.px(40)));
        view().view == 0 ? draw_map(s, top) : draw_relief(s, top);
        if (fold(s, area.w) < picture_height(s, area.w)) area.take_top(s.px(Stage::transport_height));
        draw_side(s, area.inset(s.px(12)));
        return area.bottom();
    }
    Rect side = area.take_right(std::min(area.w * 0.38f, s.px(440)));
    draw_status(s, area.take_bottom(s.px(28)));
    view().view == 0 ? draw_map(s, area) : draw_relief(s, area);
    draw_side(s, side.inset(s.px(12)));
    return area.bottom();
}

/// Between the link's zoom and what the map shows.
void LandscapeSession::take_view(Stage& s) {
    const PlaneView& v = map_.view();
    if (map_.moved()) {
        const double half = v.units_per_pixel * std::min(v.rect.w, v.rect.h) / 2;
        s.change("zoom", rounded(plane_->half / half));
        s.change("pan-a", rounded((v.center_x - plane_->a) / plane_->half));
        s.change("pan-b", rounded((v.center_y - plane_->b) / plane_->half));
        return;
    }
    if (looked_) return;
    const nn::LandscapeView& w = view();
    const double half = plane_->half / w.zoom, a = plane_->a + w.pan_a * plane_->half, b = plane_->b + w.pan_b * plane_->half;
    map_.fit(whole());
    map_.look_at({static_cast<float>(a - half), static_cast<float>(a + half), static_cast<float>(b - half), static_cast<float>(b + half)});
    looked_ = true;
}

void LandscapeSession::draw_map(Stage& s, Rect area) {
    if (has_log_tone_ != view().log_heights) {
        map_.set(heights_, heights_->tone(view().log_heights));
        has_log_tone_ = view().log_heights;
    }
    const auto& [across, upwards] = axis_names[view().plane];
    map_.name_axes(across, upwards);
    if (plane_) take_view(s);
    map_.draw(s, area);
    if (plane_) {
        const Rect& r = map_.view().rect;
        const nn::Box window = map_.window();
        const double per = view().pixels / std::max<double>(r.w, r.h);
        const int width = std::max(8, static_cast<int>(r.w * per)), height = std::max(8, static_cast<int>(r.h * per));
        const bool other = !order_ || window != window_ || width != picture_.width() || height != picture_.height();
        if (other && looked_) place_order(window, width, height);
        if (!heights_->is_empty()) map_.draw_levels(s);
        draw_marks(s, [&](double a, double b) { return map_.view().to_screen(a, b); });
    }
    map_.finish(s);
    if (heights_->is_empty()) draw_text(*s.draw, s.fonts->text, map_.view().rect.center(), 0.5f, s.theme->quiet, text("Computing the surface …"));
}

void LandscapeSession::draw_relief(Stage& s, Rect area) {
    draw_map(s, area); // places the order, and is covered
    s.draw->AddRectFilled(area.min(), area.max(), s.theme->panel);
    if (heights_->is_empty() || !plane_) return;
    relief_.draw(s, area.inset(s.px(8)), map_);
    const nn::Box& box = heights_->box();
    draw_marks(s, [&](double a, double b) {
        return relief_.place(a, b, heights_->at(std::clamp(a, double(box.x_min), double(box.x_max)), std::clamp(b, double(box.y_min), double(box.y_max))));
    });
    relief_.finish(s);
}

/// The way and where it stands; of two networks both, the straight line and the average.
void LandscapeSession::draw_marks(Stage& s, const std::function<ImVec2(double a, double b)>& place) {
    const Theme& theme = *s.theme;
    std::vector<ImVec2> line;
    for (const auto& [a, b] : way_)
        if (std::isfinite(a) && std::isfinite(b)) line.push_back(place(a, b));
    if (line.empty()) return;
    const bool is_line = view().plane == 3 && !run_->other().empty();
    if (is_line) {
        std::vector<ImVec2> straight;
        for (int i = 0; i <= 40; ++i) straight.push_back(place(i / 40.0, 0));
        draw_trail(*s.draw, theme, straight, 1, s.px(2));
    }
    draw_trail(*s.draw, theme, line, 0, s.px(2.5f));
    draw_ring(*s.draw, theme, line.front(), s.px(5), false);
    const auto now = plane_->place(run_->run().network().parameters());
    const ImVec2 head = place(now[0], now[1]);
    draw_marker(*s.draw, theme, head, 0, s.px(7));
    const auto name = [&](ImVec2 at, const char* words) { draw_cased_text(*s.draw, theme, s.fonts->strong, {at.x + s.px(12), at.y - s.px(12)}, 0, theme.text, words); };
    name(line.front(), text("start"));
    if (!is_line) return;
    const auto other = plane_->place(run_->other()), swa = plane_->place(run_->averaged());
    const ImVec2 b = place(other[0], other[1]), mean = place(swa[0], swa[1]);
    draw_marker(*s.draw, theme, b, 1, s.px(7));
    draw_cross(*s.draw, theme, mean, s.px(7));
    name(head, "A");
    name(b, "B");
    name({mean.x, mean.y + s.px(26)}, "SWA");
}

/// Who computes it, how fast, and how far it is.
void LandscapeSession::draw_status(Stage& s, Rect r) {
    const Rect bar{r.x + s.px(44), r.y, r.w - s.px(110), s.px(3)};
    if (order_ && s.job->error.empty()) draw_job_bar(s, bar, s.job->done ? 1 : s.job->share);
    draw_runner(s, {bar.x, r.y + s.px(6), r.w - s.px(56), s.px(19)});
}

} // namespace web
