// Covers the viewport with one triangle.
// u_window: centre and half size of the shown part of the plane.
// Out: v_place, position in the plane; v_light, 1.
uniform vec4 u_window;
out vec2 v_place;
out float v_light;

void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    v_place = u_window.xy + u_window.zw * corner;
    v_light = 1.0;
    gl_Position = vec4(corner, 0.0, 1.0);
}
