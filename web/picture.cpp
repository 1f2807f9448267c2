#include "web/picture.hpp"

#include <cmath>

namespace web {

std::array<float, 16> Camera::matrix(float aspect) const {
    // A long lens: little perspective, so that lengths stay comparable.
    constexpr float distance = 5.2f, focal = 3.9f, middle = 0.3f, near = 1, far = 12;
    const float cy = std::cos(yaw), sy = std::sin(yaw), cp = std::cos(pitch), sp = std::sin(pitch);
    // View space: right, up, and forward away from the eye.
    const float rows[3][4] = {{cy, sy, 0, 0},
                              {-sy * sp, cy * sp, cp, -cp * middle},
                              {-sy * cp, cy * cp, -sp, sp * middle + distance}};
    const float zoom = aspect < 1 ? aspect : 1;
    std::array<float, 16> m{};
    for (int k = 0; k < 4; ++k) {
        const float depth = rows[2][k];
        m[static_cast<std::size_t>(4 * k)] = focal * zoom / aspect * rows[0][k];
        m[static_cast<std::size_t>(4 * k + 1)] = focal * zoom * rows[1][k];
        m[static_cast<std::size_t>(4 * k + 2)] = (far + near) / (far - near) * depth - (k == 3 ? 2 * far * near / (far - near) : 0);
        m[static_cast<std::size_t>(4 * k + 3)] = depth;
    }
    return m;
}

ImVec2 project(const std::array<float, 16>& m, const Rect& r, float x, float y, float z) {
    const auto row = [&](std::size_t i) { return m[i] * x + m[4 + i] * y + m[8 + i] * z + m[12 + i]; };
    const float w = row(3);
    return {r.x + r.w * (0.5f + 0.5f * row(0) / w), r.y + r.h * (0.5f - 0.5f * row(1) / w)};
}

} // namespace web
