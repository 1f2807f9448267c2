// Surfaces and optimizers behind the border.
#include <algorithm>

#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"
#include "engine/descend.hpp"
#include "engine/sentence.hpp"
#include "engine/surface_setup.hpp"

#ifdef __EMSCRIPTEN__
#include <emscripten/em_js.h>
/// Loss and gradient from JavaScript: engine.mjs sets Module.evaluate for the time of the call.
EM_JS(float, evaluate_in_javascript, (const float* w, float* dw, int n), { return Module.evaluate(w, dw, n); })
#else
static float evaluate_in_javascript(const float*, float*, int) { return 0; }
#endif

using namespace nn;
using namespace nn::api;

namespace {

constexpr int most_steps = 1 << 24, most_parameters = 50'000'000;

std::size_t points_in(std::string_view call, std::span<const float> points) {
    if (points.size() % 2 == 0) return points.size() / 2;
    refuse({"[", call, "] got ", points.size(), " numbers, expected pairs of x and y"});
}

}  // namespace

extern "C" {

int engine_surface(const char* text) {
    return guard([=](Border& b) {
        const auto setup = read_setup<SurfaceSetup>("surface", text);
        return b.objects.add(Landscape(setup.surface, setup.kappa, setup.theta, setup.f));
    });
}

int engine_surface_value(int handle) {
    return guard([=](Border& b) {
        const auto& landscape = b.objects.get<Landscape>(handle, "surface");
        const std::size_t n = points_in("value", b.in(0));
        const auto out = b.out(n);
        for (std::size_t i = 0; i < n; ++i) out[i] = landscape.value(b.in(0)[2 * i], b.in(0)[2 * i + 1]);
        return 1;
    });
}

int engine_surface_gradient(int handle) {
    return guard([=](Border& b) {
        const auto& landscape = b.objects.get<Landscape>(handle, "surface");
        const std::size_t n = points_in("gradient", b.in(0));
        const auto out = b.out(2 * n);
        for (std::size_t i = 0; i < n; ++i) {
            const Slope slope = landscape.slope(b.in(0)[2 * i], b.in(0)[2 * i + 1]);
            out[2 * i] = slope.dx;
            out[2 * i + 1] = slope.dy;
        }
        return 1;
    });
}

int engine_optimizer(const char* text, int size) {
    return guard([=](Border& b) {
        expect_count("optimizer", "parameters", size, 1);
        if (size > most_parameters)
            refuse({"[optimizer] got ", size, " parameters, expected at most ", most_parameters});
        return b.objects.add(Descent(read_row<Optimizer>("optimizer", text), to_size(size), false));
    });
}

int engine_optimizer_step(int handle, double lr_factor) {
    return guard([=](Border& b) {
        auto& descent = b.objects.get<Descent>(handle, "optimizer");
        const auto w = b.out(b.in(0).size());
        std::copy(b.in(0).begin(), b.in(0).end(), w.begin());
        descent.step(w, b.in(1), lr_factor);
        return 1;
    });
}

int engine_optimizer_search(int handle, double lr_factor) {
    return guard([=](Border& b) {
        auto& descent = b.objects.get<Descent>(handle, "optimizer");
        std::vector<float> w(b.in(0).begin(), b.in(0).end());  // not in the reply: JavaScript runs in between
        const float loss = descent.step(
            w,
            [](std::span<const float> at, std::span<float> dw) {
                return evaluate_in_javascript(at.data(), dw.data(), static_cast<int>(at.size()));
            },
            lr_factor);
        b.floats = w;
        return b.reply(Json().value(double(loss)));
    });
}

int engine_optimizer_reset(int handle) {
    return guard([=](Border& b) {
        b.objects.get<Descent>(handle, "optimizer").reset();
        return 1;
    });
}

int engine_descend(int surface, const char* optimizer, double x, double y, int steps) {
    return guard([=](Border& b) {
        expect_count("descend", "steps", steps, 0);
        if (steps > most_steps)
            refuse({"[descend] got ", steps, " steps, expected at most ", most_steps});
        const auto& landscape = b.objects.get<Landscape>(surface, "surface");
        const float value = descend(landscape, read_row<Optimizer>("descend", optimizer), {static_cast<float>(x), static_cast<float>(y)},
                                    b.out(2 * to_size(steps) + 2));
        return b.reply(Json().value(double(value)));
    });
}
}
