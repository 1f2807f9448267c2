#pragma once
/// What stands under a picture that a job gives: how far it is and who computes it.
#include "web/stage.hpp"

namespace web {

/// A thin bar at the top of `r`, as far as the share; nothing once it is all there.
void draw_job_bar(const Stage&, Rect r, double share);

/// The runner and what the trial measured, or why nothing could be computed, in small type.
void draw_runner(const Stage&, Rect line);

} // namespace web
