/**
 * An order for every job, which the tests and the bench run on every runner. `order(engine)` gives {key, settings, arrays}.
 * `compare(ours, theirs, about)` is for those whose pixels may differ somewhere: it returns what is wrong, or nothing; else every number has to
 * agree within the job's tolerance.
 */
const even = (n, seed = 1) => Float32Array.from({ length: n }, (_, i) => Math.sin(seed + 12.9898 * i) * 0.9);

export const examples = [
  {
    name: "matmul of 70 x 33 and 33 x 50",
    order: () => ({ key: "matmul", settings: "m=70&k=33&n=50", arrays: [even(70 * 33), even(33 * 50, 2)] }),
  },
];
