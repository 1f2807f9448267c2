#include "engine/params.hpp"

#include <algorithm>
#include <cmath>

#include "engine/params_text.hpp"
#include "engine/sentence.hpp"

namespace nn {

namespace {

/// Calls f(piece) for each piece between separators; an empty text has no pieces.
template <class F>
void split(std::string_view text, char separator, F&& f) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        f(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Cuts `text` at the first separator: returns what is before it, leaves what follows.
std::string_view take(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view head = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return head;
}

std::string join_keys(std::span<const Option> options) {
    std::string text;
    for (const Option& option : options) text += sentence({text.empty() ? "" : ", ", option.key});
    return text;
}

/// Sets the one value whose key is the head of the path; nested paths go on inside it.
class Assign final : public ParamVisitor {
public:
    Assign(std::string_view path, std::string_view value) : path_(path), rest_(path), value_(value) {
        head_ = take(rest_, '.');
    }
    bool found = false;
    std::vector<Rejection> rejected;

    void on(const Real& p, double& v) override {
        if (!leaf(p)) return;
        double number;
        if (!parse_number(value_, number)) return reject("not a number");
        v = std::clamp(number, p.min, p.max);
        if (v != number) clamped(p.min, p.max, v);
    }
    void on(const Integer& p, int& v) override {
        if (!leaf(p)) return;
        double number;
        if (!parse_number(value_, number)) return reject("not a number");
        const double whole = std::round(number);
        if (whole != number) reject(sentence({"not a whole number: ", whole, " is used"}));
        v = static_cast<int>(std::clamp(whole, double(p.min), double(p.max)));
        if (v != whole) clamped(p.min, p.max, v);
    }
    void on(const Toggle& p, bool& v) override {
        if (!leaf(p)) return;
        if (value_ == "true" || value_ == "1")
            v = true;
        else if (value_ == "false" || value_ == "0")
            v = false;
        else
            reject("neither true nor false");
    }
    void on(const Choice& p, int& v) override {
        if (!leaf(p)) return;
        for (std::size_t i = 0; i < p.options.size(); ++i)
            if (p.options[i].key == value_) return void(v = static_cast<int>(i));
        reject(sentence({"not one of ", join_keys(p.options)}));
    }
    void on(const Text& p, std::string& v) override {
        if (!leaf(p)) return;
        if (value_.size() > p.max_length) return reject(sentence({"longer than ", p.max_length, " characters"}));
        if (std::string why = p.check ? p.check(value_) : std::string(); !why.empty()) return reject(std::move(why));
        v = value_;
    }
    void on(const OneOf& p, Alternative& v) override {
        if (!here(p)) return;
        inside(v);
    }
    void on(const List& p, Items& v) override {
        if (!here(p)) return;
        if (rest_.empty()) return replace(p, v);
        const std::string_view position = take(rest_, '.');
        double index;
        if (!parse_number(position, index) || index != std::floor(index) || index < 0 || index >= v.size())
            return reject(sentence({"there is no item ", position, ", they go from 0 to ", v.size() - 1}));
        inside(*v.item(static_cast<int>(index)));
    }

private:
    bool here(const About& p) {
        if (found || p.key != head_) return false;
        return found = true;
    }
    bool leaf(const About& p) {
        if (!here(p)) return false;
        if (rest_.empty()) return true;
        reject(sentence({"there is nothing inside ", p.key}));
        return false;
    }
    void reject(std::string why) { rejected.push_back({std::string(path_), std::string(value_), std::move(why)}); }
    void clamped(double min, double max, double used) {
        reject(sentence({"outside ", min, " to ", max, ": ", used, " is used"}));
    }
    /// The value is a whole item, or with a path left one value of it.
    void inside(Alternative& v) {
        if (rest_.empty()) return item(v, value_, std::string(path_));
        const auto inner = set_param([&](ParamVisitor& visitor) { v.visit(visitor); }, rest_, value_);
        for (const Rejection& r : inner) rejected.push_back({std::string(path_), r.value, r.why});
    }
    /// `adam:lr=0.3`: unknown names leave the item as it was, bad options are reported and the others kept.
    void item(Alternative& v, std::string_view text, const std::string& path) {
        const std::string_view name = take(text, ':');
        const auto options = v.options();
        const auto chosen = std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.key == name; });
        if (chosen == options.end())
            return void(rejected.push_back({path, std::string(name), sentence({"not one of ", join_keys(options)})}));
        v.select(static_cast<int>(chosen - options.begin()));
        split(text, ':', [&](std::string_view pair) {
            const std::string_view key = take(pair, '=');
            for (const Rejection& r : set_param([&](ParamVisitor& visitor) { v.visit(visitor); }, key, percent_decode(pair)))
                rejected.push_back({sentence({path, ".", r.key}), r.value, r.why});
        });
    }
    void replace(const List& p, Items& v) {
        const auto fresh = v.fresh();
        int skipped = 0;
        split(value_, ',', [&](std::string_view text) {
            if (fresh->size() == p.max_items) return void(++skipped);
            const std::string place = sentence({path_, ".", fresh->size()});
            fresh->resize(fresh->size() + 1);
            item(*fresh->item(fresh->size() - 1), text, place);
            // Unknown name: what was appended is not what was asked for.
            if (!rejected.empty() && rejected.back().key == place) fresh->erase(fresh->size() - 1);
        });
        if (skipped) reject(sentence({"more than ", p.max_items, ": the last ", skipped, " are left out"}));
        if (fresh->size() < p.min_items) {
            if (rejected.empty()) reject(sentence({"fewer than ", p.min_items}));
            return;
        }
        v.assign(*fresh);
    }

