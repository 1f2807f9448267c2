// Job `loss-grid` (engine/jobs/loss_grid.hpp) of a network that is small enough to be written out, which is what `functions`
// hold (engine/jobs/network_on_gpu.hpp): every weight and unit in a place of its own, so that no address is computed between two
// sums. A sample at a time: the code of two or four is too long for a processor to keep, and took longer (SwiftShader, 2026-11-26).
// data, state, steps: see loss_sum.wgsl; nothing more.
// parts: math activations losses loss_sum
var<private> point: u32; // of the four

fn weights_at(pixel: u32, a: f32, b: f32) {
    for (var i = 0u; i < parameters; i++) { w[i] = parameter(i, a, b); }
}

fn input1(k: u32) -> f32 { return data[8u + 3u * parameters + k * samples + sample + point]; }

fn forward4() {
    for (point = 0u; point < 4u; point++) { forward1(vec4u(0u, 1u, 2u, 3u) == vec4u(point)); }
}

fn prediction4(k: u32) -> vec4f { return answers[k]; }
