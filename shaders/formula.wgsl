// Part `formula` (needs `math`): dual numbers (value, slope by x, slope by y), after engine/dual.hpp and engine/functions.hpp,
// in whose names the functions here are called. Where a function has no value it is `outside`: so steep that a walk leaves.
const outside = vec3f(0.0, 3e38, 3e38);
const quarter_turn = 1.5707963;

fn chain(a: vec3f, f: f32, df: f32) -> vec3f { return vec3f(f, df * a.yz); }
fn chain2(a: vec3f, b: vec3f, f: f32, da: f32, db: f32) -> vec3f { return vec3f(f, da * a.yz + db * b.yz); }

fn dual_multiply(a: vec3f, b: vec3f) -> vec3f { return vec3f(a.x * b.x, a.yz * b.x + a.x * b.yz); }
fn dual_divide(a: vec3f, b: vec3f) -> vec3f {
    let q = a.x / b.x;
    return vec3f(q, (a.yz - q * b.yz) / b.x);
}
fn whole_power(a: f32, n: u32) -> f32 {
    var power = 1.0;
    var square = a;
    for (var rest = n; rest > 0u; rest >>= 1u) {
        if ((rest & 1u) == 1u) { power *= square; }
        square *= square;
    }
    return power;
}
fn dual_square(a: vec3f) -> vec3f { return chain(a, a.x * a.x, 2.0 * a.x); }
fn dual_power(a: vec3f, n: i32) -> vec3f {
    if (n == 0) { return vec3f(1.0, 0.0, 0.0); }
    if (n == 3) { return chain(a, a.x * a.x * a.x, 3.0 * (a.x * a.x)); }
    if (n == 4) { return chain(a, (a.x * a.x) * (a.x * a.x), 4.0 * (a.x * a.x * a.x)); }
    if (n < 0) {
        let below = 1.0 / whole_power(a.x, u32(-n));
        return chain(a, below, f32(n) * (below / a.x));
    }
    return chain(a, whole_power(a.x, u32(n)), f32(n) * whole_power(a.x, u32(n - 1)));
}

fn dual_sin(a: vec3f) -> vec3f { return chain(a, sin1(a.x), cos1(a.x)); }
fn dual_cos(a: vec3f) -> vec3f { return chain(a, cos1(a.x), -sin1(a.x)); }
fn dual_tan(a: vec3f) -> vec3f {
    let f = sin1(a.x) / cos1(a.x);
    return chain(a, f, 1.0 + f * f);
}

// The angle whose tangent is x, by a polynomial between -tan(pi/8) and tan(pi/8).
fn atan1(x: f32) -> f32 {
    let a = abs(x);
    var y = 0.0;
    var t = a;
    if (a > 2.4142136) {
        y = quarter_turn;
        t = -1.0 / a;
    } else if (a > 0.41421356) {
        y = 0.5 * quarter_turn;
        t = (a - 1.0) / (a + 1.0);
    }
    let z = t * t;
    let p = ((0.080537446 * z - 0.13877685) * z + 0.19977711) * z - 0.33332949;
    let angle = y + (p * z * t + t);
    return select(angle, -angle, x < 0.0);
}
fn asin1(x: f32) -> f32 {
    if (abs(x) >= 1.0) { return sign(x) * quarter_turn; }
    return atan1(x / sqrt((1.0 - x) * (1.0 + x)));
}
fn dual_asin(a: vec3f) -> vec3f {
    if (abs(a.x) > 1.0) { return outside; }
    return chain(a, asin1(a.x), 1.0 / sqrt((1.0 - a.x) * (1.0 + a.x)));
}
fn dual_acos(a: vec3f) -> vec3f {
    if (abs(a.x) > 1.0) { return outside; }
    return chain(a, quarter_turn - asin1(a.x), -1.0 / sqrt((1.0 - a.x) * (1.0 + a.x)));
}
fn dual_atan(a: vec3f) -> vec3f { return chain(a, atan1(a.x), 1.0 / (1.0 + a.x * a.x)); }

