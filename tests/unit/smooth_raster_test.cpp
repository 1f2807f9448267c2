// Pictures whose pixels are costly: few are asked for, and what stands there is what asking for all would give.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "engine/lessons/playground_grid.hpp"
#include "web/decision_map.hpp"
#include "web/smooth_raster.hpp"
#include "web/theme.hpp"

namespace web {
namespace {

using Place = SmoothRaster::Place;
constexpr int side = 513;

/// Paints a function of the unit square; returns its largest error by channel, and for how many pixels it asked.
template <class F>
std::pair<int, int> paint(SmoothRaster& smooth, F color) {
    Raster raster;
    raster.resize(side, side);
    const auto at = [&](Place p) { return color(p.x / float(side), p.y / float(side)); };
    const int asked = smooth.paint(raster, [&](std::span<const Place> places, ImU32* to) { std::transform(places.begin(), places.end(), to, at); });
    int worst = 0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const ImU32 made = raster.row(y)[x], right = at({static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y)});
            for (int shift = 0; shift < 32; shift += 8) worst = std::max(worst, std::abs(int(made >> shift & 255) - int(right >> shift & 255)));
        }
    return {worst, asked};
}

const Theme theme = make_theme(false, false);

/// From class A to class B across a circle, within about 1 / steep of the picture's side.
auto ring(float steep) {
    return [steep](float x, float y) { return signed_color(theme, std::tanh(steep * (std::hypot(x - 0.5f, y - 0.5f) - 0.3f))); };
}

TEST_CASE("A live map shows what every pixel of its own would show, and asks for a fraction of them") {
    SmoothRaster smooth;
    for (const float steep : {2.f, 10.f, 40.f, 200.f}) {
        CAPTURE(steep);
        const auto [worst, asked] = paint(smooth, ring(steep));
        CHECK(worst <= 3);
        CHECK(asked < side * side / 4);
        CHECK(asked >= (side / 4) * (side / 4));
    }
}

TEST_CASE("Where only the winner shows, its border is drawn pixel by pixel") {
    SmoothRaster smooth;
    const auto [worst, asked] = paint(smooth, [](float x, float y) { return std::hypot(x - 0.4f, y - 0.5f) < 0.3f ? theme.class_a : theme.class_b; });
    CHECK(worst == 0);
    CHECK(asked < side * side / 5);
}

TEST_CASE("A kink that no pixel of the wide grid lies on is found") {
    SmoothRaster smooth;
    for (const float kink : {0.5f, 0.502f, 0.504f, 0.506f}) {
        CAPTURE(kink);
        CHECK(paint(smooth, [kink](float x, float y) { return signed_color(theme, 4 * std::max(0.f, x + 0.3f * y - kink)); }).first <= 4);
    }
}

TEST_CASE("Many answers at once get the colour that each would get") {
    const SignedColors colors(theme);
    for (float a = -1.2f; a <= 1.2f; a += 0.0037f) {
        const ImU32 made = colors(a), right = signed_color(theme, a);
        CAPTURE(a);
        if (std::fabs(a) < 0.002f) continue;  // the colours jump at 0, and so may the next of 513 answers
        for (int shift = 0; shift < 32; shift += 8) CHECK(std::abs(int(made >> shift & 255) - int(right >> shift & 255)) <= 1);
    }
    CHECK(colors(NAN) == signed_color(theme, 0));
    CHECK(colors(INFINITY) == signed_color(theme, 1));
    CHECK(colors(-INFINITY) == signed_color(theme, -1));
}

TEST_CASE("The map's points are asked for by their pixels, whatever the features") {
    for (const char* link : {"", "sin-x1=true&x2-sq=true", "x1x2=true", "feature=x*y-1", "standardize=false&x1=false", "data=multi-gaussian"}) {
        CAPTURE(link);
        std::vector<nn::Rejection> rejected;
        nn::PlaygroundRun run(nn::PlaygroundSetup::from_link(link, rejected));
        run.finish(20);
        nn::PlaygroundGrid grid;
        constexpr int small = 24;
        grid.lay(run, small);
        for (const Place p : {Place{0, 0}, Place{23, 0}, Place{5, 20}, Place{11, 23}}) {
            std::vector<float> row, answers(small * static_cast<std::size_t>(run.outputs()));
            run.picture_row(small, small, small - 1 - p.y, row);
            run.answer(row, answers);
            const auto n = static_cast<std::size_t>(run.outputs());
            const auto given = grid.answers(run, std::span(&p, 1));
            for (std::size_t k = 0; k < n; ++k) CHECK(given[k] == answers[p.x * n + k]);
            std::vector<float> units(small * static_cast<std::size_t>(run.units()));
            run.answer_units(row, units);
            for (const int unit : {0, 9, run.units() - 1})
                CHECK(grid.unit(run, unit, std::span(&p, 1))[0] == units[static_cast<std::size_t>(unit) * small + p.x]);
        }
    }
}

}  // namespace
}  // namespace web
