#include "engine/params.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "engine/json.hpp"

namespace nn {

// ---- numbers ---------------------------------------------------------------------------------------------------------

namespace {

/// "1.5e-07" with `digits` significant digits, as plain decimals where that is short.
std::string with_digits(double value, int digits) {
    char scientific[40];
    std::snprintf(scientific, sizeof scientific, "%.*e", digits - 1, value);
    const int exponent = std::atoi(std::string_view(scientific).substr(std::string_view(scientific).find('e') + 1).data());
    char text[40];
    if (exponent < -4 || exponent > 6)
        std::snprintf(text, sizeof text, "%.*g", digits, value);
    else
        std::snprintf(text, sizeof text, "%.*f", std::max(0, digits - 1 - exponent), value);
    return text;
}

} // namespace

std::string format_number(double value) {
    if (value == 0) return "0";
    for (int digits = 1; digits < 17; ++digits) {
        std::string text = with_digits(value, digits);
        if (std::strtod(text.c_str(), nullptr) == value) return text;
    }
    return with_digits(value, 17);
}

bool parse_number(std::string_view text, double& value) {
    if (text.empty() || text.size() > 40) return false;
    if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return false;
    const std::string copy(text);
    char* end = nullptr;
    const double parsed = std::strtod(copy.c_str(), &end);
    if (end != copy.c_str() + copy.size() || !std::isfinite(parsed)) return false;
    value = parsed;
    return true;
}

// ---- percent encoding ------------------------------------------------------------------------------------------------

namespace {

std::string encode(std::string_view text, std::string_view reserved) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || reserved.find(c) != std::string_view::npos) {
            char hex[4];
            std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(byte));
            out += hex;
        } else {
            out += c;
        }
    }
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        out += coded ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
        if (coded) i += 2;
    }
    return out;
}

constexpr std::string_view link_reserved = "%&#\"<>`";
constexpr std::string_view nested_reserved = "%:,=";

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

// ---- formatting ------------------------------------------------------------------------------------------------------

std::string format_item(Alternative& item);

/// The text of each value, by key.
class Format final : public ParamVisitor {
public:
    struct Entry {
        std::string_view key;
        std::string text;
    };
    std::vector<Entry> entries;

    void on(const Real& p, double& v) override { add(p, format_number(v)); }
    void on(const Integer& p, int& v) override { add(p, std::to_string(v)); }
    void on(const Toggle& p, bool& v) override { add(p, v ? "true" : "false"); }
    void on(const Choice& p, int& v) override { add(p, std::string(p.options[static_cast<std::size_t>(v)].key)); }
    void on(const Text& p, std::string& v) override { add(p, v); }
    void on(const OneOf& p, Alternative& v) override { add(p, format_item(v)); }
    void on(const List& p, Items& v) override {
        std::string text;
        for (int i = 0; i < v.size(); ++i) text += (i ? "," : "") + format_item(*v.item(i));
        add(p, std::move(text));
    }

private:
    void add(const About& p, std::string text) { entries.push_back({p.key, std::move(text)}); }
};

std::vector<Format::Entry> formatted(const Params& params) {
    Format format;
    params(format);
    return std::move(format.entries);
}

std::vector<Format::Entry> formatted(Alternative& item) {
    Format format;
    item.visit(format);
    return std::move(format.entries);
}

/// What the chosen alternative's parameters are before anyone touches them.
std::vector<Format::Entry> defaults_of(Alternative& item) {
    // The values are put back afterwards, so that asking changes nothing.
    const auto now = formatted(item);
    item.select(item.index());
    auto defaults = formatted(item);
    const Params params = [&](ParamVisitor& v) { item.visit(v); };
    for (const auto& [key, text] : now) set_param(params, key, text);
    return defaults;
}

