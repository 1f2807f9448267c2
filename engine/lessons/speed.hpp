#pragma once
/// How fast a run is played. It changes nothing in the run: time is counted in steps.
#include <array>

#include "engine/params.hpp"

namespace nn {

struct Speed {
    std::string_view key, label;
    double steps_per_second;
};
inline constexpr std::array speeds{Speed{"1", "1 step/s", 1},       Speed{"5", "5 steps/s", 5},       Speed{"20", "20 steps/s", 20},
                                   Speed{"60", "60 steps/s", 60},   Speed{"200", "200 steps/s", 200}, Speed{"600", "600 steps/s", 600},
                                   Speed{"2000", "2000 steps/s", 2000}};

} // namespace nn
