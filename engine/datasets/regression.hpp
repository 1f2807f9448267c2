#pragma once
/// Points with a number each, which is to be foretold.
#include <string_view>

#include "engine/datasets/declare.hpp"

namespace nn::datasets {

/// One input: x ~ U(0, 1), y = 3 (x + e) - 2 with e ~ N(-0.05, noise^2): the line y = 3 x - 2.15 and 3 noise about it.
struct Line {
    static constexpr std::string_view key = "line", label = "Line",
                                      paper = "G. Strong, PyTorch Tutorial, notebook 0 A, 2020";
    static constexpr Task task = Task::regression;
    int size = 100;
    double noise = 0.05;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{
            declare::size(&Line::size),
            declare::noise(&Line::noise,
                           "Deviation of what is added to x before y is taken: the line is 3 times as steep."),
            declare::seed(&Line::seed)};
    }
    Data make() const;
};

/// One input: x ~ U(0, 2 pi), y = sin x + N(0, noise^2).
struct Sine {
    static constexpr std::string_view key = "sine", label = "Noisy sine",
                                      paper = "G. Strong, PyTorch Tutorial, notebook 2, 2020";
    static constexpr Task task = Task::regression;
    int size = 200;
    double noise = 0.2;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&Sine::size), declare::error(&Sine::noise), declare::seed(&Sine::seed)};
    }
    Data make() const;
};

/// Two inputs, evenly in [-6, 6]: y = (x1 + x2) / 10 + N(0, noise^2).
struct Plane {
    static constexpr std::string_view key = "plane", label = "Plane", paper = "Smilkov et al. 2017, arXiv:1708.03788";
    static constexpr Task task = Task::regression;
    int size = 500;
    double noise = 0.1;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&Plane::size), declare::error(&Plane::noise), declare::seed(&Plane::seed)};
    }
    Data make() const;
};

/// Two inputs, evenly in [-6, 6]: six cones of radius 2, in turn up to 1 and down to -1, at (-4, 0, 4) x (2.5, -2.5);
/// 0 outside of them. N(0, noise^2) is added. The upper left one points up.
struct MultiGaussian {
    static constexpr std::string_view key = "multi-gaussian", label = "Hills and pits",
                                      paper = "Smilkov et al. 2017, arXiv:1708.03788";
    static constexpr Task task = Task::regression;
    int size = 1000;
    double noise = 0;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&MultiGaussian::size), declare::error(&MultiGaussian::noise),
                          declare::seed(&MultiGaussian::seed)};
    }
    Data make() const;
};

}  // namespace nn::datasets
