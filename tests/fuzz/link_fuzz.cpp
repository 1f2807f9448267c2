/// Any link leaves every value in its range, and the link of what came out restores it exactly.
#include <cmath>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/expression.hpp"
#include "engine/params.hpp"
#include "engine/schedules.hpp"
#include "engine/surfaces.hpp"
#include "words.hpp"

using namespace nn;

namespace {

struct Plain {
    static constexpr std::string_view key = "plain", label = "Plain";
    static constexpr auto params() { return std::tuple{}; }
};

/// An item with every kind of value that an item can have.
struct Rich {
    static constexpr std::string_view key = "rich", label = "Rich";
    double rate = 0.1;
    int count = 3;
    bool on = true;
    int surface = 2;
    std::string name = "a,b:c=d&e%";
    static constexpr auto params() {
        return std::tuple{real("rate", &Rich::rate, 1e-5, 1, log_scale, "Rate", ""),
                          integer("count", &Rich::count, -2, 9, linear_scale, "Count", ""),
                          toggle("on", &Rich::on, "On", ""),
                          choice("surface", &Rich::surface, names_of<surfaces>, "Surface", ""),
                          text("name", &Rich::name, 20, nullptr, "Name", "")};
    }
};

using Item = std::variant<Plain, Rich>;

struct Everything {
    double angle = 0, kappa = 100;
    int steps = 500;
    bool turned = false;
    int surface = 0;
    std::string formula = "x^2+y^2";
    Schedule schedule = ConstantRate{};
    std::vector<Item> items{Rich{}};
    static constexpr auto params() {
        return std::tuple{real("angle", &Everything::angle, -180, 180, linear_scale, "Angle", "").unit("degrees"),
                          real("kappa", &Everything::kappa, 1, 1e4, log_scale, "Kappa", "").only_if(&Everything::bent),
                          integer("steps", &Everything::steps, 1, 100000, log_scale, "Steps", "").advanced(),
                          toggle("turned", &Everything::turned, "Turned", ""),
                          choice("surface", &Everything::surface, names_of<surfaces>, "Surface", ""),
                          text("f", &Everything::formula, max_expression_length, check_expression, "Formula", ""),
                          one_of("schedule", &Everything::schedule, "Schedule", ""),
                          list("items", &Everything::items, 1, 4, "Items", "")};
    }
    bool bent() const { return surface == 0; }
};

void check_ranges(const Rich& item) {
    require(item.rate >= 1e-5 && item.rate <= 1 && item.count >= -2 && item.count <= 9);
    require(item.surface >= 0 && item.surface < static_cast<int>(surfaces.size()) && item.name.size() <= 20);
}
void check_ranges(const Plain&) {}

void check_ranges(const Everything& all) {
    require(std::abs(all.angle) <= 180 && all.kappa >= 1 && all.kappa <= 1e4 && all.steps >= 1 && all.steps <= 100000);
    require(all.surface >= 0 && all.surface < static_cast<int>(surfaces.size()));
    require(all.formula.size() <= max_expression_length && check_expression(all.formula).empty());
    require(!all.items.empty() && all.items.size() <= 4);
    for (const Item& item : all.items) std::visit([](const auto& i) { check_ranges(i); }, item);
    require(std::isfinite(factor(all.schedule, 1000)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static constexpr std::string_view words[] = {
        "angle", "kappa", "steps", "turned", "surface", "f",    "schedule", "items", "plain", "rich",
        "rate",  "count", "on",    "name",   "cosine",  "sgdr", "step",     "t-max", "t-0",   "eta-min",
        "gamma", "beale", "true",  "=",      "&",       ":",    ",",        ".",     "0",     "1",
        "-5",    "1e9",   "0.25",  "x^2",    "%2C",     "%3A",  "%25",      "%26",   "%"};
    const std::string text = spelled({data, size}, words);
    Everything values, defaults, again;
    const Params seen = params_of(values);

    for (const Rejection& r : from_query(seen, text)) require(!r.why.empty());
    const auto equals = text.find('=');
    if (equals != std::string::npos) set_param(seen, text.substr(0, equals), text.substr(equals + 1));
    check_ranges(values);

    const std::string link = to_query(seen, params_of(defaults));
    require(link.find_first_of(" \"<>#\n") == std::string::npos);
    require(from_query(params_of(again), link).empty());
    require(to_query(params_of(again), seen).empty());
    require(describe_params(seen, params_of(defaults)) == describe_params(params_of(again), params_of(defaults)));
    return 0;
}
