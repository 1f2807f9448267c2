// The playground without a screen: what a learner builds, and what it gives.
#include <cmath>

#include "playground_helpers.hpp"

using namespace nn;

namespace {

/// Texts that a value takes: the ends of its range, every choice.
class Ends final : public ParamVisitor {
  public:
    std::vector<std::pair<std::string, std::string>> values;
    bool in_range = true;

    void on(const Real& p, double& v) override {
        in_range &= v >= p.min && v <= p.max;
        for (const double end : {p.min, p.max, (p.min + p.max) / 3}) add(p, format_number(end));
    }
    void on(const Integer& p, int& v) override {
        in_range &= v >= p.min && v <= p.max;
        for (const int end : {p.min, p.max}) add(p, std::to_string(end));
    }
    void on(const Toggle& p, bool& v) override { add(p, v ? "false" : "true"); }
    void on(const Choice& p, int&) override {
        for (const Option& o : p.options) add(p, std::string(o.key));
    }
    void on(const Text& p, std::string&) override { add(p, p.key == "edits" ? "3:lr=0.5,7:w0=-2" : "log(x*y)"); }
    void on(const OneOf& p, Alternative& v) override {
        for (const Option& o : v.options()) add(p, std::string(o.key));
    }
    void on(const List& p, Items&) override {
        for (const char* text : {"", "dense:units=1", "dense:units=64,dense:units=64:residual=true"}) add(p, text);
    }

  private:
    void add(const About& p, std::string text) { values.emplace_back(p.key, std::move(text)); }
};

std::vector<std::pair<std::string, std::string>> ends_of_layer() {
    PlaygroundDense layer;
    Ends ends;
    visit_params(layer, ends);
    for (auto& [key, text] : ends.values) key = "layers.0." + key;
    return ends.values;
}

}  // namespace

TEST_CASE("every parameter goes through the link, its default is in range, and its ends run 20 steps") {
    PlaygroundSetup fresh;
    Ends ends;
    visit_params(fresh, ends);
    CHECK(ends.in_range);
    auto values = ends.values;
    const auto inner = ends_of_layer();
    values.insert(values.end(), inner.begin(), inner.end());
    for (const auto& [key, text] : values) {
        CAPTURE(key);
        CAPTURE(text);
        PlaygroundSetup setup;
        REQUIRE(set_param(params_of(setup), key, text).empty());
        const std::string link = link_of(setup);
        CHECK(link_of(playground_of(link)) == link);
        PlaygroundRun run(setup);
        run.finish(20);
        CHECK(run.hash(20).size() == 16);
        CHECK((run.step() == 20 || run.stop()));
    }
    CHECK(link_of(fresh).empty());
}

TEST_CASE("every task under every loss, with every output, runs and says what is wrong, if it is") {
    const std::pair<const char*, const char*> right[] = {{"circles", "bce-logits"}, {"gaussians:classes=3", "cross-entropy"}, {"discs", "multi-label-bce"}, {"sine", "mse"}};
    PlaygroundSetup any;
    const auto losses = VariantAlternative(any.loss).options();
    for (const auto& [data, own_loss] : right)
        for (const Option& loss : losses)
            for (const char* output : {"auto", "linear", "relu", "sigmoid", "tanh"})
                for (const char* outputs : {"auto", "one"}) {
                    const std::string query = std::string("data=") + data + "&loss=" + std::string(loss.key) + "&output=" + output + "&outputs=" + outputs;
                    CAPTURE(query);
                    const PlaygroundSetup setup = playground_of(query);
                    PlaygroundRun run(setup);
                    run.finish(20);
                    CHECK(run.why_wrong() == setup.why_wrong());
                    const bool is_plain = std::string_view(output) == "auto" && std::string_view(outputs) == "auto";
                    if (is_plain && (loss.key == "auto" || loss.key == own_loss)) CHECK(run.why_wrong().empty());
                }
    for (const char* wrong : {"data=circles&loss=mse", "data=gaussians:classes=3&loss=mse", "data=gaussians:classes=3&loss=mse&outputs=one", "data=gaussians:classes=3&loss=bce-logits",
                              "data=gaussians:classes=3&outputs=one", "data=sine&loss=cross-entropy", "data=sine&loss=bce-logits", "data=discs&loss=cross-entropy",
                              "data=circles&output=sigmoid", "data=circles&loss=bce&output=linear", "data=circles&output=relu", "data=sine&output=sigmoid"}) {
        CAPTURE(wrong);
        const std::string why = playground_of(wrong).why_wrong();
        CHECK(why.size() > 40);
        if (!why.empty()) CHECK(why.back() == '.');
    }
}

