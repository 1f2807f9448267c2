#pragma once
/// Which demo is open, its link, the transport and when a frame is due. Knows no optimizer and no plot.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "web/demo.hpp"
#include "web/page_setup.hpp"

namespace web {

class App {
public:
    /// Speaks to the page: an event's name and its JSON (web/exports.hpp lists them).
    using Tell = std::function<void(std::string_view event, const std::string& json)>;

    App(std::string_view page_query, std::string_view link, Tell tell);

    // The page API; results are JSON unless said otherwise.
    static std::string demos();
    std::string open(std::string_view link);
    std::string link() const; ///< plain text
    std::string params() const;
    std::string set(std::string_view path, std::string_view value);
    std::string actions() const;
    void act(std::string_view key);
    void play(bool on);
    void go(int step);
    int step() const { return step_; }
    std::string read() const;
    std::string status() const;
    std::string describe() const; ///< plain text
    std::string page() const;
    std::string save() const; ///< plain text
    std::string restore(std::string_view saved);
    /// Data of the learner's own, in the form that OwnData::save gives.
    std::string bring(std::string_view data);

    // Jobs, which the page has done.
    const JobDesk& job_desk() const { return jobs_; }
    std::span<float> job_room(int count) { return jobs_.room(count); }
    /// The values in the room are of this tile. Those of another job than the present one are dropped.
    void take_tile(int job, const nn::Tile& tile);
    void set_job_state(int job, JobState state);

    // The page around the picture.
    void set_look(bool dark, bool projector, bool fingers);
    void set_reduced_motion(bool reduced);
    /// The control of this key has the focus in the page's form; empty: none has.
    void set_focus(std::string_view key) { focused_ = key, wake(); }
    void set_visible(bool visible);
    void set_touch(bool touch) { touch_ = touch; }
    /// Stage of `width` CSS pixels; returns the height that it needs. `pixel_ratio` is the screen's.
    float resize(float width, float window_height, float pixel_ratio);
    std::string pressable() const;
    bool grabs(float x, float y) const;
    bool zooms(float x, float y) const;
    bool reads(float x, float y) const;

    // Frames.
    /// One ImGui frame's content, between NewFrame and Render. `seconds` since the last frame.
    void draw(float seconds);
    /// Something changed or was touched: frames are due for a moment.
    void wake(float seconds = 0.1f);
    bool wants_frame() const;
    /// The open demo has been drawn, so that it knows where things lie.
    bool is_laid_out() const { return laid_out_; }
    ImVec2 size() const { return {width_, height_}; }
    /// Device pixels in a CSS pixel, oversampling included.
    float pixel_ratio() const;
    const Theme& theme() const { return theme_; }
    /// The font atlas must be made (again): look or pixel ratio changed.
    bool fonts_are_stale() const { return fonts_stale_; }
    void load_fonts();

private:
    struct Layout {
        Rect picture, controls, transport;
    };
    /// False: there is no such demo, and nothing changed.
    bool open(std::string_view link, std::string_view own_data, std::vector<nn::Rejection>& rejected);
    void check_access();
    Layout layout(const Stage&) const;
    void draw_transport(Stage&, Rect);
    double steps_per_second() const;
    void advance(float seconds);
    void finish_at_end();
    void apply_stage(const Stage&);
    void place_job();
    void report(const std::vector<nn::Rejection>&);
    void tell_state();
    void update_height(float needed);
    Chrome chrome() const { return static_cast<Chrome>(page_.ui); }
    /// Where the page has no room for tools of its own, sharing stands in the picture.
    bool offers_sharing() const;
    bool is_narrow() const;

    Tell tell_;
    PageSetup page_;
    Access access_;
    const Demo* demo_ = nullptr;
    std::unique_ptr<Session> session_;
    std::unique_ptr<Session> left_; ///< the one before: what it has drawn still refers to it until the frame is shown
    std::string own_data_; ///< the learner's, while a demo is open that takes none
    std::vector<nn::Rejection> pending_rejections_;

    JobDesk jobs_;

    int step_ = 0;
    double step_fraction_ = 0;
    std::string focused_;
    bool playing_ = false, visible_ = true, reduced_motion_ = false, touch_ = false;

    Theme theme_;
    Fonts fonts_;
    bool fonts_stale_ = true;
    float width_ = 1280, height_ = 640, window_height_ = 800, screen_ratio_ = 1;
    float controls_height_ = 560;
    std::vector<Rect> grabs_, zooms_, readings_;

    float awake_ = 0.1f; ///< seconds of frames still due
    long frames_ = 0;
    float fps_ = 0;
    int settled_frames_ = 0;
    bool ready_ = false, laid_out_ = false;
};

} // namespace web
