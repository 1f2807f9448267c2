// What every job's shader begins with: its tile and its arrays. Bindings, all in group 0:
//   0  tile    the pixels to do, and which of their steps
//   1  data    what the job reads, in its own order
//   2  result  (channels, pixels of the tile), written after the last step at the latest
//   3  state   (floats a pixel, pixels of the tile), kept from step to step; undefined before step 0
// Dispatch: 64 invocations in a group, a pixel each (or as many pixels as the kernel's `pixels_each` says), groups in x and y.
struct Tile {
    x0: u32, y0: u32, step: u32, columns: u32,
    count: u32,       // pixels
    first_step: u32,  // this dispatch does the steps from first_step to before end_step
    end_step: u32,
    groups_x: u32,    // work groups in a row
}
@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<storage, read> data: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<storage, read_write> state: array<f32>;

// Number of an invocation's pixel within the tile; past the end of it at the end of the last row.
fn pixel_of(id: vec3u) -> u32 {
    return id.y * tile.groups_x * 64u + id.x;
}

// Where a pixel lies in the picture.
fn place(pixel: u32) -> vec2u {
    return vec2u(tile.x0 + pixel % tile.columns * tile.step, tile.y0 + pixel / tile.columns * tile.step);
}
