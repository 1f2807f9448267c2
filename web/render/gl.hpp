#pragma once
/// The graphics card's side of the pictures.

namespace web {

/// The context was lost, and everything on the card with it.
void forget_pictures();
void forget_rasters();

/// Tells the page what the driver says of a shader that it refused.
void report_gl_error(const char* message);

} // namespace web
