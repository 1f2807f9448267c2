// Without a screen there is nothing to draw a picture on: web/render is not linked here.
#include "web/picture.hpp"
#include "web/raster.hpp"

namespace web {

void draw_picture(ImDrawList&, const Picture&) {}
void draw_raster(ImDrawList&, Raster&, Rect, Rect) {}

} // namespace web
