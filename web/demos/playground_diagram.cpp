// The network as a diagram: features, hidden layers, output. Everything on it can be pressed: a feature goes in or out, a
// unit's answer goes on the map, a weight or a bias is typed.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/demos/playground.hpp"
#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

const nn::Part* weights_of(const nn::Network& network, int layer) {
    for (const nn::Part& part : network.layout())
        if (part.layer == layer && part.shape.size() == 2) return &part;
    return nullptr;
}

/// A link between two units: a curve that leaves and arrives level.
struct Curve {
    ImVec2 from, to;
    ImVec2 at(float t) const {
        const float s = 1 - t, bend = (to.x - from.x) * 0.45f;
        const ImVec2 a{from.x + bend, from.y}, b{to.x - bend, to.y};
        return {s * s * s * from.x + 3 * s * s * t * a.x + 3 * s * t * t * b.x + t * t * t * to.x, s * s * s * from.y + 3 * s * s * t * a.y + 3 * s * t * t * b.y + t * t * t * to.y};
    }
    float distance(ImVec2 p) const {
        float nearest = 1e9f;
        for (int i = 0; i <= 12; ++i) {
            const ImVec2 q = at(static_cast<float>(i) / 12);
            nearest = std::min(nearest, std::hypot(q.x - p.x, (q.y - p.y)));
        }
        return nearest;
    }
};

/// A weight as it is typed.
std::string shown(float value) { return format("%.4g", double(value)); }

/// The buttons that take a unit away and give one: beside their number, below it where a column is narrow, one above the other
/// where it is narrower still.
struct HeadButtons {
    float side; ///< 0: there is no room
    int rows_below;
    static constexpr float row = 46; ///< px
};
HeadButtons head_buttons(const Stage& s, float width) {
    const float side = s.target(26), half = width / 2 - s.px(1);
    if (s.theme->fingers) return half >= side ? HeadButtons{side, 1} : HeadButtons{width >= side ? side : 0, 2};
    if (width >= 2 * side + s.px(36)) return {side, 0};
    return {half >= s.px(18) ? std::min(side, half) : 0, 1};
}

} // namespace

void PlaygroundSession::change_layers(Stage& s, int by) {
    nn::PlaygroundSetup setup = run_->setup();
    std::string text = nn::get_param(nn::params_of(setup), "layers");
    const std::size_t comma = text.rfind(',');
    if (by < 0)
        text.resize(comma == text.npos ? 0 : comma);
    else if (text.empty())
        text = "dense:units=4";
    else
        text += "," + text.substr(comma == text.npos ? 0 : comma + 1);
    s.change("layers", text);
}

void PlaygroundSession::change_units(Stage& s, int layer, int by) {
    const int units = std::get<nn::PlaygroundDense>(now_.layers[static_cast<std::size_t>(layer)]).units;
    s.change("layers." + std::to_string(layer) + ".units", double(std::clamp(units + by, 1, 64)));
}

/// Features, then layers, from left to right; what does not fit in a column is not shown, and the head says how many are.
void PlaygroundSession::place_nodes(const Stage& s, Rect r) {
    nodes_.clear();
    const auto& layers = run_->model().layers;
    const int columns = static_cast<int>(layers.size()) + 1;
    const float width = r.w / static_cast<float>(columns), most = s.px(46);
    for (int column = 0; column < columns; ++column) {
        const int count = column == 0 ? run_->inputs().count() : layers[static_cast<std::size_t>(column - 1)].units;
        const float least = s.px(22), gap = s.px(8);
        const int shown = std::min(count, std::max(1, static_cast<int>((r.h + gap) / (least + gap))));
        const float side = std::clamp((r.h + gap) / static_cast<float>(shown) - gap, least, std::min(most, width * 0.6f));
        const float pitch = std::min((r.h - side) / std::max(1.0f, static_cast<float>(shown - 1)), side + s.px(20));
        const float top = r.y + (r.h - side - pitch * static_cast<float>(shown - 1)) / 2, x = r.x + width * (static_cast<float>(column) + 0.5f) - side / 2;
        for (int row = 0; row < shown; ++row) nodes_.push_back({column, row, {x, top + pitch * static_cast<float>(row), side, side}});
    }
}

