// The lessons alone, for Node: the same sources as the page's, in a program of their own.
#include "engine/lessons/lessons.hpp"

extern "C" const char* trace_hash_of(const char* link, int step) {
    static std::string hash; // JavaScript reads it after the call
    std::vector<nn::Rejection> rejected;
    hash = nn::trace_hash(link, step, rejected);
    return rejected.empty() ? hash.c_str() : "";
}
