// Part `network` (needs `math`, `activations`): a network of any depth and width on four points at once, stage by stage, as the
// program in `data` says, which engine/jobs/network_on_gpu.hpp writes: 12 numbers a stage,
//   kind (0 nothing to do, 1 dense, 2 batch norm, 3 layer norm), in, out, and where among the parameters weights, biases and a
//   trained slope begin (-1: none), activation, its two settings, residual link, where the running statistics begin, epsilon.
// `functions` hold bend4(kind, p, z), the activations that occur. The kernel gives weight(i), parameter i, and sets `lane`, its number among the invocations that work, of which there are at most
// tile.count. A stage goes from bank 0 of the units to bank 1, or back; of `state` the banks take the first 8 * widest floats.
override program_at: u32;
override running_at: u32; // the running statistics in `data`
override widest: u32;     // units of a bank
var<private> lane: u32;

fn unit4(bank: u32, unit: u32) -> vec4f {
    let at = (bank * widest + unit) * 4u * tile.count + lane;
    return vec4f(state[at], state[at + tile.count], state[at + 2u * tile.count], state[at + 3u * tile.count]);
}
fn set_unit4(bank: u32, unit: u32, value: vec4f) {
    let at = (bank * widest + unit) * 4u * tile.count + lane;
    state[at] = value.x;
    state[at + tile.count] = value.y;
    state[at + 2u * tile.count] = value.z;
    state[at + 3u * tile.count] = value.w;
}

struct Stage { at: u32, units_in: u32, units_out: u32, weight: u32, bias: u32, activation: u32, settings: vec2f }
fn stage_at(number: u32) -> Stage {
    let at = program_at + 12u * number;
    var settings = vec2f(data[at + 7u], data[at + 8u]);
    if (data[at + 5u] >= 0.0) { settings.x = weight(u32(data[at + 5u])); }
    return Stage(at, u32(data[at + 1u]), u32(data[at + 2u]), u32(data[at + 3u]), u32(data[at + 4u]), u32(data[at + 6u]), settings);
}

fn run_stage(number: u32, bank: u32) {
    let s = stage_at(number);
    switch u32(data[s.at]) {
        case 1u: { dense(s, bank); }
        case 2u: { batch_norm(s, bank); }
        case 3u: { layer_norm(s, bank); }
        default: { for (var k = 0u; k < s.units_in; k++) { set_unit4(1u - bank, k, unit4(bank, k)); } }
    }
    if (s.activation == 0u && data[s.at + 9u] < 0.5) { return; }
    for (var k = 0u; k < s.units_out; k++) { // here alone: a compiler writes all activations out wherever they are called
        var a = bend4(s.activation, s.settings, unit4(1u - bank, k));
        if (data[s.at + 9u] > 0.5) { a += unit4(bank, k); }
        set_unit4(1u - bank, k, a);
    }
}

// Four units at a time, so that an input is read once for four weights and a weight serves four points.
fn dense(s: Stage, bank: u32) {
    for (var unit = 0u; unit < s.units_out; unit += 4u) {
        let units = min(vec4u(unit) + vec4u(0u, 1u, 2u, 3u), vec4u(s.units_out - 1u));
        let row = s.weight + units * s.units_in;
        var z0 = vec4f(weight(s.bias + units.x));
        var z1 = vec4f(weight(s.bias + units.y));
        var z2 = vec4f(weight(s.bias + units.z));
        var z3 = vec4f(weight(s.bias + units.w));
        for (var k = 0u; k < s.units_in; k++) {
            let x = unit4(bank, k);
            z0 += weight(row.x + k) * x;
            z1 += weight(row.y + k) * x;
            z2 += weight(row.z + k) * x;
            z3 += weight(row.w + k) * x;
        }
        set_unit4(1u - bank, units.x, z0);
        set_unit4(1u - bank, units.y, z1); // past the last unit it is the last one again
        set_unit4(1u - bank, units.z, z2);
        set_unit4(1u - bank, units.w, z3);
    }
}

fn batch_norm(s: Stage, bank: u32) {
    let mean_at = running_at + u32(data[s.at + 10u]);
    for (var k = 0u; k < s.units_in; k++) {
        let narrow = 1.0 / sqrt(data[mean_at + s.units_in + k] + data[s.at + 11u]);
        let normal = (unit4(bank, k) - data[mean_at + k]) * narrow;
        set_unit4(1u - bank, k, weight(s.weight + k) * normal + weight(s.bias + k));
    }
}

fn layer_norm(s: Stage, bank: u32) {
    let share = 1.0 / f32(s.units_in);
    var mean = vec4f(0.0);
    for (var k = 0u; k < s.units_in; k++) { mean += unit4(bank, k); }
    mean *= share;
    var variance = vec4f(0.0);
    for (var k = 0u; k < s.units_in; k++) {
        let from_mean = unit4(bank, k) - mean;
        variance += from_mean * from_mean;
    }
    let narrow = 1.0 / sqrt(variance * share + data[s.at + 11u]);
    for (var k = 0u; k < s.units_in; k++) {
        let normal = (unit4(bank, k) - mean) * narrow;
        set_unit4(1u - bank, k, weight(s.weight + k) * normal + weight(s.bias + k));
    }
}
