// Every layer with every activation and every loss, against finite differences.
#include <doctest/doctest.h>

#include <string>

#include "engine/gradient_check.hpp"
#include "engine/random.hpp"

namespace nn {
namespace {

constexpr double gradient_tolerance = 5e-5;
constexpr int rows = 6, inputs = 3, outputs = 3;

template <class Table>
std::vector<std::string> keys_in() {
    Table row;
    std::vector<std::string> keys;
    for (const Option& option : VariantAlternative(row).options()) keys.emplace_back(option.key);
    return keys;
}

/// A network with one layer of each kind, whichever comes first.
std::string layers_with(const std::string& kind, const std::string& activation) {
    const std::string out = ",dense:units=3:activation=linear";
    if (kind == "dense") return "dense:units=4:activation=" + activation + ",dense:units=4:residual=true:activation=" + activation + out;
    if (kind == "embedding") return "embedding:column=1:categories=3:size=2,dense:units=4:activation=" + activation + out;
    if (kind == "dropout") return "dense:units=6:activation=" + activation + ",dropout:p=0.4" + out;
    return "dense:units=4:activation=linear," + kind + ":activation=" + activation + out;
}

}  // namespace

TEST_CASE("every layer with every activation and every loss passes the finite-difference check") {
    std::vector<float> x, column(rows), numbers, yes;
    for (int i = 0; i < rows * inputs; ++i) x.push_back(i % inputs == 1 ? static_cast<float>(i / inputs % 3) : normal(3, 1, static_cast<std::uint64_t>(i)));
    for (int i = 0; i < rows; ++i) column[static_cast<std::size_t>(i)] = static_cast<float>(i % outputs);
    for (int i = 0; i < rows * outputs; ++i) {
        numbers.push_back(normal(3, 2, static_cast<std::uint64_t>(i)));
        yes.push_back(static_cast<float>(i % 2));
    }
    std::size_t checked = 0;
    for (const std::string& kind : keys_in<Layer>())
        for (const std::string& activation : keys_in<Activation>())
            for (const std::string& loss : keys_in<Loss>()) {
                CAPTURE(kind);
                CAPTURE(activation);
                CAPTURE(loss);
                NetworkSetup setup;
                // Probabilities need an output between 0 and 1.
                const std::string end = loss == "bce" ? ",dense:units=3:activation=sigmoid" : "";
                for (const Rejection& r : from_query(params_of(setup), "inputs=3&layers=" + layers_with(kind, activation) + end + "&loss=" + loss)) FAIL(r.key, " ", r.value, " ", r.why);
                Network network(setup);
                const auto& y = network.target_columns() == 1 ? column : std::visit([](const auto& l) { return l.task; }, setup.loss) == Task::regression ? numbers : yes;
                for (const bool train : {false, true}) {
                    CAPTURE(train);
                    const GradientCheck check = check_gradient(network, {x, y, {}, {}}, {.train = train, .seed = 2, .step = 7}, 1e-6);
                    CAPTURE(check.part);
                    CAPTURE(check.index);
                    CAPTURE(check.gradient);
                    CAPTURE(check.difference);
                    CHECK(check.worst < gradient_tolerance);
                    ++checked;
                }
            }
    CHECK(checked == 2 * std::variant_size_v<Layer> * std::variant_size_v<Activation> * std::variant_size_v<Loss>);
}

}  // namespace nn
