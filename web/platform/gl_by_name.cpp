// What SDL asks for by name when it makes a context. Emscripten's own eglGetProcAddress knows all of OpenGL by name, and so brings all
// of it along.
#include <EGL/egl.h>
#include <GLES3/gl3.h>

#include <string_view>

extern "C" __eglMustCastToProperFunctionPointerType EGLAPIENTRY eglGetProcAddress(const char* wanted) {
    using Function = __eglMustCastToProperFunctionPointerType;
    static const struct {
        std::string_view name;
        Function function;
    } known[] = {
        {"glGetString", reinterpret_cast<Function>(glGetString)},
        {"glGetStringi", reinterpret_cast<Function>(glGetStringi)},
        {"glGetIntegerv", reinterpret_cast<Function>(glGetIntegerv)},
        {"glGetError", reinterpret_cast<Function>(glGetError)},
        {"glBindFramebuffer", reinterpret_cast<Function>(glBindFramebuffer)},
        {"glGetFramebufferAttachmentParameteriv", reinterpret_cast<Function>(glGetFramebufferAttachmentParameteriv)},
    };
    for (const auto& one : known)
        if (one.name == wanted) return one.function;
    return nullptr;
}
