#pragma once
/// The engine for other people's pages, for workers and for Node: flat C functions, exported from engine.wasm.
/// Texts are UTF-8. A returned text is valid until the next call of any function here.
extern "C" {
const char* engine_trace_hash(const char* link, int step); ///< fingerprint of a link's run; empty: no such lesson
double engine_race(const char* optimizer, const char* surface, int steps); ///< steps of one racer in a row; its last height
}
