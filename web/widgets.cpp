#include "web/widgets.hpp"

#include <imgui_internal.h>

#include <cmath>

#include "web/marks.hpp"
#include "web/text.hpp"

namespace web {

namespace {

ImU32 face(const Theme& t, ButtonLook look, Touch touched) {
    const ImU32 base = look == ButtonLook::primary ? t.accent : look == ButtonLook::quiet ? faded(t.panel, 0) : t.panel;
    const ImU32 toward = look == ButtonLook::primary ? t.text : t.accent;
    if (touched.held) return mixed(base, faded(toward, look == ButtonLook::quiet ? 0.18f : 1), look == ButtonLook::quiet ? 1 : 0.2f);
    if (touched.hovered) return mixed(base, faded(toward, look == ButtonLook::quiet ? 0.10f : 1), look == ButtonLook::quiet ? 1 : 0.09f);
    return base;
}

void frame(const Stage& s, Rect r, ButtonLook look, Touch touched) {
    const Theme& t = *s.theme;
    s.draw->AddRectFilled(r.min(), r.max(), face(t, look, touched), t.px(6));
    if (look == ButtonLook::plain) s.draw->AddRect(r.min(), r.max(), t.edge, t.px(6));
}

ImU32 ink(const Theme& t, ButtonLook look) { return look == ButtonLook::primary ? t.on_accent : t.text; }

void show_tip(std::string_view tip) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {12, 8});
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(280);
    ImGui::TextUnformatted(text(tip));
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

/// A finger points at nothing: a tap opens the words, the next one anywhere closes them.
void help_by_tap(const Stage& s, ImVec2 at, ImGuiID me, bool tapped, std::string_view help) {
    ImGuiStorage& storage = *ImGui::GetStateStorage();
    const ImGuiID slot = ImHashStr("help that is open");
    const bool open = storage.GetInt(slot) == static_cast<int>(me);
    if (tapped)
        storage.SetInt(slot, open ? 0 : static_cast<int>(me));
    else if (open && ImGui::IsMouseClicked(0))
        storage.SetInt(slot, 0);
    if (storage.GetInt(slot) != static_cast<int>(me)) return;
    ImGui::SetNextWindowPos({std::clamp(at.x - s.px(150), s.px(8), std::max(s.px(8), ImGui::GetIO().DisplaySize.x - s.px(312))), at.y + s.px(14)});
    show_tip(help);
}

/// Behind words that end at `x`, in the row that is theirs.
void help_mark(Stage& s, Rect row, float x, float y, std::string_view help) {
    if (help.empty()) return;
    const Theme& t = *s.theme;
    const ImVec2 at{x + t.px(15), y};
    const float r = t.px(8), side = t.target(24);
    const float top = std::clamp(y - side / 2, row.y, std::max(row.y, row.bottom() - side));
    ImGui::PushID("?");
    const Touch touched = touch({at.x - side / 2, top, side, side}, "help", s.touch ? std::string_view() : help);
    const ImGuiID me = ImGui::GetItemID();
    ImGui::PopID();
    if (s.touch) help_by_tap(s, at, me, touched.clicked, help);
    const ImU32 color = touched.hovered ? t.accent : t.edge;
    s.draw->AddCircle(at, r, color);
    draw_text(*s.draw, s.fonts->tick, at, 0.5f, touched.hovered ? t.accent : t.quiet, "?");
}

void draw_icon(const Stage& s, Rect r, Icon icon, ImU32 color) {
    ImDrawList& d = *s.draw;
    const float u = s.px(1);
    const ImVec2 c = r.center();
    const auto p = [&](float x, float y) { return ImVec2(c.x + x * u, c.y + y * u); };
    const float w = 2 * u;
    switch (icon) {
    case Icon::play: d.AddTriangleFilled(p(-5, -7), p(-5, 7), p(7, 0), color); break;
    case Icon::pause:
        d.AddRectFilled(p(-6, -7), p(-2, 7), color, u);
        d.AddRectFilled(p(2, -7), p(6, 7), color, u);
        break;
    case Icon::step:
        d.AddTriangleFilled(p(-5, -6), p(-5, 6), p(3, 0), color);
        d.AddRectFilled(p(4, -6), p(6.5f, 6), color);
        break;
    case Icon::back:
        d.AddTriangleFilled(p(5, -6), p(-3, 0), p(5, 6), color);
        d.AddRectFilled(p(-6.5f, -6), p(-4, 6), color);
        break;
    case Icon::reset:
        d.PathArcTo(c, 6.5f * u, -2.6f, 2.3f, 24);
        d.PathStroke(color, 0, w);
        d.AddTriangleFilled(p(-9.5f, -3.5f), p(-1.8f, -2.2f), p(-6.8f, 3), color);
        break;
    case Icon::plus: d.AddLine(p(0, -6), p(0, 6), color, w); [[fallthrough]];
    case Icon::minus: d.AddLine(p(-6, 0), p(6, 0), color, w); break;
    case Icon::close:
        d.AddLine(p(-4.5f, -4.5f), p(4.5f, 4.5f), color, w);
        d.AddLine(p(-4.5f, 4.5f), p(4.5f, -4.5f), color, w);
        break;
    case Icon::share:
        for (const float y : {-6.0f, 6.0f}) {
            d.AddLine(p(-5, 0), p(5, y), color, 1.5f * u);
            d.AddCircleFilled(p(5, y), 3 * u, color);
        }
        d.AddCircleFilled(p(-5, 0), 3 * u, color);
        break;
    case Icon::fit:
        for (const float x : {-1.0f, 1.0f})
            for (const float y : {-1.0f, 1.0f}) {
                d.AddLine(p(6 * x, 6 * y), p(2 * x, 6 * y), color, w);
                d.AddLine(p(6 * x, 6 * y), p(6 * x, 2 * y), color, w);
            }
        break;
    }
}

} // namespace

