#include "engine/lessons/lessons.hpp"

#include <algorithm>

#include "engine/lessons/descent.hpp"
#include "engine/lessons/init.hpp"
#include "engine/lessons/landscape.hpp"
#include "engine/lessons/playground.hpp"
#include "engine/lessons/race.hpp"
#include "engine/lessons/trainability.hpp"
#include "engine/lessons/valley.hpp"

namespace nn {

namespace {

template <class Setup, class Run>
std::string hash_of(std::string_view query, int step, std::vector<Rejection>& rejected) {
    return Run(Setup::from_link(query, rejected)).hash(step);
}

struct Lesson {
    std::string_view key;
    std::string (*hash)(std::string_view query, int step, std::vector<Rejection>& rejected);
};
constexpr Lesson lessons[] = {
    {"valley", hash_of<Valley, ValleyRace>},
    {"descent", hash_of<DescentSetup, DescentRun>},
    {"init", hash_of<InitSetup, InitRun>},
    {"playground", hash_of<PlaygroundSetup, PlaygroundRun>},
    {"race", hash_of<RaceSetup, Race>},
    {"trainability", hash_of<TrainabilityMap, TrainabilityRun>},
    {"landscape", hash_of<LandscapeSetup, LandscapeRun>},
};

} // namespace

std::string trace_hash(std::string_view link, int step, std::vector<Rejection>& rejected) {
    const std::size_t mark = std::min(link.find('?'), link.size());
    for (const Lesson& lesson : lessons)
        if (lesson.key == link.substr(0, mark)) return lesson.hash(link.substr(std::min(mark + 1, link.size())), step, rejected);
    return {};
}

} // namespace nn