std::string format_item(Alternative& item) {
    std::string text(item.options()[static_cast<std::size_t>(item.index())].key);
    const auto values = formatted(item), defaults = defaults_of(item);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i].text != defaults[i].text)
            text += ":" + std::string(values[i].key) + "=" + encode(values[i].text, nested_reserved);
    return text;
}

// ---- parsing ---------------------------------------------------------------------------------------------------------

std::string join_keys(std::span<const Option> options) {
    std::string text;
    for (const Option& option : options) text += (text.empty() ? "" : ", ") + std::string(option.key);
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
        if (whole != number) reject("not a whole number: " + format_number(whole) + " is used");
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
        reject("not one of " + join_keys(p.options));
    }
    void on(const Text& p, std::string& v) override {
        if (!leaf(p)) return;
        if (value_.size() > p.max_length) return reject("longer than " + std::to_string(p.max_length) + " characters");
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
            return reject("there is no item " + std::string(position) + ", they go from 0 to " + std::to_string(v.size() - 1));
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
        reject("there is nothing inside " + std::string(p.key));
        return false;
    }
    void reject(std::string why) { rejected.push_back({std::string(path_), std::string(value_), std::move(why)}); }
    void clamped(double min, double max, double used) {
        reject("outside " + format_number(min) + " to " + format_number(max) + ": " + format_number(used) + " is used");
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
            return void(rejected.push_back({path, std::string(name), "not one of " + join_keys(options)}));
        v.select(static_cast<int>(chosen - options.begin()));
        split(text, ':', [&](std::string_view pair) {
            const std::string_view key = take(pair, '=');
            for (const Rejection& r : set_param([&](ParamVisitor& visitor) { v.visit(visitor); }, key, decode(pair)))
                rejected.push_back({path + "." + r.key, r.value, r.why});
        });
    }
    void replace(const List& p, Items& v) {
        const auto fresh = v.fresh();
        int skipped = 0;
        split(value_, ',', [&](std::string_view text) {
            if (fresh->size() == p.max_items) return void(++skipped);
            const std::string place = std::string(path_) + "." + std::to_string(fresh->size());
            fresh->resize(fresh->size() + 1);
            item(*fresh->item(fresh->size() - 1), text, place);
            // Unknown name: what was appended is not what was asked for.
            if (!rejected.empty() && rejected.back().key == place) fresh->erase(fresh->size() - 1);
        });
        if (skipped) reject("more than " + std::to_string(p.max_items) + ": the last " + std::to_string(skipped) + " are left out");
        if (fresh->size() < p.min_items) {
            if (rejected.empty()) reject("fewer than " + std::to_string(p.min_items));
            return;
        }
        v.assign(*fresh);
    }

    std::string_view path_, rest_, value_, head_;
};

} // namespace

std::vector<Rejection> set_param(const Params& params, std::string_view path, std::string_view value) {
    Assign assign(path, value);
    params(assign);
    if (!assign.found) assign.rejected.push_back({std::string(path), std::string(value), "there is no such parameter"});
    return std::move(assign.rejected);
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
            query += (query.empty() ? "" : "&") + std::string(now[i].key) + "=" + encode(now[i].text, link_reserved);
    return query;
}

std::vector<Rejection> from_query(const Params& params, std::string_view query) {
    std::vector<Rejection> rejected;
    split(query, '&', [&](std::string_view pair) {
        if (pair.empty()) return;
        const std::string key = decode(take(pair, '='));
        for (Rejection& r : set_param(params, key, decode(pair))) rejected.push_back(std::move(r));
    });
    return rejected;
}

// ---- description -----------------------------------------------------------------------------------------------------

namespace {

/// One JSON object per value, nested ones by path. `fallback` gives the default by path, where there is one.
class Describe final : public ParamVisitor {
public:
    using Fallback = std::map<std::string, std::string, std::less<>>;
    Describe(Json& json, std::string prefix, const Fallback& fallback) : json_(json), prefix_(std::move(prefix)), fallback_(fallback) {}

