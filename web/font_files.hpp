#pragma once
/// The text face: OpenType files with the characters in use (scripts/font.py). In the page they are the style sheet's; a
/// program without a page carries them inside (library font_inside).
#include <span>

namespace web {

struct FontFiles {
    std::span<const unsigned char> regular, semibold;
};

/// They live as long as the program.
FontFiles font_files();

} // namespace web
