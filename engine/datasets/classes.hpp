#pragma once
/// Points whose class or labels are to be told. Without noise every coordinate lies within -5 to 5, but the step's.
#include <string_view>

#include "engine/datasets/declare.hpp"

namespace nn::datasets {

/// One cloud per class, normal of deviation `noise`, their centers evenly on a circle of radius 3.
struct Gaussians {
    static constexpr std::string_view key = "gaussians", label = "Gaussians",
                                      paper = "R. A. Fisher, \"The use of multiple measurements\", 1936";
    static constexpr Task task = Task::classes;
    int classes = 2, size = 500;
    double noise = 1, imbalance = 1;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::classes(&Gaussians::classes), declare::size(&Gaussians::size),
                          declare::noise(&Gaussians::noise, "Deviation of each cloud: wide ones overlap."),
                          declare::imbalance(&Gaussians::imbalance), declare::seed(&Gaussians::seed)};
    }
    Data make() const;
};

/// Class 1 fills a disc of radius 2.5 about the origin, class 0 the ring between the radii 3.5 and 5 around it.
struct Circles {
    static constexpr std::string_view key = "circles", label = "Circles",
                                      paper = "Smilkov et al. 2017, arXiv:1708.03788";
    static constexpr Task task = Task::binary;
    int size = 500;
    double noise = 0.2, imbalance = 1;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&Circles::size), declare::spread(&Circles::noise),
                          declare::imbalance(&Circles::imbalance), declare::seed(&Circles::seed)};
    }
    Data make() const;
};

/// Class 1 where the signs of both coordinates agree, else class 0; each coordinate between 0.3 and 5 from 0.
struct Xor {
    static constexpr std::string_view key = "xor", label = "XOR", paper = "M. Minsky, S. Papert, Perceptrons, 1969";
    static constexpr Task task = Task::binary;
    int size = 500;
    double noise = 0.2, imbalance = 1;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&Xor::size), declare::spread(&Xor::noise), declare::imbalance(&Xor::imbalance),
                          declare::seed(&Xor::seed)};
    }
    Data make() const;
};

/// Two half circles that reach into each other: scikit-learn's make_moons, its middle at the origin, three times as
/// large: x in [-4.5, 4.5], y in [-2.25, 2.25].
struct Moons {
    static constexpr std::string_view key = "moons", label = "Moons", paper = "Pedregosa et al. 2011, arXiv:1201.0490";
    static constexpr Task task = Task::binary;
    int size = 500;
    double noise = 0.3, imbalance = 1;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&Moons::size), declare::spread(&Moons::noise),
                          declare::imbalance(&Moons::imbalance), declare::seed(&Moons::seed)};
    }
    Data make() const;
};

/// A board of cells x cells squares over [-5, 5] x [-5, 5]; the lower left one is of class 0, its neighbors of class 1.
struct Checkerboard {
    static constexpr std::string_view key = "checkerboard", label = "Checkerboard",
                                      paper = "none: many boundaries at once";
    static constexpr Task task = Task::binary;
    int cells = 4, size = 1000;
    double noise = 0, imbalance = 1;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{integer("cells", &Checkerboard::cells, 2, 10, linear_scale, "Squares per side",
                                  "More squares need a network that bends more often."),
                          declare::size(&Checkerboard::size), declare::spread(&Checkerboard::noise),
                          declare::imbalance(&Checkerboard::imbalance), declare::seed(&Checkerboard::seed)};
    }
    Data make() const;
};

/// One arm per class, from radius 0.25 to 5 in `turns` turns counter-clockwise, the points of an arm evenly along its
/// radius; arm k is arm 0 turned by k / classes of a circle.
struct Spirals {
    static constexpr std::string_view key = "spirals", label = "Spirals",
                                      paper = "K. Lang, M. Witbrock, \"Learning to tell two spirals apart\", 1988";
    static constexpr Task task = Task::classes;
    int classes = 2;
    double turns = 1;
    int size = 500;
    double noise = 0.15, imbalance = 1;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{
            declare::classes(&Spirals::classes),
            real("turns", &Spirals::turns, 0, 4, linear_scale, "Turns", "More turns need more bends of the boundary."),
            declare::size(&Spirals::size),
            declare::spread(&Spirals::noise),
            declare::imbalance(&Spirals::imbalance),
            declare::seed(&Spirals::seed)};
    }
    Data make() const;
};

/// The tutorial's two arms: with n points each, radius linspace(0.1, 5, n) + N(0, noise^2), angle linspace(0, 2 pi, n)
/// for class 0 and pi less for class 1. Both take the same radii: class 0 is the point reflection of class 1. Of an odd
/// size, class 1 lacks its outermost point.
struct TutorialSpirals {
    static constexpr std::string_view key = "tutorial-spirals", label = "Two spirals of the tutorial",
                                      paper = "G. Strong, PyTorch Tutorial, notebook 1, 2020";
    static constexpr Task task = Task::binary;
    int size = 400;
    double noise = 0.3;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&TutorialSpirals::size),
                          declare::noise(&TutorialSpirals::noise, "Deviation of the radius: more mixes the arms."),
                          declare::seed(&TutorialSpirals::seed)};
    }
    Data make() const;
};

/// Points evenly in the square [-5, 5] x [-5, 5]; label k is 1 within the k-th of three discs of radius 3, whose
/// centers are 2 from the origin at 90, 210 and 330 degrees: a point may lie in none, one, two or all.
struct Discs {
    static constexpr std::string_view key = "discs", label = "Overlapping discs",
                                      paper = "none: several labels at once";
    static constexpr Task task = Task::labels;
    int size = 500;
    double noise = 0;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&Discs::size), declare::spread(&Discs::noise), declare::seed(&Discs::seed)};
    }
    Data make() const;
};

/// One input: x ~ U(0, 2), class 1 where x > 1. Noise is the deviation of each sample's own threshold.
struct Step {
    static constexpr std::string_view key = "step", label = "Step",
                                      paper = "G. Strong, PyTorch Tutorial, notebook 0 B, 2020";
    static constexpr Task task = Task::binary;
    int size = 100;
    double noise = 0;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{declare::size(&Step::size),
                          declare::noise(&Step::noise, "Blurs the threshold: with none, weights grow for ever.", 1),
                          declare::seed(&Step::seed)};
    }
    Data make() const;
};

}  // namespace nn::datasets
