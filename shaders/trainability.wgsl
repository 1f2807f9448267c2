// Job `trainability` (engine/jobs/trainability.hpp): a training run for each pixel.
// data: momentum, scale, decay, batch, target, limit, steps, lambda, flat; of each column its learning rate; of each row the
// value that it stands for; of each sample inputs and target; of each hidden unit its weights and that to the output.
// state: the parameters, then their velocities. A step is one of the training; the last one takes the final loss.
// parts: math activations
override network: bool;
override up: u32;     // what rows stand for: a number of Up in trainability.hpp
override blocks: u32; // hidden units by fours: 1, 2 or 4
override kind: u32;   // of the activation
override samples: u32;
override rows_at: u32;
override samples_at: u32;

const columns_at = 9u;
const largest_error = 1e15;
const kind_tanh = 2u;

struct Hyper { rate1: f32, rate2: f32, momentum: f32, scale: f32, decay: f32, batch: u32 }

fn hyper_at(at: vec2u) -> Hyper {
    let rate = data[columns_at + at.x];
    let own = data[rows_at + at.y];
    var h = Hyper(rate, rate, data[0], data[1], data[2], u32(data[3]));
    switch up {
        case 0u: { h.rate2 = own; }
        case 1u: { h.momentum = own; }
        case 2u: { h.scale = own; }
        case 3u: { h.batch = u32(own); }
        default: { h.decay = own; }
    }
    return h;
}

fn kept(k: u32, pixel: u32) -> f32 { return state[k * tile.count + pixel]; }
fn keep(k: u32, pixel: u32, x: f32) { state[k * tile.count + pixel] = x; }
fn kept4(k: u32, pixel: u32) -> vec4f {
    return vec4f(kept(k, pixel), kept(k + 1u, pixel), kept(k + 2u, pixel), kept(k + 3u, pixel));
}
fn keep4(k: u32, pixel: u32, x: vec4f) {
    keep(k, pixel, x.x); keep(k + 1u, pixel, x.y); keep(k + 2u, pixel, x.z); keep(k + 3u, pixel, x.w);
}

// What the losses of a run come to.
struct Outcome { goal: f32, limit: f32, last: f32, reached_at: f32 }

fn outcome_so_far(pixel: u32) -> Outcome {
    let before = tile.first_step > 0u;
    return Outcome(data[4], data[5], data[6], select(-1.0, result[2u * tile.count + pixel], before));
}
// Whether the run ends with the loss of step t.
fn ends(outcome: ptr<function, Outcome>, pixel: u32, t: u32, loss: f32) -> bool {
    let now = f32(t);
    if (loss <= (*outcome).goal && (*outcome).reached_at < 0.0) { (*outcome).reached_at = now; }
    let over = !(loss <= (*outcome).limit);
    let end = over || now == (*outcome).last;
    if (end) {
        result[pixel] = loss;
        result[tile.count + pixel] = select(-1.0, now, over);
        result[2u * tile.count + pixel] = (*outcome).reached_at;
    }
    return end;
}

// ---- the quadratic ---------------------------------------------------------------------------------------------------

fn run_quadratic(pixel: u32, h: Hyper) {
    let curvature = vec2f(data[7], data[8]);
    let rate = vec2f(h.rate1, h.rate2);
    var w = vec2f(h.scale);
    var v = vec2f(0.0);
    if (tile.first_step > 0u) {
        w = vec2f(kept(0u, pixel), kept(1u, pixel));
        v = vec2f(kept(2u, pixel), kept(3u, pixel));
    }
    var outcome = outcome_so_far(pixel);
    for (var t = tile.first_step; t < tile.end_step; t++) {
        let parts = curvature * w * w;
        if (ends(&outcome, pixel, t, 0.5 * (parts.x + parts.y))) { return; }
        v = (h.momentum * v + h.decay * w) + curvature * w;
        w = w - rate * v;
    }
    result[2u * tile.count + pixel] = outcome.reached_at;
    keep(0u, pixel, w.x); keep(1u, pixel, w.y);
    keep(2u, pixel, v.x); keep(3u, pixel, v.y);
}

// ---- the network -----------------------------------------------------------------------------------------------------

// Four hidden units: their weights of both inputs, their biases, their weights to the output.
struct Units { x: vec4f, y: vec4f, bias: vec4f, out: vec4f }
const no_units = Units(vec4f(0.0), vec4f(0.0), vec4f(0.0), vec4f(0.0));

fn fresh(block: u32, scale: f32) -> Units {
    let at = samples_at + 3u * samples + 12u * block;
    return Units(scale * vec4f(data[at], data[at + 3u], data[at + 6u], data[at + 9u]),
                 scale * vec4f(data[at + 1u], data[at + 4u], data[at + 7u], data[at + 10u]), vec4f(0.0),
                 scale * vec4f(data[at + 2u], data[at + 5u], data[at + 8u], data[at + 11u]));
}
fn kept_units(k: u32, pixel: u32) -> Units {
    return Units(kept4(k, pixel), kept4(k + 4u, pixel), kept4(k + 8u, pixel), kept4(k + 12u, pixel));
}
fn keep_units(k: u32, pixel: u32, u: Units) {
    keep4(k, pixel, u.x); keep4(k + 4u, pixel, u.y); keep4(k + 8u, pixel, u.bias); keep4(k + 12u, pixel, u.out);
}

fn sums(u: Units, at: vec3f) -> vec4f { return u.x * at.x + u.y * at.y + u.bias; }
// tanh on its own: behind the choice of all activations it takes a sixth longer (SwiftShader, 2026-11-26).
fn bend(z: vec4f) -> vec4f {
    if (kind == kind_tanh) { return tanh4(z); }
    return activation4(kind, vec2f(0.0), z);
}
fn bend_slope(z: vec4f, a: vec4f) -> vec4f {
    if (kind == kind_tanh) { return 1.0 - a * a; }
    return activation_slope4(kind, vec2f(0.0), z, a);
}
// In the order of the specification: one product after the other.
fn add(sum: f32, w: vec4f, a: vec4f) -> f32 { return (((sum + w.x * a.x) + w.y * a.y) + w.z * a.z) + w.w * a.w; }

