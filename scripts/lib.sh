# shellcheck shell=bash
# Shared by the scripts in this folder: where things are, how to speak, how to stop.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/downhill # all that outlives a checkout
deps=$root/build/deps                          # links to the unpacked dependencies; CMake looks here, too

export DOWNHILL_NPM=$deps/npm                                                      # holds node_modules
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 # a fresh clone finds it warm

say() { printf '%s: %s\n' "${0##*/}" "$*"; }
die() {
    say "$*" >&2
    exit 1
}

# Prints the comment at the top of the calling script and ends, if --help is among the arguments.
help_if_asked() {
    [[ " $* " != *" --help "* && " $* " != *" -h "* ]] || {
        sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"
        exit 0
    }
}

# build_preset <preset> [<target>...]: configures once, then builds. Quiet unless it fails.
build_preset() {
    local preset=$1 log=$root/build/$1.log
    shift
    say "building $preset"
    cd "$root" || exit
    if ! { [ -e "build/$preset/build.ninja" ] || cmake --preset "$preset"; } >"$log" 2>&1 ||
        ! cmake --build --preset "$preset" ${1:+--target "$@"} >>"$log" 2>&1; then
        sed -n '/^FAILED\|^CMake Error/,$p' "$log" | head -n 40 >&2
        die "building $preset failed; all of the output is in build/$preset.log"
    fi
}

# dist/engine.mjs and engine.wasm alone.
build_engine() {
    build_preset web engine_wasm
    node "$root/scripts/package_engine.mjs"
}

# The page: both programs, then dist/, with posters where a browser can draw them.
build_web() {
    build_preset web programs
    say "packaging dist/"
    node "$root/scripts/package.mjs"
    CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
    export CHROMIUM
    if [ -x "$CHROMIUM" ]; then
        node "$root/scripts/posters.mjs"
    else
        say "no chromium here, so no posters: links, print and embeds have no still to show. scripts/posters.mjs adds them"
    fi
}
