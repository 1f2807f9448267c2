#pragma once
/// A page without a screen: the app on ImGui's own memory, frame by frame.
#include <imgui.h>
#include <implot.h>

#include <map>
#include <string>
#include <vector>

#include "web/app.hpp"

struct TestStage {
    std::vector<std::pair<std::string, std::string>> events;
    ImGuiContext* context = ImGui::CreateContext();
    ImPlotContext* plots = ImPlot::CreateContext();
    web::App app;

    explicit TestStage(std::string_view link, std::string_view page = "")
        : app(page, link, [this](std::string_view event, const std::string& json) { events.emplace_back(event, json); }) {
        enter();
        ImGui::GetIO().IniFilename = nullptr;
        app.resize(1280, 660, 1);
    }
    TestStage(const TestStage&) = delete;
    ~TestStage() {
        enter();
        ImPlot::DestroyContext(plots);
        ImGui::DestroyContext(context);
    }
    /// The stage that is drawn and pressed from here on, where a test has several.
    void enter() {
        ImGui::SetCurrentContext(context);
        ImPlot::SetCurrentContext(plots);
    }
    void frame(float seconds = 1.0f / 60) {
        ImGuiIO& io = ImGui::GetIO();
        if (app.fonts_are_stale()) {
            app.load_fonts();
            unsigned char* pixels;
            int width, height;
            io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        }
        io.DisplaySize = app.size();
        io.DeltaTime = seconds;
        ImGui::NewFrame();
        app.draw(seconds);
        ImGui::Render();
    }
    void frames(int n) {
        while (n-- > 0) frame();
    }
    void press(float x, float y) {
        ImGuiIO& io = ImGui::GetIO();
        io.AddMousePosEvent(x, y);
        frame();
        io.AddMouseButtonEvent(0, true);
        frame();
        io.AddMouseButtonEvent(0, false);
        frames(2);
    }
    int count(std::string_view event) const {
        int n = 0;
        for (const auto& [name, json] : events) n += name == event;
        return n;
    }
};
