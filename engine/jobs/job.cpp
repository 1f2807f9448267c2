#include "engine/jobs/job.hpp"

#include "engine/sentence.hpp"

namespace nn {

void Job::begin(const Tile& t) {
    const auto fits = [](int from, int step, int n, int size) {
        return from >= 0 && step >= 1 && n >= 1 && from < size && (n - 1) <= (size - 1 - from) / step;
    };
    if (!fits(t.x0, t.step, t.columns, width_) || !fits(t.y0, t.step, t.rows, height_))
        refuse({"[job.begin] got a tile of ", t.columns, " x ", t.rows, " pixels from ", t.x0, ", ", t.y0, " in steps of ", t.step,
                ", expected one within ", width_, " x ", height_});
    tile_ = t;
    values_.assign(static_cast<std::size_t>(channels_) * static_cast<std::size_t>(t.count()), 0.f);
    stand_ = Stand::under_way;
    started();
}

bool Job::advance() {
    if (stand_ == Stand::none) refuse({"[job.advance] got no tile, expected one to be begun"});
    if (stand_ == Stand::under_way && !work()) stand_ = Stand::done;
    return stand_ == Stand::under_way;
}

} // namespace nn
