// Job `loss-grid` (engine/jobs/loss_grid.hpp) of a network that is small enough to be written out, which is what `functions`
// hold (engine/jobs/network_on_gpu.hpp): every weight in a place of its own, so that no address is computed between two sums.
// data, state, steps: see loss_sum.wgsl; nothing more.
// parts: math activations losses loss_sum
fn weights_at(pixel: u32, a: f32, b: f32) {
    for (var i = 0u; i < parameters; i++) { w[i] = parameter(i, a, b); }
}

fn prediction4(k: u32) -> vec4f { return answers[k]; }
