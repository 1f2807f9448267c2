// How App lays the stage out, when it draws a frame and what drawing leaves behind for it.
#include <algorithm>
#include <cmath>

#include "engine/json.hpp"
#include "web/app.hpp"
#include "web/text.hpp"
#include "web/widgets.hpp"

namespace web {

void App::set_look(bool dark, bool projector, bool fingers) {
    theme_ = make_theme(dark, projector, fingers);
    fonts_stale_ = true;
    wake();
}

void App::set_reduced_motion(bool reduced) {
    reduced_motion_ = reduced;
    if (reduced) play(false);
    wake();
}

void App::set_visible(bool visible) {
    visible_ = visible;
    wake();
}

bool App::is_narrow() const { return width_ < 720 * theme_.scale; }

float App::pixel_ratio() const { return screen_ratio_ * static_cast<float>(page_.scale); }

float App::resize(float width, float window_height, float pixel_ratio) {
    if (pixel_ratio != screen_ratio_) fonts_stale_ = true;
    width_ = std::max(width, 200.0f), window_height_ = window_height, screen_ratio_ = pixel_ratio;
    update_height(controls_height_);
    wake();
    return height_;
}

void App::update_height(float controls) {
    controls_height_ = controls;
    Stage stage;
    stage.theme = &theme_;
    float height;
    if (chrome() == Chrome::minimal || chrome() == Chrome::none) {
        height = window_height_;
    } else if (is_narrow()) {
        height = session_->picture_height(stage, width_) + theme_.px(112) + controls;
    } else {
        height = std::max({window_height_, controls, theme_.px(520)});
    }
    height = std::round(height);
    if (height == height_) return;
    height_ = height;
    settled_frames_ = 0;
    tell_("height", nn::Json().begin_object().member("height", height_).end_object().text());
    wake();
}

namespace {

bool any_holds(const std::vector<Rect>& areas, float x, float y) {
    return std::any_of(areas.begin(), areas.end(), [&](const Rect& r) { return r.contains({x, y}); });
}

} // namespace

std::string App::pressable() const {
    nn::Json json;
    json.begin_array();
    for (const auto& [id, r] : targets) json.begin_object().member("id", id).member("x", r.x).member("y", r.y).member("width", r.w).member("height", r.h).end_object();
    return json.end_array().text();
}

bool App::grabs(float x, float y) const { return any_holds(grabs_, x, y); }

bool App::zooms(float x, float y) const { return any_holds(zooms_, x, y); }

bool App::reads(float x, float y) const { return any_holds(readings_, x, y); }

void App::load_fonts() {
    fonts_ = web::load_fonts(theme_, pixel_ratio());
    apply(theme_);
    fonts_stale_ = false;
}

void App::wake(float seconds) { awake_ = std::max(awake_, seconds); }

bool App::wants_frame() const { return visible_ && (playing_ || awake_ > 0 || !ready_ || session_->busy()); }

App::Layout App::layout(const Stage& stage) const {
    Rect all{0, 0, width_, height_};
    Layout l;
    if (chrome() == Chrome::none) {
        l.picture = all;
    } else if (is_narrow()) {
        const float picture = chrome() == Chrome::minimal ? all.h - theme_.px(Stage::transport_height) : session_->picture_height(stage, width_);
        const float fold = chrome() == Chrome::minimal ? picture : std::min(session_->fold(stage, width_), picture);
        l.picture = {all.x, all.y, all.w, fold < picture ? picture + theme_.px(Stage::transport_height) : picture};
        l.transport = {all.x, all.y + fold, all.w, theme_.px(Stage::transport_height)};
        all.take_top(picture + theme_.px(Stage::transport_height));
        l.controls = all.inset(theme_.px(16));
    } else {
        if (chrome() != Chrome::minimal) l.controls = all.take_right(theme_.px(320)).inset(theme_.px(16));
        // Controls may be longer than the window; the picture and Play stay where they are.
        all.h = std::min(all.h, std::max(window_height_, theme_.px(520)));
        l.transport = all.take_bottom(theme_.px(60));
        l.picture = all;
    }
    return l;
}

void App::draw(float seconds) {
    ++frames_;
    targets.clear();
    left_.reset();
    if (seconds > 0) fps_ += (1 / seconds - fps_) * 0.1f;
    awake_ = std::max(0.0f, awake_ - std::min(seconds, 0.05f));
    advance(seconds);

    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({width_, height_});
    ImGui::Begin("stage", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBringToFrontOnFocus);
    Stage stage;
    stage.theme = &theme_;
    stage.fonts = &fonts_;
    stage.draw = ImGui::GetWindowDrawList();
    stage.pixel_ratio = pixel_ratio();
    stage.touch = touch_;
    stage.narrow = is_narrow();
    stage.reduced_motion = reduced_motion_;
    stage.step = step_;
    stage.access = &access_;
    stage.job = &jobs_.state();
    stage.focused = focused_;
    const Layout l = layout(stage);
    session_->draw_picture(stage, l.picture);
    if (step_ > session_->end()) go(session_->end());
    if (l.transport.h > 0) draw_transport(stage, l.transport);
    if (l.transport.bottom() < height_) stage.draw->AddLine({l.transport.x, l.transport.bottom()}, {l.transport.right(), l.transport.bottom()}, theme_.line);
    float needed = controls_height_;
    if (l.controls.h > 0) {
        if (!stage.narrow) {
            const float x = l.controls.x - theme_.px(16);
            stage.draw->AddRectFilled({x, 0}, {width_, height_}, theme_.panel);
            stage.draw->AddLine({x, 0}, {x, height_}, theme_.line);
        }
        Column column{l.controls, 0};
        session_->draw_controls(stage, column, access_);
        needed = column.used + theme_.px(24);
    }
    if (stage.ringed > 0) {
        const Rect r = stage.ring.inset(-theme_.px(3));
        stage.draw->AddRect(r.min(), r.max(), theme_.accent, theme_.px(8), 0, theme_.px(2));
    }
    ImGui::End();
    laid_out_ = true;
    apply_stage(stage);
    place_job();

    const bool settled = needed == controls_height_;
    update_height(needed);
    settled_frames_ = settled ? settled_frames_ + 1 : 0;
    if (!ready_ && settled_frames_ >= 2) {
        ready_ = true;
        tell_("ready", "{}");
        report({});
    }
}

void App::place_job() {
    if (jobs_.place(session_->job())) tell_("job", jobs_.order());
}

void App::take_tile(int job, const nn::Tile& tile) {
    place_job(); // since the last frame the demo may have come to want another one
    if (!jobs_.is_current(job)) return;
    session_->take_tile(tile, jobs_.values());
    wake(0.02f);
}

void App::set_job_state(int job, JobState state) {
    place_job();
    if (!jobs_.is_current(job)) return;
    const bool ends = state.done && !jobs_.state().done;
    jobs_.set_state(std::move(state));
    if (ends) session_->job_done();
    if (ends) place_job(); // at once, so that nobody sees one job done who waits for all
    if (ends) tell_state(); // what came out may have changed parameters, and what there is to say
    wake(0.02f);
}

double App::steps_per_second() const { return session_->speeds()[static_cast<std::size_t>(session_->speed())].steps_per_second; }

void App::advance(float seconds) {
    if (!playing_) return;
    constexpr double most_steps = 1e6; // in a frame: there is a speed without end
    step_fraction_ += std::min(double(std::min(seconds, 0.1f)) * std::min(steps_per_second(), 1e9), most_steps);
    const int steps = static_cast<int>(step_fraction_);
    step_fraction_ -= steps;
    if (steps > 0) go(session_->advance(step_, std::min(step_ + steps, session_->horizon())));
    finish_at_end();
}

void App::apply_stage(const Stage& stage) {
    grabs_ = stage.grabs, zooms_ = stage.zooms, readings_ = stage.readings;
    for (const auto& [path, value] : stage.changes)
        if (access_.allows(path)) set(path, value);
    if (!stage.action.empty()) act(stage.action);
    if (stage.seek >= 0) {
        play(false);
        go(stage.seek);
    }
    for (EditRequest e : stage.edits) {
        e.rect.x = std::clamp(e.rect.x, 0.0f, std::max(0.0f, width_ - e.rect.w));
        tell_("edit", nn::Json()
                          .begin_object()
                          .member("key", e.key)
                          .member("label", text(e.label))
                          .member("value", e.value)
                          .member("x", e.rect.x)
                          .member("y", e.rect.y)
                          .member("width", e.rect.w)
                          .member("height", e.rect.h)
                          .member("captioned", e.captioned)
                          .end_object()
                          .text());
    }
}

} // namespace web
