#pragma once
/// A picture of pixels that is made in memory: a decision map, a heat map of numbers. What is here needs no screen; the
/// drawing is in web/render, and tests without a screen link an empty one.
#include <imgui.h>

#include <memory>
#include <vector>

#include "web/geometry.hpp"

namespace web {

class Raster {
  public:
    /// Row 0 is the upper edge. What was there is lost where the size changes.
    void resize(int width, int height);
    int width() const { return width_; }
    int height() const { return height_; }
    ImU32* row(int y) { return pixels_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width_); }
    const ImU32* data() const { return pixels_.data(); }
    /// Enlarged, each pixel stays a square: where every pixel is a measurement of its own.
    void set_crisp(bool crisp) { crisp_ = crisp; }
    /// The pixels have changed: the card's copy is old.
    void changed() { stale_ = true; }

  private:
    friend void draw_raster(ImDrawList&, Raster&, Rect, Rect);
    int width_ = 0, height_ = 0;
    std::vector<ImU32> pixels_;
    bool stale_ = true, crisp_ = false;
    std::shared_ptr<void> copy_;  ///< the card's; made and renewed by draw_raster alone
};

/// Stretches a part of the raster, in pixels of it, over the rectangle, smoothly between pixels: also over the part's edge,
/// so half a pixel less shows nothing of what lies beside it.
void draw_raster(ImDrawList&, Raster&, Rect, Rect part);
/// All of it.
inline void draw_raster(ImDrawList& draw, Raster& raster, Rect r) {
    draw_raster(draw, raster, r, {0, 0, static_cast<float>(raster.width()), static_cast<float>(raster.height())});
}

}  // namespace web
