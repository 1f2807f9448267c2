// Job `network-seeds` (engine/jobs/network_seeds.hpp): a network trained by each optimizer (row) from each seed (column).
// data: x and y to learn source, x and y to look at, a sample a row; of each column the parameters it starts source; of each row the
// rule and its scalars; the network's stages as network.wgsl has them, of which dense ones and copies occur. state: the parameters,
// what the rule remembers of them, and whether the run has diverged. A step is one of the training.
// parts: math activations losses loss_slopes optimizers random
// `functions` hold bend4 and the sizes: parameters (even; one more than there are counts as 0), slots (inputs and all stages'
// units) and samples.
override inputs: u32;
override outputs: u32;
override targets: u32;
override stages: u32;
override looked: u32;      // samples of a look
override batch: u32;
override steps: u32;
override looks: u32;
override first_seed: u32;
override loss_kind: u32;
override loss_first: f32;  // its settings
override loss_second: f32;
override y_at: u32;
override look_x_at: u32;
override look_y_at: u32;
override starts_at: u32;
override rules_at: u32;
override program_at: u32;

const largest = 1e6; // what is beyond it has diverged
const shuffle_stream = 0x73687566u;

var<private> w: array<f32, parameters>;
var<private> slope: array<f32, parameters>;
var<private> a: array<vec4f, slots>; // the inputs, then what each stage gives, of four samples
var<private> z: array<vec4f, slots>; // before the bend
var<private> d: array<vec4f, slots>; // the loss's slope by a
var<private> order: array<u32, samples>;
var<private> targets_at: vec4u;      // in data, of the four samples

fn four(at: vec4u) -> vec4f { return vec4f(data[at.x], data[at.y], data[at.z], data[at.w]); }
fn prediction4(k: u32) -> vec4f { return a[slots - outputs + k]; }
fn target4(k: u32) -> vec4f { return four(targets_at + k); }
fn set_slope4(k: u32, value: vec4f) { d[slots - outputs + k] = value; }

struct Stage { dense: bool, units_in: u32, units_out: u32, weight: u32, bias: u32, activation: u32, settings: vec2f, residual: bool }
fn stage_at(number: u32) -> Stage {
    let at = program_at + 12u * number;
    return Stage(data[at] > 0.5, u32(data[at + 1u]), u32(data[at + 2u]), u32(data[at + 3u]), u32(data[at + 4u]), u32(data[at + 6u]),
                 vec2f(data[at + 7u], data[at + 8u]), data[at + 9u] > 0.5);
}

fn forward(inputs_at: vec4u) {
    for (var k = 0u; k < inputs; k++) { a[k] = four(inputs_at + k); }
    var source = 0u;
    for (var number = 0u; number < stages; number++) {
        let s = stage_at(number);
        let to = source + s.units_in;
        for (var unit = 0u; unit < s.units_out; unit++) {
            if (!s.dense) { a[to + unit] = a[source + unit]; continue; }
            var sum = vec4f(w[s.bias + unit]);
            let row = s.weight + unit * s.units_in;
            for (var k = 0u; k < s.units_in; k++) { sum += w[row + k] * a[source + k]; }
            z[to + unit] = sum;
            var value = bend4(s.activation, s.settings, sum);
            if (s.residual) { value += a[source + unit]; }
            a[to + unit] = value;
        }
        source = to;
    }
}

// Adds to the slopes what the loss's slope by the outputs comes to.
fn backward() {
    var to = slots - outputs;
    for (var left = stages; left > 0u; left--) {
        let s = stage_at(left - 1u);
        let source = to - s.units_in;
        for (var k = 0u; k < s.units_in; k++) { d[source + k] = vec4f(0.0); }
        for (var unit = 0u; unit < s.units_out; unit++) {
            let push = d[to + unit];
            if (!s.dense) { d[source + unit] = push; continue; }
            var bent = a[to + unit];
            if (s.residual) { bent -= a[source + unit]; d[source + unit] += push; }
            let dz = push * activation_slope4(s.activation, s.settings, z[to + unit], bent);
            let row = s.weight + unit * s.units_in;
            slope[s.bias + unit] += (dz.x + dz.y) + (dz.z + dz.w);
            for (var k = 0u; k < s.units_in; k++) {
                let along = dz * a[source + k];
                slope[row + k] += (along.x + along.y) + (along.z + along.w);
                d[source + k] += w[row + k] * dz;
            }
        }
        to = source;
    }
}

// The samples' order in an epoch, as Trainer draws it.
fn shuffle(seed: u32, epoch: u32) {
    for (var i = 0u; i < samples; i++) { order[i] = i; }
    var bits = vec4u(0u);
    for (var i = samples - 1u; i > 0u; i--) {
        let draw = samples - 1u - i;
        if (draw % 4u == 0u) { bits = philox(vec4u(draw / 4u, 1u, epoch, 0u), vec2u(seed, shuffle_stream)); }
        let other = wide_product(bits[draw % 4u], i + 1u).y;
        let moved = order[i];
        order[i] = order[other];
        order[other] = moved;
    }
}

