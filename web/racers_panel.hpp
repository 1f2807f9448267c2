#pragma once
/// The optimizers that race, one a row with what it has come to, and the settings of the one whose row is chosen.
#include <functional>
#include <string>
#include <vector>

#include "engine/optimizers.hpp"
#include "web/params_ui.hpp"
#include "web/stage.hpp"

namespace web {

class RacersPanel {
public:
    static constexpr std::size_t most = 8;

    struct Row {
        std::string result;
        enum class Look { plain, strong, quiet, warn } look = Look::plain;
        std::string shorter = {}; ///< where the result has no room
    };

    /// The list, with `what` the results are above them; racers can be added (`another` is the one) and taken out. What changes goes
    /// to `racers` of the demo's parameters.
    void draw_list(Stage&, Column&, const Access&, const std::vector<nn::Optimizer>& racers, std::string_view what, const std::vector<Row>& rows,
                   const std::function<nn::Optimizer()>& another, bool& more);
    /// Those of the chosen one.
    void draw_settings(Stage&, Column&, const Access&, std::vector<nn::Optimizer>& racers, bool more) const;

    /// The racer pointed at, else the one whose settings are open.
    int active() const { return pointed_ >= 0 ? pointed_ : chosen_; }
    int chosen() const { return chosen_; }
    /// Somebody has chosen a row, or added one.
    bool touched() const { return touched_; }
    int pointed() const { return pointed_; } ///< -1: none
    void choose(int racer) { chosen_ = racer, touched_ = true; }
    /// Before a frame that may point at another one.
    void forget_pointed() { pointed_ = -1; }
    void point_at(int racer) { pointed_ = racer; }
    /// There are so many now.
    void fit(int racers);

    /// Its kind, and of twins the rate.
    static std::string name(const std::vector<nn::Optimizer>& racers, int i);

private:
    int chosen_ = 0, pointed_ = -1;
    bool touched_ = false;
};

} // namespace web