// Squared it is a number still.
fn bounded(error: f32) -> f32 {
    let low = select(error, largest_error, error > largest_error);
    return select(low, -largest_error, low < -largest_error);
}

// A step's velocities before any slope, with that of one more sample, and the parameters after the step.
fn rolling(v: Units, u: Units, h: Hyper) -> Units {
    return Units(h.momentum * v.x + h.decay * u.x, h.momentum * v.y + h.decay * u.y,
                 h.momentum * v.bias + h.decay * u.bias, h.momentum * v.out + h.decay * u.out);
}
fn pushed(v: Units, u: Units, at: vec3f, z: vec4f, a: vec4f, push: f32) -> Units {
    let d = push * u.out * bend_slope(z, a);
    return Units(v.x + d * at.x, v.y + d * at.y, v.bias + d, v.out + push * a);
}
fn moved(u: Units, v: Units, h: Hyper) -> Units {
    return Units(u.x - h.rate1 * v.x, u.y - h.rate1 * v.y, u.bias - h.rate1 * v.bias, u.out - h.rate2 * v.out);
}

fn run_network(pixel: u32, h: Hyper) {
    var u0 = fresh(0u, h.scale);
    var u1 = no_units;
    var u2 = no_units;
    var u3 = no_units;
    var v0 = no_units;
    var v1 = no_units;
    var v2 = no_units;
    var v3 = no_units;
    var bias = vec2f(0.0); // and its velocity
    if (blocks > 1u) { u1 = fresh(1u, h.scale); }
    if (blocks > 2u) { u2 = fresh(2u, h.scale); u3 = fresh(3u, h.scale); }
    if (tile.first_step > 0u) {
        bias = vec2f(kept(0u, pixel), kept(1u, pixel));
        u0 = kept_units(2u, pixel); v0 = kept_units(18u, pixel);
        if (blocks > 1u) { u1 = kept_units(34u, pixel); v1 = kept_units(50u, pixel); }
        if (blocks > 2u) {
            u2 = kept_units(66u, pixel); v2 = kept_units(82u, pixel);
            u3 = kept_units(98u, pixel); v3 = kept_units(114u, pixel);
        }
    }
    var outcome = outcome_so_far(pixel);
    for (var t = tile.first_step; t < tile.end_step; t++) {
        let last = f32(t) == outcome.last;
        let batch = select(h.batch, samples, last);
        var i = select(t * batch % samples, 0u, last);
        let mean = 2.0 / f32(batch);
        v0 = rolling(v0, u0, h);
        if (blocks > 1u) { v1 = rolling(v1, u1, h); }
        if (blocks > 2u) { v2 = rolling(v2, u2, h); v3 = rolling(v3, u3, h); }
        bias.y = h.momentum * bias.y + h.decay * bias.x;
        var loss = 0.0;
        for (var n = 0u; n < batch; n++) {
            let s = samples_at + 3u * i;
            let at = vec3f(data[s], data[s + 1u], data[s + 2u]);
            i = select(i + 1u, 0u, i + 1u == samples);
            let z0 = sums(u0, at);
            let a0 = bend(z0);
            var z1 = z0; var a1 = a0;
            var z2 = z0; var a2 = a0;
            var z3 = z0; var a3 = a0;
            var out = add(0.0, u0.out, a0);
            if (blocks > 1u) {
                z1 = sums(u1, at); a1 = bend(z1);
                out = add(out, u1.out, a1);
            }
            if (blocks > 2u) {
                z2 = sums(u2, at); a2 = bend(z2);
                z3 = sums(u3, at); a3 = bend(z3);
                out = add(add(out, u2.out, a2), u3.out, a3);
            }
            let error = bounded(out + bias.x - at.z);
            loss += error * error;
            let push = mean * error;
            v0 = pushed(v0, u0, at, z0, a0, push);
            if (blocks > 1u) { v1 = pushed(v1, u1, at, z1, a1, push); }
            if (blocks > 2u) { v2 = pushed(v2, u2, at, z2, a2, push); v3 = pushed(v3, u3, at, z3, a3, push); }
            bias.y += push;
        }
        if (ends(&outcome, pixel, t, loss * (1.0 / f32(batch)))) { return; }
        u0 = moved(u0, v0, h);
        if (blocks > 1u) { u1 = moved(u1, v1, h); }
        if (blocks > 2u) { u2 = moved(u2, v2, h); u3 = moved(u3, v3, h); }
        bias.x -= h.rate2 * bias.y;
    }
    result[2u * tile.count + pixel] = outcome.reached_at;
    keep(0u, pixel, bias.x); keep(1u, pixel, bias.y);
    keep_units(2u, pixel, u0); keep_units(18u, pixel, v0);
    if (blocks > 1u) { keep_units(34u, pixel, u1); keep_units(50u, pixel, v1); }
    if (blocks > 2u) {
        keep_units(66u, pixel, u2); keep_units(82u, pixel, v2);
        keep_units(98u, pixel, u3); keep_units(114u, pixel, v3);
    }
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = pixel_of(id);
    if (pixel >= tile.count) { return; }
    if (tile.first_step == 0u) { result[tile.count + pixel] = -1.0; }
    if (result[tile.count + pixel] >= 0.0) { return; }
    let h = hyper_at(place(pixel));
    if (network) { run_network(pixel, h); } else { run_quadratic(pixel, h); }
}
