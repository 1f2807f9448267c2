# SDL2 for the page: window, input and the WebGL context. Built here instead of by Emscripten's port, because that one
# brings sound, game pads, a 2-D renderer and fast software blits along: 150 kB of wasm.
file(REAL_PATH ${deps}/libsdl2 sdl2_folder)
set(sdl2_sources)
foreach(folder . atomic cpuinfo events file loadso/dlopen render stdlib thread thread/generic timer timer/unix
        video video/emscripten)
    file(GLOB files ${sdl2_folder}/src/${folder}/*.c)
    list(APPEND sdl2_sources ${files})
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/no_game_pads.c CONTENT [[ // all that Dear ImGui's back end asks of them
#include <SDL_gamecontroller.h>
SDL_GameController* SDL_GameControllerOpen(int i) { return 0; }
Uint8 SDL_GameControllerGetButton(SDL_GameController* c, SDL_GameControllerButton b) { return 0; }
Sint16 SDL_GameControllerGetAxis(SDL_GameController* c, SDL_GameControllerAxis a) { return 0; }
]])
add_library(sdl2 STATIC ${sdl2_sources} ${CMAKE_BINARY_DIR}/no_game_pads.c)
target_include_directories(sdl2 SYSTEM PUBLIC ${sdl2_folder}/include)
target_compile_definitions(sdl2 PRIVATE
    SDL_LEAN_AND_MEAN SDL_AUDIO_DISABLED SDL_JOYSTICK_DISABLED SDL_HAPTIC_DISABLED SDL_SENSOR_DISABLED SDL_RENDER_DISABLED)
target_compile_options(sdl2 PRIVATE -w)
set_source_files_properties(${sdl2_folder}/src/stdlib/SDL_stdlib.c PROPERTIES COMPILE_OPTIONS "-include;${CMAKE_SOURCE_DIR}/cmake/lean_sdl.h")

add_library(imgui_backends STATIC
    ${imgui_folder}/backends/imgui_impl_sdl2.cpp ${imgui_folder}/backends/imgui_impl_opengl3.cpp)
target_include_directories(imgui_backends SYSTEM PUBLIC ${imgui_folder}/backends)
target_compile_options(imgui_backends PRIVATE -include ${CMAKE_SOURCE_DIR}/cmake/lean_imgui.hpp)
target_compile_definitions(imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3
    PRIVATE WITH_VERSIONS glGetIntegerv=glGetIntegerv_without_waiting) # web/render/gl_state.cpp
target_link_libraries(imgui_backends PUBLIC imgui sdl2)
