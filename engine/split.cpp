#include "engine/split.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/permutation.hpp"
#include "engine/sentence.hpp"

namespace nn {

namespace {

constexpr std::uint32_t split_stream = 0x73706c69;
constexpr int parts = 4;  // training, validation, test, left over
using Shares = std::array<double, parts>;
using Counts = std::array<int, parts>;

Shares checked_shares(const SplitSetup& setup) {
    const Shares given{setup.train, setup.validation, setup.test};
    for (const double share : given)
        if (!(share >= 0 && share <= 1)) refuse({"[split] got a share of ", share, ", expected 0 to 1"});
    const double sum = given[0] + given[1] + given[2];
    constexpr double rounding = 1e-9;
    if (sum > 1 + rounding) refuse({"[split] the shares add up to ", sum, ", expected at most 1"});
    return {given[0], given[1], given[2], sum > 1 - rounding ? 0 : 1 - sum};
}

/// The class of each row; all 0 where there is nothing to stratify by.
std::vector<int> strata_of(const Data& data, bool stratified) {
    std::vector<int> strata(static_cast<std::size_t>(data.rows()));
    if (!stratified || data.classes < 1) return strata;
    if (data.y.size() != strata.size()) refuse({"[split] got ", data.y.size(), " targets, expected ", strata.size()});
    for (std::size_t i = 0; i < strata.size(); ++i) {
        const float y = data.y[i];
        if (!(y >= 0 && y < static_cast<float>(data.classes)) || y != std::floor(y))
            refuse({"[split] row ", i, " has class ", y, ", expected 0 to ", data.classes - 1});
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
            refuse(
                {"[split] too few rows: of ", data.rows(), ", a share of ", shares[p], " leaves none for ", names[p]});
    return result;
}

Data take(const Data& data, std::span<const int> rows) {
    for (const int row : rows)
        if (row < 0 || row >= data.rows()) refuse({"[take] got row ", row, ", expected 0 to ", data.rows() - 1});
    Data taken{.inputs = data.inputs, .targets = data.targets, .task = data.task, .classes = data.classes};
    const auto copy = [&](const std::vector<float>& from, std::vector<float>& to, int columns) {
        if (from.empty()) return;
        const auto width = static_cast<std::size_t>(columns);
        to.resize(rows.size() * width);
        for (std::size_t i = 0; i < rows.size(); ++i)
            std::copy_n(from.data() + static_cast<std::size_t>(rows[i]) * width, width, to.data() + i * width);
    };
    copy(data.x, taken.x, data.inputs);
    copy(data.y, taken.y, data.targets);
    copy(data.weight, taken.weight, 1);
    taken.input_names = data.input_names;
    taken.target_names = data.target_names;
    taken.class_names = data.class_names;
    taken.categories = data.categories;
    return taken;
}

}  // namespace nn
