# Library `assets`: what the program carries inside itself.
#   generated/shaders.hpp  const std::string_view shader_<file>, for each shaders/*.glsl
#   generated/font.hpp     const unsigned char font_inter[], font_inter_semibold[], and their _size
# Beside it fonts/*.woff2 and fonts/LICENSE.txt for the page.
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

add_library(assets STATIC ${generated}/shaders.cpp ${generated}/font.cpp ${generated}/shaders.hpp ${generated}/font.hpp)
target_include_directories(assets PUBLIC ${CMAKE_BINARY_DIR}/include)
