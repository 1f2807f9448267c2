#include "web/job_line.hpp"

#include "web/job_desk.hpp"
#include "web/marks.hpp"
#include "web/widgets.hpp"

namespace web {

void draw_job_bar(const Stage& s, Rect r, double share) {
    if (share >= 1) return;
    s.draw->AddRectFilled(r.min(), {r.right(), r.y + s.px(2)}, s.theme->line);
    s.draw->AddRectFilled(r.min(), {r.x + r.w * static_cast<float>(share), r.y + s.px(2)}, s.theme->accent);
}

void draw_runner(const Stage& s, Rect line) {
    if (!s.job) return;
    const bool failed = !s.job->error.empty();
    label(s, line, fitted(s.fonts->tick, failed ? "⚠ " + s.job->error : s.job->words, line.w), failed ? s.theme->warn : s.theme->quiet, s.fonts->tick);
}

} // namespace web
