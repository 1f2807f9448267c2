#include "web/params_ui.hpp"

#include <cmath>

#include "web/marks.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

namespace {

std::string_view root_of(std::string_view path) { return path.substr(0, path.find('.')); }

} // namespace

bool Access::shows(std::string_view key) const {
    const std::string_view root = root_of(key);
    return !hidden.contains(root) && (only.empty() || only.contains(root));
}

bool Access::allows(std::string_view key) const { return !locked.contains(root_of(key)); }

double rounded(double value) {
    if (value == 0) return 0;
    double result = value;
    nn::parse_number(format("%.2e", value), result);
    return result;
}

bool Stage::shows(std::string_view key) const { return !access || access->shows(key); }

bool Stage::allows(std::string_view key) const { return !access || access->allows(key); }

void draw_foot(Stage& s, Column& column, bool& more) {
    Rect row = column.next(s.theme->control(), s.px(8));
    const char* others = more ? "Fewer settings" : "More settings";
    if (s.shows("seed")) {
        // Each has as much of the row as its words ask for.
        const float ours = text_size(s.fonts->text, text("New seed")).x, theirs = text_size(s.fonts->text, text(others)).x;
        const Rect seed = row.take_left((row.w - s.px(8) - ours - theirs) / 2 + ours);
        row.take_left(s.px(8));
        guarded(s, seed, "seed", s.allows("seed"), s.theme->panel, [&] {
            action_button(s, seed, "new-seed", "New seed");
        });
    }
    if (button(s, row, "more", others, ButtonLook::quiet)) more = !more;
}

bool ParamsUi::wanted(const nn::About& p) {
    if (!p.relevant || p.advanced != advanced_ || !access_.shows(path(p))) return false;
    ++drawn;
    return true;
}

void ParamsUi::range(const nn::About& p, double value, double min, double max, nn::Scale scale, bool whole) {
    if (!wanted(p)) return;
    // A logarithmic range that starts at zero begins three decades below its end.
    const bool log = scale == nn::Scale::log;
    const double low = log ? std::log10(std::max(min, max * 1e-12)) : min, high = log ? std::log10(max) : max;
    const double place = log ? std::log10(std::max(value, std::pow(10, low))) : value;
    float t = static_cast<float>(std::clamp((place - low) / (high - low), 0.0, 1.0));
    const Rect r = column_.next(slider_height(stage_), stage_.px(stage_.theme->fingers ? 0 : 4));
    const std::string shown = (whole ? std::to_string(static_cast<int>(value)) : number(value)) + (p.unit.empty() ? "" : text(p.unit));
    const std::string key = path(p);
    SliderResult result;
    guarded(stage_, r, key, access_.allows(key), stage_.theme->panel, [&] { result = slider(stage_, r, key.c_str(), p.label, p.help, shown, t); });
    if (result.moved) {
        const double moved = low + t * (high - low);
        // A linear slider moves in steps that suit its length.
        const double step = std::pow(10, std::floor(std::log10((high - low) / 100)));
        const double next = log ? rounded(std::pow(10, moved)) : std::round(moved / step) * step;
        stage_.change(key, whole ? std::round(next) : rounded(std::clamp(next, min, max)));
    }
    if (result.typed) stage_.edits.push_back({key, std::string(p.label), nn::format_number(value), result.value});
}

void ParamsUi::on(const nn::Real& p, double& v) { range(p, v, p.min, p.max, p.scale, false); }

void ParamsUi::on(const nn::Integer& p, int& v) { range(p, v, p.min, p.max, p.scale, true); }

void ParamsUi::on(const nn::Toggle& p, bool& v) {
    if (!wanted(p)) return;
    const std::string key = path(p);
    const Rect r = column_.next(stage_.theme->control(), stage_.px(4));
    guarded(stage_, r, key, access_.allows(key), stage_.theme->panel, [&] {
        if (check(stage_, r, key.c_str(), p.label, p.help, v)) stage_.change(key, v ? std::string("false") : std::string("true"));
    });
}

int ParamsUi::choose(const nn::About& p, const std::string& key, std::span<const nn::Option> options, int chosen) {
    label(stage_, column_.next(stage_.px(24), stage_.px(2)), text(p.label), stage_.theme->text, stage_.fonts->text);
    const Rect r = column_.next(stage_.theme->control(), stage_.px(12));
    int picked = -1;
    guarded(stage_, r, key, access_.allows(key), stage_.theme->panel,
            [&] { picked = options.size() <= 4 ? segmented(stage_, r, key.c_str(), options, chosen) : select(stage_, r, key.c_str(), options, chosen); });
    return picked;
}

void ParamsUi::on(const nn::Choice& p, int& v) {
    if (!wanted(p)) return;
    if (const int picked = choose(p, path(p), p.options, v); picked >= 0)
        stage_.change(path(p), std::string(p.options[static_cast<std::size_t>(picked)].key));
}

void ParamsUi::on(const nn::Text& p, std::string& v) {
    if (!wanted(p)) return;
    const std::string key = path(p);
    label(stage_, column_.next(stage_.px(24), stage_.px(2)), text(p.label), stage_.theme->text, stage_.fonts->text);
    const Rect r = column_.next(stage_.theme->control(), stage_.px(12));
    guarded(stage_, r, key, access_.allows(key), stage_.theme->panel, [&] {
        if (field(stage_, r, key.c_str(), v)) stage_.edits.push_back({key, std::string(p.label), v, r});
    });
}

void ParamsUi::on(const nn::OneOf& p, nn::Alternative& v) {
    const std::string key = path(p);
    if (!p.relevant || !access_.shows(key) || (p.advanced && !advanced_)) return;
    if (p.advanced == advanced_) {
        ++drawn;
        if (const int picked = choose(p, key, v.options(), v.index()); picked >= 0)
            stage_.change(key, std::string(v.options()[static_cast<std::size_t>(picked)].key));
        ParamsUi inner(stage_, column_, access_, key + ".", false);
        v.visit(inner);
    }
    if (!advanced_) return;
    ParamsUi rest(stage_, column_, access_, key + ".", true);
    v.visit(rest);
}

} // namespace web
