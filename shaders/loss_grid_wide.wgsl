// Job `loss-grid` (engine/jobs/loss_grid.hpp) of any network, at any number of weights a pixel: they are made where they are used.
// data, steps: see loss_sum.wgsl; then the running statistics and the program of network.wgsl. state: that of network.wgsl first.
// parts: math activations losses network loss_sum
override stages: u32;
var<private> along: vec2f;

fn weights_at(pixel: u32, a: f32, b: f32) {
    lane = pixel;
    along = vec2f(a, b);
}

fn weight(i: u32) -> f32 { return parameter(i, along.x, along.y); }

fn forward4() {
    for (var k = 0u; k < inputs; k++) { set_unit4(0u, k, input4(k)); }
    for (var stage = 0u; stage < stages; stage++) { run_stage(stage, stage % 2u); }
}

fn prediction4(k: u32) -> vec4f { return unit4(stages % 2u, k); }