std::vector<Target> targets;

float slider_height(const Stage& s) { return s.target(24) + s.target(22); }

Touch touch(Rect r, const char* id, std::string_view tip) {
    targets.push_back({id, r});
    ImGui::SetCursorScreenPos(r.min());
    Touch t;
    t.clicked = ImGui::InvisibleButton(id, {std::max(r.w, 1.0f), std::max(r.h, 1.0f)});
    t.hovered = ImGui::IsItemHovered();
    t.held = ImGui::IsItemActive();
    if (!tip.empty() && ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal | ImGuiHoveredFlags_NoSharedDelay)) show_tip(tip);
    return t;
}

void label(const Stage& s, Rect r, std::string_view words, ImU32 color, const ImFont* font, float align) {
    draw_text(*s.draw, font, {r.x + r.w * align, r.y + r.h / 2}, align, color, words);
}

float paragraph(const Stage& s, Rect r, std::string_view words, ImU32 color, const ImFont* font) {
    const float size = font->FontSize * font->Scale, pitch = size * 1.4f;
    const char *at = words.data(), *end = at + words.size();
    float y = r.y;
    while (at < end) {
        const char* stop = font->CalcWordWrapPositionA(font->Scale, at, end, r.w);
        if (stop == at) ++stop;
        draw_text(*s.draw, font, {r.x, y + pitch / 2}, 0, color, std::string_view(at, static_cast<std::size_t>(stop - at)));
        at = stop;
        while (at < end && *at == ' ') ++at;
        y += pitch;
    }
    return y - r.y;
}

SliderResult slider(Stage& s, Rect r, const char* id, std::string_view name, std::string_view help, std::string_view value, float& t) {
    const Theme& theme = *s.theme;
    SliderResult result;
    ImGui::PushID(id);
    const Rect head = r.take_top(s.target(24));
    const float line = head.bottom() - s.px(12), value_width = std::max(text_size(s.fonts->text, value).x + s.px(12), s.target(12));
    const Rect box{head.right() - value_width, head.y, value_width, head.h};
    const Touch typed = touch(box, "value", "Click to type a value.");
    if (typed.hovered) s.draw->AddRectFilled({box.x, line - s.px(12)}, {box.right(), line + s.px(12)}, faded(theme.accent, 0.10f), s.px(6));
    draw_text(*s.draw, s.fonts->text, {box.right() - s.px(6), line}, 1, theme.text, value);
    const Rect words = draw_text(*s.draw, s.fonts->text, {head.x, line}, 0, theme.text, text(name));
    help_mark(s, head, words.right(), line, help);

    const float pad = s.px(8), x0 = r.x + pad, x1 = r.right() - pad, y = r.y + s.px(11);
    const Touch held = touch(r, "track");
    if (held.held) {
        const float moved = std::clamp((ImGui::GetIO().MousePos.x - x0) / (x1 - x0), 0.0f, 1.0f);
        result.moved = moved != t;
        t = moved;
    }
    const float knob = x0 + (x1 - x0) * t;
    s.draw->AddLine({x0, y}, {x1, y}, mixed(theme.line, theme.quiet, 0.35f), s.px(3));
    s.draw->AddLine({x0, y}, {knob, y}, theme.accent, s.px(3));
    const float grow = held.held ? s.px(2) : held.hovered ? s.px(1) : 0;
    s.draw->AddCircleFilled({knob, y}, s.px(8) + grow, theme.accent);
    s.draw->AddCircleFilled({knob, y}, s.px(4) + grow, theme.panel);
    ImGui::PopID();
    result.typed = typed.clicked;
    result.value = {r.right() - s.px(120), head.y - s.px(4), s.px(120), s.px(32)};
    return result;
}

