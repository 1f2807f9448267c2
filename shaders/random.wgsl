// Part `random`: engine/random.hpp, bit for bit.

// a * b as (low, high) 32 bits.
fn wide_product(a: u32, b: u32) -> vec2u {
    let low = (a & 0xffffu) * (b & 0xffffu);
    let middle = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
    let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
    return vec2u(a * b, (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u));
}

// Philox4x32-10.
fn philox(start: vec4u, seed: vec2u) -> vec4u {
    var counter = start;
    var key = seed;
    for (var round = 0u; round < 10u; round++) {
        let a = wide_product(0xD2511F53u, counter.x);
        let b = wide_product(0xCD9E8D57u, counter.z);
        counter = vec4u(b.y ^ counter.y ^ key.x, b.x, a.y ^ counter.w ^ key.y, a.x);
        key += vec2u(0x9E3779B9u, 0xBB67AE85u);
    }
    return counter;
}
