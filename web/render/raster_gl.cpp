#include "web/raster.hpp"

#include <GLES3/gl3.h>

#include "web/render/gl.hpp"

namespace web {
namespace {

/// Grows by one whenever the context, and all textures with it, was lost.
long& age_of_card() {
    static long age = 0;
    return age;
}

struct Texture {
    GLuint id = 0;
    long age = age_of_card();
    int width = 0, height = 0;

    bool alive() const { return age == age_of_card(); }
    ~Texture() {
        if (alive()) glDeleteTextures(1, &id);
    }
};

}  // namespace

void draw_raster(ImDrawList& draw, Raster& raster, Rect r, Rect part) {
    if (raster.width_ == 0 || raster.height_ == 0) return;
    auto* found = static_cast<Texture*>(raster.copy_.get());
    if (!found || !found->alive()) {
        raster.copy_ = std::make_shared<Texture>();
        found = static_cast<Texture*>(raster.copy_.get());
        glGenTextures(1, &found->id);
    }
    Texture& copy = *found;
    if (raster.stale_ || copy.width != raster.width_ || copy.height != raster.height_) {
        glBindTexture(GL_TEXTURE_2D, copy.id);
        glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
        if (copy.width != raster.width_ || copy.height != raster.height_) {
            glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, raster.width_, raster.height_, 0, GL_RGBA, GL_UNSIGNED_BYTE, raster.pixels_.data());
            glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
            glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, raster.crisp_ ? GL_NEAREST : GL_LINEAR);
            for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
            copy.width = raster.width_, copy.height = raster.height_;
        } else {
            glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, raster.width_, raster.height_, GL_RGBA, GL_UNSIGNED_BYTE, raster.pixels_.data());
        }
        raster.stale_ = false;
    }
    const float w = static_cast<float>(raster.width_), h = static_cast<float>(raster.height_);
    draw.AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(copy.id)), r.min(), r.max(), {part.x / w, part.y / h}, {part.right() / w, part.bottom() / h});
}

void forget_rasters() { ++age_of_card(); }

}  // namespace web
