#pragma once
/// The loss around a training's weights: a cut through parameter space as a map or a relief, the way that the weights went, and
/// how sharp it is where they stand.
#include <optional>
#include <string>
#include <vector>

#include "engine/lessons/landscape.hpp"
#include "web/chart.hpp"
#include "web/demo.hpp"
#include "web/height_grid.hpp"
#include "web/job_picture.hpp"
#include "web/map_panel.hpp"
#include "web/relief_panel.hpp"

namespace web {

class LandscapeSession final : public Session {
public:
    LandscapeSession(nn::LandscapeSetup setup);

    nn::Params params() override {
        now_.view = run_->setup().view;
        now_.network = run_->run().settings(step_);
        return now_.params();
    }
    nn::Params link_params() override {
        linked_ = run_->setup();
        return linked_.params();
    }
    nn::Params defaults() override {
        base_ = {};
        return base_.params();
    }
    std::vector<nn::Rejection> set(std::string_view path, std::string_view value) override;
    void changed(std::string_view) override {}
    void moved(int step) override;

    int horizon() const override;
    int longest() const override { return nn::PlaygroundRun::longest; }
    int end() const override { return run_->run().stop() ? run_->run().stop()->step : longest(); }
    int opening_step() const override { return nn::LandscapeRun::opening_step; }
    std::span<const nn::Speed> speeds() const override { return nn::playground_speeds; }
    int speed() const override { return run_->setup().network.speed; }
    bool go_on() override;
    int advance(int step, int wanted) override;
    std::string read(int step) const override;
    std::string hash(int step) const override { return run_->hash(step); }
    std::string describe(int step) const override;
    bool busy() const override { return busy_; }
    std::vector<Action> actions() const override;
    int act(std::string_view key) override;
    bool takes_own_data() const override { return true; }
    std::string own_data() const override { return own_->save(); }
    void take_own_data(std::string_view data, std::vector<nn::Rejection>& rejected) override;

    std::shared_ptr<const JobOrder> job() override { return order_; }
    void take_tile(const nn::Tile&, std::span<const float> values) override;
    void job_done() override { done_ = true; }

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage& s, float width) const override { return width + s.px(420); }
    float fold(const Stage& s, float width) const override { return width + s.px(40); }

private:
    static constexpr double frame_budget = 0.006; ///< seconds in a frame: of training, and again of all else that is computed here

    const nn::LandscapeView& view() const { return run_->setup().view; }
    void begin(nn::LandscapeSetup setup);
    void work();
    void replan();
    void place_order(const nn::Box& window, int width, int height);
    void gather();
    void follow_way();
    nn::Box whole() const;

    void draw_map(Stage&, Rect);
    void draw_relief(Stage&, Rect);
    void draw_marks(Stage&, const std::function<ImVec2(double a, double b)>& place);
    void draw_status(Stage&, Rect);
    void draw_side(Stage&, Rect);
    void draw_sharpness(Stage&, Rect);
    void draw_line(Stage&, Rect);
    void draw_loss(Stage&, Rect);
    void draw_figures(Stage&, Column&);
    void take_view(Stage&);

    std::shared_ptr<nn::OwnData> own_ = std::make_shared<nn::OwnData>();
    std::unique_ptr<nn::LandscapeRun> run_;
    nn::LandscapeSetup now_, linked_, base_;
    int step_ = 0, horizon_ = nn::PlaygroundRun::horizon, preset_ = -1;
    bool busy_ = true, more_ = false;

    std::optional<nn::LandscapePlane> plane_; ///< the one that is shown or being computed
    bool stale_ = true;                       ///< another plane, or the same elsewhere, is wanted
    bool looked_ = false;                     ///< the map has been told what to show of it
    std::vector<std::array<double, 2>> way_;  ///< on the plane
    std::vector<int> way_steps_;

    std::shared_ptr<const JobOrder> order_;
    JobPicture picture_;
    nn::Box window_{};                        ///< of the order
    double ordered_ = 0;                      ///< when, in seconds
    bool done_ = false, fresh_ = false;       ///< fresh: there are tiles that heights_ lacks
    std::shared_ptr<HeightGrid> heights_ = std::make_shared<HeightGrid>();
    bool has_log_tone_ = true;

    MapPanel map_;
    ReliefPanel relief_;
    Chart sharpness_, line_, loss_;
    std::size_t sharpness_known_ = 0;
    double read_edge_ = 0;
};

} // namespace web
