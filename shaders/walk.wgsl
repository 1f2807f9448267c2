// Part `walk` (needs `formula`): the surface that a walk is on, and the walk's state from dispatch to dispatch. The kernel's data begin
// with kappa, and cosine and sine of the surface's turn.
fn turned(p: vec2f) -> vec3f {
    let c = data[1];
    let s = data[2];
    return formula(vec3f(c * p.x + s * p.y, 1.0, 0.0), vec3f(c * p.y - s * p.x, 0.0, 1.0), data[0]);
}
fn height_at(p: vec2f) -> f32 { return turned(p).x; }
fn slope_at(p: vec2f) -> vec2f {
    let f = turned(p);
    return vec2f(data[1] * f.y - data[2] * f.z, data[2] * f.y + data[1] * f.z);
}
fn largest(v: vec2f) -> f32 { return max(abs(v.x), abs(v.y)); }

fn keep(k: u32, pixel: u32, v: vec2f) {
    state[k * tile.count + pixel] = v.x;
    state[(k + 1u) * tile.count + pixel] = v.y;
}
fn kept(k: u32, pixel: u32) -> vec2f { return vec2f(state[k * tile.count + pixel], state[(k + 1u) * tile.count + pixel]); }
