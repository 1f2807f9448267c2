// Data of the learner's own: points of classes and a curve drawn on the map, and what a table brings along.
#include <cmath>

#include "web/demos/playground.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

enum Tool { points, curve, erase }; ///< nn::playground_tools
static_assert(std::size(nn::playground_brushes) == nn::OwnData::most_classes);

constexpr float between_points = 0.4f, between_targets = 0.1f, eraser = 0.35f; ///< in the plane, which is 12 wide

} // namespace

/// What is there is drawn by hand, not brought as a table.
bool PlaygroundSession::is_drawn() const { return run_->setup().source == 1 && own_->kind() != nn::OwnData::Kind::table; }

/// What the chosen tool draws is what counts; the eraser works on what is there.
void PlaygroundSession::take_tool() {
    using Kind = nn::OwnData::Kind;
    const Kind there = own_->kind(), kind = now_.tool == curve ? Kind::curve : now_.tool == points || there == Kind::table ? Kind::points : there;
    if (run_->setup().source != 1 || kind == there) return;
    own_->use(kind);
    took_own();
}

/// Too little has been drawn to learn from.
bool PlaygroundSession::is_sketch() const { return is_drawn() && !own_->lacking().empty(); }

void PlaygroundSession::took_own() {
    run_->bring(own_);
    refresh();
}

void PlaygroundSession::take_own_data(std::string_view data, std::vector<nn::Rejection>& rejected) {
    if (const std::string why = own_->restore(data); !why.empty()) return rejected.push_back({"data", "", why});
    if (run_->setup().source == 1) took_own();
    std::erase_if(rejected, [](const nn::Rejection& r) { return r.key == "source"; });
}

