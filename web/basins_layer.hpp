#pragma once
/// Over the map of a surface: where a run from each start would end, by colour, and after how many steps, paler for twice as many.
/// Ordered for the part that the map shows, as the job `basins`.
#include <memory>
#include <optional>
#include <string>

#include "engine/jobs/basins.hpp"
#include "web/job_desk.hpp"
#include "web/job_picture.hpp"
#include "web/map_panel.hpp"
#include "web/stage.hpp"

namespace web {

/// Colours of basins: the series, then around again in other shades; those of what is no minimum (nn::basins).
ImU32 basin_color(const Theme& theme, int basin);
std::string basin_name(int basin);

class BasinsLayer {
public:
    /// What is asked of every start; its window and size do not matter. Where it is another question, the picture is gone.
    void ask(const nn::BasinsSetup& question);
    std::shared_ptr<const JobOrder> order() const { return order_; }
    void take(const nn::Tile& tile, std::span<const float> values);
    /// The minima that have been met.
    const nn::BasinNumbers& numbers() const { return *numbers_; }
    bool asked() const { return numbers_.has_value(); }
    void draw(Stage&, const MapPanel& map);

private:
    void place_order(const nn::Box& window);
    void draw_legend(Stage&, Rect map) const;

    nn::BasinsSetup question_;
    std::string text_; ///< of the question
    std::optional<nn::BasinNumbers> numbers_;
    // What is on the map, and what was ordered last.
    JobPicture cells_; ///< channels: the basin, and the steps in octaves
    nn::Box cells_box_{}, ordered_box_{};
    std::shared_ptr<const JobOrder> order_;
    bool first_tile_ = true;
};

} // namespace web
