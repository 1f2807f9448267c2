#include "engine/descend.hpp"

#include <cmath>
#include <stdexcept>

#include "optimizers_helpers.hpp"

using namespace nn;

namespace {

bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

} // namespace

TEST_CASE("a walk in one call has the bits of one step after another, for every optimizer on every surface") {
    for (std::size_t surface = 0; surface < surfaces.size(); ++surface)
        for (Optimizer optimizer : all_optimizers())
            for (const double turn : {0.0, 30.0}) {
                std::visit(
                    [&](auto& rule) {
                        if constexpr (requires { rule.weight_decay; }) rule.weight_decay = turn / 1000;
                    },
                    optimizer);
                const Landscape landscape(int(surface), 100, turn);
                const Point start = landscape.start();
                std::vector<float> walked(2 * 101);
                const float height = descend(landscape, optimizer, start, walked);
                auto stepped = path(optimizer, {start.x, start.y}, evaluate_on(landscape), 100);
                stepped.insert(stepped.begin(), {start.x, start.y});
                INFO(std::string(key_of(optimizer)), " on ", std::string(surfaces[surface].key));
                CHECK(std::equal(walked.begin(), walked.end(), stepped.begin(), stepped.end(), same));
                CHECK(same(height, landscape.value(walked[200], walked[201])));
            }
}

TEST_CASE("a walk of no steps stays at its start, and a path without a start is refused") {
    float one[2], half[3];
    CHECK(descend(Landscape(), Adam{}, {-10, 1}, one) == doctest::Approx(100));
    CHECK(one[0] == -10);
    CHECK_THROWS_WITH_AS(descend(Landscape(), Adam{}, {0, 0}, half),
                         "[descend] got a path of 3, expected 2 numbers for the start and each step", std::invalid_argument);
    CHECK_THROWS_AS(descend(Landscape(), Adam{}, {0, 0}, {}), std::invalid_argument);
}
