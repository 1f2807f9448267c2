// Part `optimizers`: the element-wise rules of engine/optimizers/*.hpp on two parameters, by their place in the list of
// optimizers.hpp. Their scalars of a step, 12 numbers, are in data from `at` on: what L2 adds, what decoupled decay keeps, and
// those that engine/jobs/walk_on_gpu.cpp lists for the rule.

// What a rule remembers, in the order of its slots. At first all 0.
struct Memory { a: vec2f, b: vec2f, c: vec2f }

fn average(memory: ptr<function, Memory>, dw: vec2f, at: u32) {
    (*memory).a = data[at + 1u] * (*memory).a + data[at + 2u] * dw;
    (*memory).b = data[at + 3u] * (*memory).b + data[at + 4u] * dw * dw;
}
// Of the family of Adam: lr / (c2 sqrt(v) + eps).
fn adam_rate(v: vec2f, at: u32) -> vec2f {
    return data[at] / (data[at + 6u] * sqrt(v) + data[at + 7u]);
}
fn rprop(memory: ptr<function, Memory>, dw: vec2f, first: bool, at: u32) -> vec2f {
    if (first) { (*memory).b = vec2f(data[at]); }
    let turn = sign(dw) * (*memory).a;
    let none = vec2f(0.0);
    let factor = select(select(vec2f(1.0), vec2f(data[at + 1u]), turn < none), vec2f(data[at + 2u]), turn > none);
    (*memory).b = clamp((*memory).b * factor, vec2f(data[at + 3u]), vec2f(data[at + 4u]));
    (*memory).a = select(sign(dw), none, turn < none);
    return (*memory).b * (*memory).a;
}
fn rmsprop(memory: ptr<function, Memory>, dw: vec2f, at: u32) -> vec2f {
    let keep = data[at + 1u];
    let add = data[at + 2u];
    (*memory).a = keep * (*memory).a + add * dw * dw;
    var square = (*memory).a;
    if (data[at + 4u] > 0.0) {
        (*memory).b = keep * (*memory).b + add * dw;
        square = max(square - (*memory).b * (*memory).b, vec2f(0.0));
    }
    let size = sqrt(square) + data[at + 5u];
    if (data[at + 3u] == 0.0) { return data[at] / size * dw; }
    (*memory).c = data[at + 3u] * (*memory).c + dw / size;
    return data[at] * (*memory).c;
}
fn adadelta(memory: ptr<function, Memory>, dw: vec2f, at: u32) -> vec2f {
    let keep = data[at + 1u];
    let add = data[at + 2u];
    (*memory).a = keep * (*memory).a + add * dw * dw;
    let ratio = sqrt((*memory).b + data[at + 3u]) / sqrt((*memory).a + data[at + 3u]);
    let delta = ratio * dw;
    (*memory).b = keep * (*memory).b + add * delta * delta;
    return data[at] * ratio * dw;
}

// Rate times direction.
fn rule_step(rule: u32, memory: ptr<function, Memory>, dw: vec2f, first: bool, at: u32) -> vec2f {
    switch rule {
        case 0u: { return data[at] * dw; } // sgd
        case 1u: { // momentum
            (*memory).a = data[at + 1u] * (*memory).a + data[at + 2u] * dw;
            return data[at] * (*memory).a;
        }
        case 2u: { // nesterov
            (*memory).a = data[at + 1u] * (*memory).a + dw;
            return data[at] * (dw + data[at + 1u] * (*memory).a);
        }
        case 3u: { // adagrad
            if (first) { (*memory).a = vec2f(data[at + 1u]); }
            (*memory).a += dw * dw;
            return data[at] / (sqrt((*memory).a) + data[at + 2u]) * dw;
        }
        case 4u: { return adadelta(memory, dw, at); }
        case 5u: { return rmsprop(memory, dw, at); }
        case 6u, 8u: { // adam, adamw
            average(memory, dw, at);
            return adam_rate((*memory).b, at) * (data[at + 5u] * (*memory).a);
        }
        case 7u: { // amsgrad
            average(memory, dw, at);
            (*memory).c = max((*memory).c, (*memory).b);
            return adam_rate((*memory).c, at) * (data[at + 5u] * (*memory).a);
        }
        case 9u: { // nadam
            average(memory, dw, at);
            return adam_rate((*memory).b, at) * (data[at + 8u] * dw + data[at + 9u] * (*memory).a);
        }
        case 10u: { // radam
            average(memory, dw, at);
            let direction = data[at + 5u] * (*memory).a;
            if (data[at + 8u] == 0.0) { return data[at] * direction; }
            return data[at + 9u] / (sqrt((*memory).b) + data[at + 7u]) * direction;
        }
        case 11u: { // adamax
            (*memory).a = data[at + 1u] * (*memory).a + data[at + 2u] * dw;
            (*memory).b = max(data[at + 3u] * (*memory).b, abs(dw) + data[at + 7u]);
            return data[at] / (*memory).b * (data[at + 5u] * (*memory).a);
        }
        case 12u: { return rprop(memory, dw, first, at); }
        default: { // lion
            let direction = data[at + 1u] * (*memory).a + data[at + 2u] * dw;
            (*memory).a = data[at + 3u] * (*memory).a + data[at + 4u] * dw;
            return data[at] * sign(direction);
        }
    }
}

const numbers_each_step = 12u;
// Where the parameters w are after step t, counted from 0; the scalars of step 0 are in data from `rule_at` on.
fn after_step(rule: u32, rule_at: u32, t: u32, memory: ptr<function, Memory>, w: vec2f, slope: vec2f) -> vec2f {
    let at = rule_at + numbers_each_step * t;
    let dw = slope + data[at] * w;
    return data[at + 1u] * w - rule_step(rule, memory, dw, t == 0u, at + 2u);
}
