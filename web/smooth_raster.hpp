#pragma once
/// Paints pictures whose pixels are costly to ask for: asks on a wide grid, then only where the colours bend, and fills
/// the rest in between. A boundary is asked for pixel by pixel, a slope at every second or fourth.
#include <functional>
#include <span>
#include <vector>

#include "engine/lessons/playground_grid.hpp"
#include "web/raster.hpp"

namespace web {

class SmoothRaster {
  public:
    using Place = nn::PlaygroundGrid::Place;
    /// The colours of some pixels, opaque.
    using Ask = std::function<void(std::span<const Place>, ImU32* colors)>;

    /// The next side, not below `side`, that paint() can do.
    static constexpr int side_at_least(int side) { return (side + 2) / wide * wide + 1; }

    /// Paints the whole raster, of such a side. What is not asked for is within 3 of 255 levels where the picture is
    /// smooth at that scale; what is thinner than 4 pixels may be missed. Returns for how many pixels it asked. Does not
    /// allocate where it has painted as large a raster before.
    int paint(Raster& raster, const Ask& ask);

  private:
    static constexpr int wide = 4;
    void ask_for(const Ask& ask);
    void find_bends();
    bool is_rough(int x, int y) const;
    void fill_wide(int x, int y);
    void fill(int x, int y, ImU32 color);
    void want(int x, int y);
    bool bends_at(int x, int y, int apart) const;
    void refine(int x, int y);
    ImU32& at(int x, int y) { return pixels_[y * side_ + x]; }
    ImU32 at(int x, int y) const { return pixels_[y * side_ + x]; }

    ImU32* pixels_ = nullptr;
    int side_ = 0, asked_ = 0;
    std::vector<Place> wanted_, rough_;
    std::vector<ImU32> colors_;
    std::vector<unsigned char> bends_;  ///< at each point of the wide grid
};

}  // namespace web
