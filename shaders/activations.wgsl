// Part `activations` (needs `math`): engine/activations.hpp. A function for each, named by its key, and all of them by their
// place in its list. `p` holds the activation's settings in the order of its params(); of PReLU, the slope that is trained.
fn linear_value(p: vec2f, z: vec4f) -> vec4f { return z; }
fn relu_value(p: vec2f, z: vec4f) -> vec4f { return at_least4(z, 0.0); }
fn tanh_value(p: vec2f, z: vec4f) -> vec4f { return tanh4(z); }
fn sigmoid_value(p: vec2f, z: vec4f) -> vec4f { return sigmoid4(z); }
fn leaky_relu_value(p: vec2f, z: vec4f) -> vec4f { return select(z * p.x, z, z > vec4f(0.0)); }
fn prelu_value(p: vec2f, z: vec4f) -> vec4f { return select(z * p.x, z, z > vec4f(0.0)); }
fn elu_value(p: vec2f, z: vec4f) -> vec4f { return select(p.x * expm1_4(at_most4(z, 0.0)), z, z > vec4f(0.0)); }
fn selu_value(p: vec2f, z: vec4f) -> vec4f { return select(1.7580993408 * expm1_4(at_most4(z, 0.0)), z * 1.0507009874, z > vec4f(0.0)); }
fn gelu_value(p: vec2f, z: vec4f) -> vec4f { return z * (0.5 + 0.5 * erf4(0.70710678 * z)); }
fn gelu_tanh_value(p: vec2f, z: vec4f) -> vec4f { return z * sigmoid4(gelu_turn4(z)); }
fn silu_value(p: vec2f, z: vec4f) -> vec4f { return z * sigmoid4(p.x * z); }
fn mish_value(p: vec2f, z: vec4f) -> vec4f {
    let g = mish_gate4(z);
    return z * (g.open / (g.open + g.shut));
}
fn softplus_value(p: vec2f, z: vec4f) -> vec4f { return select(softplus4(p.x * z) * (1.0 / p.x), z, p.x * z > vec4f(p.y)); }
fn softsign_value(p: vec2f, z: vec4f) -> vec4f { return z / (1.0 + abs(z)); }
fn hard_tanh_value(p: vec2f, z: vec4f) -> vec4f { return within4(z, p.x, p.y); }
fn hard_swish_value(p: vec2f, z: vec4f) -> vec4f { return z * (within4(z + 3.0, 0.0, 6.0) * (1.0 / 6.0)); }
fn sin_value(p: vec2f, z: vec4f) -> vec4f { return sin4(z); }

fn activation4(kind: u32, p: vec2f, z: vec4f) -> vec4f {
    switch kind {
        case 1u: { return relu_value(p, z); }
        case 2u: { return tanh_value(p, z); }
        case 3u: { return sigmoid_value(p, z); }
        case 4u: { return leaky_relu_value(p, z); }
        case 5u: { return prelu_value(p, z); }
        case 6u: { return elu_value(p, z); }
        case 7u: { return selu_value(p, z); }
        case 8u: { return gelu_value(p, z); }
        case 9u: { return gelu_tanh_value(p, z); }
        case 10u: { return silu_value(p, z); }
        case 11u: { return mish_value(p, z); }
        case 12u: { return softplus_value(p, z); }
        case 13u: { return softsign_value(p, z); }
        case 14u: { return hard_tanh_value(p, z); }
        case 15u: { return hard_swish_value(p, z); }
        case 16u: { return sin_value(p, z); }
        default: { return z; }
    }
}

// The slope by z, with a = activation4(kind, p, z).
fn activation_slope4(kind: u32, p: vec2f, z: vec4f, a: vec4f) -> vec4f {
    let none = vec4f(0.0);
    let one = vec4f(1.0);
    switch kind {
        case 1u: { return select(none, one, a > none); }
        case 2u: { return 1.0 - a * a; }
        case 3u: { return a * (1.0 - a); }
        case 4u: { return select(vec4f(p.x), one, a > none); }
        case 5u: { return select(vec4f(p.x), one, z > none); }
        case 6u: { return select(a + p.x, one, a > none); }
        case 7u: { return select(a + 1.7580993408, vec4f(1.0507009874), a > none); }
        case 8u: { return 0.5 + 0.5 * erf4(0.70710678 * z) + z * (0.39894228 * exp4(-0.5 * z * z)); }
        case 9u: {
            let near = within4(z, -10.0, 10.0);
            let u = gelu_turn4(z);
            return sigmoid4(u) + near * sigmoid_slope4(u) * (1.5957691 + 0.21406447 * near * near);
        }
        case 10u: { return sigmoid4(p.x * z) + p.x * z * sigmoid_slope4(p.x * z); }
        case 11u: {
            let g = mish_gate4(z);
            let share = 1.0 / (g.open + g.shut);
            return g.open * share + z * (g.shut * share * (1.0 + g.open * share)) * sigmoid4(z);
        }
        case 12u: { return select(sigmoid4(p.x * z), one, p.x * z > vec4f(p.y)); }
        case 13u: { let share = 1.0 / (1.0 + abs(z)); return share * share; }
        case 14u: { return select(none, one, (a > vec4f(p.x)) & (a < vec4f(p.y))); }
        case 15u: { return select(select(one, z * (1.0 / 3.0) + 0.5, z < vec4f(3.0)), none, z < vec4f(-3.0)); }
        case 16u: { return cos4(z); }
        default: { return one; }
    }
}

fn activation1(kind: u32, p: vec2f, z: f32) -> f32 { return activation4(kind, p, vec4f(z)).x; }
fn activation_slope1(kind: u32, p: vec2f, z: f32, a: f32) -> f32 { return activation_slope4(kind, p, vec4f(z), vec4f(a)).x; }

// Twice the argument of GELU's tanh. Beyond 10 nothing changes any more, but the cube could overflow.
fn gelu_turn4(z: vec4f) -> vec4f {
    let near = within4(z, -10.0, 10.0);
    return near * (1.5957691 + 0.071354816 * near * near);
}

// tanh(log(1 + e^z)) is the share of `open`, from e^-|z|, so that nothing overflows or cancels.
struct MishGate4 { open: vec4f, shut: vec4f }
fn mish_gate4(z: vec4f) -> MishGate4 {
    let u = exp4(-abs(z));
    let below = z < vec4f(0.0);
    return MishGate4(select(1.0 + 2.0 * u, u * (u + 2.0), below), select(2.0 * u * u, vec4f(2.0), below));
}
