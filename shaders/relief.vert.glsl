// Lifts a square grid of u_grid x u_grid cells, two triangles each, to the height map's relief. No vertex buffers.
// u_window: centre and half size of the shown part of the plane. u_camera: clip from model space, where the window is
// [-1, 1] x [-1, 1] and heights go from 0 to u_lift.
// Out: v_place, position in the plane; v_light, brightness of a lamp at the upper left.
uniform vec4 u_window;
uniform mat4 u_camera;
uniform int u_grid;
uniform float u_lift;
out vec2 v_place;
out float v_light;

float relief(vec2 model) { return u_lift * clamp(tone(surface(u_window.xy + u_window.zw * model)), 0.0, 1.0); }

void main() {
    int cell = gl_VertexID / 6, corner = gl_VertexID - cell * 6;
    ivec2 at = ivec2(cell % u_grid, cell / u_grid) +
               ivec2(corner == 1 || corner == 2 || corner == 4 ? 1 : 0, corner == 2 || corner == 4 || corner == 5 ? 1 : 0);
    vec2 model = 2.0 * vec2(at) / float(u_grid) - 1.0;
    float step = 2.0 / float(u_grid);
    vec3 normal = normalize(vec3(relief(model - vec2(step, 0.0)) - relief(model + vec2(step, 0.0)),
                                 relief(model - vec2(0.0, step)) - relief(model + vec2(0.0, step)), 2.0 * step));
    v_place = u_window.xy + u_window.zw * model;
    v_light = 0.62 + 0.42 * max(0.0, dot(normal, normalize(vec3(-0.5, 0.6, 0.8))));
    gl_Position = u_camera * vec4(model, relief(model), 1.0);
}
