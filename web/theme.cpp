#include "web/theme.hpp"

#include <implot.h>

#include "web/font_files.hpp"

namespace web {

namespace {

constexpr ImU32 rgb(unsigned hex) { return IM_COL32(hex >> 16 & 255, hex >> 8 & 255, hex & 255, 255); }

ImVec4 vec(ImU32 color) { return ImGui::ColorConvertU32ToFloat4(color); }

} // namespace

Theme make_theme(bool dark, bool projector, bool fingers) {
    Theme t;
    t.dark = dark, t.fingers = fingers;
    t.scale = projector ? 1.4f : 1.0f;
    if (dark) {
        t.ground = rgb(0x12141A), t.panel = rgb(0x1A1D25), t.text = rgb(0xE8EAF0), t.quiet = rgb(0x9AA3B2);
        t.line = rgb(0x2B303B), t.edge = rgb(0x717A8B), t.accent = rgb(0x7AA2FF), t.warn = rgb(0xF2B84B), t.on_accent = rgb(0x12141A);
        // After Okabe and Ito, in the order of racers, moved until all eight can be told apart by every kind of eyes (tokens.test.mjs).
        t.class_a = rgb(0x5AA2FF), t.class_b = rgb(0xFF9F4A);
        t.series = {rgb(0x1872B2), rgb(0xE69F00), rgb(0x0A9F6F), rgb(0xCC79A7), rgb(0xD55E00), rgb(0x56B4E9), rgb(0x7F7F7F), rgb(0xFFFFFF)};
    } else {
        t.ground = rgb(0xFAFAF7), t.panel = rgb(0xFFFFFF), t.text = rgb(0x1F2430), t.quiet = rgb(0x5B6472);
        t.line = rgb(0xD9DCE3), t.edge = rgb(0x838B98), t.accent = rgb(0x2F5BD7), t.warn = rgb(0x9A5B00), t.on_accent = rgb(0xFFFFFF);
        t.class_a = rgb(0x2B6CB0), t.class_b = rgb(0xBA5610);
        t.series = {rgb(0x086ABE), rgb(0x978F24), rgb(0x019B58), rgb(0xBF6A9A), rgb(0xE75400), rgb(0x2E8FC9), rgb(0x6D6A6F), rgb(0x000000)};
    }
    if (projector) {
        t.ground = t.panel = rgb(0xFFFFFF), t.text = rgb(0x000000), t.quiet = rgb(0x3A404C);
        t.line = rgb(0xB4BAC6), t.edge = rgb(0x5B6472), t.accent = rgb(0x1C46BC), t.warn = rgb(0x7A4700);
    }
    return t;
}

ImU32 faded(ImU32 color, float opacity) {
    const auto alpha = static_cast<ImU32>(static_cast<float>(color >> IM_COL32_A_SHIFT & 255) * opacity);
    return (color & ~IM_COL32_A_MASK) | alpha << IM_COL32_A_SHIFT;
}

ImU32 mixed(ImU32 a, ImU32 b, float t) {
    const ImVec4 x = vec(a), y = vec(b);
    const auto between = [t](float p, float q) { return p + (q - p) * t; };
    return ImGui::ColorConvertFloat4ToU32({between(x.x, y.x), between(x.y, y.y), between(x.z, y.z), between(x.w, y.w)});
}

void apply(const Theme& t) {
    ImGuiStyle& s = ImGui::GetStyle();
    s = ImGuiStyle();
    s.WindowPadding = {0, 0};
    s.WindowBorderSize = 0;
    s.PopupRounding = t.px(8);
    s.PopupBorderSize = 1;
    s.FrameRounding = t.px(6);
    s.FramePadding = {t.px(10), t.px(8)};
    s.ItemSpacing = {t.px(8), t.px(8)};
    s.ItemInnerSpacing = {t.px(8), t.px(4)};
    s.ScrollbarSize = t.px(10);
    s.ScrollbarRounding = t.px(5);
    s.AntiAliasedLinesUseTex = false;
    s.HoverDelayNormal = 0.4f;
    ImVec4* c = s.Colors;
    c[ImGuiCol_Text] = vec(t.text);
    c[ImGuiCol_TextDisabled] = vec(t.quiet);
    c[ImGuiCol_WindowBg] = vec(t.ground);
    c[ImGuiCol_PopupBg] = vec(t.panel);
    c[ImGuiCol_Border] = vec(t.line);
    c[ImGuiCol_Header] = vec(faded(t.accent, 0.16f));
    c[ImGuiCol_HeaderHovered] = vec(faded(t.accent, 0.10f));
    c[ImGuiCol_HeaderActive] = vec(faded(t.accent, 0.22f));
    c[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
    c[ImGuiCol_ScrollbarGrab] = vec(t.line);

    ImPlotStyle& p = ImPlot::GetStyle();
    p = ImPlotStyle();
    p.PlotPadding = {0, 0};
    p.LabelPadding = {t.px(4), t.px(4)};
    p.PlotBorderSize = 0;
    p.MinorAlpha = 0;
    p.MajorTickLen = p.MinorTickLen = {0, 0};
    p.UseLocalTime = false;
    p.Colors[ImPlotCol_FrameBg] = {0, 0, 0, 0};
    p.Colors[ImPlotCol_PlotBg] = {0, 0, 0, 0};
    p.Colors[ImPlotCol_PlotBorder] = {0, 0, 0, 0};
    p.Colors[ImPlotCol_AxisGrid] = vec(t.line);
    p.Colors[ImPlotCol_AxisText] = vec(t.quiet);
    p.Colors[ImPlotCol_AxisBgHovered] = {0, 0, 0, 0};
    p.Colors[ImPlotCol_AxisBgActive] = {0, 0, 0, 0};
}

Fonts load_fonts(const Theme& t, float pixel_ratio) {
    // The subset holds nothing else, so the widest range loads just what is there.
    static constexpr ImWchar everything[] = {0x20, 0xFFFD, 0};
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors;
    // ImGui's size is the height of a line; ours is the em, as in CSS.
    constexpr float line_of_em = 1.21f;
    const auto load = [&](std::span<const unsigned char> file, float css) {
        ImFontConfig config;
        config.FontDataOwnedByAtlas = false;
        config.OversampleH = pixel_ratio < 1.5f ? 2 : 1;
        config.GlyphRanges = everything;
        return atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(file.data()), static_cast<int>(file.size()), t.px(css) * line_of_em * pixel_ratio, &config);
    };
    const FontFiles files = font_files();
    Fonts fonts;
    fonts.text = load(files.regular, 16);
    fonts.strong = load(files.semibold, 16);
    fonts.number = load(files.semibold, 20);
    fonts.tick = load(files.regular, 13);
    for (ImFont* font : {fonts.text, fonts.strong, fonts.number, fonts.tick}) font->Scale = 1 / pixel_ratio;
    return fonts;
}

} // namespace web
