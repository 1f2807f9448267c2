#pragma once
/// A map whose every pixel is a training run, and beside it the run that the learner has pointed out.
#include <memory>
#include <optional>
#include <string>

#include "engine/lessons/trainability.hpp"
#include "web/chart.hpp"
#include "web/demo.hpp"
#include "web/demos/trainability_map.hpp"
#include "web/start_handle.hpp"

namespace web {

class TrainabilitySession final : public Session {
public:
    explicit TrainabilitySession(nn::TrainabilityMap setup);

    nn::Params params() override { return nn::params_of(setup_); }
    nn::Params defaults() override {
        base_ = {};
        return nn::params_of(base_);
    }
    void changed(std::string_view path) override;

    int horizon() const override { return setup_.steps; }
    int longest() const override { return setup_.steps; }
    int opening_step() const override { return setup_.steps; }
    int speed() const override { return setup_.speed; }
    std::string read(int step) const override;
    std::string hash(int step) const override { return run_->hash(step); }
    std::string describe(int step) const override;
    bool busy() const override { return map_.is_moving() || painting_; }
    std::vector<Action> actions() const override;
    int act(std::string_view key) override;

    std::shared_ptr<const JobOrder> job() override;
    void take_tile(const nn::Tile& tile, std::span<const float> values) override { picture_.take(tile, values); }

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage& s, float width) const override;
    float fold(const Stage& s, float width) const override;

private:
    nn::trainability::Axis home(bool upwards) const;
    MapWindow home_window() const;
    MapWindow window() const;
    /// Where the run lies on the map, in its units.
    ImVec2 place_of(const WindowMap&, const nn::trainability::Hyper&) const;
    double own_of(const nn::trainability::Hyper&) const; ///< what the side upwards says of it
    /// The pixel at a place of the stage; none outside of the picture.
    std::optional<nn::trainability::Hyper> pixel_at(ImVec2) const;
    std::string verdict(const nn::TrainabilityRun&) const;
    bool is_too_deep() const; ///< neighbouring pixels are the same run

    void resize(int columns, int rows);
    void move_to(Stage&, const MapWindow&);
    void choose(Stage&, const nn::trainability::Hyper&);
    void draw_map(Stage&, Rect);
    void draw_limits(Stage&) const;
    void draw_legend(Stage&, Rect) const;
    void draw_progress(Stage&, Rect) const;
    void draw_pointed(Stage&, const nn::trainability::Hyper&, const nn::TrainabilityRun&) const;
    void draw_run(Stage&, Rect) const;
    void draw_chart(Stage&, Rect) const;

    nn::TrainabilityMap setup_, base_;
    std::unique_ptr<nn::TrainabilityRun> run_;
    std::optional<nn::TrainabilityRun> pointed_; ///< the one under the pointer
    TrainabilityMapPicture picture_;
    WindowMap map_;
    StartHandle handle_;
    std::shared_ptr<const JobOrder> order_;
    std::string plane_, kind_; ///< of the order: which axes, and what else is no matter of the view
    int columns_ = 0, rows_ = 0, preset_ = -1;
    bool stale_ = true, painting_ = false, more_ = false;
};

} // namespace web
