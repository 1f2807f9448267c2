#pragma once
/// Inside the network: the passes, on any lane type.
#include "engine/network/passes.hpp"

#include <algorithm>
#include <cstdint>
#include <new>

#include "engine/random.hpp"

namespace nn {

inline constexpr std::uint32_t dropout_stream = 0x10000;  ///< plus the layer: initializers use the streams below

template <class V>
void copy(Rows<const V> from, Rows<V> to) {
    std::copy(from.data, from.data + from.rows * from.lanes, to.data);
}

template <class V>
V sum_of(const V* row, int lanes) {
    V sum = constant<V>(0);
    for (int i = 0; i < lanes; ++i) sum = sum + row[i];
    return sum;
}

template <class V>
const Rows<V>& Passes<V>::prepare(int samples, bool backward, V* outputs) {
    if (samples == samples_ && (backward_ || !backward) && outputs == outputs_) return x_;
    samples_ = 0;
    const int lanes = lanes_for<V>(samples);
    const auto& stages = plan_->stages;

    // The same walk twice: the first measures, the second hands out.
    std::uint64_t used = 0;
    V* base = nullptr;
    const auto take = [&](int rows) {
        const std::uint64_t at = used;
        used += static_cast<std::uint64_t>(rows) * static_cast<std::uint64_t>(lanes);
        return Rows<V>{base ? base + at : nullptr, rows, lanes};
    };
    V* next_output = outputs;
    const auto take_output = [&](int rows) {
        if (!outputs) return take(rows);
        const Rows<V> out{next_output, rows, lanes};
        next_output += static_cast<std::ptrdiff_t>(rows) * lanes;
        return out;
    };
    const auto hand_out = [&] {
        used = 0;
        next_output = outputs;
        const int inputs = stages.front().in;
        x_ = take(inputs);
        int widest = inputs;
        for (std::size_t i = 0; i < stages.size(); ++i) {
            const Stage& s = stages[i];
            Work<V>& m = work_[i];
            m = {};
            const Activation* activation = activation_of(s.layer);
            m.a = take_output(s.out);
            const auto* dense = std::get_if<layers::Dense>(&s.layer);
            m.active = dense && dense->residual ? take(s.out) : m.a;
            m.z = activation && needs_input(*activation) ? take(s.out) : m.active;
            if (std::holds_alternative<layers::BatchNorm>(s.layer) || std::holds_alternative<layers::LayerNorm>(s.layer)) {
                m.normal = take(s.out);
                m.narrow = take(std::holds_alternative<layers::LayerNorm>(s.layer) ? 1 : s.out);
            }
            if (backward) m.d = take(s.out);
            widest = std::max(widest, s.out);
        }
        if (!backward) return;
        dx_ = take(inputs);
        spare_ = take(widest);
    };
    hand_out();
    if (used > memory_.max_size()) throw std::bad_alloc();
    if (memory_.size() < used) memory_.resize(static_cast<std::size_t>(used));
    base = memory_.data();
    hand_out();
    samples_ = samples;
    backward_ = backward;
    outputs_ = outputs;
    chain();
    return x_;
}

/// Where every layer is a plain dense one, too small for panels, and the samples are few.
template <class V>
void Passes<V>::chain() {
    if constexpr (std::is_same_v<V, Lane>) {
        chain_.clear();
        const int lanes = x_.lanes;
        for (const Stage& s : plan_->stages) {
            const auto* dense = std::get_if<layers::Dense>(&s.layer);
            if (!dense || dense->residual || !is_few<V>(s.out, s.in, lanes, std::min(wide_products, wide_gradient)))
                return chain_.clear();
            const std::size_t i = static_cast<std::size_t>(&s - plan_->stages.data());
            const Work<V>& m = work_[i];
            chain_.add({&dense->activation, s.in, s.out, s.weight, s.bias, s.slope, i ? work_[i - 1].a.data : x_.data, m.z.data,
                        m.active.data, m.d.data, i ? work_[i - 1].d.data : dx_.data}, samples_);
        }
    }
}

template <class V>
const Rows<V>& Passes<V>::forward(const W* w, const Block& block) {
    if constexpr (std::is_same_v<V, Lane>) {
        if (!chain_.empty()) {
            chain_.forward(w);
            return work_.back().a;
        }
    }
    Rows<const V> x = x_;
    for (std::size_t i = 0; i < work_.size(); ++i) {
        const Stage& s = plan_->stages[i];
        if (const auto* dense = std::get_if<layers::Dense>(&s.layer))
            forward(*dense, s, work_[i], w, block, x);  // most are: no call through a table
        else
            std::visit([&](const auto& layer) { forward(layer, s, work_[i], w, block, x); }, s.layer);
        x = work_[i].a;
    }
    return work_.back().a;
}

template <class V>
void Passes<V>::backward(const W* w, const Block& block, W* dw, bool input_slope) {
    if constexpr (std::is_same_v<V, Lane>)
        if (!chain_.empty()) return chain_.backward(w, dw, input_slope);
    for (std::size_t i = work_.size(); i-- > 0;) {
        const Stage& s = plan_->stages[i];
        const Rows<const V> x = i ? work_[i - 1].a : x_;
        const Rows<V> dx = i ? work_[i - 1].d : input_slope ? dx_ : Rows<V>{};
        if (const auto* dense = std::get_if<layers::Dense>(&s.layer))
            backward(*dense, s, work_[i], w, block, x, dw, dx);
        else
            std::visit([&](const auto& layer) { backward(layer, s, work_[i], w, block, x, dw, dx); }, s.layer);
    }
}

// ---- dense -----------------------------------------------------------------------------------------------------------

template <class V>
void Passes<V>::forward(const layers::Dense& l, const Stage& s, Work<V>& m, const W* w, const Block&, Rows<const V> x) {
    const Finish finish = std::is_same_v<V, Lane> ? finish_of(l.activation) : Finish::none;
    dense_forward<V>(w + s.weight, w + s.bias, x, m.z, scratch_, finish);
    if (finish == Finish::none) activate<V>(l.activation, w + s.slope, m.z, m.active);
    if (!l.residual) return;
    for (int i = 0; i < x.rows * x.lanes; ++i) m.a.data[i] = m.active.data[i] + x.data[i];
}

template <class V>
void Passes<V>::backward(const layers::Dense& l, const Stage& s, Work<V>& m, const W* w, const Block&, Rows<const V> x,
                         W* dw, Rows<V> dx) {
    const Rows<V> da{spare_.data, s.out, m.d.lanes};
    if (l.residual) copy<V>(m.d, da);
    activate_backward<V>(l.activation, w + s.slope, m.z, m.active, m.d, dw + s.slope);
    dense_backward_weights<V>(m.d, x, dw + s.weight, dw + s.bias, scratch_);
    if (!dx.data) return;
    dense_backward_input<V>(w + s.weight, m.d, dx, scratch_);
    if (!l.residual) return;
    for (int i = 0; i < dx.rows * dx.lanes; ++i) dx.data[i] = dx.data[i] + da.data[i];
}

// ---- dropout ---------------------------------------------------------------------------------------------------------

/// The mask is a function of seed, step, layer, unit and sample, so the way back draws it again.
template <class V>
void Passes<V>::drop(const layers::Dropout& l, const Stage& s, const Block& block, Rows<const V> from, Rows<V> to) {
    if (!block.pass.train || l.p == 0) return copy<V>(from, to);
    const auto bound = static_cast<std::uint32_t>(l.p * 4294967296.0);
    const V kept = constant<V>(1 / (1 - l.p));
    const auto step = static_cast<std::uint32_t>(block.pass.step), late = static_cast<std::uint32_t>(block.pass.step >> 32);
    for (int row = 0; row < from.rows; ++row) {
        for (int i = 0; i < block.samples; i += 4) {  // 4 draws at once
            const std::uint64_t sample = block.first + static_cast<std::uint64_t>(i);
            const auto bits = philox({static_cast<std::uint32_t>(sample), static_cast<std::uint32_t>(row), step, late},
                                     {block.pass.seed, dropout_stream + static_cast<std::uint32_t>(s.index)});
            for (int k = 0; k < 4 && i + k < block.samples; ++k) {
                const V& v = from[row][(i + k) / width_of<V>];
                const auto x = lane_of(v, (i + k) % width_of<V>);
                set_lane(to[row][(i + k) / width_of<V>], (i + k) % width_of<V>,
                         bits[static_cast<std::size_t>(k)] < bound ? ScalarOf<V>{} : x * lane_of(kept, 0));
            }
        }
    }
    clear_tail(to, block.samples);
}

template <class V>
void Passes<V>::forward(const layers::Dropout& l, const Stage& s, Work<V>& m, const W*, const Block& block, Rows<const V> x) {
    drop(l, s, block, x, m.a);
}

template <class V>
void Passes<V>::backward(const layers::Dropout& l, const Stage& s, Work<V>& m, const W*, const Block& block, Rows<const V>,
                         W*, Rows<V> dx) {
    if (dx.data) drop(l, s, block, m.d, dx);
}

// ---- norms -----------------------------------------------------------------------------------------------------------

/// z = scale * normal + shift, then the activation.
template <class V>
void Passes<V>::scale_and_shift(const Stage& s, Work<V>& m, const W* w) {
    for (int row = 0; row < s.out; ++row) {
        const V scale = broadcast<V>(w[s.weight + static_cast<std::size_t>(row)]);
        const V shift = broadcast<V>(w[s.bias + static_cast<std::size_t>(row)]);
        for (int i = 0; i < m.z.lanes; ++i) m.z[row][i] = scale * m.normal[row][i] + shift;
    }
    activate<V>(*activation_of(s.layer), w + s.slope, m.z, m.active);
}

/// Leaves the slope by `normal` in m.d.
template <class V>
void Passes<V>::slopes_of_scale_and_shift(const Stage& s, Work<V>& m, const W* w, W* dw) {
    activate_backward<V>(*activation_of(s.layer), w + s.slope, m.z, m.active, m.d, dw + s.slope);
    for (int row = 0; row < s.out; ++row) {
        const std::size_t at = static_cast<std::size_t>(row);
        V dscale = constant<V>(0), dshift = constant<V>(0);
        const V scale = broadcast<V>(w[s.weight + at]);
        for (int i = 0; i < m.d.lanes; ++i) {
            dscale = dscale + m.d[row][i] * m.normal[row][i];
            dshift = dshift + m.d[row][i];
            m.d[row][i] = m.d[row][i] * scale;
        }
        dw[s.weight + at] = dw[s.weight + at] + sum_of_lanes(dscale);
        dw[s.bias + at] = dw[s.bias + at] + sum_of_lanes(dshift);
    }
}

template <class V>
void Passes<V>::forward(const layers::BatchNorm& l, const Stage& s, Work<V>& m, const W* w, const Block& block,
                        Rows<const V> x) {
    const auto n = scalar<V>(1.0 / block.samples);
    for (int row = 0; row < s.in; ++row) {
        const std::size_t at = s.state + static_cast<std::size_t>(row), variance_at = at + static_cast<std::size_t>(s.in);
        V *const normal = m.normal[row], *const narrow = m.narrow[row];
        ScalarOf<V> mean, variance;
        if (block.pass.train) {
            // x is 0 past the last sample only in the first layer, so the tail is cleared before each sum.
            std::copy(x[row], x[row] + x.lanes, normal);
            clear_tail(Rows<V>{normal, 1, x.lanes}, block.samples);
            mean = sum_of_lanes(sum_of(normal, x.lanes)) * n;
            for (int i = 0; i < x.lanes; ++i) normal[i] = x[row][i] - broadcast<V>(mean);
            clear_tail(Rows<V>{normal, 1, x.lanes}, block.samples);
            V squares = constant<V>(0);
            for (int i = 0; i < x.lanes; ++i) squares = squares + normal[i] * normal[i];
            variance = sum_of_lanes(squares) * n;
            if constexpr (std::is_same_v<V, Lane>) {
                if (block.state) {
                    const auto move = static_cast<float>(l.momentum);
                    const float unbiased = block.samples > 1
                        ? variance * static_cast<float>(block.samples) / static_cast<float>(block.samples - 1)
                        : variance;
                    block.state[at] += move * (mean - block.state[at]);
                    block.state[variance_at] += move * (unbiased - block.state[variance_at]);
                }
            }
        } else {
            mean = scalar<V>(double(block.running[at]));
            variance = scalar<V>(double(block.running[variance_at]));
            for (int i = 0; i < x.lanes; ++i) normal[i] = x[row][i] - broadcast<V>(mean);
        }
        narrow[0] = constant<V>(1) / sqrt(broadcast<V>(variance + scalar<V>(l.eps)));
        for (int i = 0; i < x.lanes; ++i) normal[i] = normal[i] * narrow[0];
    }
    scale_and_shift(s, m, w);
}

template <class V>
void Passes<V>::backward(const layers::BatchNorm&, const Stage& s, Work<V>& m, const W* w, const Block& block,
                         Rows<const V>, W* dw, Rows<V> dx) {
    slopes_of_scale_and_shift(s, m, w, dw);
    if (!dx.data) return;
    const auto n = scalar<V>(1.0 / block.samples);
    for (int row = 0; row < s.in; ++row) {
        const V *const d = m.d[row], *const normal = m.normal[row];
        V mean = constant<V>(0), along = constant<V>(0);
        if (block.pass.train) {
            for (int i = 0; i < dx.lanes; ++i) along = along + d[i] * normal[i];
            mean = broadcast<V>(sum_of_lanes(sum_of(d, dx.lanes)) * n);
            along = broadcast<V>(sum_of_lanes(along) * n);
        }
        for (int i = 0; i < dx.lanes; ++i) dx[row][i] = m.narrow[row][0] * (d[i] - mean - normal[i] * along);
    }
    clear_tail(dx, block.samples);
}

template <class V>
void Passes<V>::forward(const layers::LayerNorm& l, const Stage& s, Work<V>& m, const W* w, const Block&, Rows<const V> x) {
    const V share = constant<V>(1.0 / s.in), eps = constant<V>(l.eps);
    for (int i = 0; i < x.lanes; ++i) {
        V mean = constant<V>(0), variance = constant<V>(0);
        for (int row = 0; row < s.in; ++row) mean = mean + x[row][i];
        mean = mean * share;
        for (int row = 0; row < s.in; ++row) {
            const V from_mean = x[row][i] - mean;
            variance = variance + from_mean * from_mean;
        }
        const V narrow = constant<V>(1) / sqrt(variance * share + eps);
        for (int row = 0; row < s.in; ++row) m.normal[row][i] = (x[row][i] - mean) * narrow;
        m.narrow.data[i] = narrow;
    }
    scale_and_shift(s, m, w);
}

template <class V>
void Passes<V>::backward(const layers::LayerNorm&, const Stage& s, Work<V>& m, const W* w, const Block&, Rows<const V>,
                         W* dw, Rows<V> dx) {
    slopes_of_scale_and_shift(s, m, w, dw);
    if (!dx.data) return;
    const V share = constant<V>(1.0 / s.in);
    for (int i = 0; i < dx.lanes; ++i) {
        V mean = constant<V>(0), along = constant<V>(0);
        for (int row = 0; row < s.in; ++row) {
            mean = mean + m.d[row][i];
            along = along + m.d[row][i] * m.normal[row][i];
        }
        mean = mean * share;
        along = along * share;
        for (int row = 0; row < s.in; ++row)
            dx[row][i] = m.narrow.data[i] * (m.d[row][i] - mean - m.normal[row][i] * along);
    }
}

// ---- embedding -------------------------------------------------------------------------------------------------------

/// Copies all rows but `column`, from x to the front of out, or with `back` the other way.
template <class V>
void keep_others(Rows<const V> from, Rows<V> to, int rows, int column, bool back) {
    for (int row = 0, other = 0; row < rows; ++row) {
        if (row == column) continue;
        const V* source = back ? from[other] : from[row];
        std::copy(source, source + from.lanes, back ? to[row] : to[other]);
        ++other;
    }
}

template <class V>
int code_of(Rows<const V> x, int column, int sample) {
    return static_cast<int>(number_of(lane_of(x[column][sample / width_of<V>], sample % width_of<V>)));
}

template <class V>
void Passes<V>::forward(const layers::Embedding& l, const Stage& s, Work<V>& m, const W* w, const Block& block,
                        Rows<const V> x) {
    keep_others<V>(x, m.a, s.in, s.column, false);
    for (int sample = 0; sample < block.samples; ++sample) {
        const W* row = w + s.weight + code_of(x, s.column, sample) * l.size;
        for (int k = 0; k < l.size; ++k)
            set_lane(m.a[s.in - 1 + k][sample / width_of<V>], sample % width_of<V>, row[k]);
    }
    clear_tail(Rows<V>{m.a[s.in - 1], l.size, m.a.lanes}, block.samples);
}

template <class V>
void Passes<V>::backward(const layers::Embedding& l, const Stage& s, Work<V>& m, const W*, const Block& block,
                         Rows<const V> x, W* dw, Rows<V> dx) {
    for (int sample = 0; sample < block.samples; ++sample) {
        W* row = dw + s.weight + code_of(x, s.column, sample) * l.size;
        for (int k = 0; k < l.size; ++k)
            row[k] = row[k] + lane_of(m.d[s.in - 1 + k][sample / width_of<V>], sample % width_of<V>);
    }
    if (!dx.data) return;
    keep_others<V>(m.d, dx, s.in, s.column, true);
    std::fill(dx[s.column], dx[s.column] + dx.lanes, constant<V>(0));  // a code has no slope
}

}  // namespace nn
