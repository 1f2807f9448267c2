#pragma once
/// Shares data out into what a network trains on, what tells when to stop, and what is looked at once, at the end.
#include <span>
#include <tuple>
#include <vector>

#include "engine/data.hpp"
#include "engine/params.hpp"

namespace nn {

struct SplitSetup {
    double train = 0.8, validation = 0.2, test = 0;  ///< together at most 1; rows left over are in no part
    bool stratified = true;
    int seed = 1;
    static constexpr auto params() {
        return std::tuple{
            real("train", &SplitSetup::train, 0, 1, linear_scale, "Training", "Share of the samples to learn from."),
            real("validation", &SplitSetup::validation, 0, 1, linear_scale, "Validation",
                 "Share that tells when to stop: the network never learns from it."),
            real("test", &SplitSetup::test, 0, 1, linear_scale, "Test",
                 "Share kept for the end: what has guided no choice is an honest judge."),
            toggle("stratified", &SplitSetup::stratified, "Stratified",
                   "Each part gets every class in its share: without, a rare class may be missing."),
            integer("seed", &SplitSetup::seed, 0, 2147483647, linear_scale, "Seed",
                    "Another seed shares the samples out otherwise.")};
    }
};

/// Row numbers in random order; no row is in two parts.
struct Split {
    std::vector<int> train, validation, test;
};

/// A pure function of the number of rows, the seed and, where stratified, the classes. Every part gets its share to
/// within 1 row; stratified, it gets its share of each class to within 1 row (each sum may then be off by some rows).
/// Only classes are stratified: labels and regression are shared out by chance. Throws std::invalid_argument where the
/// shares are negative or above 1 together, where a part with a share would get no row, and where y is not a class.
Split split(const Data& data, const SplitSetup& setup);

/// The given rows, in their order; a row may be given twice. Throws std::invalid_argument where there is no such row.
Data take(const Data& data, std::span<const int> rows);

}  // namespace nn
