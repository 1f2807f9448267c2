// Job `response-grid` (engine/jobs/response_grid.hpp): what a network gives at each pixel's point. An invocation does four
// pixels, so three of four have nothing to do.
// data: x of pixel 0, its step to the next pixel, the same of y; a value for each input, or with per_pixel the inputs of every
//   pixel of the picture; the parameters, the running statistics, the program.
// state: 8 * widest floats a pixel, of which a quarter is used. steps: 1.
// parts: math activations network
override width: u32;
override inputs: u32;
override input_x: u32;
override input_y: u32;     // that of a network with one input is none of them
override per_pixel: u32;   // 1: the inputs of every pixel are given
override parameters_at: u32;
override stages: u32;
override all_units: u32;   // 1: the outputs of all stages are channels

fn weight(i: u32) -> f32 { return data[parameters_at + i]; }

fn input_at(pixel: u32, input: u32) -> f32 {
    let at = place(min(pixel, tile.count - 1u));
    if (per_pixel == 1u) { return data[4u + (at.y * width + at.x) * inputs + input]; }
    if (input == input_x) { return data[0] + data[1] * f32(at.x); }
    if (input == input_y) { return data[2] + data[3] * f32(at.y); }
    return data[4u + input];
}

fn show(first: u32, channel: u32, value: vec4f) {
    let at = channel * tile.count + first;
    result[at] = value.x;
    if (first + 1u < tile.count) { result[at + 1u] = value.y; }
    if (first + 2u < tile.count) { result[at + 2u] = value.z; }
    if (first + 3u < tile.count) { result[at + 3u] = value.w; }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let first = 4u * pixel_of(id);
    if (first >= tile.count) { return; }
    lane = pixel_of(id);
    for (var k = 0u; k < inputs; k++) {
        set_unit4(0u, k, vec4f(input_at(first, k), input_at(first + 1u, k), input_at(first + 2u, k), input_at(first + 3u, k)));
    }
    var channel = 0u;
    for (var stage = 0u; stage < stages; stage++) {
        run_stage(stage, stage % 2u);
        if (all_units == 0u && stage + 1u < stages) { continue; }
        let units = u32(data[program_at + 12u * stage + 2u]);
        for (var k = 0u; k < units; k++) { show(first, channel + k, unit4((stage + 1u) % 2u, k)); }
        channel += units;
    }
}
