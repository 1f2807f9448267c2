// Pictures of networks behind the border.
#include "engine/api/border.hpp"
#include "engine/api/engine.hpp"
#include "engine/jobs/loss_grid.hpp"
#include "engine/jobs/loss_plane.hpp"
#include "engine/jobs/response_grid.hpp"

using namespace nn;
using namespace nn::api;

extern "C" {

int engine_response_grid(int handle, double x0, double x1, double y0, double y1, int width, int height, int input_x, int input_y, int units) {
    return guard([=](Border& b) {
        Network& network = *b.objects.get<std::shared_ptr<Network>>(handle, "network");
        b.floats = response_grid(network, {width, height, x0, x1, y0, y1, input_x, input_y, units != 0}, b.in(0));
        return 1;
    });
}

int engine_loss_grid(int handle, double span, int size, int seed) {
    return guard([=](Border& b) {
        Network& network = *b.objects.get<std::shared_ptr<Network>>(handle, "network");
        const auto given = b.in(3);
        const auto bits = static_cast<std::uint32_t>(seed);
        const auto first = given.empty() ? filter_direction(network, bits, 0) : std::vector<float>(given.begin(), given.begin() + static_cast<std::ptrdiff_t>(given.size() / 2));
        const auto second = given.empty() ? filter_direction(network, bits, 1) : std::vector<float>(given.begin() + static_cast<std::ptrdiff_t>(given.size() / 2), given.end());
        b.floats = loss_grid(network, samples_in("lossGrid", network), first, second, size, span);
        return 1;
    });
}
}
