/**
 * An order for every job, which the tests and the bench run on every runner. `order(engine)` gives {key, settings, arrays}.
 * `compare(ours, theirs, about)` is for those whose pixels may differ somewhere: it returns what is wrong, or nothing; else every number has to
 * agree within the job's tolerance.
 */
const even = (n, seed = 1) => Float32Array.from({ length: n }, (_, i) => Math.sin(seed + 12.9898 * i) * 0.9);

/**
 * Of runs of training: the same class, converged or diverged, at 99.5 % of the pixels, and elsewhere a boundary next to them. Between
 * are runs on the edge of chaos, where rounding decides.
 */
function sameClasses(ours, theirs, { width, height }) {
  const count = width * height;
  const diverged = (values, x, y) => values[count + y * width + x] >= 0;
  let apart = 0;
  for (let i = 0; i < count; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (diverged(ours, x, y) === diverged(theirs, x, y)) continue;
    apart += 1;
    let boundary = false;
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1)
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) boundary ||= diverged(ours, u, v) === diverged(theirs, x, y);
    if (!boundary) return `${x}, ${y} is of another class, and no pixel next to it`;
  }
  return apart <= 0.005 * count ? null : `${apart} of ${count} pixels are of another class`;
}

export const examples = [
  ...["axes=layers", "axes=momentum", "axes=scale&hidden=16", "axes=batch&hidden=4", "axes=decay&activation=relu", "problem=quadratic&axes=momentum"].map((settings) => ({
    name: `trainability with ${settings}`,
    order: () => ({ key: "trainability", settings: `${settings}&width=64&height=64`, arrays: [] }),
    compare: sameClasses,
  })),
  {
    name: "matmul of 70 x 33 and 33 x 50",
    order: () => ({ key: "matmul", settings: "m=70&k=33&n=50", arrays: [even(70 * 33), even(33 * 50, 2)] }),
  },
];
