# The two WebAssembly programs. scripts/package.mjs makes dist/ of what lies in programs/ and fonts/.

add_library(program_flags INTERFACE) # of both programs
target_link_options(program_flags INTERFACE
    -sMODULARIZE -sEXPORT_ES6       # the glue is an ES module that exports one function
    -sALLOW_MEMORY_GROWTH           # a learner's data set has no size that we know
    -sFILESYSTEM=0                  # no files in a page: 40 kB less
    -sDYNAMIC_EXECUTION=0           # no eval: the page's Content-Security-Policy forbids it
    -sINCOMING_MODULE_JS_API=wasmBinary,instantiateWasm,locateFile,canvas,arguments,print,printErr,onAbort,noInitialRun
    -sEXPORTED_RUNTIME_METHODS=cwrap,ccall,UTF8ToString,stringToNewUTF8,HEAPU8,HEAPF32,HEAP32)

add_custom_target(programs) # all that dist/ is made of

# downhill_program(<target> <file name> <exported function>...)
function(downhill_program target name)
    list(JOIN ARGN , exports)
    target_link_libraries(${target} PRIVATE program_flags warnings)
    target_link_options(${target} PRIVATE -sEXPORTED_FUNCTIONS=_malloc,_free,${exports})
    set_target_properties(${target} PROPERTIES
        OUTPUT_NAME ${name} SUFFIX .mjs RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/programs)
    add_dependencies(programs ${target})
endfunction()

# engine.wasm with its glue: every function declared in engine/api/engine.hpp, for engine/api/*.mjs to call; no main.
downhill_exports(exports ${CMAKE_SOURCE_DIR}/engine/api/engine.hpp)
file(TOUCH ${CMAKE_BINARY_DIR}/engine_wasm.cpp)
add_executable(engine_wasm ${CMAKE_BINARY_DIR}/engine_wasm.cpp)
downhill_program(engine_wasm engine ${exports})
target_link_libraries(engine_wasm PRIVATE engine_api)
target_link_options(engine_wasm PRIVATE -Oz -sMALLOC=emmalloc --no-entry -sENVIRONMENT=web,worker,node)

# playground.mjs: the page's program, with every function declared in web/exports.hpp.
add_custom_target(fonts DEPENDS ${fonts}/inter.otf) # for dist/
downhill_sources(screen web/main.cpp web/render/*.cpp web/platform/*.cpp)
if(EXISTS ${CMAKE_SOURCE_DIR}/web/main.cpp)
    downhill_exports(exports ${CMAKE_SOURCE_DIR}/web/exports.hpp)
    add_executable(playground ${screen})
    downhill_program(playground playground _main ${exports})
    target_link_libraries(playground PRIVATE web_core imgui_backends)
    add_dependencies(playground fonts)
    target_link_options(playground PRIVATE
        -Oz -sMALLOC=emmalloc
        -sENVIRONMENT=web
        -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 # no WebGL 1 code
        -sGL_ENABLE_GET_PROC_ADDRESS=0              # web/platform/gl_by_name.cpp
        -sBINARYEN_EXTRA_PASSES=gufa-optimizing,precompute,vacuum # 1 kB
        -sSTACK_SIZE=1mb)                         # the default is 64 kB; lessons keep small arrays there
endif()
