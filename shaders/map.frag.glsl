// Colours a height from the exact function at every pixel, with contour lines that stay one CSS pixel wide at any zoom.
// u_colors: 256 x 1, low to high. u_pixel: device pixels in a CSS pixel. u_void: where the function has no value.
uniform sampler2D u_colors;
uniform float u_pixel;
uniform vec3 u_void;
in vec2 v_place;
in float v_light;
out vec4 color;

// How much ink a line of one CSS pixel leaves here. `rate`: lines per device pixel; where they are dense they fade.
float line(float coordinate, float rate) {
    float pixels = abs(fract(coordinate + 0.5) - 0.5) / rate;
    float ink = 1.0 - smoothstep(0.5 * u_pixel - 0.5, 0.5 * u_pixel + 0.5, pixels);
    return ink * (1.0 - smoothstep(0.12, 0.35, rate * u_pixel));
}

void main() {
    float height = surface(v_place);
    if (isnan(height) || isinf(height)) {
        color = vec4(u_void, 1.0);
        return;
    }
    float t = clamp(tone(height), 0.0, 1.0);
    vec3 base = texture(u_colors, vec2((t * 255.0 + 0.5) / 256.0, 0.5)).rgb * v_light;
    float level = above(height) * u_lines, rate = max(fwidth(level), 1e-12);
    float ink = max(0.35 * line(level, rate), 0.60 * line(level / 5.0, rate / 5.0));
    // Light lines on dark ground, dark lines on light ground.
    float luminance = dot(base, vec3(0.2126, 0.7152, 0.0722));
    color = vec4(mix(base, vec3(luminance < 0.45 ? 1.0 : 0.0), ink * 0.6), 1.0);
}
