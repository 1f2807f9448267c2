#include "web/font_files.hpp"

#include "generated/font.hpp"

namespace web {

FontFiles font_files() { return {{font_inter, font_inter_size}, {font_inter_semibold, font_inter_semibold_size}}; }

} // namespace web
