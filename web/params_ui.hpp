#pragma once
/// The controls, derived from the parameter declarations. What a control writes goes through the same path as a link.
#include <set>
#include <string>
#include <string_view>

#include "engine/params.hpp"
#include "web/stage.hpp"

namespace web {

/// Which controls show, and which only show. Keys are those of the parameters; a nested one belongs to its first part.
struct Access {
    std::set<std::string, std::less<>> hidden, only, locked;
    bool shows(std::string_view key) const;
    bool allows(std::string_view key) const;
    bool is_empty() const { return hidden.empty() && only.empty() && locked.empty(); }
};

/// Draws the control of a parameter, which is seen, but not to be pressed unless `open`; `ground` is the colour behind it.
template <class Draw>
void guarded(Stage& s, Rect r, std::string_view key, bool open, ImU32 ground, Draw&& draw) {
    s.mark(key, r);
    if (open) return draw();
    ImGui::BeginDisabled();
    draw();
    ImGui::EndDisabled();
    s.draw->AddRectFilled(r.min(), r.max(), faded(ground, 0.5f));
}

/// A column that widgets are stacked into from the top.
struct Column {
    Rect area;
    float used = 0;
    Rect next(float height, float gap) {
        const Rect r{area.x, area.y + used, area.w, height};
        used += height + gap;
        return r;
    }
};

/// The last row of the controls: a new seed, and the switch between few settings and all.
void draw_foot(Stage&, Column&, bool& more);

/// Draws one control per parameter into the column. Lists are not drawn: a demo shows its racers or layers itself.
class ParamsUi final : public nn::ParamVisitor {
public:
    /// `prefix` is the path before the keys ("racers.0."). `advanced`: draw only the secondary parameters, or only the others.
    ParamsUi(Stage& stage, Column& column, const Access& access, std::string prefix, bool advanced)
        : stage_(stage), column_(column), access_(access), prefix_(std::move(prefix)), advanced_(advanced) {}

    void on(const nn::Real&, double&) override;
    void on(const nn::Integer&, int&) override;
    void on(const nn::Toggle&, bool&) override;
    void on(const nn::Choice&, int&) override;
    void on(const nn::Text&, std::string&) override;
    void on(const nn::OneOf&, nn::Alternative&) override;
    void on(const nn::List&, nn::Items&) override {}

    int drawn = 0;

private:
    bool wanted(const nn::About&);
    std::string path(const nn::About& p) const { return prefix_ + std::string(p.key); }
    void range(const nn::About&, double value, double min, double max, nn::Scale, bool whole);
    int choose(const nn::About&, const std::string& path, std::span<const nn::Option>, int chosen);

    Stage& stage_;
    Column& column_;
    const Access& access_;
    std::string prefix_;
    bool advanced_;
};

} // namespace web
