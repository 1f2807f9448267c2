// Stands before every source of Dear ImGui and ImPlot (cmake/imgui.cmake): what no page of ours can reach is not compiled.
#include <cstdio>

#define sscanf(...) 0 // settings files, numbers typed into widgets, and OpenGL's version as text: then it is asked for as numbers

#ifdef WITHOUT_PLOT_MENUS // of ImPlot: what a right click opens, with a calendar in it
namespace ImGui {
inline bool no_popup() { return false; }
} // namespace ImGui
#define BeginPopup(...) no_popup()
#endif
