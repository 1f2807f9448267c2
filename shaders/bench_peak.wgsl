// What a card can do at most with the benches' mix of arithmetic: eight numbers in registers, and no memory but the result. A round
// is `eights` * 8 multiply-adds and `tanhs` tanh of each of the eight.
// data: what the numbers start from, a factor a little below 1, a term. state: none. steps: 1.
// parts: math
override rounds: u32;
override eights: u32;
override tanhs: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = pixel_of(id);
    if (pixel >= tile.count) { return; }
    let w = data[1];
    let b = data[2];
    var a = vec4f(data[0] + f32(pixel) * 1e-6);
    var c = a + 0.5;
    for (var round = 0u; round < rounds; round++) {
        for (var i = 0u; i < eights; i++) {
            a = a * w + b; c = c * w + b; a = a * w + b; c = c * w + b;
            a = a * w + b; c = c * w + b; a = a * w + b; c = c * w + b;
            a = a * w + b; c = c * w + b; a = a * w + b; c = c * w + b;
            a = a * w + b; c = c * w + b; a = a * w + b; c = c * w + b;
        }
        for (var i = 0u; i < tanhs; i++) {
            a = tanh4(a);
            c = tanh4(c);
        }
    }
    let sum = a + c;
    result[pixel] = sum.x + sum.y + sum.z + sum.w;
}
