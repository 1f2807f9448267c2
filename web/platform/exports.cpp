#include "web/exports.hpp"

#include <emscripten/emmalloc.h>

#include <algorithm>
#include <memory>
#include <string>

#include "engine/json.hpp"
#include "web/platform/start.hpp"
#include "web/platform/window.hpp"
#include "web/text.hpp"

namespace web {

namespace {

/// The one program on the page: what is exported has no other way to find it.
std::unique_ptr<Window> window;

const char* keep(std::string text) {
    static std::string result;
    result = std::move(text);
    return result.c_str();
}

App& app() { return window->app(); }

/// Whatever was called may have changed what is on view.
void frame() { window->request_frame(); }

const char* changed(std::string result) {
    frame();
    return keep(std::move(result));
}

} // namespace

void say_error(std::string_view message) { tell_page("error", nn::Json().begin_object().member("message", message).end_object().text()); }

void start(std::string_view page_query, std::string_view link) { window = std::make_unique<Window>(page_query, link); }

} // namespace web

using namespace web;

extern "C" {

const char* downhill_demos() { return keep(App::demos()); }
const char* downhill_open(const char* link) { return changed(app().open(link)); }
const char* downhill_link() { return keep(app().link()); }
const char* downhill_params() { return keep(app().params()); }
const char* downhill_set(const char* key, const char* value) { return changed(app().set(key, value)); }
const char* downhill_actions() { return keep(app().actions()); }
void downhill_act(const char* key) {
    app().act(key);
    frame();
}
void downhill_play() {
    app().play(true);
    frame();
}
void downhill_pause() {
    app().play(false);
    frame();
}
void downhill_step(int n) {
    app().play(false);
    app().go(static_cast<int>(std::clamp<long long>(static_cast<long long>(app().step()) + n, 0, 1'000'000)));
    frame();
}
void downhill_seek(int step) {
    app().play(false);
    app().go(step);
    frame();
}
void downhill_reset() { downhill_seek(0); }
const char* downhill_read() {
    // Where things lie on the canvas is known once they have been drawn.
    if (!app().is_laid_out()) window->draw();
    return keep(app().read());
}
const char* downhill_status() { return keep(app().status()); }
int downhill_memory() { return static_cast<int>(emmalloc_dynamic_heap_size() - emmalloc_free_dynamic_memory()); }
const char* downhill_describe() { return keep(app().describe()); }
const char* downhill_save() { return keep(app().save()); }
const char* downhill_restore(const char* saved) { return changed(app().restore(saved)); }
const char* downhill_bring(const char* data) { return changed(app().bring(data)); }

const float* downhill_job_array(int i) { return app().job_desk().array(i).data(); }
float* downhill_job_room(int count) { return app().job_room(count).data(); }
void downhill_job_tile(int id, int x0, int y0, int step, int columns, int rows) {
    app().take_tile(id, {x0, y0, step, columns, rows});
    frame();
}
void downhill_job_state(int id, double share, int done, const char* runner, const char* words, const char* error) {
    app().set_job_state(id, {runner, words, error, share, done != 0});
    frame();
}

const char* downhill_page() { return keep(app().page()); }
int downhill_resize(float width, float window_height, float pixel_ratio) {
    return static_cast<int>(window->resize(width, window_height, pixel_ratio));
}
void downhill_draw() { window->draw(); }
void downhill_theme(int dark, int projector, int fingers) {
    app().set_look(dark != 0, projector != 0, fingers != 0);
    frame();
}
void downhill_focus(const char* key) { app().set_focus(key); }
void downhill_reduced_motion(int reduced) { app().set_reduced_motion(reduced != 0); }
void downhill_visible(int visible) {
    app().set_visible(visible != 0);
    frame();
}
void downhill_text(const char* english, const char* translation) { set_text(english, translation); }
const char* downhill_untranslated() {
    nn::Json json;
    json.begin_array();
    for (const std::string& english : untranslated()) json.value(english);
    return keep(json.end_array().text());
}
const char* downhill_targets() { return keep(app().pressable()); }
int downhill_grabs(float x, float y) { return app().grabs(x, y) ? 1 : 0; }
void downhill_pointer(int kind, float x, float y) { window->pointer(kind, x, y); }
int downhill_zooms(float x, float y) { return app().zooms(x, y) ? 1 : 0; }
void downhill_pinch(float x, float y, float factor) { window->pinch(x, y, factor); }
int downhill_key(const char* key) { return window->key(key) ? 1 : 0; }
void downhill_wake() {
    app().wake(0.5f);
    frame();
}
void downhill_edited(const char* key, const char* value, int) {
    app().set(key, value);
    frame();
}
void downhill_context_lost() { window->lose_context(); }
void downhill_context_restored() { window->restore_context(); }

} // extern "C"