/// The pointer has come to (u, v) of the plane with its button down.
void PlaygroundSession::draw_at(float u, float v) {
    const auto [from_u, from_v] = drawn_.value_or(std::pair(u, v));
    const float way = std::hypot(u - from_u, v - from_v);
    if (now_.tool == points) {
        if (drawn_ && way < between_points) return;
        own_->add(nn::OwnData::Point{u, v, now_.brush});
    } else if (now_.tool == curve) {
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
    const auto place = [&](float u, float v) { return on_map(plane, r, u, v); };
    if (is_sketch()) {
        const bool is_curve = own_->kind() == nn::OwnData::Kind::curve;
        const char* const how = is_curve || now_.tool == curve ? "Draw a curve here, from left to right: it is what the network is to predict."
                                                          : "Choose a class, A to E, then click or drag here to put points. The network needs two classes.";
        if ((is_curve ? own_->curve().empty() : own_->points().empty()))
            paragraph(s, {r.x + s.px(24), r.center().y - s.px(40), r.w - s.px(48), s.px(80)}, text(how), s.theme->text, s.fonts->text);
        if (is_curve)
            for (const auto& t : own_->curve()) s.draw->AddCircleFilled(place(t.x, t.y), s.px(2.4f), s.theme->series[0], 12);
        else
            for (const auto& p : own_->points()) s.draw->AddCircleFilled(place(p.x, p.y), s.px(3.4f), s.theme->of_class(p.label), 12);
    }
    if (!is_sketch() && own_->kind() == nn::OwnData::Kind::points)
        for (const auto& p : own_->points()) // a class of one point is not learned yet
            if (std::find(own_labels_.begin(), own_labels_.end(), p.label) == own_labels_.end()) s.draw->AddCircleFilled(place(p.x, p.y), s.px(3.4f), s.theme->of_class(p.label), 12);
    const Touch held = touch(r, "draw");
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (now_.tool == erase && held.hovered) s.draw->AddCircle(mouse, eraser * r.w / static_cast<float>(plane.u1 - plane.u0), s.theme->text, 24, s.px(1.5f));
    if (!held.held || !r.contains(mouse)) {
        if (!held.held) drawn_.reset();
        return;
    }
    const auto [u, v] = off_map(plane, r, mouse);
    draw_at(u, v);
}

/// What a press on the map draws.
void PlaygroundSession::draw_tools(Stage& s, Column& column) {
    const Theme& theme = *s.theme;
    const bool is_table = own_->kind() == nn::OwnData::Kind::table;
    const float height = s.theme->control();
    if (const int tool = segmented(s, column.next(height, s.px(8)), "draw", nn::playground_tools, is_table ? -1 : now_.tool); tool >= 0)
        s.change("draw", std::string(nn::playground_tools[tool].key));
    if (is_table || now_.tool != points) return;
    const Rect row = column.next(height, s.px(8));
    if (const int brush = segmented(s, row, "brush", nn::playground_brushes, now_.brush); brush >= 0) s.change("brush", std::string(nn::playground_brushes[brush].key));
    const float width = row.w / nn::OwnData::most_classes;
    for (int i = 0; i < nn::OwnData::most_classes; ++i)
        s.draw->AddCircleFilled({row.x + width * (static_cast<float>(i) + 0.5f) - s.px(14), row.center().y}, s.px(5), theme.of_class(i), 16);
}

/// A table's classes, each with its colour.
void PlaygroundSession::draw_class_names(Stage& s, Column& column) {
    const nn::Data& data = run_->data();
    const std::size_t most = std::min<std::size_t>(data.class_names.size(), 8);
    for (std::size_t i = 0; i < most; ++i) {
        const Rect row = column.next(s.px(20), 0);
        s.draw->AddCircleFilled({row.x + s.px(6), row.center().y}, s.px(5), class_color(*s.theme, static_cast<int>(i)), 16);
        draw_text(*s.draw, s.fonts->tick, {row.x + s.px(18), row.center().y}, 0, s.theme->text, fitted(s.fonts->tick, data.class_names[i], row.w - s.px(18)));
    }
    if (most > 0) column.used += s.px(8);
}

void PlaygroundSession::draw_own_controls(Stage& s, Column& column) {
    const Theme& theme = *s.theme;
    const bool is_table = own_->kind() == nn::OwnData::Kind::table;
    if (!s.narrow || is_table) {
        label(s, column.next(s.px(24), s.px(2)), text("Draw on the map"), theme.text, s.fonts->text);
        draw_tools(s, column);
    }
    const nn::Data& data = run_->data();
    std::string about = is_sketch()    ? std::string(text(own_->lacking()))
                        : is_table     ? format(text("A table of %d rows and %d inputs."), data.rows(), data.inputs)
                        : data.classes ? format(text("%d points of %d classes."), data.rows(), data.classes)
                                       : format(text("A curve of %d points."), data.rows());
    if (about[0] >= 'a' && about[0] <= 'z') about[0] += 'A' - 'a';
    say(s, column, about, theme.quiet);
    if (is_table) draw_class_names(s, column);
    if (!s.offers("source")) return;
    Rect row = column.next(theme.control(), s.px(16));
    const Rect half = row.take_left((row.w - s.px(8)) / 2);
    row.take_left(s.px(8));
    action_button(s, half, "open-table", "Open a table");
    if (own_->kind() != nn::OwnData::Kind::none) action_button(s, row, "clear", "Clear all", ButtonLook::quiet);
}

/// Of data with more than two inputs: which plane through them the map shows.
void PlaygroundSession::draw_plane_controls(Stage& s, Column& column, const Access& access) {
    Access plane = access;
    plane.only = {"plane"};
    ParamsUi ui(s, column, plane, "", true);
    if (access.shows("plane")) nn::visit_params(now_, ui);
    if (now_.plane == 1) return say(s, column, format(text("The plane holds %.0f %% of the spread."), 100 * run_->plane().explained), s.theme->quiet);
    const auto& names = run_->inputs().names();
    std::vector<nn::Option> options;
    for (const std::string& name : names) options.push_back({name, name});
    const auto pick = [&](std::string_view key, const char* what, int chosen) {
        if (!access.shows(key)) return;
        label(s, column.next(s.px(24), s.px(2)), text(what), s.theme->text, s.fonts->text);
        const int picked = select(s, column.next(s.theme->control(), s.px(12)), key.data(), options, std::clamp(chosen, 1, static_cast<int>(names.size())) - 1);
        if (picked >= 0) s.change(std::string(key), picked + 1.0);
    };
    pick("input-x", "Input across", now_.input_x);
    pick("input-y", "Input upwards", now_.input_y);
}

} // namespace web