TEST_CASE("the mean square on classes learns, but slower where it is confidently wrong") {
    // One unit, sure of the wrong class: w = 0 and a bias of -8 where all answers are yes.
    const auto slope_of = [](const char* loss) {
        PlaygroundRun run(playground_of(std::string("data=circles&layers=&output=") + (std::string_view(loss) == "mse" ? "sigmoid" : "auto") + "&loss=" + loss + "&edits=0:w2=-8&l2=0&optimizer=sgd:lr=1"));
        run.finish(1);
        return double(run.network().parameters()[2]) + 8;
    };
    CHECK(slope_of("bce-logits") > 100 * slope_of("mse"));
}

TEST_CASE("features are what they say; none at all becomes the first coordinate, with a word") {
    PlaygroundRun run(playground_of("standardize=false&x1-sq=true&x1x2=true&sin-x2=true&feature=2x%2By"));
    const std::vector<float> point{3, -2};
    const auto x = run.inputs()(point);
    REQUIRE(x.size() == 6);
    CHECK(x == std::vector<float>{3, -2, 9, -6, std::sin(-2.f), 4});
    CHECK(run.inputs().names().back() == "2x+y");

    PlaygroundRun none(playground_of("x1=false&x2=false"));
    CHECK(none.inputs().keys() == std::vector<std::string>{"x1"});
    CHECK(none.rejected().empty());  // two clicks lead there: such a link is no bad one
    CHECK(none.why_wrong().find("x₁ is taken") != std::string::npos);

    PlaygroundRun holes(playground_of("feature=log(x)"));
    CHECK(holes.rejected().empty());
    CHECK(holes.why_wrong().find("no value at") != std::string::npos);
    holes.finish(50);
    CHECK_FALSE(holes.stop());
}

TEST_CASE("standardized on the training part, what a network sees has mean 0 and deviation 1") {
    PlaygroundRun run(playground_of("x1-sq=true"));
    const auto& x = run.train().seen->x;
    for (std::size_t column = 0; column < 3; ++column) {
        double mean = 0, square = 0;
        const double n = double(x.size()) / 3;
        for (std::size_t i = column; i < x.size(); i += 3) mean += double(x[i]) / n, square += double(x[i]) * double(x[i]) / n;
        CHECK(mean == doctest::Approx(0).epsilon(1e-4));
        CHECK(square == doctest::Approx(1).epsilon(1e-3));
    }
    CHECK(run.train().raw.rows() == 350);
    CHECK(run.validation().raw.rows() == 150);
}

TEST_CASE("a residual link between layers of different width is left out, with a word") {
    PlaygroundRun run(playground_of("layers=dense:units=4:residual=true,dense:units=4:residual=true"));
    CHECK(run.rejected().empty());
    REQUIRE(run.adjusted().size() == 1);
    CHECK(run.adjusted()[0].key == "layers.0.residual");
    CHECK(run.why_wrong() == run.adjusted()[0].why);
    CHECK(std::get<layers::Dense>(run.model().network.layers[1]).residual);
}

TEST_CASE("norms and dropout do not change where the weights start") {
    const auto first_weights = [](const char* query) {
        PlaygroundRun run(playground_of(query));
        const auto w = run.network().parameters();
        return std::vector<float>(w.begin(), w.begin() + 16);
    };
    const auto plain = first_weights("layers=dense,dense");
    CHECK(first_weights("layers=dense:norm=batch:dropout=0.5,dense:norm=layer") == plain);
    CHECK(first_weights("layers=dense,dense&seed=2") != plain);
}

