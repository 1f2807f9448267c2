#pragma once
/// Quartile bands of many races, who wins how often, and what each racer comes to at other learning rates.
#include <memory>
#include <string>
#include <vector>

#include "engine/lessons/race.hpp"
#include "engine/lessons/seed_bands.hpp"
#include "web/chart.hpp"
#include "web/demo.hpp"
#include "web/racers_panel.hpp"

namespace web {

class RaceSession final : public Session {
public:
    explicit RaceSession(nn::RaceSetup setup);

    nn::Params params() override { return setup_.params(); }
    nn::Params defaults() override {
        base_ = setup_.defaults();
        return base_.params();
    }
    std::vector<nn::Rejection> set(std::string_view path, std::string_view value) override;
    void changed(std::string_view path) override;

    int horizon() const override { return race_->rules().steps; }
    int longest() const override { return race_->rules().steps; }
    int opening_step() const override { return race_->rules().steps; }
    int speed() const override { return setup_.rules.speed; }
    std::string read(int step) const override;
    std::string hash(int step) const override { return race_->hash(step); }
    std::string describe(int step) const override;
    bool busy() const override { return counting_; }
    std::vector<Action> actions() const override;
    int act(std::string_view key) override;
    bool takes_own_data() const override { return true; }
    std::string own_data() const override { return own_->save(); }
    void take_own_data(std::string_view data, std::vector<nn::Rejection>& rejected) override;

    std::shared_ptr<const JobOrder> job() override { return (runs_.done ? sweep_ : runs_).order; }
    void take_tile(const nn::Tile& tile, std::span<const float> values) override { (runs_.done ? sweep_ : runs_).now.take(tile, values); }
    void job_done() override;

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage& s, float width) const override;
    float fold(const Stage& s, float width) const override;

private:
    /// One of the two jobs: the runs come first, then the sweep over other rates.
    struct Part {
        std::shared_ptr<const JobOrder> order;
        nn::SeedBands now, before; ///< before: of the order before this one
        bool done = false;
        /// False: it is what was asked for already.
        bool ask(nn::JobOrder wanted, int rows, int seeds, int looks);
        /// What comes stands in for what was as soon as it says something of every row.
        bool is_fresh() const;
        const nn::SeedBands& shown() const { return is_fresh() ? now : before; }
    };

    int size() const { return static_cast<int>(race_->racers().size()); }
    const nn::RaceRules& rules() const { return race_->rules(); }
    std::string name(int i) const { return RacersPanel::name(race_->racers(), i); }
    nn::Band band(int racer, int look) const; ///< above the floor
    std::vector<double> wins(int step) const;
    /// Of the sweep: the rate with the lowest median; -1: not known.
    int best_try(int racer) const;
    void tune();
    void count();

    /// The axis of heights or losses from `low`, the lowest above 0, to `high`, where all begin.
    void fit(Chart&, double low, double high) const;
    void draw_verdict(Stage&, Rect) const;
    void draw_bands(Stage&, Rect);
    void draw_wins(Stage&, Rect) const;
    void draw_sweep(Stage&, Rect);
    void draw_progress(Stage&, Rect) const;
    void draw_racers(Stage&, Column&, const Access&);

    std::shared_ptr<nn::OwnData> own_ = std::make_shared<nn::OwnData>();
    nn::RaceSetup setup_, base_;
    std::unique_ptr<nn::Race> race_;
    Part runs_, sweep_;
    RacersPanel racers_;
    Rect sweep_rect_;
    int preset_ = -1;
    bool tune_wanted_ = false, counting_ = false, more_ = false;
};

} // namespace web
