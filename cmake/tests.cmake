# Unit tests (native, with sanitizers, and in Node when built with Emscripten) and fuzz targets.
downhill_sources(unit_sources tests/unit/*.cpp)
if(unit_sources AND NOT DOWNHILL_FUZZ)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/doctest_main.cpp
        CONTENT "#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n")
    add_executable(unit ${unit_sources} ${CMAKE_BINARY_DIR}/doctest_main.cpp)
    target_include_directories(unit SYSTEM PRIVATE ${deps}/doctest-dev/usr/include)
    target_compile_definitions(unit PRIVATE DOWNHILL_TESTS="${CMAKE_SOURCE_DIR}/tests") # where golden/ is
    target_link_libraries(unit PRIVATE web_core font_inside engine_api warnings)
    if(EMSCRIPTEN)
        target_link_options(unit PRIVATE
            -sENVIRONMENT=node -sNODERAWFS # golden files are read from the disk
            -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1mb -sEXIT_RUNTIME)
    endif()
endif()

if(EMSCRIPTEN) # what a link computes, for Node: tests/browser/replay.test.mjs compares it with the page's
    add_executable(lessons ${CMAKE_SOURCE_DIR}/tests/browser/lessons.cpp)
    target_link_libraries(lessons PRIVATE engine warnings)
    target_link_options(lessons PRIVATE -sMODULARIZE -sEXPORT_ES6 -sENVIRONMENT=node -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1mb --no-entry
        -sEXPORTED_FUNCTIONS=_trace_hash_of -sEXPORTED_RUNTIME_METHODS=ccall)
    set_target_properties(lessons PROPERTIES SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endif()

if(DOWNHILL_FUZZ)
    downhill_sources(fuzz_sources tests/fuzz/*_fuzz.cpp)
    foreach(file ${fuzz_sources})
        cmake_path(GET file STEM name)
        add_executable(${name} ${file})
        target_link_libraries(${name} PRIVATE engine warnings)
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
        set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
    endforeach()
    set_target_properties(imgui assets web_core engine_api PROPERTIES EXCLUDE_FROM_ALL TRUE)
endif()
