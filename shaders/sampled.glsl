// A surface that is known on a grid: Catmull-Rom between its values, which keeps to them and has a continuous slope, but
// never beyond the nearest four, so that no floor is undershot.
// u_heights: a texel a value, row 0 at the lowest y. u_heights_window: centre and half size of what they cover; the middles of
// the outer texels lie half a texel inside. Outside of it there is no value.
uniform highp sampler2D u_heights;
uniform vec4 u_heights_window;

float height_at(ivec2 at, ivec2 size) { return texelFetch(u_heights, clamp(at, ivec2(0), size - 1), 0).r; }

vec4 weights(float t) {
    vec4 p = vec4(1.0, t, t * t, t * t * t);
    return 0.5 * vec4(dot(p, vec4(0.0, -1.0, 2.0, -1.0)), dot(p, vec4(2.0, 0.0, -5.0, 3.0)), dot(p, vec4(0.0, 1.0, 4.0, -3.0)), dot(p, vec4(0.0, 0.0, -1.0, 1.0)));
}

float surface(vec2 p) {
    ivec2 size = textureSize(u_heights, 0);
    vec2 place = ((p - u_heights_window.xy) / u_heights_window.zw * 0.5 + 0.5) * vec2(size) - 0.5;
    if (any(lessThan(place, vec2(-0.5))) || any(greaterThan(place, vec2(size) - 0.5))) return uintBitsToFloat(0x7fc00000u);
    ivec2 at = ivec2(floor(place));
    vec2 t = place - vec2(at);
    vec4 across = weights(t.x), up = weights(t.y);
    float sum = 0.0, low = 3.0e38, high = -3.0e38;
    for (int j = 0; j < 4; ++j)
        for (int i = 0; i < 4; ++i) {
            float h = height_at(at + ivec2(i - 1, j - 1), size);
            sum += across[i] * up[j] * h;
            if (i == 1 || i == 2) {
                if (j == 1 || j == 2) {
                    low = min(low, h);
                    high = max(high, h);
                }
            }
        }
    return isnan(sum) ? sum : clamp(sum, low, high);
}
