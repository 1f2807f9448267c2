#include <GLES3/gl3.h>

#include <map>
#include <string>

#include "generated/shaders.hpp"
#include "web/picture.hpp"
#include "web/render/gl.hpp"

namespace web {

namespace {

constexpr int grid = 96;

/// A linked program and the places of its uniforms.
struct Program {
    GLuint id = 0;
    GLint shape, tone, lines, colors, pixel, void_color, window, camera, grid, lift, heights, heights_window;
};

/// Everything that lives on the card. Forgotten when the context is lost.
struct Card {
    std::map<std::string, Program, std::less<>> programs; ///< by kind and surface text
    GLuint colors = 0, nothing = 0, heights = 0;
    int heights_version = 0; ///< of the grid that `heights` holds
};

Card& card() {
    static Card instance;
    return instance;
}

GLuint compile(GLenum kind, const std::string& source) {
    const GLuint shader = glCreateShader(kind);
    const char* text = source.c_str();
    glShaderSource(shader, 1, &text, nullptr);
    glCompileShader(shader);
    return shader;
}

const Program& program_for(const Picture& picture) {
    const std::string surface = picture.heights ? std::string(shader_sampled) : picture.glsl, key = (picture.relief ? "relief\n" : "map\n") + surface;
    if (const auto found = card().programs.find(key); found != card().programs.end()) return found->second;
    const std::string head = "#version 300 es\nprecision highp float;\nprecision highp int;\nuniform vec4 u_shape;\n" + surface + "\n" +
                             std::string(shader_tone);
    const GLuint vertex = compile(GL_VERTEX_SHADER, head + std::string(picture.relief ? shader_relief_vert : shader_map_vert));
    const GLuint fragment = compile(GL_FRAGMENT_SHADER, head + std::string(shader_map_frag));
    Program p;
    p.id = glCreateProgram();
    glAttachShader(p.id, vertex);
    glAttachShader(p.id, fragment);
    glLinkProgram(p.id);
    GLint linked = 0;
    glGetProgramiv(p.id, GL_LINK_STATUS, &linked);
    if (!linked) {
        char log[400] = "";
        glGetShaderInfoLog(fragment, sizeof log, nullptr, log);
        report_gl_error(log);
    }
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    const auto at = [&](const char* name) { return glGetUniformLocation(p.id, name); };
    p.shape = at("u_shape"), p.tone = at("u_tone"), p.lines = at("u_lines"), p.colors = at("u_colors"), p.pixel = at("u_pixel");
    p.void_color = at("u_void"), p.window = at("u_window"), p.camera = at("u_camera"), p.grid = at("u_grid"), p.lift = at("u_lift");
    p.heights = at("u_heights"), p.heights_window = at("u_heights_window");
    // Typed formulas come one per keystroke: old programs make room.
    if (card().programs.size() > 24) {
        for (auto& [text, old] : card().programs) glDeleteProgram(old.id);
        card().programs.clear();
    }
    return card().programs.emplace(key, p).first->second;
}

void make_tables() {
    if (card().colors) return;
    ImU32 colors[256];
    for (int i = 0; i < 256; ++i) colors[i] = color_at(static_cast<float>(i) / 255);
    glGenTextures(1, &card().colors);
    glBindTexture(GL_TEXTURE_2D, card().colors);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 256, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, colors);
    for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
    for (const GLenum wrap : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
    glGenVertexArrays(1, &card().nothing);
}

/// The grid as a texture in unit 1.
void load_heights(const Program& program, const HeightGrid& grid_of_heights) {
    const nn::Box& box = grid_of_heights.box();
    glActiveTexture(GL_TEXTURE1);
    if (!card().heights) glGenTextures(1, &card().heights);
    glBindTexture(GL_TEXTURE_2D, card().heights);
    if (card().heights_version != grid_of_heights.version()) {
        glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
        glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, grid_of_heights.width(), grid_of_heights.height(), 0, GL_RED, GL_FLOAT, grid_of_heights.data());
        for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) glTexParameteri(GL_TEXTURE_2D, filter, GL_NEAREST);
        card().heights_version = grid_of_heights.version();
    }
    glActiveTexture(GL_TEXTURE0);
    glUniform1i(program.heights, 1);
    glUniform4f(program.heights_window, (box.x_min + box.x_max) / 2, (box.y_min + box.y_max) / 2, (box.x_max - box.x_min) / 2, (box.y_max - box.y_min) / 2);
}

void render(const ImDrawList*, const ImDrawCmd* command) {
    const Picture& p = *static_cast<const Picture*>(command->UserCallbackData);
    make_tables();
    const Program& program = program_for(p);
    const ImGuiIO& io = ImGui::GetIO();
    const float s = p.pixel_ratio, bottom = io.DisplaySize.y - p.rect.bottom();
    const auto px = [s](float v) { return static_cast<GLint>(v * s + 0.5f); };
    glViewport(px(p.rect.x), px(bottom), px(p.rect.w), px(p.rect.h));
    glScissor(px(p.rect.x), px(bottom), px(p.rect.w), px(p.rect.h));
    glEnable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
    if (p.relief) {
        glEnable(GL_DEPTH_TEST);
        glDepthFunc(GL_LESS);
        glClear(GL_DEPTH_BUFFER_BIT);
    }
    glUseProgram(program.id);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, card().colors);
    const auto [a, b] = p.tone.coefficients();
    const float per_unit = p.tone.log ? 0.30102999566f / p.tone.line_spacing : 1 / p.tone.line_spacing;
    const ImVec4 missing = ImGui::ColorConvertU32ToFloat4(p.missing);
    glUniform1i(program.colors, 0);
    if (p.heights) load_heights(program, *p.heights);
    glUniform4fv(program.shape, 1, p.shape.data());
    glUniform4f(program.tone, p.tone.floor, p.tone.log ? 1.0f : 0.0f, a, b);
    glUniform1f(program.lines, per_unit);
    glUniform1f(program.pixel, s);
    glUniform3f(program.void_color, missing.x, missing.y, missing.z);
    glUniform4fv(program.window, 1, p.window.data());
    glBindVertexArray(card().nothing);
    if (p.relief) {
        glUniformMatrix4fv(program.camera, 1, GL_FALSE, p.camera.data());
        glUniform1i(program.grid, grid);
        glUniform1f(program.lift, p.lift);
        glDrawArrays(GL_TRIANGLES, 0, grid * grid * 6);
        glDisable(GL_DEPTH_TEST);
    } else {
        glDrawArrays(GL_TRIANGLES, 0, 3);
    }
}

} // namespace

void draw_picture(ImDrawList& draw, const Picture& picture) {
    draw.AddCallback(render, const_cast<Picture*>(&picture));
    draw.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void forget_pictures() { card() = Card(); }

} // namespace web