/// Where its parts lie, from the top: layers, units, nodes, features.
PlaygroundSession::DiagramLayout PlaygroundSession::lay_diagram(const Stage& s, Rect r) const {
    DiagramLayout at;
    at.head = r.take_top(s.target(34));
    r.take_top(s.px(6));
    if (const auto all = chips(s, r.w); !all.empty()) {
        at.chips = r.take_bottom(all.back().at.bottom());
        r.take_bottom(s.px(6));
    }
    r.take_left(s.px(26)); // for the features' names
    const int columns = static_cast<int>(run_->model().layers.size()) + 1;
    const int rows = columns > 1 ? head_buttons(s, r.w / static_cast<float>(columns)).rows_below : 0;
    at.heads = r.take_top(s.px(48) + s.px(s.theme->fingers ? HeadButtons::row : 32) * static_cast<float>(rows));
    at.nodes = r;
    return at;
}

void PlaygroundSession::draw_links(Stage& s) {
    const Theme& theme = *s.theme;
    const auto& layers = run_->model().layers;
    const auto w = run_->network().parameters();
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    float nearest = s.px(6);
    Curve pointed{};
    std::array<const Node*, 2> ends{};
    pointed_weight_ = -1;
    // Where there are thousands they are thin and short, and a card has its work with them.
    std::size_t links = 1;
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const auto column = [&](std::size_t c) { return std::count_if(nodes_.begin(), nodes_.end(), [c](const Node& n) { return n.column == static_cast<int>(c); }); };
        links += static_cast<std::size_t>(column(l) * column(l + 1));
    }
    const int pieces = std::clamp(static_cast<int>(6000 / links), 6, 16);
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const nn::Part* part = weights_of(run_->network(), layers[l].dense);
        if (!part) continue;
        const int in = part->shape[1];
        float top = 1e-6f;
        for (std::size_t i = 0; i < part->size; ++i) top = std::max(top, std::fabs(w[part->offset + i]));
        top = std::max(top, 1.0f);
        for (const Node& from : nodes_) {
            if (from.column != static_cast<int>(l)) continue;
            for (const Node& to : nodes_) {
                if (to.column != static_cast<int>(l) + 1) continue;
                const std::size_t index = part->offset + static_cast<std::size_t>(to.row * in + from.row);
                const float weight = w[index];
                if (!std::isfinite(weight)) continue;
                const Curve c{{from.rect.right(), from.rect.center().y}, {to.rect.x, to.rect.center().y}};
                const float strength = std::min(1.0f, std::fabs(weight) / top), bend = (c.to.x - c.from.x) * 0.45f;
                const ImU32 color = faded(weight < 0 ? theme.class_a : weight > 0 ? theme.class_b : theme.quiet, 0.18f + 0.72f * strength);
                s.draw->AddBezierCubic(c.from, {c.from.x + bend, c.from.y}, {c.to.x - bend, c.to.y}, c.to, color, s.px(0.6f + 4.4f * strength), pieces);
                if (mouse.x > c.from.x && mouse.x < c.to.x)
                    if (const float d = c.distance(mouse); d < nearest) nearest = d, pointed = c, pointed_weight_ = static_cast<int>(index), ends = {&from, &to};
            }
        }
    }
    if (pointed_weight_ < 0 || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup)) return;
    const float bend = (pointed.to.x - pointed.from.x) * 0.45f;
    s.draw->AddBezierCubic(pointed.from, {pointed.from.x + bend, pointed.from.y}, {pointed.to.x - bend, pointed.to.y}, pointed.to, theme.accent, s.px(3), 16);
    const ImVec2 middle = pointed.at(0.5f);
    const Rect spot{mouse.x - s.px(7), mouse.y - s.px(7), s.px(14), s.px(14)};
    draw_cased_text(*ImGui::GetForegroundDrawList(), theme, s.fonts->strong, {middle.x, middle.y - s.px(12)}, 0.5f, theme.text, number(double(w[static_cast<std::size_t>(pointed_weight_)])));
    if (s.offers("edits") && touch(spot, "weight", text("A weight: click to type another.")).clicked)
        s.edits.push_back({std::string("w").append(std::to_string(pointed_weight_)), format(text("Weight from %s to %s"), name_of(*ends[0]).c_str(), name_of(*ends[1]).c_str()), shown(w[static_cast<std::size_t>(pointed_weight_)]), {middle.x - s.px(60), middle.y - s.px(16), s.px(120), s.px(32)}, true});
}

