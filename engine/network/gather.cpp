#include "engine/network/gather.hpp"

#include <algorithm>

#include "engine/lane_math.hpp"

namespace nn {
namespace {

void gather_lane(const float* const (&row)[4], int lane, Rows<Lane> to) {
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

}  // namespace

template <class V>
void gather(const float* matrix, const Selection& choice, Rows<V> to) {
    const std::size_t columns = static_cast<std::size_t>(to.rows);
    int sample = 0;
    if constexpr (std::is_same_v<V, Lane>) {
        for (; sample + 4 <= choice.count; sample += 4)
            gather_lane({matrix + choice[sample] * columns, matrix + choice[sample + 1] * columns,
                         matrix + choice[sample + 2] * columns, matrix + choice[sample + 3] * columns},
                        sample / 4, to);
    }
    const int whole = sample / width_of<V>;
    for (int row = 0; row < to.rows; ++row) std::fill(to[row] + whole, to[row] + to.lanes, constant<V>(0));
    for (; sample < choice.count; ++sample) {
        const float* source = matrix + choice[sample] * columns;
        for (int row = 0; row < to.rows; ++row) {
            V& v = to[row][sample / width_of<V>];
            if constexpr (TangentLane<V>)
                set_lane(v.x, sample % width_of<V>, source[row]);
            else
                set_lane(v, sample % width_of<V>, ScalarOf<V>(source[row]));
        }
    }
}

void scatter(Rows<const Lane> from, int samples, float* matrix) {
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

template void gather<Lane>(const float*, const Selection&, Rows<Lane>);
template void gather<double>(const float*, const Selection&, Rows<double>);
template void gather<Tangent<Lane>>(const float*, const Selection&, Rows<Tangent<Lane>>);

}  // namespace nn
