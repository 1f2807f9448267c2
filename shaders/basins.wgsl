// Job `basins` (engine/jobs/basins.hpp): where an optimizer comes to from each start on a surface.
// data: kappa, cosine and sine of the surface's turn, the lengths far, near, slow and still, steps; of each column x and of each
// row y of the start; the known minima; the optimizer's scalars. state: the point, then what the rule remembers.
// parts: math formula optimizers walk
override rule: u32;
override rows_at: u32;
override minima_at: u32;
override minima: u32;
override rule_at: u32;

const columns_at = 8u;
const diverged = -1.0;
const restless = -2.0;
const elsewhere = -3.0;
const still_going = -4.0;

// What a run has come to that moved from `before` to `at` in its step t.
fn reached(before: vec2f, at: vec2f, t: u32) -> f32 {
    if (!(largest(at) < data[3])) { return diverged; }
    let moved = largest(at - before);
    if (moved < data[5]) {
        for (var i = 0u; i < minima; i++) {
            if (largest(at - vec2f(data[minima_at + 2u * i], data[minima_at + 2u * i + 1u])) < data[4]) { return f32(i); }
        }
    }
    if (moved < data[6]) { return elsewhere; }
    if (f32(t + 1u) == data[7]) { return select(restless, elsewhere, moved < data[5]); }
    return still_going;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = pixel_of(id);
    if (pixel >= tile.count) { return; }
    let start = place(pixel);
    var w = vec2f(data[columns_at + start.x], data[rows_at + start.y]);
    var memory = Memory(vec2f(0.0), vec2f(0.0), vec2f(0.0));
    if (tile.first_step == 0u) {
        result[pixel] = still_going;
    } else {
        w = kept(0u, pixel);
        memory = Memory(kept(2u, pixel), kept(4u, pixel), kept(6u, pixel));
    }
    if (result[pixel] != still_going) { return; }
    var came_to = still_going;
    var t = tile.first_step;
    for (; t < tile.end_step && came_to == still_going; t++) {
        let before = w;
        w = after_step(rule, rule_at, t, &memory, w, slope_at(w));
        came_to = reached(before, w, t);
    }
    if (came_to != still_going) {
        result[pixel] = came_to;
        result[tile.count + pixel] = f32(t);
        result[2u * tile.count + pixel] = w.x;
        result[3u * tile.count + pixel] = w.y;
        return;
    }
    keep(0u, pixel, w);
    keep(2u, pixel, memory.a); keep(4u, pixel, memory.b); keep(6u, pixel, memory.c);
}
