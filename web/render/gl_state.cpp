// What ImGui's back end asks the card for so as to put it back after each picture. A browser answers some of these only
// when the card has come so far: 3 ms of every frame were spent waiting (2026-11-28, Chromium 156). Nobody here counts on
// them, since whoever draws sets them anew; so what is put back are the values of a new context.
#include <GLES3/gl3.h>

extern "C" void glGetIntegerv_without_waiting(GLenum what, GLint* to) {
    switch (what) {
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
        for (int i = 0; i < 4; ++i) to[i] = 0;
        return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: *to = GL_ONE; return;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: *to = GL_ZERO; return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: *to = GL_FUNC_ADD; return;
    default: glGetIntegerv(what, to);
    }
}
