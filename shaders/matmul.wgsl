// Job `matmul` (engine/jobs/matmul_job.hpp): a number of the product of two matrices for each pixel.
// data: a (m, inner), then b (inner, columns) from b_at on. state: none. steps: 1.
override inner: i32;
override columns: i32;
override b_at: i32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = pixel_of(id);
    if (pixel >= tile.count) { return; }
    let at = place(pixel);
    let a = i32(at.y) * inner;
    let b = b_at + i32(at.x);
    var sum = 0.0;
    for (var i = 0; i < inner; i++) {
        sum += data[a + i] * data[b + i * columns];
    }
    result[pixel] = sum;
}
