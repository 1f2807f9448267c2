#include "web/platform/window.hpp"

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <implot.h>

#include <cmath>
#include <stdexcept>
#include <string>

#include "web/platform/start.hpp"
#include "web/render/gl.hpp"

// clang-format off
EM_JS(void, page_event, (const char* event, const char* json), {
    Module["onDownhill"]?.(UTF8ToString(event), UTF8ToString(json));
});
EM_JS(void, canvas_pixels, (int width, int height), {
    const canvas = Module["canvas"];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
});
// clang-format on

namespace web {

void tell_page(std::string_view event, const std::string& json) { page_event(std::string(event).c_str(), json.c_str()); }

void report_gl_error(const char* message) { say_error(std::string("The graphics card refuses a picture: ") + message); }

Window::Window(std::string_view page_query, std::string_view link) : app_(page_query, link, tell_page) {
    // Keys are the page's affair: it calls the app. "#none" is no element, so SDL listens nowhere.
    SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#none");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) throw std::runtime_error(SDL_GetError());
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 24);
    const auto flags = SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI | SDL_WINDOW_RESIZABLE;
    window_ = SDL_CreateWindow("Downhill", 0, 0, 640, 480, flags);
    if (window_) context_ = SDL_GL_CreateContext(window_);
    if (!context_) throw std::runtime_error(SDL_GetError());
    ImGui::CreateContext();
    ImPlot::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    ImGui_ImplSDL2_InitForOpenGL(window_, context_);
    ImGui_ImplOpenGL3_Init("#version 300 es");
}

Window::~Window() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplSDL2_Shutdown();
    ImPlot::DestroyContext();
    ImGui::DestroyContext();
    SDL_GL_DeleteContext(context_);
    SDL_DestroyWindow(window_);
    SDL_Quit();
}

float Window::resize(float width, float window_height, float pixel_ratio) {
    const float height = app_.resize(width, window_height, pixel_ratio);
    size_canvas();
    request_frame();
    return height;
}

/// The page sets the canvas's CSS size; its pixels are ours, oversampling included.
void Window::size_canvas() {
    const ImVec2 size = app_.size();
    int w, h;
    SDL_GetWindowSize(window_, &w, &h);
    if (w != static_cast<int>(size.x) || h != static_cast<int>(size.y)) SDL_SetWindowSize(window_, static_cast<int>(size.x), static_cast<int>(size.y));
    canvas_pixels(static_cast<int>(std::lround(size.x * app_.pixel_ratio())), static_cast<int>(std::lround(size.y * app_.pixel_ratio())));
}

void Window::request_frame() {
    if (requested_) return;
    requested_ = true;
    emscripten_request_animation_frame(on_frame, this);
}

bool Window::on_frame(double milliseconds, void* self) {
    Window& window = *static_cast<Window*>(self);
    window.requested_ = false;
    if (window.last_ == 0 || milliseconds - window.last_ > 250) window.last_ = milliseconds - 1000.0 / 60;
    if (window.app_.wants_frame() && !window.lost_) window.draw();
    window.last_ = milliseconds;
    if (window.app_.wants_frame() && !window.lost_) window.request_frame();
    return false;
}

void Window::load_fonts() {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    app_.load_fonts();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Window::draw() {
    if (lost_) return;
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_MOUSEMOTION) app_.set_touch(false);
        if (event.type != SDL_QUIT) ImGui_ImplSDL2_ProcessEvent(&event);
    }
    size_canvas();
    if (app_.fonts_are_stale()) {
        ImGui_ImplOpenGL3_NewFrame(); // makes the device objects before the first texture
        load_fonts();
    }
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplSDL2_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = app_.size();
    io.DisplayFramebufferScale = {app_.pixel_ratio(), app_.pixel_ratio()};
    const float seconds = static_cast<float>(std::max(0.0, emscripten_performance_now() - last_drawn_) / 1000);
    last_drawn_ = emscripten_performance_now();
    ImGui::NewFrame();
    app_.draw(std::min(seconds, 0.25f));
    ImGui::Render();
    const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(app_.theme().ground);
    glViewport(0, 0, static_cast<int>(std::lround(io.DisplaySize.x * app_.pixel_ratio())), static_cast<int>(std::lround(io.DisplaySize.y * app_.pixel_ratio())));
    glDisable(GL_SCISSOR_TEST);
    glClearColor(ground.x, ground.y, ground.z, 1);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (leave_after_up_ && !io.MouseDown[0]) {
        // A finger that left hovers over nothing, but what it has tapped to read off stays until the next tap.
        const bool reads = app_.reads(io.MousePos.x, io.MousePos.y);
        if (!reads) io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
        leave_after_up_ = false;
        app_.wake(reads ? 0.6f : 0.1f); // tips come after 0.4 s
    }
}

bool Window::key(std::string_view name) {
    if (!ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) return false;
    constexpr std::pair<std::string_view, ImGuiKey> keys[] = {{"ArrowDown", ImGuiKey_DownArrow}, {"ArrowUp", ImGuiKey_UpArrow}, {"Enter", ImGuiKey_Enter}, {"Escape", ImGuiKey_Escape}};
    for (const auto& [dom, key] : keys) {
        if (name != dom) continue;
        ImGui::GetIO().AddKeyEvent(key, true);
        ImGui::GetIO().AddKeyEvent(key, false);
        app_.wake();
        request_frame();
        return true;
    }
    return false;
}

void Window::pointer(int kind, float x, float y) {
    ImGuiIO& io = ImGui::GetIO();
    app_.set_touch(true);
    io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    if (kind != 3) io.AddMousePosEvent(x, y); // a cancelled one says no place
    if (kind == 0) io.AddMouseButtonEvent(0, true);
    if (kind >= 2) {
        io.AddMouseButtonEvent(0, false);
        leave_after_up_ = true;
    }
    app_.wake();
    request_frame();
}

void Window::pinch(float x, float y, float factor) {
    ImGuiIO& io = ImGui::GetIO();
    app_.set_touch(true);
    io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    io.AddMousePosEvent(x, y);
    io.AddMouseWheelEvent(0, std::log(factor) / std::log(Stage::wheel_zoom));
    app_.wake();
    request_frame();
}

void Window::lose_context() { lost_ = true; }

void Window::restore_context() {
    // What was on the card is gone; ImGui and the pictures make theirs again.
    forget_pictures();
    forget_rasters();
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
    lost_ = false;
    load_fonts();
    app_.wake();
    request_frame();
}

} // namespace web
