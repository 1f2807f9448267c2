#include "engine/network/gather.hpp"

#include <algorithm>

#include "engine/lane_math.hpp"

namespace nn {
namespace {

void gather_lane(const float* const (&row)[4], int lane, const Rows<Lane>& to) {
    int k = 0;
    for (; k + 4 <= to.rows; k += 4) {
        Lane a = Lane::load_unaligned(row[0] + k), b = Lane::load_unaligned(row[1] + k);
        Lane c = Lane::load_unaligned(row[2] + k), d = Lane::load_unaligned(row[3] + k);
        transpose(a, b, c, d);
        to[k][lane] = a;
        to[k + 1][lane] = b;
        to[k + 2][lane] = c;
        to[k + 3][lane] = d;
    }
    for (; k < to.rows; ++k) to[k][lane] = Lane(row[0][k], row[1][k], row[2][k], row[3][k]);
}

void gather_column(const float* from, int count, Lane* to) {
    for (; count >= 4; count -= 4, from += 4) *to++ = Lane::load_unaligned(from);
    if (count > 0) *to = Lane(from[0], count > 1 ? from[1] : 0.f, count > 2 ? from[2] : 0.f, 0.f);
}

/// Points of the plane: the playground's daily bread.
void gather_pairs(const float* from, int lanes, const Rows<Lane>& to) {
    Lane *x = to[0], *y = to[1];
    for (; lanes > 0; --lanes, from += 8) {
        const Lane a = Lane::load_unaligned(from), b = Lane::load_unaligned(from + 4);
        const Lane front = xsimd::zip_lo(a, b), back = xsimd::zip_hi(a, b);
        *x++ = xsimd::zip_lo(front, back);
        *y++ = xsimd::zip_hi(front, back);
    }
}

}  // namespace

template <class V>
void gather(const float* matrix, const Selection& selection, const Rows<V>& to) {
    const std::size_t columns = static_cast<std::size_t>(to.rows);
    for (int sample = 0; sample < selection.count; ++sample) {
        const float* source = matrix + selection[sample] * columns;
        for (int row = 0; row < to.rows; ++row) {
            V& v = to[row][sample / width_of<V>];
            if (sample % width_of<V> == 0) v = constant<V>(0);
            set_lane(v, sample % width_of<V>, scalar<V>(double(source[row])));
        }
    }
}

template <>
void gather<Lane>(const float* matrix, const Selection& selection, const Rows<Lane>& to) {
    const std::size_t columns = static_cast<std::size_t>(to.rows);
    const int whole = selection.count / 4, left = selection.count % 4;
    if (selection.rows.empty()) {
        const float* from = matrix + selection.from * columns;
        if (columns == 1) return gather_column(from, selection.count, to.data);
        if (columns == 2)
            gather_pairs(from, whole, to);
        else
            for (int lane = 0; lane < whole; ++lane, from += 4 * columns)
                gather_lane({from, from + columns, from + 2 * columns, from + 3 * columns}, lane, to);
    } else {
        const int* row = selection.rows.data() + selection.from;
        const auto at = [&](int i) { return matrix + static_cast<std::size_t>(row[i]) * columns; };
        for (int lane = 0; lane < whole; ++lane, row += 4) gather_lane({at(0), at(1), at(2), at(3)}, lane, to);
    }
    if (left == 0) return;
    // The last sample stands in for those that are missing, then their lanes become 0.
    const auto row = [&](int i) { return matrix + selection[4 * whole + std::min(i, left - 1)] * columns; };
    gather_lane({row(0), row(1), row(2), row(3)}, whole, to);
    clear_tail(to, selection.count);
}

void scatter_row(const Lane* row, int samples, float* to) {
    for (; samples >= 4; samples -= 4, ++row, to += 4) row->store_unaligned(to);
    for (int i = 0; i < samples; ++i) to[i] = lane_of(*row, i);
}

void scatter(Rows<const Lane> from, int samples, float* matrix) {
    if (from.rows == 1) return scatter_row(from.data, samples, matrix);
    int sample = 0;
    const std::size_t columns = static_cast<std::size_t>(from.rows);
    for (; sample + 4 <= samples; sample += 4) {
        float* row = matrix + static_cast<std::size_t>(sample) * columns;
        const int lane = sample / 4;
        int k = 0;
        for (; k + 4 <= from.rows; k += 4) {
            Lane a = from[k][lane], b = from[k + 1][lane], c = from[k + 2][lane], d = from[k + 3][lane];
            transpose(a, b, c, d);
            a.store_unaligned(row + k);
            b.store_unaligned(row + columns + k);
            c.store_unaligned(row + 2 * columns + k);
            d.store_unaligned(row + 3 * columns + k);
        }
        for (; k < from.rows; ++k)
            for (int i = 0; i < 4; ++i) row[static_cast<std::size_t>(i) * columns + static_cast<std::size_t>(k)] = lane_of(from[k][lane], i);
    }
    for (; sample < samples; ++sample)
        for (int k = 0; k < from.rows; ++k)
            matrix[static_cast<std::size_t>(sample) * columns + static_cast<std::size_t>(k)] = lane_of(from[k][sample / 4], sample % 4);
}

template void gather<Exact>(const float*, const Selection&, const Rows<Exact>&);

}  // namespace nn
