#include "web/raster.hpp"

namespace web {

void Raster::resize(int width, int height) {
    if (width == width_ && height == height_) return;
    width_ = width, height_ = height;
    pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
    stale_ = true;
}

}  // namespace web
