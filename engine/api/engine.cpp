#include "engine/api/engine.hpp"

#include <string>

#include "engine/lessons/lessons.hpp"
#include "engine/lessons/valley.hpp"

extern "C" {

const char* engine_trace_hash(const char* link, int step) {
    static std::string result;
    std::vector<nn::Rejection> rejected;
    result = nn::trace_hash(link, step, rejected);
    return result.c_str();
}

double engine_race(const char* optimizer, const char* surface, int steps) {
    std::vector<nn::Rejection> rejected;
    const nn::Valley setup = nn::Valley::from_link("surface=" + std::string(surface) + "&target=1e-12&racers=" + optimizer, rejected);
    nn::Course course;
    course.landscape = nn::Landscape(setup.surface, setup.kappa, setup.theta, setup.f);
    course.start = {static_cast<float>(setup.start_x), static_cast<float>(setup.start_y)};
    course.goal = -1e30f;
    nn::Trace trace(setup.racers.front(), course);
    trace.extend(course, steps);
    return trace.value(trace.steps());
}

} // extern "C"
