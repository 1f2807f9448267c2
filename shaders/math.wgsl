// Part `math`: functions to float's accuracy, the same on every card (the built-in ones may err by 2^-11), by the ways of
// engine/lane_math.cpp, from which they differ by a few ulp. Names end in 4 for vec4f and in 1 for f32.
//
// Compilers may take infinities and NaN for impossible and numbers below 1.2e-38 for 0, so nothing here makes the former
// or needs the latter: e^x is cut off at e^88 and below e^-87 is 0, the logarithm of less than 1.2e-38 is -104.

// By a choice: min(), max() and clamp() take care of NaN, which costs SwiftShader some 40 instructions (2026-11-26).
fn at_most4(x: vec4f, limit: f32) -> vec4f { return select(x, vec4f(limit), x > vec4f(limit)); }
fn at_least4(x: vec4f, limit: f32) -> vec4f { return select(x, vec4f(limit), x < vec4f(limit)); }
fn within4(x: vec4f, low: f32, high: f32) -> vec4f { return at_least4(at_most4(x, high), low); }

// e^x = (1 + m) 2^n with m = e^r - 1, |r| <= ln 2 / 2; gives m and 2^n.
struct Exponential4 { m: vec4f, scale: vec4f }
fn exponential4(x: vec4f) -> Exponential4 {
    let n = round(x * 1.4426950);
    let r = (x - n * 0.693359375) - n * -0.00021219444;
    let p = (((0.0013882521 * r + 0.0083665206) * r + 0.0416672) * r + 0.16666544) * r + 0.5;
    return Exponential4(r + r * r * p, bitcast<vec4f>((vec4i(n) + 127) << vec4u(23u)));
}
fn exp4(x: vec4f) -> vec4f {
    let e = exponential4(within4(x, -87.0, 88.0));
    return select(e.m * e.scale + e.scale, vec4f(0.0), x < vec4f(-87.0));
}
// e^x - 1, without the loss of digits around 0.
fn expm1_4(x: vec4f) -> vec4f {
    let e = exponential4(within4(x, -25.0, 88.0));
    return e.m * e.scale + (e.scale - 1.0);
}

fn log4(x: vec4f) -> vec4f {
    let bits = bitcast<vec4i>(at_least4(x, 1.17549435e-38));
    let exponent = (bits - 0x3f3504f3) >> vec4u(23u); // sqrt(1/2) <= x / 2^exponent < sqrt(2)
    let f = bitcast<vec4f>(bits - (exponent << vec4u(23u))) - 1.0;
    let n = vec4f(exponent);
    let s = f / (2.0 + f);
    let z = s * s;
    let p = (0.29870938 * z + 0.39977574) * z + 0.66666776;
    let y = n * 0.693359375 + (f - (s * (f - z * p) - n * -0.00021219444));
    return select(y, vec4f(-104.0), x < vec4f(1.17549435e-38));
}
// log(1 + x) for x from 0 to 1, by the series of 2 artanh(x / (2 + x)), minimax.
fn log_of_1_and_4(x: vec4f) -> vec4f {
    let s = x / (2.0 + x);
    let z = s * s;
    let p = (((0.11612164 * z + 0.10853288) * z + 0.14296179) * z + 0.19999853) * z + 0.33333334;
    return 2.0 * (s + s * (z * p));
}
// log(1 + e^x), for any x.
fn softplus4(x: vec4f) -> vec4f {
    return at_least4(x, 0.0) + log_of_1_and_4(exp4(-abs(x)));
}

// x times a constant and two quotients of polynomials in x^2.
fn tanh4(value: vec4f) -> vec4f {
    let x = within4(value, -8.9002037, 8.9002037);
    let s = x * x;
    let far = (15.210528 * s + 1892.1549) / ((s + 397.75351) * s + 23370.809);
    let near = (4.0358744 * s + 49.626026) / ((s + 24.768509) * s + 55.02599);
    return x * ((far + near) + 0.017172487);
}
// 1 / (1 + e^-x), as exact near 0 as near 1.
fn sigmoid4(x: vec4f) -> vec4f {
    let e = exp4(-abs(x));
    return select(vec4f(1.0), e, x < vec4f(0.0)) / (1.0 + e);
}
// Its slope, to the last digits on both sides.
fn sigmoid_slope4(x: vec4f) -> vec4f {
    let e = exp4(-abs(x));
    let share = 1.0 / (1.0 + e);
    return e * share * share;
}

fn erf4(x: vec4f) -> vec4f {
    let a = abs(x);
    let s = a * a;
    let p = ((((-0.00060903904 * s + 0.0050119696) * s - 0.026778914) * s + 0.11282141) * s - 0.37612523) * s + 0.12837915;
    let far = at_most4(a, 4.0);
    let q = (((((-0.00019718165 * far + 0.0030556068) * far - 0.022277084) * far + 0.10403735) * far + 0.63705976) * far + 1.1277496) * far + 0.00017749549;
    return select(sign(x) * (1.0 - exp4(-q)), x + x * p, a < vec4f(0.9));
}

// Of x plus so many quarter turns. To float's accuracy for |x| < 10,000; beyond, x is known to so few digits of its turn
// that the error grows as x does.
fn sin_ahead4(x: vec4f, ahead: i32) -> vec4f {
    let n = round(x * 0.63661975);
    let r = ((x - n * 1.5703125) - n * 0.00048375129699707) - n * 7.549790126e-8; // the first two products are exact
    let s = r * r;
    let odd = r + r * s * (-0.16666667 + s * (0.0083333293 + s * (-0.00019839312 + s * 2.7181141e-6)));
    let even = 1.0 + s * (-0.5 + s * (0.041666667 + s * (-0.0013888883 + s * 2.479946e-5)));
    let quadrant = vec4i(within4(n, -1e9, 1e9)) + ahead;
    let y = select(odd, even, (quadrant & vec4i(1)) == vec4i(1));
    return select(y, -y, (quadrant & vec4i(2)) == vec4i(2));
}
fn sin4(x: vec4f) -> vec4f { return sin_ahead4(x, 0); }
fn cos4(x: vec4f) -> vec4f { return sin_ahead4(x, 1); }

fn exp1(x: f32) -> f32 { return exp4(vec4f(x)).x; }
fn expm1_1(x: f32) -> f32 { return expm1_4(vec4f(x)).x; }
fn log1(x: f32) -> f32 { return log4(vec4f(x)).x; }
fn softplus1(x: f32) -> f32 { return softplus4(vec4f(x)).x; }
fn tanh1(x: f32) -> f32 { return tanh4(vec4f(x)).x; }
fn sigmoid1(x: f32) -> f32 { return sigmoid4(vec4f(x)).x; }
fn sigmoid_slope1(x: f32) -> f32 { return sigmoid_slope4(vec4f(x)).x; }
fn erf1(x: f32) -> f32 { return erf4(vec4f(x)).x; }
fn sin1(x: f32) -> f32 { return sin4(vec4f(x)).x; }
fn cos1(x: f32) -> f32 { return cos4(vec4f(x)).x; }