std::string PlaygroundSession::name_of(const Node& node) const {
    if (node.column == 0) return run_->inputs().names()[static_cast<std::size_t>(node.row)];
    if (node.column == static_cast<int>(run_->model().layers.size())) return format(text("output %d"), node.row + 1);
    return format(text("unit %d of layer %d"), node.row + 1, node.column);
}

/// All of them before anything is drawn over: one call to the card.
void PlaygroundSession::draw_thumbnails(Stage& s) {
    for (const Node& node : nodes_) {
        const Rect r = node.rect;
        s.draw->AddRectFilled({r.x - s.px(2), r.y - s.px(2)}, {r.right() + s.px(2), r.bottom() + s.px(2)}, s.theme->ground, s.px(7));
    }
    for (const Node& node : nodes_) draw_raster(*s.draw, thumbnails_, node.rect, place_of(thumbnail_of(node)).inset(0.5f));
}

void PlaygroundSession::draw_node(Stage& s, const Node& node) {
    const Theme& theme = *s.theme;
    const Rect r = node.rect;
    const auto& layers = run_->model().layers;
    const int unit = thumbnail_of(node) - run_->inputs().count();
    const bool on_view = node.column > 0 && now_.map == unit + 1;
    std::string tip;
    if (node.column == 0)
        tip = run_->inputs().names()[static_cast<std::size_t>(node.row)];
    else
        tip = format(text(node.column == static_cast<int>(layers.size()) ? "Output %d: click to show it on the map." : "Unit %d of layer %d: click to show it on the map."), node.row + 1, node.column);
    const bool chooses = node.column > 0 && s.offers("map");
    if (node.column > 0 && !chooses) tip.clear();
    const Touch over = touch(r, format("node %d %d", node.column, node.row).c_str(), tip);
    s.draw->AddRect({r.x - s.px(1), r.y - s.px(1)}, {r.right() + s.px(1), r.bottom() + s.px(1)}, on_view || (over.hovered && chooses) ? theme.accent : mixed(theme.line, theme.quiet, 0.5f), s.px(6), 0, on_view ? s.px(2.5f) : s.px(1));
    if (node.column == 0) {
        draw_cased_text(*s.draw, theme, s.fonts->tick, {r.x - s.px(6), r.center().y}, 1, theme.text, fitted(s.fonts->tick, run_->inputs().names()[static_cast<std::size_t>(node.row)], r.x - s.px(s.narrow ? 18 : 22)));
        return;
    }
    if (over.clicked && chooses) s.change("map", on_view ? 0.0 : unit + 1.0);
    // The bias: a dot at the lower left, as dark as it is large.
    const nn::Part* part = weights_of(run_->network(), layers[static_cast<std::size_t>(node.column - 1)].dense);
    if (!part) return;
    const std::size_t index = part->offset + part->size + static_cast<std::size_t>(node.row);
    const float bias = run_->network().parameters()[index];
    const ImVec2 dot{r.x, r.bottom()};
    const Rect spot{dot.x - s.px(8), dot.y - s.px(8), s.px(16), s.px(16)};
    const bool types = s.offers("edits");
    Touch at_bias = touch(spot, format("bias %d %d", node.column, node.row).c_str(), format(text(types ? "Bias %s: click to type another." : "Bias %s"), number(double(bias)).c_str()));
    if (!types) at_bias = {};
    s.draw->AddCircleFilled(dot, s.px(at_bias.hovered ? 6.5f : 5), theme.ground, 16);
    s.draw->AddCircleFilled(dot, s.px(at_bias.hovered ? 5 : 3.5f), at_bias.hovered ? theme.accent : mixed(theme.line, bias < 0 ? theme.class_a : theme.class_b, std::min(1.0f, 0.25f + std::fabs(bias))), 16);
    if (at_bias.clicked) s.edits.push_back({std::string("w").append(std::to_string(index)), format(text("Bias of %s"), name_of(node).c_str()), shown(bias), {dot.x - s.px(20), dot.y - s.px(16), s.px(120), s.px(32)}, true});
}

