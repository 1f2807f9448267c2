#include "engine/split.hpp"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

#include "engine/permutation.hpp"

namespace nn {

namespace {

constexpr std::uint32_t split_stream = 0x73706c69;
constexpr int parts = 4;  // training, validation, test, left over
using Shares = std::array<double, parts>;
using Counts = std::array<int, parts>;

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument("[split] " + why); }

Shares checked_shares(const SplitSetup& setup) {
    const Shares given{setup.train, setup.validation, setup.test};
    for (const double share : given)
        if (!(share >= 0 && share <= 1)) refuse("got a share of " + format_number(share) + ", expected 0 to 1");
    const double sum = given[0] + given[1] + given[2];
    constexpr double rounding = 1e-9;
    if (sum > 1 + rounding) refuse("the shares add up to " + format_number(sum) + ", expected at most 1");
    return {given[0], given[1], given[2], sum > 1 - rounding ? 0 : 1 - sum};
}

/// The class of each row; all 0 where there is nothing to stratify by.
std::vector<int> strata_of(const Data& data, bool stratified) {
    std::vector<int> strata(static_cast<std::size_t>(data.rows()));
    if (!stratified || data.classes < 1) return strata;
    if (data.y.size() != strata.size())
        refuse("got " + std::to_string(data.y.size()) + " targets, expected " + std::to_string(strata.size()));
    for (std::size_t i = 0; i < strata.size(); ++i) {
        const float y = data.y[i];
        if (!(y >= 0 && y < static_cast<float>(data.classes)) || y != std::floor(y))
            refuse("row " + std::to_string(i) + " has class " + format_number(double(y)) + ", expected 0 to " +
                   std::to_string(data.classes - 1));
        strata[i] = static_cast<int>(y);
    }
    return strata;
}

/// n rows in whole numbers: each part its share rounded down, and what is then over, one row each, to the parts that
/// lack most. `owed` is what each part lacks after the strata before, and is brought up to date.
Counts share_out(int n, const Shares& shares, Shares& owed) {
    Counts counts{};
    Shares lacking{};
    int over = n;
    for (std::size_t p = 0; p < parts; ++p) {
        const double exact = n * shares[p];
        counts[p] = static_cast<int>(exact + 1e-9);
        lacking[p] = exact - counts[p];
        over -= counts[p];
    }
    for (; over > 0; --over) {
        int best = -1;
        for (int p = 0; p < parts; ++p) {
            const auto i = static_cast<std::size_t>(p), b = static_cast<std::size_t>(best);
            if (lacking[i] > 1e-9 && (best < 0 || lacking[i] + owed[i] > lacking[b] + owed[b] + 1e-9)) best = p;
        }
        ++counts[static_cast<std::size_t>(best)];
        lacking[static_cast<std::size_t>(best)] -= 1;
    }
    for (std::size_t p = 0; p < parts; ++p) owed[p] += lacking[p];
    return counts;
}

}  // namespace

Split split(const Data& data, const SplitSetup& setup) {
    const Shares shares = checked_shares(setup);
    const auto strata = strata_of(data, setup.stratified);
    std::vector<int> sizes(static_cast<std::size_t>(std::max(1, setup.stratified ? data.classes : 1)));
    for (const int k : strata) ++sizes[static_cast<std::size_t>(k)];

    std::vector<Counts> places;
    Shares owed{};
    for (const int n : sizes) places.push_back(share_out(n, shares, owed));

    Split result;
    std::vector<int> none;
    std::vector<int>* const lists[] = {&result.train, &result.validation, &result.test, &none};
    for (const int row : permutation(data.rows(), static_cast<std::uint32_t>(setup.seed), split_stream)) {
        Counts& left = places[static_cast<std::size_t>(strata[static_cast<std::size_t>(row)])];
        std::size_t part = 0;
        while (left[part] == 0) ++part;
        --left[part];
        lists[part]->push_back(row);
    }
    constexpr const char* names[] = {"training", "validation", "test"};
    for (std::size_t p = 0; p < 3; ++p)
        if (shares[p] > 0 && lists[p]->empty())
            refuse("too few rows: of " + std::to_string(data.rows()) + ", a share of " + format_number(shares[p]) +
                   " leaves none for " + names[p]);
    return result;
}

Data take(const Data& data, std::span<const int> rows) {
    Data taken{.inputs = data.inputs, .targets = data.targets, .task = data.task, .classes = data.classes};
    taken.input_names = data.input_names;
    taken.target_names = data.target_names;
    taken.class_names = data.class_names;
    taken.categories = data.categories;
    const auto copied = [&](const std::vector<float>& from, int columns) {
        std::vector<float> to;
        if (from.empty()) return to;
        to.reserve(rows.size() * static_cast<std::size_t>(columns));
        for (const int row : rows) {
            const auto first = from.begin() + static_cast<std::ptrdiff_t>(row) * columns;
            to.insert(to.end(), first, first + columns);
        }
        return to;
    };
    for (const int row : rows)
        if (row < 0 || row >= data.rows())
            throw std::invalid_argument("[take] got row " + std::to_string(row) + ", expected 0 to " +
                                        std::to_string(data.rows() - 1));
    taken.x = copied(data.x, data.inputs);
    taken.y = copied(data.y, data.targets);
    taken.weight = copied(data.weight, 1);
    return taken;
}

}  // namespace nn