TEST_CASE("a start by LSUV gives every layer's sums a deviation of 1") {
    PlaygroundRun run(playground_of("layers=dense:units=16:activation=linear:init=lsuv,dense:activation=linear:init=lsuv"));
    for (std::size_t layer = 0; layer < 2; ++layer) CHECK(run.statistics()[layer].deviation == doctest::Approx(1).epsilon(0.11));
}

TEST_CASE("units, answers and positions speak of the same network") {
    for (const char* query : {"", "data=gaussians:classes=4", "data=sine", "layers=dense:units=3:norm=batch:dropout=0.2,dense:units=5:norm=layer", "layers="}) {
        CAPTURE(query);
        PlaygroundRun run(playground_of(query));
        run.finish(20);
        const auto& raw = run.validation().raw.x;
        const std::size_t n = static_cast<std::size_t>(run.validation().raw.rows()), outputs = static_cast<std::size_t>(run.outputs());
        std::vector<float> units(static_cast<std::size_t>(run.units()) * n), answers(outputs * n);
        run.answer_units(raw, units);
        run.answer(raw, answers);
        CHECK(answers == run.answers(run.validation()));
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < outputs; ++k) REQUIRE(units[units.size() - (outputs - k) * n + i] == doctest::Approx(double(answers[i * outputs + k])).epsilon(1e-4));
        if (run.units() == run.outputs()) continue;
        const auto pairs = run.positions(0, 0, 1, raw);
        CHECK(pairs[0] == units[0]);
        CHECK(pairs[1] == units[n]);
        CHECK(run.unit(0) == std::pair{0, 0});
        CHECK(run.unit(run.units() - 1) == std::pair{static_cast<int>(run.model().layers.size()) - 1, run.outputs() - 1});
    }
}

TEST_CASE("probabilities sum to 1, and the confusion matrix counts every sample once, the right ones on its diagonal") {
    PlaygroundRun run(playground_of("data=spirals:classes=3"));
    run.finish(200);
    const auto answers = run.answers(run.validation());
    for (std::size_t i = 0; i < answers.size(); i += 3) REQUIRE(answers[i] + answers[i + 1] + answers[i + 2] == doctest::Approx(1));
    const auto counts = run.confusion(run.validation());
    double all = 0;
    for (const double c : counts) all += c;
    CHECK(all == run.validation().raw.rows());
    CHECK((counts[0] + counts[4] + counts[8]) / all == doctest::Approx(double(run.score().metric)));
    CHECK(run.residuals(run.validation()).empty());

    PlaygroundRun sine(playground_of("data=sine"));
    CHECK(sine.confusion(sine.train()).empty());
    const auto pairs = sine.residuals(sine.train());
    double square = 0;
    for (std::size_t i = 0; i < pairs.size(); i += 2) square += std::pow(double(pairs[i + 1] - pairs[i]), 2);
    CHECK(std::sqrt(square / (double(pairs.size()) / 2)) == doctest::Approx(double(sine.score().train_metric)));
}

TEST_CASE("the map's rows cover the plane, and the grid its edges") {
    PlaygroundRun run(playground_of(""));
    std::vector<float> row;
    run.picture_row(64, 32, 0, row);
    REQUIRE(row.size() == 128);
    CHECK(row[0] == doctest::Approx(-6 + 12 * 0.5 / 64));
    CHECK(row[1] == doctest::Approx(-6 + 12 * 0.5 / 32));
    const auto lines = run.grid_lines(5, 9);
    REQUIRE(lines.size() == 2 * 5 * 9 * 2);
    CHECK(lines[0] == doctest::Approx(-6));
    CHECK(lines[1] == doctest::Approx(-6));
    CHECK(lines.back() == doctest::Approx(6));
}

TEST_CASE("signals are told for every layer on view, whatever norms and dropout are between them") {
    for (const char* layers : {"dense:dropout=0.2,dense", "dense:norm=batch,dense:norm=layer", "dense:norm=batch:dropout=0.5"}) {
        CAPTURE(layers);
        PlaygroundRun run(playground_of(std::string("layers=") + layers));
        run.finish(5);
        CHECK(run.statistics().size() == run.model().layers.size());
        run.change(5, "dropout", "0.4");
        CHECK(run.statistics().size() == run.model().layers.size());
    }
}
