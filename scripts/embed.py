#!/usr/bin/env python3
"""embed.py shaders|font FOLDER FILE...: writes FOLDER/<kind>.hpp and .cpp with the files' contents as C++ constants.

heat_map.glsl becomes `shader_heat_map` (text), inter-semibold.otf becomes `font_inter_semibold` and its `_size`.
"""
import pathlib
import re
import sys


def identifier(kind, path):
    return kind + "_" + re.sub(r"\W", "_", path.stem)


def shaders(path):
    name = identifier("shader", path)
    return f"extern const std::string_view {name};", f'const std::string_view {name} = R"glsl({path.read_text()})glsl";'


def font(path):
    name, data = identifier("font", path), path.read_bytes()
    rows = "".join(",".join(map(str, data[i : i + 32])) + ",\n" for i in range(0, len(data), 32))
    return (
        f"extern const unsigned char {name}[];\nextern const unsigned {name}_size;",
        f"const unsigned char {name}[] = {{\n{rows}}};\nconst unsigned {name}_size = sizeof {name};",
    )


kind, folder, files = sys.argv[1], pathlib.Path(sys.argv[2]), [pathlib.Path(f) for f in sys.argv[3:]]
declarations, definitions = zip(*map({"shaders": shaders, "font": font}[kind], files)) if files else ((), ())
folder.mkdir(parents=True, exist_ok=True)
(folder / f"{kind}.hpp").write_text("\n".join(("#pragma once", "#include <string_view>\n", *declarations, "")))
(folder / f"{kind}.cpp").write_text("\n".join((f'#include "{kind}.hpp"\n', *definitions, "")))
