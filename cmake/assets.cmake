# Libraries of what the program carries inside itself: `assets`, and `font_inside` where no page gives it the font.
#   generated/shaders.hpp  const std::string_view shader_<file>, for each shaders/*.glsl
#   generated/font.hpp     const unsigned char font_inter[], font_inter_semibold[], and their _size
# Beside it fonts/*.otf and fonts/LICENSE.txt for the page.
set(generated ${CMAKE_BINARY_DIR}/include/generated)
set(python /usr/bin/python3) # Debian's own, which python3-fonttools belongs to

downhill_sources(shaders shaders/*.glsl)
add_custom_command(OUTPUT ${generated}/shaders.hpp ${generated}/shaders.cpp
    COMMAND ${python} ${CMAKE_SOURCE_DIR}/scripts/embed.py shaders ${generated} ${shaders}
    DEPENDS ${CMAKE_SOURCE_DIR}/scripts/embed.py ${shaders}
    COMMENT "Embedding the shaders" VERBATIM)

set(fonts ${CMAKE_BINARY_DIR}/fonts)
file(REAL_PATH ${deps}/fonts-inter/usr inter_folder)
add_custom_command(OUTPUT ${fonts}/inter.otf ${fonts}/inter-semibold.otf ${fonts}/LICENSE.txt
    COMMAND ${python} ${CMAKE_SOURCE_DIR}/scripts/font.py ${inter_folder} ${fonts}
    DEPENDS ${CMAKE_SOURCE_DIR}/scripts/font.py
    COMMENT "Cutting the font down to the characters in use" VERBATIM)
add_custom_command(OUTPUT ${generated}/font.hpp ${generated}/font.cpp
    COMMAND ${python} ${CMAKE_SOURCE_DIR}/scripts/embed.py font ${generated} ${fonts}/inter.otf ${fonts}/inter-semibold.otf
    DEPENDS ${CMAKE_SOURCE_DIR}/scripts/embed.py ${fonts}/inter.otf ${fonts}/inter-semibold.otf
    COMMENT "Embedding the font" VERBATIM)

add_library(assets STATIC ${generated}/shaders.cpp ${generated}/shaders.hpp)
target_include_directories(assets PUBLIC ${CMAKE_BINARY_DIR}/include)
add_library(font_inside STATIC ${generated}/font.cpp ${generated}/font.hpp ${CMAKE_SOURCE_DIR}/web/font_inside/font_files.cpp)
target_link_libraries(font_inside PUBLIC assets)
target_include_directories(font_inside PUBLIC ${CMAKE_SOURCE_DIR})

# licenses.txt, to be shipped with the programs: whose work is inside.
file(READ ${CMAKE_SOURCE_DIR}/LICENSE notices)
set(notices "Downhill\n\n${notices}
Under the same terms: Emscripten's run-time library, Copyright 2010 The Emscripten Authors; musl, Copyright 2005 Rich Felker
and others.\n")
foreach(part "Dear ImGui|imgui/LICENSE.txt" "ImPlot|satdump/src-core/imgui/implot/implot.h" "SDL|libsdl2/LICENSE.txt"
        "xtensor|libxtensor-dev/usr/share/doc/libxtensor-dev/copyright" "xtl|xtl-dev/usr/share/doc/xtl-dev/copyright"
        "xsimd|libxsimd-dev/usr/share/doc/libxsimd-dev/copyright" "Inter|fonts-inter/usr/share/doc/fonts-inter/copyright")
    string(REGEX REPLACE "\\|.*" "" name ${part})
    string(REGEX REPLACE ".*\\|" "" file ${part})
    file(READ ${deps}/${file} text)
    string(REGEX REPLACE "\n// ImPlot v.*" "\n" text "${text}") # of a header only the first comment
    string(APPEND notices "\n\n${name}\n\n${text}")
endforeach()
file(WRITE ${CMAKE_BINARY_DIR}/licenses.txt "${notices}")