    void on(const Real& p, double& v) override {
        number(p, "real", v, p.min, p.max, p.scale);
    }
    void on(const Integer& p, int& v) override {
        number(p, "integer", v, p.min, p.max, p.scale);
    }
    void on(const Toggle& p, bool& v) override {
        if (!p.relevant) return;
        begin(p, "toggle");
        json_.member("value", v);
        if (const std::string* d = default_of(p)) json_.member("default", *d == "true");
        json_.end_object();
    }
    void on(const Choice& p, int& v) override {
        if (!p.relevant) return;
        begin(p, "choice");
        json_.member("value", p.options[static_cast<std::size_t>(v)].key);
        if (const std::string* d = default_of(p)) json_.member("default", *d);
        choices(p.options);
        json_.end_object();
    }
    void on(const Text& p, std::string& v) override {
        if (!p.relevant) return;
        begin(p, "text");
        json_.member("value", v);
        if (const std::string* d = default_of(p)) json_.member("default", *d);
        json_.end_object();
    }
    void on(const OneOf& p, Alternative& v) override {
        if (p.relevant) alternative(p, std::string(p.key), v, default_of(p));
    }
    void on(const List& p, Items& v) override {
        if (!p.relevant) return;
        begin(p, "list");
        Format format;
        format.on(p, v);
        json_.member("value", format.entries[0].text);
        if (const std::string* d = default_of(p)) json_.member("default", *d);
        json_.member("min", p.min_items).member("max", p.max_items).member("size", v.size());
        const auto one = v.fresh();
        one->resize(1);
        choices(one->item(0)->options());
        json_.end_object();
        for (int i = 0; i < v.size(); ++i) alternative(p, std::string(p.key) + "." + std::to_string(i), *v.item(i), nullptr);
    }

private:
    const std::string* default_of(const About& p) const {
        const auto found = fallback_.find(p.key);
        return found == fallback_.end() ? nullptr : &found->second;
    }
    void begin(const About& p, std::string_view kind) { begin(p, p.key, kind); }
    void begin(const About& p, std::string_view key, std::string_view kind) {
        json_.begin_object().member("key", prefix_ + std::string(key)).member("label", p.label).member("help", p.help);
        json_.member("unit", p.unit).member("kind", kind).member("advanced", p.advanced);
    }
    void number(const About& p, std::string_view kind, double v, double min, double max, Scale scale) {
        if (!p.relevant) return;
        begin(p, kind);
        json_.member("value", v);
        double d;
        if (const std::string* text = default_of(p); text && parse_number(*text, d)) json_.member("default", d);
        json_.member("min", min).member("max", max).member("scale", scale == Scale::log ? "log" : "linear").end_object();
    }
    void choices(std::span<const Option> options) {
        json_.key("choices").begin_array();
        for (const Option& o : options) json_.begin_object().member("key", o.key).member("label", o.label).end_object();
        json_.end_array();
    }
    void alternative(const About& p, const std::string& key, Alternative& v, const std::string* fallback) {
        begin(p, key, "one-of");
        json_.member("value", format_item(v));
        if (fallback) json_.member("default", *fallback);
        json_.member("chosen", v.options()[static_cast<std::size_t>(v.index())].key);
        choices(v.options());
        json_.end_object();
        Fallback inner;
        for (auto& [k, text] : defaults_of(v)) inner.emplace(k, text);
        Describe nested(json_, prefix_ + key + ".", inner);
        v.visit(nested);
    }

    Json& json_;
    std::string prefix_;
    const Fallback& fallback_;
};

} // namespace

std::string describe_params(const Params& values, const Params& defaults) {
    Describe::Fallback fallback;
    for (auto& [key, text] : formatted(defaults)) fallback.emplace(key, text);
    Json json;
    json.begin_array();
    Describe describe(json, "", fallback);
    values(describe);
    json.end_array();
    return json.text();
}

} // namespace nn
