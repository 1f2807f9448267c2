// Stands before every source of Dear ImGui and ImPlot (cmake/imgui.cmake): what no page of ours can reach is not compiled.
#include <cstdio>

#ifdef WITH_VERSIONS // of OpenGL and its shading language, in texts: the back end reads nothing else, and a scanner is 7 kB to fetch
#include <initializer_list>

inline int read_versions(const char* text, std::initializer_list<int*> numbers) {
    for (int* number : numbers) {
        while (*text && (*text < '0' || *text > '9')) ++text;
        for (*number = 0; *text >= '0' && *text <= '9'; ++text) *number = 10 * *number + (*text - '0');
    }
    return 0;
}
#define sscanf(text, pattern, ...) read_versions(text, {__VA_ARGS__})
#else
#define sscanf(...) 0 // settings files and numbers typed into widgets
#endif

#ifdef WITHOUT_PLOT_MENUS // of ImPlot: what a right click opens, with a calendar in it
namespace ImGui {
inline bool no_popup() { return false; }
} // namespace ImGui
#define BeginPopup(...) no_popup()
#endif

// The font that is taken where none is given: 10 kB to fetch. What makes it gets another name, and the call without arguments,
// of an atlas that has no font, does nothing.
inline void AddFontDefault() {}
#define AddFontDefault(...) AddFontDefault##__VA_OPT__(_of)(__VA_ARGS__)
