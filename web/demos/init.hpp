#pragma once
/// Three networks that differ only in their start: a row each, from the histograms of its layers to what it has learned.
#include <array>
#include <cmath>
#include <optional>

#include "engine/lessons/init.hpp"
#include "web/chart.hpp"
#include "web/decision_map.hpp"
#include "web/demo.hpp"

namespace web {

class InitSession final : public Session {
public:
    explicit InitSession(nn::InitSetup setup);

    nn::Params params() override { return nn::params_of(setup_); }
    nn::Params defaults() override {
        base_ = {};
        return nn::params_of(base_);
    }
    void changed(std::string_view path) override;
    void moved(int) override { sweep_seconds_ = -1; }

    int horizon() const override { return run_->can_train() ? nn::InitRun::horizon : 0; }
    int longest() const override { return run_->can_train() ? nn::InitRun::longest : 0; }
    int opening_step() const override { return 0; }
    int speed() const override { return setup_.speed; }
    int advance(int step, int wanted) override;
    std::string read(int step) const override;
    std::string hash(int step) const override { return run_->hash(step); }
    std::string describe(int step) const override;
    bool busy() const override { return busy_ || sweep_seconds_ >= 0; }
    std::vector<Action> actions() const override;
    int act(std::string_view key) override;

    float draw_picture(Stage&, Rect area) override;
    void draw_controls(Stage&, Column&, const Access&) override;
    float picture_height(const Stage& s, float) const override { return s.px(900); }

private:
    static constexpr int networks = nn::InitSetup::networks;
    bool shows_gradient() const { return setup_.show == 1; }
    double value_of(const nn::InitSignal::Layer& layer) const { return shows_gradient() ? layer.gradient : layer.deviation; }
    std::string name(int network) const;
    /// What the row says in a word: "fades", "stays wide"; `bad`: such a network hardly learns.
    struct Verdict {
        const char* words;
        bool bad;
    };
    Verdict verdict(int network) const;

    // The sweep of LSUV, shown layer by layer: a picture of what has long been worked out.
    bool is_fitted(int network) const { return setup_.start(network).key == "lsuv"; }
    bool any_fitted() const { return is_fitted(0) || is_fitted(1) || is_fitted(2); }
    void go_on_with_sweep(const Stage&);
    /// Where it stands; nothing: this network shows its signal.
    std::optional<nn::SweepMoment> sweep(int network) const;
    void draw_sweep_words(Stage&, ImVec2 at, int network, const nn::SweepMoment&);
    void draw_swept(Stage&, Rect, int network, int layer, int layer_before, const nn::SweepMoment&);

    void work(int step, const Theme&);
    bool work_on_maps(int step, const Theme&);
    void draw_row(Stage&, Rect, int network);
    void draw_histogram(Stage&, Rect, int network, int layer);
    void draw_map(Stage&, Rect, int network);
    void draw_heading(Stage&, Rect, const char* title, const char* key, std::span<const nn::Option> options, int chosen);
    void draw_depth(Stage&, Rect);
    void draw_loss(Stage&, Rect);
    void draw_chaos(Stage&, Rect);
    std::vector<int> layers_shown(bool narrow) const;

    nn::InitSetup setup_, base_;
    std::unique_ptr<nn::InitRun> run_;
    /// What a network answers at a step, and the share of it that is right.
    struct Answers {
        int step = -1; ///< below 0: not known, or outdated
        double right = NAN;
    };
    struct Map {
        DecisionMap picture{2.2};
        Answers next, seen; ///< in the making, or the same as on view once that is done; on view
        bool fine = false;
    };
    void begin_map(int network, int step, bool fine);
    void outdate_maps() { for (Map& map : maps_) map.next.step = -1; }
    std::array<Map, networks> maps_;
    int turn_ = 0; ///< whose map comes next
    double sweep_seconds_ = -1;  ///< since it began; below 0: it is not shown
    bool still_ = false; ///< reduced motion: nothing moves by itself
    bool busy_ = true, dark_ = false, more_ = false, chaos_held_ = false;
    Raster chaos_;
    std::vector<ImVec2> edge_;  ///< of chaos: sigma_w where chi is 1, by sigma_b
    std::string chaos_of_;      ///< what the map above is of
};

} // namespace web
