#pragma once
/// SDL2's window, its WebGL2 context and ImGui on the page's canvas; draws frames only when the app wants some.
#include <SDL.h>

#include <memory>
#include <string>
#include <string_view>

#include "web/app.hpp"

namespace web {

/// Calls the page's `onDownhill`.
void tell_page(std::string_view event, const std::string& json);

class Window {
public:
    /// Throws std::runtime_error where the browser has no WebGL2.
    Window(std::string_view page_query, std::string_view link);
    ~Window();

    App& app() { return app_; }
    float resize(float width, float window_height, float pixel_ratio);
    /// Asks for a frame unless one is due already.
    void request_frame();
    /// Draws one frame now.
    void draw();
    void pointer(int kind, float x, float y);
    void pinch(float x, float y, float factor);
    bool key(std::string_view name);
    void lose_context();
    void restore_context();

private:
    static bool on_frame(double milliseconds, void* self);
    void size_canvas();
    void load_fonts();

    App app_;
    SDL_Window* window_ = nullptr;
    SDL_GLContext context_ = nullptr;
    bool requested_ = false, lost_ = false, leave_after_up_ = false;
    double last_ = 0, last_drawn_ = 0;
};

} // namespace web
