#pragma once
/// What the page (web/page/*.mjs) may call in playground.wasm, and what comes back. The only border between the two.
///
/// Texts are UTF-8. A returned text is valid until the next call of any function here. JSON shapes are those of the page
/// API. Lengths are CSS pixels, from the canvas's upper left corner.
///
/// The module is started with two arguments: the page's query (`ui=compact&theme=dark`) and the link (`valley?kappa=300`).
/// It speaks through `Module.onDownhill(event, json)`:
///   ready     {}                                     the first complete picture is on screen
///   state     {"link": "valley?kappa=300"}           a parameter or the demo changed
///   step      {"step": 12}                           the run stands at another step
///   playing   {"playing": true}                      play or pause
///   finished  {"step": 3450}                         the run came to its end
///   rejected  [{"key", "value", "why"}]              what could not be taken as given
///   height    {"height": 640}                        the height that the stage needs at its present width
///   job       {"id", "key", "settings", "arrays"}    compute this in place of what was asked for before; no key: nothing
///   ask       {"key": "open-table"}, {"key": "share"}  an action that is the page's to do
///   edit      {"key", "label", "value", "x", "y", "width", "height", "captioned"}   put a real text field over this rectangle
///   error     {"message"}
///
/// What the page relies on beside the functions: the module's own `_free`, `stringToNewUTF8` and `UTF8ToString`
/// (EXPORTED_FUNCTIONS, EXPORTED_RUNTIME_METHODS), and its memory, HEAPF32. Texts are allocated for the call and freed after it. Events may come
/// in the middle of a call. No key ever reaches SDL: the page calls the functions below; a wheel event reaches it only
/// with ctrl or cmd held, so every wheel event means zoom. `lang` in the query belongs to the page.
extern "C" {
// The page API (design: the same names in JavaScript).
const char* downhill_demos();                                    ///< [{key, title, question}]
const char* downhill_open(const char* link);                     ///< {rejected: [...]}
const char* downhill_link();                                     ///< `valley?kappa=300`, plain text
const char* downhill_params();                                   ///< [{key, label, help, unit, kind, value, default, ...}]
const char* downhill_set(const char* key, const char* value);    ///< {rejected: [...]}
const char* downhill_actions();                                  ///< [{key, label, help, setup}]: the demo's buttons that are no
                                                                 ///< parameter ("Rotate by 45 degrees"), for the form; setup: a
                                                                 ///< whole experiment
void downhill_act(const char* key);                              ///< presses one
void downhill_play();
void downhill_pause();
void downhill_step(int n);                                       ///< n < 0 steps back
void downhill_seek(int step);
void downhill_reset();                                           ///< to step 0; parameters stay
const char* downhill_read();                                     ///< the demo's numbers and where they lie on the canvas
const char* downhill_status();                                   ///< {demo, playing, step, hash, runner, simd, fps, visible, frames,
                                                                 ///< horizon}: the step where the run ends
int downhill_memory();                                           ///< bytes in use; the program's heap itself never shrinks
const char* downhill_describe();                                 ///< the state in one or two sentences, for aria-live
const char* downhill_save();                                     ///< complete state, as text
const char* downhill_restore(const char* saved);                 ///< {rejected: [...]}
const char* downhill_bring(const char* data);                    ///< {rejected: [...]}; data of the learner's own, in the text
                                                                 ///< form of OwnData (engine/lessons/playground_data.hpp)

// Jobs (engine/jobs): what event `job` asks for. Its number goes with what comes back; that of an old one is dropped.
const float* downhill_job_array(int i);                          ///< of as many numbers as the event said
float* downhill_job_room(int count);                             ///< where a tile's values go
void downhill_job_tile(int id, int x0, int y0, int step, int columns, int rows); ///< the values in the room are this tile's
void downhill_job_state(int id, double share, int done, const char* runner, const char* words, const char* error);

// The page around the picture.
const char* downhill_page();                                     ///< page parameters as taken, in the form of downhill_params
int downhill_resize(float width, float window_height, float pixel_ratio); ///< the height that the stage needs;
                                                                 ///< window_height: what the page's head leaves of it
void downhill_draw();                                            ///< one frame now, so that the canvas can be read in this task
void downhill_theme(int dark, int projector, int fingers);       ///< fingers: there is a touch screen
void downhill_reduced_motion(int reduced);
void downhill_focus(const char* key);                            ///< the form's control of this key has the focus; "": none has
void downhill_visible(int visible);                              ///< off-screen or hidden: no frames, no steps
void downhill_text(const char* english, const char* translation); ///< one entry of the language table
const char* downhill_untranslated();                             ///< ["..."]: what was asked of the table so far and is not in it
const char* downhill_targets();                                  ///< [{id, x, y, width, height}]: what could be pressed in the last frame
int downhill_grabs(float x, float y);                            ///< 1: a touch starting here drags something; 0: it may scroll the page
int downhill_zooms(float x, float y);                            ///< 1: two fingers here zoom the picture, not the page
void downhill_pinch(float x, float y, float factor);             ///< they have: by this factor, around (x, y)
void downhill_pointer(int kind, float x, float y);               ///< touch and pen: 0 down, 1 move, 2 up, 3 cancelled
int downhill_key(const char* key);                               ///< a key's DOM name, while a list is open; 1: it has a use for it
void downhill_wake();                                            ///< something happened (mouse, focus): draw frames until it settles
void downhill_edited(const char* key, const char* value, int done); ///< from the text field; done: it closed
void downhill_context_lost();
void downhill_context_restored();
}
