#pragma once
/// Inside the network: from rows in memory, a sample a row, to lanes, a feature a row, and back.
#include <span>

#include "engine/lanes.hpp"
#include "engine/network.hpp"

namespace nn {

/// Which samples: rows[from], rows[from + 1], ... `count` of them, or where `rows` is empty from, from + 1, ...
struct Selection {
    std::span<const int> rows;
    std::size_t from = 0;
    int count = 0;

    std::size_t operator[](int i) const {
        const std::size_t at = from + static_cast<std::size_t>(i);
        return rows.empty() ? at : static_cast<std::size_t>(rows[at]);
    }
};

/// to (to.rows, samples) from a matrix (n, to.rows); 0 past the last sample.
template <class V>
void gather(const float* matrix, const Selection& choice, const Rows<V>& to);

/// The samples of one row, one after another.
void scatter_row(const Lane* row, int samples, float* to);

/// matrix (from.rows a sample) from lanes, the chosen samples one after another from `matrix` on.
void scatter(Rows<const Lane> from, int samples, float* matrix);

}  // namespace nn
