#include <algorithm>

#include "engine/json.hpp"
#include "engine/params_text.hpp"
#include "engine/sentence.hpp"

namespace nn {

namespace {

/// One JSON object per value, nested ones by path. `fallback` gives the default by path, where there is one.
class Describe final : public ParamVisitor {
public:
    using Fallback = std::vector<Format::Entry>;
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
        for (int i = 0; i < v.size(); ++i) alternative(p, sentence({p.key, ".", i}), *v.item(i), nullptr);
    }

private:
    const std::string* default_of(const About& p) const {
        const auto found = std::ranges::find(fallback_, p.key, &Format::Entry::key);
        return found == fallback_.end() ? nullptr : &found->text;
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
        const Fallback inner = defaults_of(v);
        Describe nested(json_, sentence({prefix_, key, "."}), inner);
        v.visit(nested);
    }

    Json& json_;
    std::string prefix_;
    const Fallback& fallback_;
};

} // namespace

std::string describe_params(const Params& values, const Params& defaults) {
    const Describe::Fallback fallback = formatted(defaults);
    Json json;
    json.begin_array();
    Describe describe(json, "", fallback);
    values(describe);
    json.end_array();
    return json.text();
}

} // namespace nn
