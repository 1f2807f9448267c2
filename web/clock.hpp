#pragma once
/// Time for budgets of a frame. No run depends on it.
#include <chrono>

namespace web {

/// Seconds since some moment.
inline double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

} // namespace web
