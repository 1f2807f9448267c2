// Height to place in the colour map, 0 to 1 inside its range, and to contour coordinate (whole where a line is).
// The same as struct Tone in web/color_map.hpp.
// u_tone: floor, 1 where logarithmic, a, b of a + b * log2(height - floor) or a + b * height.
// u_lines: contour lines per unit of log2(height - floor) or of height.
uniform vec4 u_tone;
uniform float u_lines;

float above(float height) { return u_tone.y > 0.5 ? log2(max(height - u_tone.x, 1e-30)) : height; }
float tone(float height) { return u_tone.z + u_tone.w * above(height); }
