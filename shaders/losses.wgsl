// Part `losses` (needs `math`): engine/losses.hpp, by the place in its list; the loss of each of four samples. `p` holds the
// loss's settings in the order of its params(). The kernel gives prediction4(k), what output k came to, and target4(k).
fn loss_of_output4(kind: u32, p: vec2f, y: vec4f, t: vec4f) -> vec4f {
    let none = vec4f(0.0);
    let one = vec4f(1.0);
    let error = abs(y - t);
    let short_of = at_least4(1.0 - y * (t + t - 1.0), 0.0);
    switch kind {
        case 0u: { return select(1.0, 0.5, p.x > 0.5) * error * error; }                      // mse
        case 1u: { return error; }                                                            // mae
        case 2u: { return select(p.x * (error - 0.5 * p.x), 0.5 * error * error, error < vec4f(p.x)); } // huber
        case 3u: { return select(error - 0.5 * p.x, 0.5 * error * error / p.x, error < vec4f(p.x)); }   // smooth-l1
        case 4u: { return error + softplus4(-2.0 * error) - 0.69314718; }                     // log-cosh
        case 5u: {                                                                            // bce
            let share = within4(y, 0.0, 1.0);
            return -(t * at_least4(log4(share), -100.0) + (1.0 - t) * at_least4(log4(1.0 - share), -100.0));
        }
        case 6u: { return (1.0 - t) * y + (1.0 + (p.x - 1.0) * t) * softplus4(-y); }          // bce-logits
        case 7u: { return (1.0 - t) * y + softplus4(-y); }                                    // multi-label-bce
        case 9u: { return short_of; }                                                         // hinge
        default: { return short_of * short_of; }                                              // squared-hinge
    }
}

// The share that class k should have.
fn wanted4(p: vec2f, outputs: u32, k: u32) -> vec4f {
    var wanted: vec4f;
    if (p.y > 0.5) { wanted = target4(k); } else { wanted = select(vec4f(0.0), vec4f(1.0), abs(target4(0u) - f32(k)) < vec4f(0.5)); }
    return (1.0 - p.x) * wanted + p.x / f32(outputs);
}

// -log softmax; p: the smoothing, and whether the target is a probability for each class.
fn cross_entropy4(p: vec2f, outputs: u32) -> vec4f {
    var top = prediction4(0u);
    for (var k = 1u; k < outputs; k++) { top = select(top, prediction4(k), prediction4(k) > top); }
    var sum = vec4f(0.0);
    for (var k = 0u; k < outputs; k++) { sum += exp4(prediction4(k) - top); }
    let log_sum = log4(sum) + top;
    var loss = vec4f(0.0);
    for (var k = 0u; k < outputs; k++) {
        loss += wanted4(p, outputs, k) * (log_sum - prediction4(k));
    }
    return loss;
}

fn loss4(kind: u32, p: vec2f, outputs: u32) -> vec4f {
    if (kind == 8u) { return cross_entropy4(p, outputs); }
    if (outputs == 1u) { return loss_of_output4(kind, p, prediction4(0u), target4(0u)); } // at an address that is known
    var sum = vec4f(0.0);
    for (var k = 0u; k < outputs; k++) { sum += loss_of_output4(kind, p, prediction4(k), target4(k)); }
    return sum * (1.0 / f32(outputs));
}
