#include "web/basins_layer.hpp"

#include <algorithm>
#include <cmath>

#include "web/marks.hpp"
#include "web/text.hpp"

namespace web {

ImU32 basin_color(const Theme& theme, int basin) {
    if (basin == nn::basins::diverged) return theme.ground;
    if (basin < 0) return mixed(theme.ground, theme.quiet, 0.5f);
    const ImU32 base = theme.series[static_cast<std::size_t>(basin) % 7];
    return basin / 7 % 2 ? mixed(base, theme.ground, 0.4f) : base;
}

std::string basin_name(int basin) { return basin < 26 ? std::string(1, static_cast<char>('A' + basin)) : std::to_string(basin + 1); }

void BasinsLayer::ask(const nn::BasinsSetup& question) {
    nn::BasinsSetup fresh;
    question_ = question;
    std::string text = nn::to_query(nn::params_of(question_), nn::params_of(fresh));
    if (asked() && text == text_) return;
    text_ = std::move(text);
    numbers_.emplace(question_.landscape());
    order_.reset();
    cells_.restart(0, 0, 2);
}

void BasinsLayer::place_order(const nn::Box& window) {
    nn::BasinsSetup wanted = question_, fresh;
    ordered_box_ = window;
    wanted.x0 = window.x_min, wanted.x1 = window.x_max, wanted.y0 = window.y_min, wanted.y1 = window.y_max;
    order_ = std::make_shared<JobOrder>(JobOrder{"basins", nn::to_query(nn::params_of(wanted), nn::params_of(fresh)), {}});
    first_tile_ = true;
}

void BasinsLayer::take(const nn::Tile& tile, std::span<const float> values) {
    if (first_tile_) { // until now the map showed the order before
        cells_.restart(question_.width, question_.height, 2);
        cells_box_ = ordered_box_;
        numbers_.emplace(question_.landscape());
        first_tile_ = false;
    }
    const auto n = static_cast<std::size_t>(tile.count());
    std::vector<float> cells(2 * n);
    for (std::size_t i = 0; i < n && 4 * n == values.size(); ++i) {
        cells[i] = static_cast<float>(numbers_->number(static_cast<int>(values[i]), {values[2 * n + i], values[3 * n + i]}));
        cells[n + i] = std::floor(std::log2(std::max(1.0f, values[n + i])));
    }
    cells_.take(tile, cells);
}

void BasinsLayer::draw(Stage& s, const MapPanel& map) {
    if (const nn::Box now = map.window(); !order_ || now != ordered_box_) place_order(now);
    const PlaneView& view = map.view();
    const nn::Box box = cells_box_;
    const int columns = cells_.width(), rows = cells_.height();
    const auto at_x = [&](int i) { return view.to_screen(box.x_min + (box.x_max - box.x_min) * static_cast<double>(i) / columns, 0).x; };
    const auto at_y = [&](int j) { return view.to_screen(0, box.y_min + (box.y_max - box.y_min) * static_cast<double>(j) / rows).y; };
    float first = INFINITY; // octave of the fastest
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns; ++i)
            if (cells_.is_known(i, j) && cells_.at(0, i, j) >= 0) first = std::min(first, cells_.at(1, i, j));
    for (int j = 0; j < rows; ++j)
        for (int i = 0; i < columns;) {
            int end = i + 1;
            while (end < columns && cells_.at(0, end, j) == cells_.at(0, i, j) && cells_.at(1, end, j) == cells_.at(1, i, j)) ++end;
            if (cells_.is_known(i, j)) {
                const int basin = static_cast<int>(cells_.at(0, i, j));
                const float opacity = basin >= 0 ? std::max(0.15f, 0.75f - 0.12f * (cells_.at(1, i, j) - first)) : 0.8f;
                s.draw->AddRectFilled({at_x(i), at_y(j + 1)}, {at_x(end), at_y(j)}, faded(basin_color(*s.theme, basin), opacity));
            }
            i = end;
        }
    const auto& minima = numbers_->minima();
    for (std::size_t i = 0; i < minima.size() && i < 60; ++i) {
        const ImVec2 p = view.to_screen(minima[i].x, minima[i].y);
        draw_cross(*s.draw, *s.theme, p, s.px(5));
        draw_cased_text(*s.draw, *s.theme, s.fonts->strong, {p.x + s.px(14), p.y}, 0.5f, s.theme->text, basin_name(static_cast<int>(i)));
    }
    draw_legend(s, view.rect);
}

void BasinsLayer::draw_legend(Stage& s, Rect map) const {
    const Theme& theme = *s.theme;
    const float row = s.px(19);
    const Rect card{map.x + s.px(8), map.bottom() - 4 * row - s.px(18), std::min(s.px(250), map.w - s.px(16)), 4 * row + s.px(10)};
    s.draw->AddRectFilled(card.min(), card.max(), faded(theme.panel, 0.92f), s.px(8));
    float y = card.y + s.px(5) + row / 2;
    const auto line = [&](std::initializer_list<ImU32> colors, const char* words) {
        float x = card.x + s.px(10);
        for (const ImU32 c : colors) {
            s.draw->AddRectFilled({x, y - s.px(5)}, {x + s.px(10), y + s.px(5)}, c, s.px(2));
            x += s.px(12);
        }
        s.draw->AddRect({card.x + s.px(10), y - s.px(5)}, {x - s.px(2), y + s.px(5)}, faded(theme.quiet, 0.6f), s.px(2));
        draw_text(*s.draw, s.fonts->tick, {card.x + s.px(52), y}, 0, theme.text, words);
        y += row;
    };
    line({theme.series[0], theme.series[1], theme.series[2]}, text("starts, by where they end"));
    line({faded(theme.series[0], 0.75f), faded(theme.series[0], 0.5f), faded(theme.series[0], 0.25f)}, text("paler: twice as many steps"));
    line({basin_color(theme, nn::basins::restless)}, text("never comes to rest"));
    line({basin_color(theme, nn::basins::diverged)}, text("diverges"));
}

} // namespace web
