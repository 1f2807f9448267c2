#include <doctest/doctest.h>

#include "stage.hpp"

TEST_CASE("every demo draws its first picture and says that it is ready") {
    for (const web::Demo& demo : web::demos) {
        CAPTURE(demo.key);
        for (const float width : {390.0f, 1280.0f, 1920.0f}) {
            TestStage stage(demo.key);
            stage.app.resize(width, 700, 1);
            stage.frames(20);
            CHECK(stage.count("ready") == 1);
            CHECK(stage.count("rejected") == 0);
            CHECK(ImGui::GetDrawData()->TotalVtxCount > 1000);
        }
    }
}
