#include "web/racers_panel.hpp"

#include <algorithm>

#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

struct RacersList {
    std::vector<nn::Optimizer> racers;
    static constexpr auto params() { return std::tuple{nn::list("racers", &RacersList::racers, 1, 8, "", "")}; }
};

std::string text_of(std::vector<nn::Optimizer> racers) {
    RacersList list{std::move(racers)};
    return nn::get_param(nn::params_of(list), "racers");
}

} // namespace

void RacersPanel::fit(int racers) {
    chosen_ = std::clamp(chosen_, 0, racers - 1);
    if (pointed_ >= racers) pointed_ = -1;
}

std::string RacersPanel::name(const std::vector<nn::Optimizer>& racers, int i) {
    const nn::Optimizer& own = racers[static_cast<std::size_t>(i)];
    const std::string name = std::visit([](const auto& o) { return std::string(text(o.label)); }, own);
    const auto twins = std::count_if(racers.begin(), racers.end(), [&](const nn::Optimizer& other) { return other.index() == own.index(); });
    return twins > 1 ? name + " " + number(nn::learning_rate(own)) : name;
}

void RacersPanel::draw_list(Stage& s, Column& column, const Access& access, const std::vector<nn::Optimizer>& racers, std::string_view what, const std::vector<Row>& rows,
                            const std::function<nn::Optimizer()>& another, bool& more) {
    const Theme& theme = *s.theme;
    const int count = static_cast<int>(racers.size());
    Rect head = column.next(s.px(24), s.px(2));
    label(s, head, text("Racers"), theme.text, s.fonts->strong);
    label(s, head, what, theme.quiet, s.fonts->tick, 1);
    for (int i = 0; i < count; ++i) {
        const Rect row = column.next(s.target(34), s.px(2));
        ImGui::PushID(i);
        Rect rest = row;
        const Rect cross = rest.take_right(s.target(28));
        const Touch touched = touch(rest, "racer");
        if (touched.clicked) choose(i);
        if (touched.hovered) pointed_ = i;
        if (i == chosen_ || touched.hovered)
            s.draw->AddRectFilled(row.min(), row.max(), faded(theme.accent, i == chosen_ ? 0.10f : 0.06f), s.px(6));
        draw_marker(*s.draw, theme, {row.x + s.px(16), row.center().y}, i, s.px(6), false);
        const std::string own = name(racers, i);
        label(s, {row.x + s.px(32), row.y, row.w, row.h}, own, theme.text, s.fonts->text);

        const Row& said = rows[static_cast<std::size_t>(i)];
        const bool fits = text_size(s.fonts->text, said.result).x <= rest.w - s.px(40) - text_size(s.fonts->text, own).x;
        const ImU32 color = said.look == Row::Look::warn ? theme.warn : said.look == Row::Look::quiet ? theme.quiet : theme.text;
        label(s, rest, fits || said.shorter.empty() ? said.result : said.shorter, color, said.look == Row::Look::strong ? s.fonts->strong : s.fonts->text, 1);

        const bool removable = count > 1 && access.allows("racers") && (touched.hovered || i == chosen_ || s.theme->fingers);
        if (removable && icon_button(s, cross, Icon::close, "remove", "Take this racer out.", ButtonLook::quiet)) {
            auto fewer = racers;
            fewer.erase(fewer.begin() + i);
            s.change("racers", text_of(std::move(fewer)));
            if (chosen_ >= i && chosen_ > 0) --chosen_;
        }
        ImGui::PopID();
    }
    Rect row = column.next(s.target(34), s.px(8));
    const Rect left = row.take_left(row.w / 2);
    s.mark("racers", left);
    if (racers.size() < most && access.allows("racers") && button(s, left, "add", "+ Add a racer", ButtonLook::quiet)) {
        auto next = racers;
        next.push_back(another());
        s.change("racers", text_of(std::move(next)));
        choose(count);
    }
    if (button(s, row, "more", more ? "Fewer settings" : "More settings", ButtonLook::quiet)) more = !more;
}

void RacersPanel::draw_settings(Stage& s, Column& column, const Access& access, std::vector<nn::Optimizer>& racers, bool more) const {
    const int chosen = std::min(chosen_, static_cast<int>(racers.size()) - 1); // one that was added a moment ago is not there yet
    const std::string prefix = "racers." + std::to_string(chosen);
    nn::Optimizer& optimizer = racers[static_cast<std::size_t>(chosen)];
    s.draw->AddLine({column.area.x, column.area.y + column.used}, {column.area.right(), column.area.y + column.used}, s.theme->line);
    column.used += s.px(12);
    if (access.allows("racers")) {
        const auto options = nn::VariantAlternative(optimizer).options();
        const int picked = select(s, column.next(s.theme->control(), s.px(8)), "optimizer", options, static_cast<int>(optimizer.index()));
        if (picked >= 0) s.change(prefix, std::string(options[static_cast<std::size_t>(picked)].key));
    }
    std::visit(
        [&](auto& setup) {
            ParamsUi ui(s, column, access, prefix + ".", false);
            nn::visit_params(setup, ui);
            if (more) {
                ParamsUi rest(s, column, access, prefix + ".", true);
                nn::visit_params(setup, rest);
            }
        },
        optimizer);
}

} // namespace web
