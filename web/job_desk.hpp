#pragma once
/// Between a demo that wants something computed and the page that has it done tile by tile (web/page/jobs/*.mjs).
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/jobs/job.hpp"

namespace web {

using nn::JobOrder;

/// How far it is and who does it, in words.
struct JobState {
    std::string runner;  ///< cpu, workers, webgpu; empty: none yet
    std::string words;   ///< the runner and what the trial measured
    std::string error;   ///< no runner could do it, and why
    double share = 0;    ///< of the pixels
    bool done = false;
};

class JobDesk {
public:
    /// The order in force; nothing: none. True where it is another one than before, which the page is to be told.
    bool place(std::shared_ptr<const JobOrder> order);
    /// How much of this work is done, 0 to 1; 1 where there is none to do.
    double share_of(const std::shared_ptr<const JobOrder>& work) const { return !work ? 1 : work != order_ ? 0 : state_.done ? 1 : state_.share; }
    bool is_current(int number) const { return order_ && number == number_; }

    /// JSON: {id, key, settings, arrays: [counts]}; an empty key where there is none.
    std::string order() const;
    std::span<const float> array(int i) const;
    /// Where the page puts a tile's values.
    std::span<float> room(int count);
    std::span<const float> values() const { return room_; }

    const JobState& state() const { return state_; }
    void set_state(JobState state) { state_ = std::move(state); }

private:
    std::shared_ptr<const JobOrder> order_;
    int number_ = 0;
    std::vector<float> room_;
    JobState state_;
};

} // namespace web
