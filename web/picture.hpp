#pragma once
/// Pictures of a landscape that the graphics card draws: the height map and the relief. What is here needs no screen; the
/// drawing is in web/render, and tests without a screen link an empty one.
#include <array>
#include <memory>
#include <string>

#include "engine/surfaces.hpp"
#include "web/color_map.hpp"
#include "web/geometry.hpp"
#include "web/height_grid.hpp"
#include "web/stage.hpp"

namespace web {

/// What the card needs to know; must live until the frame is drawn.
struct Picture {
    std::string glsl;             ///< `float surface(vec2 p)`, from nn::Landscape; not used where there are
    std::shared_ptr<const HeightGrid> heights; ///< heights on a grid
    std::array<float, 4> shape{}; ///< its dials
    Tone tone;
    Rect rect;
    std::array<float, 4> window{}; ///< centre and half size in the plane
    float pixel_ratio = 1;
    ImU32 missing = 0;             ///< colour where the function has no value
    bool relief = false;
    std::array<float, 16> camera{}; ///< column-major, for a relief
    float lift = 0;

    void set(const nn::Landscape& landscape) {
        glsl = landscape.glsl();
        shape = landscape.shape();
    }
};

/// Puts the picture into the draw list, under what comes after it.
void draw_picture(ImDrawList&, const Picture&);

/// Orbit around the middle of the relief.
struct Camera {
    float yaw = -0.65f, pitch = 0.75f;

    /// Clip from model space: the window is [-1, 1]^2, heights go from 0 upwards.
    std::array<float, 16> matrix(float aspect) const;
};

/// Where a model point lies on the stage.
ImVec2 project(const std::array<float, 16>& camera, const Rect&, float x, float y, float z);

} // namespace web
