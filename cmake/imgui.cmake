# Dear ImGui with ImPlot. Real paths, not links, so that ccache's entries outlive the link.
file(REAL_PATH ${deps}/imgui imgui_folder)
file(REAL_PATH ${deps}/satdump/src-core/imgui/implot implot_folder)

add_library(imgui STATIC
    ${imgui_folder}/imgui.cpp ${imgui_folder}/imgui_draw.cpp ${imgui_folder}/imgui_tables.cpp ${imgui_folder}/imgui_widgets.cpp
    ${implot_folder}/implot.cpp ${implot_folder}/implot_items.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${imgui_folder} ${implot_folder})
target_compile_definitions(imgui PUBLIC
    "ImDrawIdx=unsigned int" # long trails have more than 65,536 corners, and WebGL2 draws no list from an offset
    IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS # unused: 100 kB of wasm
    IMGUI_DISABLE_FILE_FUNCTIONS IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS)                   # no files in a page
target_compile_options(imgui PRIVATE -include ${CMAKE_SOURCE_DIR}/cmake/lean_imgui.hpp) # 40 kB of wasm
set_source_files_properties(${implot_folder}/implot.cpp PROPERTIES COMPILE_DEFINITIONS WITHOUT_PLOT_MENUS)
if(EMSCRIPTEN)
    target_compile_options(imgui PRIVATE -fno-exceptions)
endif()
if(DOWNHILL_SANITIZE)
    target_compile_options(imgui PRIVATE -fno-sanitize=all) # not ours to mend, and 5 minutes of compiling
endif()
