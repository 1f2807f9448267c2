#include "web/app.hpp"

#include <algorithm>
#include <utility>

#include "engine/json.hpp"
#include "web/text.hpp"

namespace web {

namespace {

constexpr std::size_t longest_value = 20000; ///< of one value or link: beyond it is not what a person made

/// What is wrong must be recognisable, not repeated in full.
std::string_view shortened(std::string_view text) { return text.substr(0, 200); }

std::string rejections_json(const std::vector<nn::Rejection>& rejections) {
    nn::Json json;
    json.begin_array();
    for (const nn::Rejection& r : rejections)
        json.begin_object().member("key", shortened(r.key)).member("value", shortened(r.value)).member("why", r.why).end_object();
    return json.end_array().text();
}

std::string rejected_json(const std::vector<nn::Rejection>& rejections) {
    return nn::Json().begin_object().key("rejected").raw(rejections_json(rejections)).end_object().text();
}

std::set<std::string, std::less<>> key_set(std::string_view list) {
    std::set<std::string, std::less<>> keys;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        if (end > 0) keys.emplace(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return keys;
}

} // namespace

App::App(std::string_view page_query, std::string_view link, Tell tell) : tell_(std::move(tell)), theme_(make_theme(false, false)) {
    pending_rejections_ = nn::from_query(nn::params_of(page_), page_query);
    access_ = {key_set(page_.hide), key_set(page_.only), key_set(page_.lock)};
    open(link);
    if (!session_) open(web::demos[0].key); // a link to no demo
    if (page_.at >= 0) go(page_.at);
    check_access();
}

/// A key that no demo has is a mistake that nobody would notice.
void App::check_access() {
    if (access_.hidden.empty() && access_.only.empty() && access_.locked.empty()) return;
    std::string known = std::string(",") + share_action + ",";
    for (const Demo& d : web::demos) {
        std::vector<nn::Rejection> none;
        for (const std::string& key : nn::keys_of(d.open("", none)->params())) known += key + ",";
    }
    const auto check = [&](const char* list, const auto& keys) {
        for (const std::string& key : keys)
            if (known.find("," + key + ",") == std::string::npos) pending_rejections_.push_back({list, key, text("there is no such control")});
    };
    check("hide", access_.hidden);
    check("only", access_.only);
    check("lock", access_.locked);
}

// ---- the page API ----------------------------------------------------------------------------------------------------

std::string App::demos() {
    nn::Json json;
    json.begin_array();
    for (const Demo& d : web::demos)
        json.begin_object().member("key", d.key).member("title", d.title).member("question", d.question).end_object();
    return json.end_array().text();
}

std::string App::open(std::string_view link) {
    std::vector<nn::Rejection> rejected;
    open(link, {}, rejected);
    return rejected_json(rejected);
}

bool App::open(std::string_view link, std::string_view own_data, std::vector<nn::Rejection>& rejected) {
    while (!link.empty() && link.front() == '#') link.remove_prefix(1);
    const std::size_t mark = std::min(link.find('?'), link.size());
    const std::string_view key = link.substr(0, mark), query = link.substr(std::min(mark + 1, link.size()));
    const Demo* wanted = key.empty() ? &web::demos[0] : nullptr;
    if (link.size() > longest_value) rejected.push_back({"link", std::string(link), text("This link is too long.")});
    for (const Demo& d : web::demos)
        if (d.key == key) wanted = &d;
    if (!rejected.empty()) {
        wanted = nullptr;
    } else if (wanted) {
        demo_ = wanted;
        if (session_ && session_->takes_own_data()) own_data_ = session_->own_data();
        if (!own_data.empty()) own_data_ = own_data;
        left_ = std::exchange(session_, demo_->open(query, rejected));
        if (session_->takes_own_data() && !own_data_.empty()) session_->take_own_data(own_data_, rejected);
        laid_out_ = false;
        play(false);
        step_ = std::min(session_->opening_step(), session_->horizon());
        session_->moved(step_);
        tell_state();
    } else {
        rejected.push_back({"demo", std::string(key), text("There is no demo of this name.")});
    }
    report(rejected);
    wake();
    return wanted != nullptr;
}

std::string App::link() const {
    const std::string query = nn::to_query(session_->link_params(), session_->defaults());
    return std::string(demo_->key) + (query.empty() ? "" : "?" + query);
}

std::string App::params() const { return nn::describe_params(session_->params(), session_->defaults()); }

std::string App::set(std::string_view path, std::string_view value) {
    const std::string before = link();
    std::vector<nn::Rejection> rejected;
    if (value.size() > longest_value)
        rejected.push_back({std::string(path), std::string(value), text("This is too long.")});
    else
        rejected = session_->set(path, value);
    step_ = std::min(step_, session_->longest());
    if (link() != before) tell_state();
    report(rejected);
    wake();
    return rejected_json(rejected);
}

std::string App::actions() const {
    nn::Json json;
    json.begin_array();
    for (const Action& a : session_->actions())
        if ((a.parameter.empty() || (access_.shows(a.parameter) && access_.allows(a.parameter))) && (!a.is_setup || access_.is_empty()))
            json.begin_object().member("key", a.key).member("label", a.label).member("help", a.help).member("setup", a.is_setup).end_object();
    return json.end_array().text();
}

void App::act(std::string_view key) {
    const auto ask_page = [&] { tell_("ask", nn::Json().begin_object().member("key", key).end_object().text()); };
    if (key == share_action) return ask_page();
    for (const Action& a : session_->actions()) {
        if (a.key != key) continue;
        if (!a.link.empty()) return (void)open(a.link);
        if (a.of_page) return ask_page();
    }
    const int to = session_->act(key);
    tell_state();
    if (to >= 0) {
        play(false);
        go(to);
    }
    wake();
}

void App::play(bool on) {
    if (on && step_ >= session_->horizon() && !session_->go_on()) go(0);
    if (on && reduced_motion_) {
        go(std::min(step_ + std::max(1, static_cast<int>(std::min(steps_per_second(), 1000.0))), session_->horizon()));
        return finish_at_end();
    }
    if (on == playing_) return;
    playing_ = on;
    step_fraction_ = 0;
    tell_("playing", nn::Json().begin_object().member("playing", playing_).end_object().text());
    wake();
}

void App::finish_at_end() {
    if (step_ < session_->horizon()) return;
    play(false);
    tell_("finished", nn::Json().begin_object().member("step", step_).end_object().text());
}

void App::go(int step) {
    step = std::clamp(step, 0, session_->end());
    if (step == step_) return;
    step_ = step;
    session_->moved(step_);
    tell_("step", nn::Json().begin_object().member("step", step_).end_object().text());
    wake();
}

std::string App::read() const { return session_->read(step_); }

std::string App::status() const {
    const std::string hash = session_->hash(step_); // comes first: it finds out where the run stops
    return nn::Json()
        .begin_object()
        .member("demo", demo_->key)
        .member("playing", playing_)
        .member("step", std::min(step_, session_->end()))
        .member("hash", hash)
        .member("runner", jobs_.state().runner.empty() ? "cpu" : std::string_view(jobs_.state().runner))
        .member("progress", jobs_.share_of(session_->job()))
#ifdef __wasm_simd128__
        .member("simd", true)
#else
        .member("simd", false)
#endif
        .member("fps", fps_)
        .member("visible", visible_)
        .member("frames", static_cast<int>(frames_))
        .member("horizon", session_->horizon())
        .end_object()
        .text();
}

std::string App::describe() const { return session_->describe(step_); }

std::string App::page() const {
    PageSetup values = page_, defaults;
    return nn::describe_params(nn::params_of(values), nn::params_of(defaults));
}

std::string App::save() const { return "downhill 1\n" + link() + "\n" + std::to_string(step_) + "\n" + session_->own_data(); }

std::string App::bring(std::string_view data) {
    std::vector<nn::Rejection> rejected;
    session_->take_own_data(data, rejected);
    tell_state();
    report(rejected);
    wake();
    return rejected_json(rejected);
}

std::string App::restore(std::string_view saved) {
    const auto line = [&saved] {
        const std::size_t end = std::min(saved.find('\n'), saved.size());
        const std::string_view l = saved.substr(0, end);
        saved.remove_prefix(std::min(end + 1, saved.size()));
        return l;
    };
    const std::string_view magic = line(), link = line(), step = line();
    double number;
    if (magic != "downhill 1" || !nn::parse_number(step, number)) {
        const std::vector<nn::Rejection> rejected{{"save", std::string(magic.substr(0, 40)), text("This is not a saved state of Downhill.")}};
        report(rejected);
        return rejected_json(rejected);
    }
    std::vector<nn::Rejection> rejected;
    if (open(link, saved, rejected)) go(static_cast<int>(std::clamp(number, 0.0, 1e6)));
    return rejected_json(rejected);
}

void App::report(const std::vector<nn::Rejection>& rejections) {
    pending_rejections_.insert(pending_rejections_.end(), rejections.begin(), rejections.end());
    if (!ready_ || pending_rejections_.empty()) return;
    tell_("rejected", rejections_json(pending_rejections_));
    pending_rejections_.clear();
}

void App::tell_state() { tell_("state", nn::Json().begin_object().member("link", link()).end_object().text()); }

} // namespace web
