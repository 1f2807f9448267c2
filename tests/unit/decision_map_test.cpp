#include <doctest/doctest.h>

#include <algorithm>

#include "web/decision_map.hpp"

TEST_CASE("a map is seen once it is whole, of the network as it stood when the map was begun") {
    const web::Theme theme = web::make_theme(false, false);
    nn::Network network({});
    web::DecisionMap map(1);
    const auto paint = [&](int rows) {
        for (int i = 0; i < rows; ++i) map.work(theme);
        return std::vector<ImU32>(map.seen().data(), map.seen().data() + map.seen().width() * map.seen().height());
    };
    const auto begin = [&] { map.restart(network, 16); };
    begin();
    CHECK(paint(15).empty());
    const auto first = paint(1);
    CHECK(first.size() == 256);
    CHECK(map.done());

    std::ranges::fill(network.parameters(), 1.0f);
    begin();
    CHECK(paint(15) == first);
    const auto second = paint(1);
    CHECK(second != first);

    begin();
    paint(8);
    std::ranges::fill(network.parameters(), -1.0f);
    CHECK(paint(8) == second);
}
