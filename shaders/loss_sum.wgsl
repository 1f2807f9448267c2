// Part `loss_sum` (needs `math`, `losses`): the loss at each pixel's place on a plane through parameter space, the samples four
// at a time. The kernel gives weights_at(pixel, a, b), called once before the first sample, forward4(), which takes input4(k), and
// prediction4(k).
// data: a of pixel 0 and its step to the next pixel, the same of b, what the sum is divided by, two settings of the loss, the number of samples;
//   the parameters in the middle of the plane, its two directions; the inputs, one after another, each of all samples, the
//   targets likewise, a weight for each sample, which is 0 for those that fill up the last four; then what the kernel tells.
// state: the sum so far at sum_at; the rest is the kernel's. steps: `fours_a_step` * 4 samples each, the last one of fewer.
override sum_at: u32;
override parameters: u32;
override samples: u32; // a multiple of 4
override weighted: u32; // 0: the weights are 1 and need not be read
override inputs: u32;
override outputs: u32;
override targets: u32;
override loss_kind: u32;
override fours_a_step: u32;
override steps: u32;
var<private> sample: u32;

fn parameter(i: u32, a: f32, b: f32) -> f32 {
    return data[8u + i] + a * data[8u + parameters + i] + b * data[8u + 2u * parameters + i];
}
fn four(row: u32) -> vec4f {
    let at = 8u + 3u * parameters + row * samples + sample;
    return vec4f(data[at], data[at + 1u], data[at + 2u], data[at + 3u]);
}
fn input4(k: u32) -> vec4f { return four(k); }
fn target4(k: u32) -> vec4f { return four(inputs + k); }

fn shares4() -> vec4f {
    if (weighted == 1u) { return four(inputs + targets); }
    return select(vec4f(0.0), vec4f(1.0), vec4u(sample) + vec4u(0u, 1u, 2u, 3u) < vec4u(u32(data[7])));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = pixel_of(id);
    if (pixel >= tile.count) { return; }
    let at = vec2f(place(pixel));
    weights_at(pixel, data[0] + data[1] * at.x, data[2] + data[3] * at.y);
    let settings = vec2f(data[5], data[6]);
    var sum = 0.0;
    if (tile.first_step > 0u) { sum = state[sum_at * tile.count + pixel]; }
    for (var step = tile.first_step; step < tile.end_step; step++) {
        let end = min(samples, (step + 1u) * fours_a_step * 4u);
        var part = vec4f(0.0);
        for (sample = step * fours_a_step * 4u; sample < end; sample += 4u) {
            forward4();
            let share = shares4();
            part += select(vec4f(0.0), share * loss4(loss_kind, settings, outputs), share > vec4f(0.0));
        }
        sum += (part.x + part.y) + (part.z + part.w);
    }
    if (tile.end_step == steps) {
        result[pixel] = sum / data[4];
    } else {
        state[sum_at * tile.count + pixel] = sum;
    }
}
