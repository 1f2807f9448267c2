#pragma once
/// The narrow valley at work: the race, the map, the relief and the chart.
#include "engine/lessons/valley.hpp"
#include "web/basins_layer.hpp"
#include "web/chart.hpp"
#include "web/demo.hpp"
#include "web/map_panel.hpp"
#include "web/racers_panel.hpp"
#include "web/relief_panel.hpp"
#include "web/start_handle.hpp"

namespace web {

class ValleySession final : public Session {
public:
    explicit ValleySession(nn::Valley setup);

    nn::Params params() override { return nn::params_of(setup_); }
    nn::Params defaults() override;
    void changed(std::string_view path) override;

    int horizon() const override { return race_.horizon(); }
    int longest() const override { return nn::ValleyRace::longest; }
    int opening_step() const override { return std::min(race_.horizon() / 12, 300); }
    int speed() const override { return setup_.speed; }
    std::string read(int step) const override;
    std::string hash(int step) const override { return race_.hash(step); }
    std::string describe(int step) const override;

    std::shared_ptr<const JobOrder> job() override { return shows_basins() ? basins_.order() : nullptr; }
    void take_tile(const nn::Tile& tile, std::span<const float> values) override { basins_.take(tile, values); }

    std::vector<Action> actions() const override;
    int act(std::string_view key) override;

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage&, float width) const override;
    float fold(const Stage&, float width) const override { return width; }

private:
    int size() const { return static_cast<int>(race_.racers().size()); }
    const nn::Trace& racer(int i) const { return race_.racers()[static_cast<std::size_t>(i)]; }
    std::string name(int i) const { return RacersPanel::name(setup_.racers, i); }
    /// The active racer last, on top of the others.
    std::vector<int> drawing_order() const;
    /// Last step of racer `i` that can be drawn: a diverged one stops before it is lost.
    int last_shown(int i, int step) const;
    const nn::Optimizer& chosen() const { return setup_.racers[static_cast<std::size_t>(racers_.chosen())]; }
    bool shows_basins() const { return setup_.basins && setup_.is_steady() && !std::holds_alternative<nn::Lbfgs>(chosen()); }
    void show();
    void fit();

    void draw_map(Stage&, Rect);
    void draw_start(Stage&);
    void draw_anatomy(Stage&) const;
    void draw_relief(Stage&, Rect);
    void draw_chart(Stage&, Rect);
    void draw_dials(Stage&, Column&, const Access&);
    void draw_racers(Stage&, Column&, const Access&);
    void draw_stability(Stage&, Column&) const;

    nn::Valley setup_, base_;
    nn::ValleyRace race_;
    MapPanel map_;
    ReliefPanel relief_;
    Chart chart_;
    RacersPanel racers_;
    BasinsLayer basins_;
    int asked_of_ = -1; ///< the racer whose ends the layer shows
    StartHandle start_;
    bool more_ = false;
};

} // namespace web
