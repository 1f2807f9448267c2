// Part `loss_slopes` (needs `math`, `losses`): the slopes of what losses.wgsl has, by each output. The kernel takes them by
// set_slope4(k, slope), of output k for each of four samples.
fn loss_slope_of_output4(kind: u32, p: vec2f, y: vec4f, t: vec4f) -> vec4f {
    let error = y - t;
    let side = t + t - 1.0;
    switch kind {
        case 0u: { return select(2.0, 1.0, p.x > 0.5) * error; }                              // mse
        case 1u: { return sign(error); }                                                      // mae
        case 2u: { return select(p.x * sign(error), error, abs(error) < vec4f(p.x)); }        // huber
        case 3u: { return select(sign(error), error / p.x, abs(error) < vec4f(p.x)); }        // smooth-l1
        case 4u: { return tanh4(error); }                                                     // log-cosh
        case 5u: {                                                                            // bce
            let share = within4(y, 0.0, 1.0);
            return (share - t) / at_least4((1.0 - share) * share, 1e-12);
        }
        case 6u: { return (1.0 + (p.x - 1.0) * t) * sigmoid4(y) - p.x * t; }                  // bce-logits
        case 7u: { return sigmoid4(y) - t; }                                                  // multi-label-bce
        case 9u: { return select(vec4f(0.0), -side, 1.0 - y * side > vec4f(0.0)); }           // hinge
        default: { return -2.0 * side * at_least4(1.0 - y * side, 0.0); }                     // squared-hinge
    }
}

fn cross_entropy_slopes4(p: vec2f, outputs: u32) {
    var top = prediction4(0u);
    for (var k = 1u; k < outputs; k++) { top = select(top, prediction4(k), prediction4(k) > top); }
    var sum = vec4f(0.0);
    var total = vec4f(0.0);
    for (var k = 0u; k < outputs; k++) {
        sum += exp4(prediction4(k) - top);
        total += wanted4(p, outputs, k);
    }
    for (var k = 0u; k < outputs; k++) { set_slope4(k, exp4(prediction4(k) - top) * (total / sum) - wanted4(p, outputs, k)); }
}

fn loss_slopes4(kind: u32, p: vec2f, outputs: u32) {
    if (kind == 8u) { cross_entropy_slopes4(p, outputs); return; }
    for (var k = 0u; k < outputs; k++) { set_slope4(k, loss_slope_of_output4(kind, p, prediction4(k), target4(k)) * (1.0 / f32(outputs))); }
}
