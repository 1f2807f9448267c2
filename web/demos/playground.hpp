#pragma once
/// Build a network and watch it learn: its diagram with what every unit gives, the map of its answer with the points, and
/// beside it the loss or what lies inside.
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/lessons/playground.hpp"
#include "engine/lessons/playground_grid.hpp"
#include "engine/lessons/playground_presets.hpp"
#include "web/chart.hpp"
#include "web/decision_map.hpp"
#include "web/demo.hpp"
#include "web/raster.hpp"
#include "web/smooth_raster.hpp"

namespace web {

class PlaygroundSession final : public Session {
public:
    PlaygroundSession(std::string_view query, std::vector<nn::Rejection>& rejected);

    nn::Params params() override { return nn::params_of(now_); }
    nn::Params link_params() override {
        linked_ = run_->setup();
        return nn::params_of(linked_);
    }
    nn::Params defaults() override {
        base_ = {};
        return nn::params_of(base_);
    }
    std::vector<nn::Rejection> set(std::string_view path, std::string_view value) override;
    void changed(std::string_view) override {}
    void moved(int step) override;

    int horizon() const override;
    int longest() const override { return nn::PlaygroundRun::longest; }
    int end() const override { return run_->stop() ? run_->stop()->step : longest(); }
    int opening_step() const override { return nn::PlaygroundRun::opening_step; }
    std::span<const nn::Speed> speeds() const override { return nn::playground_speeds; }
    int speed() const override { return now_.speed; }
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

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage& s, float width) const override { return width + s.px(is_drawn() ? 1050 : 940); }
    float fold(const Stage& s, float width) const override { return width + s.px(48); }

private:
    static constexpr double frame_budget = 0.008; ///< seconds in a frame: of training, and again of a map at rest

    struct Node {
        int column, row;  ///< of the diagram; columns count features, layers, output
        Rect rect;
    };
    struct DiagramLayout {
        Rect head, heads, nodes, chips;
    };
    struct Chip {
        std::string_view key;
        std::string label;
        bool on;
        Rect at;
    };
    void refresh();
    bool train(double end, int wanted);
    bool is_at_full_speed() const { return std::isinf(nn::playground_speeds[static_cast<std::size_t>(now_.speed)].steps_per_second); }
    void work(const Theme&, int device);
    void paint_units();
    bool paint_map(const Theme&, int device);
    void paint_live_map(const Theme&, int device);
    void lay_grid(int side);
    void color_places(const Theme&, std::span<const nn::PlaygroundGrid::Place>, ImU32* to);
    double operations() const;
    bool is_share(int unit) const;  ///< an output that is read as a probability
    int thumbnail_of(const Node&) const;
    static Rect place_of(int thumbnail);
    ImU32 color_of(const Theme&, std::span<const float> answer) const;
    int shown_label() const;
    ImU32 class_color(const Theme&, int label) const;
    float unit_scale(int unit) const;

    // the diagram
    DiagramLayout lay_diagram(const Stage&, Rect) const;
    void draw_diagram(Stage&, const DiagramLayout&);
    void place_nodes(const Stage&, Rect);
    std::string name_of(const Node&) const;
    void draw_links(Stage&);
    void draw_thumbnails(Stage&);
    void draw_node(Stage&, const Node&);
    void draw_column_head(Stage&, Rect, int column);
    std::vector<Chip> chips(const Stage&, float width) const;
    void draw_chips(Stage&, Rect);
    void change_units(Stage&, int layer, int by);
    void change_layers(Stage&, int by);

    // the map
    void draw_map(Stage&, Rect);
    void draw_points(Stage&, Rect, const nn::PlaygroundPart&, bool filled);
    void draw_answer(Stage&, Rect);
    static ImVec2 on_map(const nn::PlaygroundPlane&, Rect, float u, float v);
    static std::pair<float, float> off_map(const nn::PlaygroundPlane&, Rect, ImVec2);
    void draw_numbers(Stage&, Rect);
    void draw_reading(Stage&, Rect);

    // data of the learner's own
    void draw_own(Stage&, Rect);
    void draw_own_controls(Stage&, Column&);
    void draw_tools(Stage&, Column&);
    void draw_class_names(Stage&, Column&);
    void draw_plane_controls(Stage&, Column&, const Access&);
    static void say(Stage&, Column&, std::string_view words, ImU32 color);
    void draw_at(float u, float v);
    bool is_drawn() const;
    bool is_sketch() const;
    bool has_own_classes() const { return is_drawn() && own_labels_.size() >= 2; }
    void take_tool();
    void took_own();

    // the panel below it
    void draw_panel(Stage&, Rect);
    void draw_curves(Stage&, Rect);
    void draw_curve_heading(Stage&, Rect, bool both, bool metric);
    void draw_curve(Stage&, Rect, bool metric);
    void draw_errors(Stage&, Rect);
    void draw_signals(Stage&, Rect);
    void draw_space(Stage&, Rect);

    // the controls
    void draw_sections(Stage&, Column&, const Access&);
    void draw_messages(Stage&, Column&);
    void draw_layer(Stage&, Column&, const Access&);
    void draw_rates(Stage&, Column&);
    bool goes_back() const;
    int open_preset(int preset);

    std::shared_ptr<nn::OwnData> own_;
    std::unique_ptr<nn::PlaygroundRun> run_;
    nn::PlaygroundSetup now_, linked_, base_;
    int step_ = 0, horizon_ = nn::PlaygroundRun::horizon, section_ = 0, preset_ = -1, layer_ = 0;
    std::optional<std::pair<float, float>> drawn_; ///< where the pointer last did, in the plane
    std::vector<int> own_labels_; ///< of the classes that are drawn
    bool busy_ = true, more_ = false, dark_ = false;

    std::vector<Node> nodes_;
    Raster thumbnails_;  ///< what features, then the units give, one after another; where there are nodes for them
    std::vector<float> unit_scales_;
    Raster map_, next_;  ///< next_: the map at rest, before it is done
    SmoothRaster smooth_;
    nn::PlaygroundGrid small_, grid_;
    std::optional<SignedColors> colors_;
    int units_at_ = -1, map_at_ = -1;  ///< steps
    int live_side_ = 0, exact_for_ = -1, next_for_ = -1, next_row_ = 0;
    double drawing_ = 0, live_cost_ = 0;                  ///< seconds: of a picture, of a pixel of the live map
    float target_middle_ = 0, target_half_ = 1;
    std::vector<nn::PlaygroundGrid::Place> places_;
    std::vector<float> raw_, values_, features_;
    Rect map_rect_;
    int pointed_weight_ = -1;
    Chart rates_;          ///< the learning rate, step by step
    int rates_told_ = -1;  ///< which of run_->rates() it is
};

} // namespace web