bool button(Stage& s, Rect r, const char* id, std::string_view words, ButtonLook look) {
    const Touch touched = touch(r, id);
    frame(s, r, look, touched);
    draw_text(*s.draw, s.fonts->text, r.center(), 0.5f, ink(*s.theme, look), fitted(s.fonts->text, text(words), r.w - s.px(4)));
    return touched.clicked;
}

bool action_button(Stage& s, Rect r, const char* key, std::string_view words, ButtonLook look) {
    s.mark(key, r);
    if (!button(s, r, key, words, look)) return false;
    s.action = key;
    return true;
}

bool icon_button(Stage& s, Rect r, Icon icon, const char* id, std::string_view tip, ButtonLook look) {
    const Touch touched = touch(r, id, tip);
    frame(s, r, look, touched);
    draw_icon(s, r, icon, look == ButtonLook::quiet && !touched.hovered ? s.theme->quiet : ink(*s.theme, look));
    return touched.clicked;
}

ZoomPress zoom_buttons(Stage& s, Rect map, std::string_view whole) {
    const float size = s.target(32);
    Rect column{map.right() - size - s.px(8), map.y + s.px(8), size, 3 * size};
    s.draw->AddRectFilled(column.min(), column.max(), faded(s.theme->panel, 0.92f), s.px(6));
    ZoomPress pressed = ZoomPress::none;
    const auto press = [&](Icon icon, const char* key, std::string_view tip, ZoomPress what) {
        const Rect r = column.take_top(size);
        s.mark(key, r);
        if (icon_button(s, r, icon, key, tip, ButtonLook::quiet)) pressed = what;
    };
    press(Icon::plus, "zoom-in", "Zoom in. Or with ctrl and the wheel, or two fingers; move by dragging.", ZoomPress::in);
    press(Icon::minus, "zoom-out", "Zoom out.", ZoomPress::out);
    press(Icon::fit, "zoom-whole", whole, ZoomPress::whole);
    return pressed;
}

int segmented(Stage& s, Rect r, const char* id, std::span<const nn::Option> options, int chosen) {
    const Theme& theme = *s.theme;
    s.draw->AddRectFilled(r.min(), r.max(), mixed(theme.ground, theme.line, 0.6f), s.px(6));
    const float width = r.w / static_cast<float>(options.size());
    int clicked = -1;
    const ImFont* font = s.fonts->text;
    for (const nn::Option& o : options)
        if (text_size(font, text(o.label)).x > width - s.px(8)) font = s.fonts->tick;
    ImGui::PushID(id);
    for (int i = 0; i < static_cast<int>(options.size()); ++i) {
        const Rect part{r.x + width * static_cast<float>(i), r.y, width, r.h};
        ImGui::PushID(i);
        const Touch touched = touch(part, "part");
        ImGui::PopID();
        if (i == chosen) {
            const Rect in = part.inset(s.px(3));
            s.draw->AddRectFilled(in.min(), in.max(), theme.panel, s.px(5));
            s.draw->AddRect(in.min(), in.max(), mixed(theme.line, theme.quiet, 0.3f), s.px(5));
        }
        const ImU32 color = i == chosen ? theme.text : touched.hovered ? theme.accent : theme.quiet;
        draw_text(*s.draw, font, part.center(), 0.5f, color, fitted(font, text(options[static_cast<std::size_t>(i)].label), width - s.px(4)));
        if (touched.clicked) clicked = i;
    }
    ImGui::PopID();
    return clicked;
}