fn dual_sinh(a: vec3f) -> vec3f {
    let e = exp1(abs(a.x));
    let f = select(0.5 * (e - 1.0 / e), abs(a.x) * (1.0 + a.x * a.x * (1.0 / 6.0 + a.x * a.x * (1.0 / 120.0))), abs(a.x) < 0.3);
    return chain(a, sign(a.x) * f, 0.5 * (e + 1.0 / e));
}
fn dual_cosh(a: vec3f) -> vec3f {
    let e = exp1(abs(a.x));
    return chain(a, 0.5 * (e + 1.0 / e), sign(a.x) * 0.5 * (e - 1.0 / e));
}
fn dual_tanh(a: vec3f) -> vec3f {
    let f = tanh1(a.x);
    return chain(a, f, 1.0 - f * f);
}
fn dual_exp(a: vec3f) -> vec3f {
    let f = exp1(a.x);
    return chain(a, f, f);
}
fn log_to(a: vec3f, scale: f32) -> vec3f {
    if (a.x < 0.0) { return outside; }
    return chain(a, scale * log1(a.x), scale / a.x);
}
fn dual_log(a: vec3f) -> vec3f { return log_to(a, 1.0); }
fn dual_ln(a: vec3f) -> vec3f { return log_to(a, 1.0); }
fn dual_log10(a: vec3f) -> vec3f { return log_to(a, 0.4342944819); }
fn dual_log2(a: vec3f) -> vec3f { return log_to(a, 1.442695041); }
fn dual_sqrt(a: vec3f) -> vec3f {
    if (a.x < 0.0) { return outside; }
    if (a.x == 0.0) { return vec3f(0.0); }
    let f = sqrt(a.x);
    return chain(a, f, 0.5 / f);
}
fn dual_abs(a: vec3f) -> vec3f { return chain(a, abs(a.x), sign(a.x)); }
fn dual_sign(a: vec3f) -> vec3f { return vec3f(sign(a.x), 0.0, 0.0); }
fn dual_min(a: vec3f, b: vec3f) -> vec3f {
    let share = select(select(0.0, 1.0, a.x < b.x), 0.5, a.x == b.x);
    return chain2(a, b, min(a.x, b.x), share, 1.0 - share);
}
fn dual_max(a: vec3f, b: vec3f) -> vec3f {
    let share = select(select(0.0, 1.0, a.x > b.x), 0.5, a.x == b.x);
    return chain2(a, b, max(a.x, b.x), share, 1.0 - share);
}

// a^b where a is not negative or b is whole.
fn power1(a: f32, b: f32) -> f32 {
    if (b == 0.0) { return 1.0; }
    if (a == 0.0) { return select(0.0, 3e38, b < 0.0); }
    let p = exp1(b * log1(abs(a)));
    let odd = abs(b - 2.0 * floor(0.5 * b)) == 1.0;
    return select(p, -p, a < 0.0 && odd);
}
fn dual_pow(a: vec3f, b: vec3f) -> vec3f {
    if (a.x < 0.0 && b.x != floor(b.x)) { return outside; }
    let f = power1(a.x, b.x);
    var below = 0.0;
    if (!(a.x == 0.0 && b.x < 1.0) && b.x != 0.0) { below = power1(a.x, b.x - 1.0); }
    var turns = 0.0;
    if (a.x > 0.0) { turns = log1(a.x); }
    return chain2(a, b, f, b.x * below, f * turns);
}
fn dual_atan2(a: vec3f, b: vec3f) -> vec3f {
    let square = a.x * a.x + b.x * b.x;
    if (square == 0.0) { return vec3f(0.0); }
    var angle = quarter_turn * sign(a.x);
    if (b.x != 0.0) { angle = atan1(a.x / b.x); }
    if (b.x < 0.0) { angle += select(2.0, -2.0, a.x < 0.0) * quarter_turn; }
    return chain2(a, b, angle, b.x / square, -a.x / square);
}
fn dual_hypot(a: vec3f, b: vec3f) -> vec3f {
    let f = sqrt(a.x * a.x + b.x * b.x);
    if (f == 0.0) { return vec3f(0.0); }
    return chain2(a, b, f, a.x / f, b.x / f);
}
