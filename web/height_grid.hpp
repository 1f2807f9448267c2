#pragma once
/// A surface that is known at the points of a grid, for the map and the relief.
#include <vector>

#include "engine/surfaces.hpp"
#include "web/color_map.hpp"

namespace web {

class HeightGrid {
public:
    /// (height, width), row 0 at the lowest y, the middles of the outer pixels half a pixel inside of the box; NaN: unknown.
    void set(int width, int height, const nn::Box& box, std::vector<float> values);
    bool is_empty() const { return values_.empty(); }
    int width() const { return width_; }
    int height() const { return height_; }
    const nn::Box& box() const { return box_; }
    const float* data() const { return values_.data(); }
    /// Between the nearest four; NaN outside of the box.
    float at(double x, double y) const;
    /// Another number for every set() of any grid.
    int version() const { return version_; }

    /// A tone for what is known: the lowest is the floor; of what rises for miles the lower part counts.
    Tone tone(bool log) const;

private:
    int width_ = 0, height_ = 0, version_ = 0;
    nn::Box box_{};
    std::vector<float> values_;
};

} // namespace web
