// Claims about every parameter of every lesson and of the page, from the declarations alone.
#include <doctest/doctest.h>

#include <string>

#include "engine/lessons/descent.hpp"
#include "engine/lessons/valley.hpp"
#include "web/page_setup.hpp"

using namespace nn;

namespace {

/// Calls f(path, texts) for every value, with texts that it takes: the ends of its range, every choice, another item.
class Corners final : public ParamVisitor {
public:
    struct Value {
        std::string path;
        std::vector<std::string> texts;
        std::string help, label;
    };
    std::vector<Value> values;
    bool defaults_in_range = true;

    void on(const Real& p, double& v) override {
        defaults_in_range &= v >= p.min && v <= p.max;
        add(p, {format_number(p.min), format_number(p.max), format_number((p.min + p.max) / 3)});
    }
    void on(const Integer& p, int& v) override {
        defaults_in_range &= v >= p.min && v <= p.max;
        add(p, {std::to_string(p.min), std::to_string(p.max)});
    }
    void on(const Toggle& p, bool&) override { add(p, {"true", "false"}); }
    void on(const Choice& p, int&) override {
        std::vector<std::string> texts;
        for (const Option& o : p.options) texts.emplace_back(o.key);
        add(p, texts);
    }
    void on(const Text& p, std::string&) override { add(p, {"x^2", "3*x + 1&2=#%"}); }
    void on(const OneOf& p, Alternative& v) override {
        std::vector<std::string> texts;
        for (const Option& o : v.options()) texts.emplace_back(o.key);
        add(p, texts);
    }
    void on(const List& p, Items& v) override {
        std::vector<std::string> texts;
        const auto one = v.fresh();
        one->resize(1);
        for (const Option& o : one->item(0)->options()) texts.emplace_back(o.key);
        add(p, texts);
    }

private:
    void add(const About& p, std::vector<std::string> texts) {
        values.push_back({std::string(p.key), std::move(texts), std::string(p.help), std::string(p.label)});
    }
};

template <class Setup>
std::vector<Corners::Value> corners_of() {
    Setup setup;
    Corners corners;
    visit_params(setup, corners);
    return corners.values;
}

} // namespace

TEST_CASE_TEMPLATE("a link restores every parameter", Setup, Valley, DescentSetup, web::PageSetup) {
    for (const auto& [path, texts, help, label] : corners_of<Setup>())
        for (const std::string& text : texts) {
            CAPTURE(path);
            CAPTURE(text);
            Setup setup, fresh, again;
            if (!set_param(params_of(setup), path, text).empty()) continue; // a formula that this text does not take
            const std::string query = to_query(params_of(setup), params_of(fresh));
            CHECK(from_query(params_of(again), query).empty());
            CHECK(get_param(params_of(again), path) == get_param(params_of(setup), path));
            CHECK(to_query(params_of(again), params_of(fresh)) == query);
        }
}

TEST_CASE_TEMPLATE("a link to the defaults is empty, and every default lies in its range and is explained", Setup, Valley, DescentSetup, web::PageSetup) {
    Setup setup, fresh;
    CHECK(to_query(params_of(setup), params_of(fresh)) == "");
    Corners corners;
    visit_params(setup, corners);
    CHECK(corners.defaults_in_range);
    for (const auto& value : corners.values) {
        CAPTURE(value.path);
        CHECK(value.help.size() > 8);
        CHECK(value.help.back() == '.');
        CHECK(!value.label.empty());
    }
}

TEST_CASE("every corner of the valley's ranges runs 50 steps") {
    for (const auto& [path, texts, help, label] : corners_of<Valley>())
        for (const std::string& text : texts) {
            CAPTURE(path);
            CAPTURE(text);
            std::vector<Rejection> rejected;
            ValleyRace race(Valley::from_link(path + "=" + text, rejected));
            CHECK(race.horizon() >= 1);
            CHECK(race.hash(50).size() == 16);
        }
}

TEST_CASE("every option of every racer goes through a link, alone") {
    Valley setup;
    const auto options = VariantAlternative(setup.racers[0]).options();
    for (const Option& kind : options) {
        Valley one;
        REQUIRE(set_param(params_of(one), "racers", kind.key).empty());
        Corners corners;
        std::visit([&](auto& o) { visit_params(o, corners); }, one.racers[0]);
        CHECK(corners.defaults_in_range);
        for (const auto& [path, texts, help, label] : corners.values)
            for (const std::string& text : texts) {
                CAPTURE(kind.key);
                CAPTURE(path);
                CAPTURE(text);
                Valley next = one, again, fresh;
                CHECK(set_param(params_of(next), "racers.0." + path, text).empty());
                CHECK(from_query(params_of(again), to_query(params_of(next), params_of(fresh))).empty());
                CHECK(get_param(params_of(again), "racers") == get_param(params_of(next), "racers"));
                ValleyRace race(next);
                CHECK(race.hash(50).size() == 16);
            }
    }
}

TEST_CASE("a bad value is named with its reason and changes nothing else") {
    Valley setup, fresh;
    const auto refused = [&](std::string_view query) { return from_query(params_of(setup), query); };
    struct Bad {
        std::string query, key, why;
    };
    for (const Bad& bad : {Bad{"kappa=abc", "kappa", "not a number"}, Bad{"kappa=", "kappa", "not a number"}, Bad{"kappa=nan", "kappa", "not a number"},
                           Bad{"kapa=3", "kapa", "there is no such parameter"}, Bad{"surface=cliff", "surface", "not one of quadratic"},
                           Bad{"racers=sgd,zig", "racers.1", "not one of sgd"}, Bad{"racers=", "racers", "fewer than 1"},
                           Bad{"racers.9.lr=1", "racers.9.lr", "there is no item 9"}, Bad{"racers.0.speed=1", "racers.0.speed", "there is no such parameter"},
                           Bad{"f=x+", "f", "column"}, Bad{"kappa.x=1", "kappa.x", "nothing inside"}, Bad{"seed=1.5", "seed", "not a whole number"}}) {
        CAPTURE(bad.query);
        const auto rejected = refused(bad.query);
        REQUIRE(rejected.size() == 1);
        CHECK(rejected[0].key == bad.key);
        CHECK(rejected[0].why.find(bad.why) != std::string::npos);
    }
    CHECK(get_param(params_of(setup), "kappa") == "1000");
    const auto clamped = refused("kappa=1e9");
    REQUIRE(clamped.size() == 1);
    CHECK(clamped[0].why == "outside 1 to 10000: 10000 is used");
    CHECK(setup.kappa == 10000);
    CHECK(refused("racers=sgd,sgd,sgd,sgd,sgd,sgd,sgd,sgd,adam,lion").size() == 1);
    CHECK(setup.racers.size() == 8);
}

TEST_CASE("links say numbers as people write them, and read them back exactly") {
    for (const double value : {0.0, 1.0, -10.0, 0.0019, 1e-7, 1e4, 123456.0, 1e9, 0.1 + 0.2, -2.5e-12, 3.14159265358979}) {
        double back = -1;
        CHECK(parse_number(format_number(value), back));
        CHECK(back == value);
    }
    CHECK(format_number(0.0019) == "0.0019");
    CHECK(format_number(10000) == "10000");
    CHECK(format_number(-0.5) == "-0.5");
    double ignored;
    for (const char* bad : {"", "1,5", "0x10", "inf", "1e", "--1", "1 ", "1e999"}) CHECK_FALSE(parse_number(bad, ignored));
}
