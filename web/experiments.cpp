#include "web/demo.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

void draw_experiments(Stage& s, Column& column, Session& session, int open, std::string_view invitation) {
    std::vector<nn::Option> names{{"", invitation}};
    const std::vector<Action> actions = session.actions();
    std::string_view sentence;
    for (const Action& a : actions) {
        if (!a.is_setup) continue;
        if (static_cast<int>(names.size()) == open + 1) sentence = a.help;
        names.push_back({a.key, a.label});
    }
    bool all_shown = true, all_open = true;
    if (s.access && !s.access->is_empty())
        for (const std::string& key : nn::keys_of(session.params())) all_shown &= s.shows(key), all_open &= s.allows(key);
    if (all_shown) {
        const Rect r = column.next(s.theme->control(), s.px(6));
        guarded(s, r, "experiments", all_open, s.theme->panel, [&] {
            if (const int picked = select(s, r, "experiments", names, open + 1); picked > 0) s.action = std::string(names[static_cast<std::size_t>(picked)].key);
        });
    }
    if (sentence.empty()) return;
    const Rect at = column.next(0, 0);
    column.used += paragraph(s, {at.x, at.y, at.w, 0}, text(sentence), s.theme->quiet, s.fonts->tick) + s.px(10);
}

} // namespace web
