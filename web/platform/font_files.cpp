#include "web/font_files.hpp"

#include <emscripten/emscripten.h>

#include <vector>

// clang-format off
EM_JS(int, font_size, (int i), { return Module["fonts"][i].length; });
EM_JS(void, font_copy, (int i, unsigned char* to), { HEAPU8.set(Module["fonts"][i], to); });
// clang-format on

namespace web {

FontFiles font_files() {
    static const auto from_page = [](int i) {
        std::vector<unsigned char> bytes(static_cast<std::size_t>(font_size(i)));
        font_copy(i, bytes.data());
        return bytes;
    };
    static const std::vector<unsigned char> regular = from_page(0), semibold = from_page(1);
    return {regular, semibold};
}

} // namespace web