fn kept(k: u32, pixel: u32) -> f32 { return state[k * tile.count + pixel]; }
fn keep(k: u32, pixel: u32, x: f32) { state[k * tile.count + pixel] = x; }
fn kept2(k: u32, pixel: u32) -> vec2f { return vec2f(kept(k, pixel), kept(k + 1u, pixel)); }
fn keep2(k: u32, pixel: u32, x: vec2f) { keep(k, pixel, x.x); keep(k + 1u, pixel, x.y); }

// Moves the parameters. False: one is beyond all bounds.
fn moved(pixel: u32, rule_at: u32, t: u32) -> bool {
    let rule = u32(data[rule_at]);
    var size = 0.0;
    for (var i = 0u; i < parameters; i += 2u) {
        var memory = Memory(vec2f(0.0), vec2f(0.0), vec2f(0.0));
        if (t > 0u) { memory = Memory(kept2(parameters + i, pixel), kept2(2u * parameters + i, pixel), kept2(3u * parameters + i, pixel)); }
        let after = after_step(rule, rule_at + 1u, t, &memory, vec2f(w[i], w[i + 1u]), vec2f(slope[i], slope[i + 1u]));
        keep2(parameters + i, pixel, memory.a); keep2(2u * parameters + i, pixel, memory.b); keep2(3u * parameters + i, pixel, memory.c);
        w[i] = after.x;
        w[i + 1u] = after.y;
        let longer = select(abs(after.x), abs(after.y), !(abs(after.y) <= abs(after.x)));
        size = select(size, longer, !(longer <= size));
    }
    return size <= largest;
}

fn step_of_look(look: u32) -> u32 { return (look + 1u) * steps / looks; }

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = pixel_of(id);
    if (pixel >= tile.count) { return; }
    let at = place(pixel);
    let rule_at = rules_at + at.y * (1u + numbers_each_step * steps);
    let settings = vec2f(loss_first, loss_second);
    let begins = tile.first_step == 0u;
    for (var i = 0u; i < parameters; i++) {
        if (begins) { w[i] = data[starts_at + at.x * parameters + i]; } else { w[i] = kept(i, pixel); }
    }
    var gone = false;
    if (!begins) { gone = kept(4u * parameters, pixel) > 0.5; }
    var look = 0u;
    while (step_of_look(look) <= tile.first_step) { look++; }
    let steps_an_epoch = (samples + batch - 1u) / batch;
    for (var t = tile.first_step; t < tile.end_step; t++) {
        let place_in_epoch = t % steps_an_epoch;
        if (!gone && (place_in_epoch == 0u || t == tile.first_step)) { shuffle(first_seed + at.x, t / steps_an_epoch); }
        let is_looked_at = look < looks && step_of_look(look) == t + 1u;
        // Learning, then looking, by the same code: a compiler writes it out wherever it stands.
        for (var looking = 0u; looking < 2u; looking++) {
            if (gone || (looking == 1u && !is_looked_at)) { break; }
            let learns = looking == 0u;
            let first = place_in_epoch * batch;
            let count = select(looked, min(batch, samples - first), learns);
            if (learns) { for (var i = 0u; i < parameters; i++) { slope[i] = 0.0; } }
            var loss = 0.0;
            for (var i = 0u; i < count; i += 4u) {
                let places = min(vec4u(i, i + 1u, i + 2u, i + 3u), vec4u(count - 1u));
                var counts = vec4f(1.0);
                if (i + 4u > count) { counts = select(vec4f(0.0), vec4f(1.0), vec4u(i, i + 1u, i + 2u, i + 3u) < vec4u(count)); }
                var rows = places;
                if (learns) { rows = vec4u(order[first + places.x], order[first + places.y], order[first + places.z], order[first + places.w]); }
                targets_at = select(look_y_at, y_at, learns) + targets * rows;
                forward(select(look_x_at, 0u, learns) + inputs * rows);
                loss += dot(counts, loss4(loss_kind, settings, outputs));
                if (learns) {
                    loss_slopes4(loss_kind, settings, outputs);
                    for (var k = 0u; k < outputs; k++) { d[slots - outputs + k] *= counts * (1.0 / f32(count)); }
                    backward();
                }
            }
            loss *= 1.0 / f32(count);
            if (learns) { gone = !(moved(pixel, rule_at, t) && loss <= largest); } else {
                gone = !(loss <= largest);
                if (!gone) { result[look * tile.count + pixel] = loss; }
            }
        }
        if (is_looked_at) {
            if (gone) { result[look * tile.count + pixel] = largest; }
            look++;
        }
    }
    for (var i = 0u; i < parameters; i++) { keep(i, pixel, w[i]); }
    keep(4u * parameters, pixel, select(0.0, 1.0, gone));
}
