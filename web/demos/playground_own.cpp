// Data of the learner's own: points of classes and a curve drawn on the map, and what a table brings along.
#include <cmath>

#include "web/demos/playground.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

enum Tool { points, curve, erase };
constexpr nn::Option tools[] = {{"points", "Points"}, {"curve", "Curve"}, {"erase", "Erase"}};
constexpr nn::Option brushes[] = {{"1", "A"}, {"2", "B"}, {"3", "C"}, {"4", "D"}, {"5", "E"}};
static_assert(std::size(brushes) == nn::OwnData::most_classes);

constexpr float between_points = 0.4f, between_targets = 0.1f, eraser = 0.35f; ///< in the plane, which is 12 wide

} // namespace

/// What is there is drawn by hand, not brought as a table.
bool PlaygroundSession::is_drawn() const { return run_->setup().source == 1 && own_->kind() != nn::OwnData::Kind::table; }

/// Too little has been drawn to learn from.
bool PlaygroundSession::is_sketch() const { return is_drawn() && !own_->lacking().empty(); }

void PlaygroundSession::took_own() {
    run_->bring(own_);
    refresh();
}

void PlaygroundSession::take_own_data(std::string_view data, std::vector<nn::Rejection>& rejected) {
    if (const std::string why = own_->restore(data); !why.empty()) return rejected.push_back({"data", "", why});
    took_own();
    tool_ = own_->kind() == nn::OwnData::Kind::curve ? curve : points;
    std::erase_if(rejected, [](const nn::Rejection& r) { return r.key == "source"; });
}

ImU32 PlaygroundSession::brush_color(const Theme& theme, int label) const {
    std::vector<int> labels = own_->classes();
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
    std::sort(labels.begin(), labels.end());
    const auto place = static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
    if (labels.size() <= 2) return place > 0 || label > 1 ? theme.class_b : theme.class_a;
    return theme.series[place];
}

/// The pointer has come to (u, v) of the plane with its button down.
void PlaygroundSession::draw_at(float u, float v) {
    const auto [from_u, from_v] = drawn_.value_or(std::pair(u, v));
    const float way = std::hypot(u - from_u, v - from_v);
    if (tool_ == points) {
        if (drawn_ && way < between_points) return;
        own_->add(nn::OwnData::Point{u, v, brush_});
    } else if (tool_ == curve) {
        if (drawn_ && std::fabs(u - from_u) < between_targets) return;
        own_->erase_curve(from_u, u);
        const int pieces = std::max(1, static_cast<int>(std::fabs(u - from_u) / between_targets));
        for (int i = 1; i <= pieces; ++i) {
            const float t = static_cast<float>(i) / static_cast<float>(pieces);
            own_->add(nn::OwnData::Target{from_u + t * (u - from_u), from_v + t * (v - from_v)});
        }
    } else if (own_->kind() == nn::OwnData::Kind::curve) {
        own_->erase_curve(u - eraser, u + eraser);
    } else if (!own_->erase(u, v, eraser)) {
        return;
    }
    drawn_ = {u, v};
    took_own();
}

/// A press on the map draws; what is drawn is shown while it is too little to learn from, then the run shows it.
void PlaygroundSession::draw_own(Stage& s, Rect r) {
    s.grabs.push_back(r);
    const nn::PlaygroundPlane plane = is_sketch() ? nn::PlaygroundPlane{} : run_->plane();
    const auto place = [&](float u, float v) {
        return ImVec2{r.x + r.w * static_cast<float>((double(u) - plane.u0) / (plane.u1 - plane.u0)), r.bottom() - r.h * static_cast<float>((double(v) - plane.v0) / (plane.v1 - plane.v0))};
    };
    if (is_sketch()) {
        const bool is_curve = own_->kind() == nn::OwnData::Kind::curve;
        const char* const how = is_curve || tool_ == curve ? "Draw a curve here, from left to right: it is what the network shall foretell."
                                                          : "Click or drag to put points here. Choose their class at the right; the network needs two.";
        if ((is_curve ? own_->curve().empty() : own_->points().empty()))
            paragraph(s, {r.x + s.px(24), r.center().y - s.px(40), r.w - s.px(48), s.px(80)}, text(how), s.theme->text, s.fonts->text);
        if (is_curve)
            for (const auto& t : own_->curve()) s.draw->AddCircleFilled(place(t.x, t.y), s.px(2.4f), s.theme->series[0], 12);
        else
            for (const auto& p : own_->points()) s.draw->AddCircleFilled(place(p.x, p.y), s.px(3.4f), brush_color(*s.theme, p.label), 12);
    }
    const Touch held = touch(r, "draw");
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (tool_ == erase && held.hovered) s.draw->AddCircle(mouse, eraser * r.w / static_cast<float>(plane.u1 - plane.u0), s.theme->text, 24, s.px(1.5f));
    if (!held.held || !r.contains(mouse)) {
        if (!held.held) drawn_.reset();
        return;
    }
    draw_at(static_cast<float>(plane.u0 + (plane.u1 - plane.u0) * double((mouse.x - r.x) / r.w)), static_cast<float>(plane.v0 + (plane.v1 - plane.v0) * double((r.bottom() - mouse.y) / r.h)));
}

void PlaygroundSession::draw_own_controls(Stage& s, Column& column, const Access& access) {
    using Kind = nn::OwnData::Kind;
    const Theme& theme = *s.theme;
    const bool is_table = own_->kind() == Kind::table, allowed = access.allows("source");
    label(s, column.next(s.px(24), s.px(2)), text("Draw on the map"), theme.text, s.fonts->text);
    if (const int tool = segmented(s, column.next(theme.control(), s.px(8)), "tools", tools, is_table ? -1 : tool_); tool >= 0 && allowed) {
        tool_ = tool;
        const Kind kind = tool == curve ? Kind::curve : tool == points || is_table ? Kind::points : own_->kind();
        if (kind != own_->kind()) own_->use(kind), took_own();
    }
    if (!is_table && tool_ == points) {
        const Rect row = column.next(theme.control(), s.px(8));
        if (const int brush = segmented(s, row, "brush", brushes, brush_); brush >= 0) brush_ = brush;
        const float width = row.w / static_cast<float>(std::size(brushes));
        for (int i = 0; i < nn::OwnData::most_classes; ++i)
            s.draw->AddCircleFilled({row.x + width * (static_cast<float>(i) + 0.5f) - s.px(14), row.center().y}, s.px(5), brush_color(theme, i), 16);
    }
    const nn::Data& data = run_->data();
    const std::string about = is_sketch()  ? std::string(text(own_->lacking()))
                              : is_table   ? format(text("A table of %d rows and %d inputs."), data.rows(), data.inputs)
                              : data.classes ? format(text("%d points of %d classes."), data.rows(), data.classes)
                                             : format(text("A curve of %d points."), data.rows());
    Rect words = column.next(0, 0);
    words.h = s.px(100);
    column.used += paragraph(s, words, about, theme.quiet, s.fonts->tick) + s.px(8);
    Rect row = column.next(theme.control(), s.px(16));
    const Rect half = row.take_left((row.w - s.px(8)) / 2);
    row.take_left(s.px(8));
    if (button(s, half, "open-table", "Open a table") && allowed) s.action = "open-table";
    if (own_->kind() != Kind::none && button(s, row, "clear", "Clear all", ButtonLook::quiet) && allowed) s.action = "clear";
}

} // namespace web
