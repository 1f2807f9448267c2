#include "web/smooth_raster.hpp"

#include <algorithm>

namespace web {
namespace {

constexpr std::size_t at_once = 1024;  ///< pixels of one question
constexpr ImU32 unknown = 0, wanted = 1;  // no colour is: colours are opaque

ImU32 between(ImU32 a, ImU32 b) { return (a & b) + (((a ^ b) & 0xfefefefe) >> 1); }

/// Does any channel leave the straight line from a over b to c by 8 levels or more? Two channels at a time, each with 16
/// bits: a - 2 b + c lies between -510 and 510.
bool bends(ImU32 a, ImU32 b, ImU32 c) {
    constexpr ImU32 pair = 0x00ff00ff, raised = 0x02080208, straight = 0x02000200, sixteens = 0xfff0fff0;
    const ImU32 low = (a & pair) + (c & pair) + raised - 2 * (b & pair);
    const ImU32 high = (a >> 8 & pair) + (c >> 8 & pair) + raised - 2 * (b >> 8 & pair);
    return (((low ^ straight) | (high ^ straight)) & sixteens) != 0;
}

}  // namespace

void SmoothRaster::ask_for(const Ask& ask) {
    asked_ += static_cast<int>(wanted_.size());
    colors_.resize(std::min(std::max(colors_.size(), wanted_.size()), at_once));
    for (std::size_t from = 0; from < wanted_.size(); from += at_once) {
        const auto some = std::span(wanted_).subspan(from, std::min(at_once, wanted_.size() - from));
        ask(some, colors_.data());
        for (std::size_t i = 0; i < some.size(); ++i) at(some[i].x, some[i].y) = colors_[i];
    }
    wanted_.clear();
}

void SmoothRaster::want(int x, int y) {
    if (at(x, y) != unknown) return;
    at(x, y) = wanted;
    wanted_.push_back({static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y)});
}

void SmoothRaster::fill(int x, int y, ImU32 color) {
    if (at(x, y) == unknown) at(x, y) = color;
}

/// Across or down; at the rim as the next point within.
bool SmoothRaster::bends_at(int x, int y, int apart) const {
    x = std::clamp(x, apart, side_ - 1 - apart), y = std::clamp(y, apart, side_ - 1 - apart);
    const ImU32 here = at(x, y);
    return bends(at(x - apart, y), here, at(x + apart, y)) || bends(at(x, y - apart), here, at(x, y + apart));
}

void SmoothRaster::find_bends() {
    const int n = (side_ - 1) / wide + 1;
    bends_.resize(static_cast<std::size_t>(n * n));
    unsigned char* to = bends_.data();
    for (int y = 0; y < side_; y += wide)
        for (int x = 0; x < side_; x += wide) *to++ = bends_at(x, y, wide);
}

bool SmoothRaster::is_rough(int x, int y) const {
    const int n = (side_ - 1) / wide + 1;
    const unsigned char* const corner = bends_.data() + y / wide * n + x / wide;
    return corner[0] | corner[1] | corner[n] | corner[n + 1];
}

/// A cell of the wide grid from its corners.
void SmoothRaster::fill_wide(int x, int y) {
    ImU32 left[wide + 1], right[wide + 1];
    const auto line = [](ImU32 (&to)[wide + 1], ImU32 from, ImU32 until) {
        to[0] = from, to[4] = until, to[2] = between(from, until), to[1] = between(from, to[2]), to[3] = between(to[2], until);
    };
    line(left, at(x, y), at(x, y + wide));
    line(right, at(x + wide, y), at(x + wide, y + wide));
    for (int i = 0; i <= wide; ++i) {
        ImU32* const row = &at(x, y + i);
        row[0] = left[i], row[4] = right[i], row[2] = between(left[i], right[i]);
        row[1] = between(left[i], row[2]), row[3] = between(row[2], right[i]);
    }
}

/// A cell of the wide grid whose every second pixel is known: what does not bend is filled, the rest is wanted.
void SmoothRaster::refine(int x0, int y0) {
    for (int y = y0; y < y0 + wide; y += 2)
        for (int x = x0; x < x0 + wide; x += 2) {
            if (bends_at(x, y, 2) || bends_at(x + 2, y, 2) || bends_at(x, y + 2, 2) || bends_at(x + 2, y + 2, 2)) {
                want(x + 1, y), want(x, y + 1), want(x + 1, y + 1), want(x + 2, y + 1), want(x + 1, y + 2);
            } else {
                const ImU32 top = between(at(x, y), at(x + 2, y)), bottom = between(at(x, y + 2), at(x + 2, y + 2));
                fill(x + 1, y, top), fill(x + 1, y + 2, bottom), fill(x + 1, y + 1, between(top, bottom));
                fill(x, y + 1, between(at(x, y), at(x, y + 2))), fill(x + 2, y + 1, between(at(x + 2, y), at(x + 2, y + 2)));
            }
        }
}

int SmoothRaster::paint(Raster& raster, const Ask& ask) {
    pixels_ = raster.row(0), side_ = raster.width(), asked_ = 0;
    std::fill_n(pixels_, side_ * side_, unknown);
    wanted_.clear(), rough_.clear();
    for (int y = 0; y < side_; y += wide)
        for (int x = 0; x < side_; x += wide) want(x, y);
    ask_for(ask);
    find_bends();
    for (int y = 0; y + 1 < side_; y += wide)
        for (int x = 0; x + 1 < side_; x += wide) {
            if (is_rough(x, y))
                rough_.push_back({static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y)});
            else
                fill_wide(x, y);
        }
    for (const Place p : rough_) want(p.x + 2, p.y), want(p.x, p.y + 2), want(p.x + 2, p.y + 2), want(p.x + 4, p.y + 2), want(p.x + 2, p.y + 4);
    ask_for(ask);
    for (const Place p : rough_) refine(p.x, p.y);
    ask_for(ask);
    raster.changed();
    return asked_;
}

}  // namespace web
