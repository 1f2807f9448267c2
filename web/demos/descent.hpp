#pragma once
/// Gradient descent at one learning rate: a ball on a curve, a ball in the plane, and the same starts at other rates.
#include "engine/lessons/descent.hpp"
#include "web/basins_layer.hpp"
#include "web/chart.hpp"
#include "web/demo.hpp"
#include "web/map_panel.hpp"
#include "web/start_handle.hpp"

namespace web {

/// What one can choose instead of a number: a share of the limit 2/lambda.
struct Preset {
    std::string_view key, label;
    double share;
};
inline constexpr std::array presets{Preset{"small", "Too small", 0.02}, Preset{"good", "Good", 0.4}, Preset{"bouncing", "Bouncing", 0.93},
                             Preset{"large", "Too large", 1.06}};

class DescentSession final : public Session {
public:
    explicit DescentSession(nn::DescentSetup setup) : setup_(std::move(setup)), run_(setup_) { show(); }

    nn::Params params() override { return nn::params_of(setup_); }
    nn::Params defaults() override {
        base_ = setup_.defaults();
        return nn::params_of(base_);
    }
    void changed(std::string_view path) override;
    std::vector<Action> actions() const override;
    int act(std::string_view key) override;

    int horizon() const override { return run_.horizon(); }
    int longest() const override { return nn::DescentRun::longest; }
    int opening_step() const override { return std::min(8, run_.horizon()); }
    int speed() const override { return setup_.speed; }
    std::string read(int step) const override;
    std::string hash(int step) const override { return run_.hash(step); }
    std::string describe(int step) const override;
    std::shared_ptr<const JobOrder> job() override { return setup_.basins ? basins_.order() : nullptr; }
    void take_tile(const nn::Tile& tile, std::span<const float> values) override { basins_.take(tile, values); }

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage& s, float width) const override { return 1.6f * width + s.px(200); }
    float fold(const Stage&, float width) const override { return 0.7f * width; }

private:
    int last_on_surface(int step) const {
        const nn::Trace& t = run_.on_surface();
        return std::min(step, t.diverged_at() >= 0 ? std::max(0, t.diverged_at() - 1) : t.steps());
    }
    double limit_on_surface(int step) const {
        // A run that diverges has left where its limit means anything.
        const nn::Point p = run_.on_surface().at(run_.on_surface().diverged_at() >= 0 ? 0 : last_on_surface(step));
        const float lambda = run_.course().landscape.bend(p.x, p.y).lambda_max();
        return lambda > 0 ? 2 / double(lambda) : NAN;
    }
    void show();
    void draw_curve(Stage&, Rect);
    void draw_map(Stage&, Rect);
    void draw_verdict(Stage&, Column&, const char* what, nn::Regime, double limit) const;
    nn::Regime regime_on_surface() const;

    nn::DescentSetup setup_, base_;
    nn::DescentRun run_;
    BasinsLayer basins_;
    std::vector<int> strip_; ///< basin of each start along the curve's axis
    MapPanel map_;
    Chart chart_;
    std::vector<std::string_view> named_; ///< the chart's series, in English
    StartHandle curve_start_, map_start_;
    bool more_ = false;
};

} // namespace web