    std::string_view path_, rest_, value_, head_;
};

/// Without the values: to write a list's down takes half a millisecond, and the front end asks in every frame.
class Keys final : public ParamVisitor {
public:
    std::vector<std::string> keys;

    void on(const Real& p, double&) override { add(p); }
    void on(const Integer& p, int&) override { add(p); }
    void on(const Toggle& p, bool&) override { add(p); }
    void on(const Choice& p, int&) override { add(p); }
    void on(const Text& p, std::string&) override { add(p); }
    void on(const OneOf& p, Alternative&) override { add(p); }
    void on(const List& p, Items&) override { add(p); }

private:
    void add(const About& p) { keys.emplace_back(p.key); }
};

} // namespace

std::vector<Rejection> set_param(const Params& params, std::string_view path, std::string_view value) {
    Assign assign(path, value);
    params(assign);
    if (!assign.found) assign.rejected.push_back({std::string(path), std::string(value), "there is no such parameter"});
    return std::move(assign.rejected);
}

std::vector<std::string> keys_of(const Params& params) {
    Keys visitor;
    params(visitor);
    return std::move(visitor.keys);
}

std::string get_param(const Params& params, std::string_view key) {
    for (auto& entry : formatted(params))
        if (entry.key == key) return std::move(entry.text);
    return {};
}

std::string to_query(const Params& values, const Params& defaults) {
    const auto now = formatted(values), fresh = formatted(defaults);
    std::string query;
    for (std::size_t i = 0; i < now.size(); ++i)
        if (now[i].text != fresh[i].text)
            query += sentence({query.empty() ? "" : "&", now[i].key, "=", percent_encode(now[i].text, reserved_in_links)});
    return query;
}

std::vector<Rejection> from_query(const Params& params, std::string_view query) {
    std::vector<Rejection> rejected;
    split(query, '&', [&](std::string_view pair) {
        if (pair.empty()) return;
        const std::string key = percent_decode(take(pair, '='));
        for (Rejection& r : set_param(params, key, percent_decode(pair))) rejected.push_back(std::move(r));
    });
    return rejected;
}

} // namespace nn