int select(Stage& s, Rect r, const char* id, std::span<const nn::Option> options, int chosen) {
    const Theme& theme = *s.theme;
    ImGui::PushID(id);
    const Touch touched = touch(r, "field");
    frame(s, r, ButtonLook::plain, touched);
    draw_text(*s.draw, s.fonts->text, {r.x + s.px(12), r.center().y}, 0, theme.text, fitted(s.fonts->text, text(options[static_cast<std::size_t>(chosen)].label), r.w - s.px(38)));
    const ImVec2 c{r.right() - s.px(18), r.center().y};
    const ImVec2 chevron[] = {{c.x - s.px(5), c.y - s.px(2.5f)}, {c.x, c.y + s.px(2.5f)}, {c.x + s.px(5), c.y - s.px(2.5f)}};
    s.draw->AddPolyline(chevron, 3, theme.quiet, 0, s.px(2));

    int picked = -1;
    if (touched.clicked) ImGui::OpenPopup("list");
    const float row = s.target(34), height = row * static_cast<float>(options.size()) + s.px(12);
    const float screen = ImGui::GetIO().DisplaySize.y - s.px(8);
    const float y = std::max(s.px(8), std::min(r.bottom() + s.px(4), screen - height));
    ImGui::SetNextWindowPos({r.x, y});
    ImGui::SetNextWindowSize({r.w, std::min(height, screen - y)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {s.px(6), s.px(6)});
    if (ImGui::BeginPopup("list", ImGuiWindowFlags_NoMove)) {
        ImDrawList& draw = *ImGui::GetWindowDrawList();
        // The page hands its keys over while a list is open.
        int& cursor = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("cursor"));
        if (ImGui::IsWindowAppearing()) cursor = chosen;
        const int move = ImGui::IsKeyPressed(ImGuiKey_DownArrow) - ImGui::IsKeyPressed(ImGuiKey_UpArrow);
        cursor = std::clamp(cursor + move, 0, static_cast<int>(options.size()) - 1);
        if (ImGui::IsKeyPressed(ImGuiKey_Enter)) picked = cursor;
        if (ImGui::IsKeyPressed(ImGuiKey_Escape) || picked >= 0) ImGui::CloseCurrentPopup();
        ImVec2 at = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x;
        for (int i = 0; i < static_cast<int>(options.size()); ++i, at.y += row) {
            const Rect line{at.x, at.y, width, row};
            ImGui::PushID(i);
            const Touch over = touch(line, "row");
            ImGui::PopID();
            if (over.hovered && ImGui::GetIO().MouseDelta.x + ImGui::GetIO().MouseDelta.y != 0) cursor = i;
            if (i == cursor && move != 0) ImGui::SetScrollHereY();
            if (i == cursor || i == chosen) draw.AddRectFilled(line.min(), line.max(), faded(theme.accent, i == cursor ? 0.12f : 0.07f), s.px(6));
            draw_text(draw, s.fonts->text, {line.x + s.px(10), line.center().y}, 0, i == chosen ? theme.accent : theme.text,
                      text(options[static_cast<std::size_t>(i)].label));
            if (over.clicked) {
                picked = i;
                ImGui::CloseCurrentPopup();
            }
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    ImGui::PopID();
    return picked;
}

bool field(Stage& s, Rect r, const char* id, std::string_view value) {
    const Touch touched = touch(r, id, "Click to type.");
    frame(s, r, ButtonLook::plain, touched);
    s.draw->PushClipRect(r.min(), r.max(), true);
    draw_text(*s.draw, s.fonts->text, {r.x + s.px(12), r.center().y}, 0, s.theme->text, value);
    s.draw->PopClipRect();
    return touched.clicked;
}

bool check(Stage& s, Rect r, const char* id, std::string_view name, std::string_view help, bool on) {
    const Theme& theme = *s.theme;
    ImGui::PushID(id);
    const float w = s.px(40), h = s.px(22);
    const Rect pill{r.right() - w, r.center().y - h / 2, w, h};
    const float reach = s.target(w / theme.scale);
    const Touch touched = touch({r.right() - reach, r.y, reach, r.h}, "switch");
    const ImU32 ground = on ? theme.accent : touched.hovered ? theme.quiet : theme.edge;
    s.draw->AddRectFilled(pill.min(), pill.max(), ground, h / 2);
    s.draw->AddCircleFilled({on ? pill.right() - h / 2 : pill.x + h / 2, pill.center().y}, h / 2 - s.px(3), theme.panel);
    const Rect words = draw_text(*s.draw, s.fonts->text, {r.x, r.center().y}, 0, theme.text, text(name));
    help_mark(s, r, words.right(), r.center().y, help);
    ImGui::PopID();
    return touched.clicked;
}

} // namespace web
