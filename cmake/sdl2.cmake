# SDL2 for the page: window, input and the WebGL context. Built here instead of by Emscripten's port, because that one
# brings sound, game pads and a 2-D renderer along.
file(REAL_PATH ${deps}/libsdl2 sdl2_folder)
set(sdl2_sources)
foreach(folder . atomic audio cpuinfo dynapi events file filesystem/emscripten haptic haptic/dummy joystick joystick/emscripten joystick/dummy
        libm loadso/dlopen locale locale/emscripten misc misc/emscripten power power/emscripten render sensor sensor/dummy
        stdlib thread thread/generic timer timer/unix video video/emscripten video/yuv2rgb)
    file(GLOB files ${sdl2_folder}/src/${folder}/*.c)
    list(APPEND sdl2_sources ${files})
endforeach()
add_library(sdl2 STATIC ${sdl2_sources})
target_include_directories(sdl2 SYSTEM PUBLIC ${sdl2_folder}/include)
target_compile_definitions(sdl2 PRIVATE SDL_AUDIO_DISABLED SDL_JOYSTICK_DISABLED SDL_HAPTIC_DISABLED SDL_RENDER_DISABLED)
target_compile_options(sdl2 PRIVATE -w)

add_library(imgui_backends STATIC
    ${imgui_folder}/backends/imgui_impl_sdl2.cpp ${imgui_folder}/backends/imgui_impl_opengl3.cpp)
target_include_directories(imgui_backends SYSTEM PUBLIC ${imgui_folder}/backends)
target_compile_definitions(imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3)
target_link_libraries(imgui_backends PUBLIC imgui sdl2)
