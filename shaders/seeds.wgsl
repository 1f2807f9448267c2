// Job `seeds` (engine/jobs/seeds.hpp): a walk on a surface for each seed (column) and optimizer (row).
// data: kappa, cosine and sine of the surface's turn, how far counts as gone; of each column the start; of each column and step the
// noise, where there is any; of each row the rule and its scalars. state: the point, then what the rule remembers. A step is one of the walk.
// parts: math formula optimizers walk
override looks: u32;
override steps: u32;
override starts_at: u32;
override noise_at: u32;
override noisy: u32;
override rules_at: u32;

// After how many steps a look is taken.
fn step_of_look(look: u32) -> u32 { return (look + 1u) * steps / looks; }

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = pixel_of(id);
    if (pixel >= tile.count) { return; }
    let at = place(pixel);
    let rule_at = rules_at + at.y * (1u + numbers_each_step * steps);
    let rule = u32(data[rule_at]);
    let start = starts_at + 2u * at.x;
    var w = vec2f(data[start], data[start + 1u]);
    var memory = Memory(vec2f(0.0), vec2f(0.0), vec2f(0.0));
    if (tile.first_step > 0u) {
        w = kept(0u, pixel);
        memory = Memory(kept(2u, pixel), kept(4u, pixel), kept(6u, pixel));
    }
    var look = (tile.first_step * looks) / steps;
    while (step_of_look(look) <= tile.first_step) { look++; }
    for (var t = tile.first_step; t < tile.end_step; t++) {
        if (largest(w) < data[3]) {
            var slope = slope_at(w);
            if (noisy == 1u) {
                let noise = noise_at + 2u * (at.x * steps + t);
                slope += vec2f(data[noise], data[noise + 1u]);
            }
            w = after_step(rule, rule_at + 1u, t, &memory, w, slope);
        }
        while (look < looks && step_of_look(look) == t + 1u) {
            result[look * tile.count + pixel] = height_at(w);
            look++;
        }
    }
    keep(0u, pixel, w);
    keep(2u, pixel, memory.a); keep(4u, pixel, memory.b); keep(6u, pixel, memory.c);
}