void PlaygroundSession::draw_column_head(Stage& s, Rect r, int column) {
    const Theme& theme = *s.theme;
    const int layers = static_cast<int>(run_->model().layers.size());
    if (column == 0 || column == layers) {
        draw_text(*s.draw, s.fonts->tick, {r.center().x, r.y + s.px(14)}, 0.5f, theme.quiet, text(column == 0 ? "Features" : "Output"));
        return;
    }
    const int layer = column - 1, units = run_->model().layers[static_cast<std::size_t>(layer)].units;
    const float x = r.center().x;
    if (const HeadButtons look = head_buttons(s, r.w); look.side > 0 && s.shows("layers"))
        for (const int by : {-1, 1}) {
            const float gap = look.rows_below ? s.px(1) : s.px(16), height = s.target(26);
            Rect at{by < 0 ? x - look.side - gap : x + gap, look.rows_below ? r.y + s.px(46) : r.y, look.side, height};
            if (look.rows_below == 2) at.x = x - look.side / 2, at.y += by < 0 ? s.px(HeadButtons::row) : 0;
            guarded(s, at, "layers", s.allows("layers") && (by < 0 ? units > 1 : units < 64), theme.ground, [&] {
                const ButtonLook face = look.rows_below ? ButtonLook::plain : ButtonLook::quiet;
                if (button(s, at, format(by < 0 ? "fewer %d" : "more %d", layer).c_str(), by < 0 ? "−" : "+", face)) change_units(s, layer, by);
            });
        }
    draw_text(*s.draw, s.fonts->strong, {x, r.y + s.px(13)}, 0.5f, theme.text, format("%d", units));
    const Rect name{r.x, r.y + s.px(26), r.w, s.px(18)}, press = s.theme->fingers ? Rect{r.x, r.y, r.w, s.px(44)} : name;
    const bool chosen = layer == layer_ && section_ == 1;
    const auto& dense = std::get<nn::PlaygroundDense>(now_.layers[static_cast<std::size_t>(layer)]);
    const char* bend = std::visit([](const auto& f) { return f.label.data(); }, dense.activation);
    if (s.shows("layers") && touch(press, format("layer %d", layer).c_str(), text("Click to set this layer's activation, dropout and start.")).clicked) layer_ = layer, section_ = 1;
    draw_text(*s.draw, s.fonts->tick, name.center(), 0.5f, chosen ? theme.accent : theme.quiet, text(bend));
}

void PlaygroundSession::draw_diagram(Stage& s, const DiagramLayout& at) {
    const Theme& theme = *s.theme;
    const Rect head = at.head;
    const int hidden = static_cast<int>(now_.layers.size());
    const Rect words = draw_text(*s.draw, s.fonts->text, {head.x, head.center().y}, 0, theme.text, format(text(hidden == 1 ? "%d hidden layer" : "%d hidden layers"), hidden));
    float x = words.right() + s.px(8);
    for (const int by : {-1, 1}) {
        if (!s.shows("layers")) break;
        const Rect press{x, head.y, s.target(32), s.target(32)};
        const bool possible = by < 0 ? hidden > 0 : hidden < nn::PlaygroundSetup::most_layers;
        guarded(s, press, "layers", s.allows("layers") && possible, theme.ground, [&] {
            if (button(s, press, by < 0 ? "fewer layers" : "more layers", by < 0 ? "−" : "+")) change_layers(s, by);
        });
        x += press.w + s.px(6);
    }
    Rect heads = at.heads;
    const int columns = static_cast<int>(run_->model().layers.size()) + 1;
    for (int column = 0; column < columns; ++column) draw_column_head(s, heads.take_left(at.heads.w / static_cast<float>(columns)), column);
    draw_links(s);
    draw_thumbnails(s);
    for (const Node& node : nodes_) draw_node(s, node);
    draw_chips(s, at.chips);
}

} // namespace web
