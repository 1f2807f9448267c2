#pragma once
/// A demo is one question, a lesson that answers it and the picture of that lesson. The list at the end of this file is
/// the menu, in the order of teaching.
#include <cmath>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/lessons/speed.hpp"
#include "engine/params.hpp"
#include "web/job_desk.hpp"
#include "web/params_ui.hpp"
#include "web/stage.hpp"

namespace web {

/// A button of a demo that is no parameter.
struct Action {
    std::string_view key, label, help;
    std::string_view parameter; ///< what it changes: hidden or locked with it; nothing: it changes none
    bool of_page = false;       ///< the page does it (a dialog): act() is not called
    bool is_setup = false;      ///< a whole setup: offered only where nothing is hidden or locked
    std::string link;           ///< opens this instead: another demo with what belongs to both
};

/// A demo at work. Owns the lesson's setup and results and what is on view; knows nothing of links, play or the page.
class Session {
public:
    virtual ~Session() = default;

    /// The setup, and one that has what the setup's choices bring along (the start that suits the chosen surface).
    virtual nn::Params params() = 0;
    virtual nn::Params defaults() = 0;
    /// What the link says; elsewhere than in params() where those are what is in force at the present step.
    virtual nn::Params link_params() { return params(); }
    /// Takes a value by its path; returns what could not be taken as it was given.
    virtual std::vector<nn::Rejection> set(std::string_view path, std::string_view value) {
        auto rejected = nn::set_param(params(), path, value);
        changed(path);
        return rejected;
    }
    /// A parameter has a new value: compute again.
    virtual void changed(std::string_view path) = 0;
    /// The run stands at another step.
    virtual void moved(int /*step*/) {}

    virtual int horizon() const = 0;              ///< last step of the story
    virtual int longest() const = 0;              ///< no run goes further
    virtual int end() const { return longest(); } ///< where this one stops, if that is known
    virtual int opening_step() const = 0;         ///< where the first picture stands
    virtual std::span<const nn::Speed> speeds() const { return nn::speeds; }
    virtual int speed() const = 0;                ///< row of speeds()
    /// Play was pressed at the horizon: true where there is more to come than the way back to the start.
    virtual bool go_on() { return false; }
    virtual std::string read(int step) const = 0;     ///< JSON object
    virtual std::string hash(int step) const = 0;     ///< hex
    virtual std::string describe(int step) const = 0; ///< one or two sentences

    /// The picture is not finished: more frames are due.
    virtual bool busy() const { return false; }
    /// While it plays: how far towards `wanted` the run has come in this frame. What is costly stops in between.
    virtual int advance(int /*step*/, int wanted) { return wanted; }
    virtual std::vector<Action> actions() const { return {}; }
    /// Presses one; returns the step to go to, or -1: it stays.
    virtual int act(std::string_view) { return -1; }

    /// What the page shall compute for the picture; the same pointer as long as it is the same work, nothing: none.
    virtual std::shared_ptr<const JobOrder> job() { return {}; }
    /// Values of a tile of that job, (channels, rows, columns).
    virtual void take_tile(const nn::Tile&, std::span<const float>) {}
    /// All of its tiles have been taken.
    virtual void job_done() {}

    virtual bool takes_own_data() const { return false; }
    /// What the learner brought and no link can hold, as text; empty: nothing.
    virtual std::string own_data() const { return {}; }
    /// Takes what own_data() gave, or says in `rejected` why not; then nothing changes. What it lacked before goes from there.
    virtual void take_own_data(std::string_view, std::vector<nn::Rejection>& rejected) { rejected.push_back({"data", "", "this demo takes none"}); }

    /// Draws into `area`; a narrow stage stacks the parts from the top. Returns the height that it used.
    virtual float draw_picture(Stage&, Rect area) = 0;
    virtual void draw_controls(Stage&, Column&, const Access&) = 0;
    /// Height of the picture on a narrow stage of this width.
    virtual float picture_height(const Stage&, float width) const = 0;
    /// How far down the transport stands there: within the picture, which leaves it room, or else below it.
    virtual float fold(const Stage&, float /*width*/) const { return INFINITY; }
};

/// The demo's experiments (actions that are a whole setup) to choose from, and the sentence of the open one; -1: none is.
/// Where one of the parameters is not to be changed, none is offered.
void draw_experiments(Stage&, Column&, Session&, int open, std::string_view invitation = "Choose an experiment");

struct Demo {
    std::string_view key, title, question;
    /// Opens what a link says after the `?`; `rejected` is what it says wrongly.
    std::unique_ptr<Session> (*open)(std::string_view query, std::vector<nn::Rejection>& rejected);
};

std::unique_ptr<Session> open_valley(std::string_view query, std::vector<nn::Rejection>& rejected);
std::unique_ptr<Session> open_descent(std::string_view query, std::vector<nn::Rejection>& rejected);
std::unique_ptr<Session> open_init(std::string_view query, std::vector<nn::Rejection>& rejected);
std::unique_ptr<Session> open_playground(std::string_view query, std::vector<nn::Rejection>& rejected);
std::unique_ptr<Session> open_trainability(std::string_view query, std::vector<nn::Rejection>& rejected);
std::unique_ptr<Session> open_race(std::string_view query, std::vector<nn::Rejection>& rejected);
std::unique_ptr<Session> open_landscape(std::string_view query, std::vector<nn::Rejection>& rejected);

inline constexpr Demo demos[] = {
    {"valley", "Narrow valley", "Why does momentum beat plain descent, and when does Adam?", open_valley},
    {"descent", "Gradient descent", "What does the learning rate do?", open_descent},
    {"init", "The start", "Why does the starting scale decide whether a deep network learns?", open_init},
    {"playground", "Playground", "What can a network learn, and what stands in its way?", open_playground},
    {"race", "Race", "Which optimizer is better, really?", open_race},
    {"trainability", "Trainability", "Which settings train at all?", open_trainability},
    {"landscape", "Loss landscape", "What does the surface under your network look like?", open_landscape},
};

} // namespace web
