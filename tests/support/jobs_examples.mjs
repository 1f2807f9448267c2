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

/** Of walks on a surface: the same end at 99.5 % of the starts, after as many steps but for a few; at rest, rounding decides when. */
function sameEnds(ours, theirs, { width, height }) {
  const count = width * height;
  const wrong = { ends: 0, steps: 0, places: 0 };
  for (let i = 0; i < count; i += 1) {
    if (ours[i] !== theirs[i]) wrong.ends += 1;
    else if (ours[i] !== -1 && Math.hypot(ours[2 * count + i] - theirs[2 * count + i], ours[3 * count + i] - theirs[3 * count + i]) > 0.01) wrong.places += 1;
    if (Math.abs(ours[count + i] - theirs[count + i]) > 0.1 * ours[count + i] + 2) wrong.steps += 1;
  }
  return Math.max(wrong.ends, wrong.steps, wrong.places) <= 0.005 * count ? null : `of ${count} starts differ ${JSON.stringify(wrong)}`;
}

/** All functions that a formula may call, where they have a value. */
const formulas = [
  "x^2+y^2+sin(x)*cos(y)+tan(x/4)+asin(x/6)-acos(y/6)+atan(x-y)+sinh(x/4)+cosh(y/4)+tanh(x*y)+exp(-y^2)+log(x^2+1)",
  "x^2+y^2+ln(y^2+2)+log10(x^2+2)+log2(y^2+1)+sqrt(x^2+y^2+1)+abs(x-1)+sign(y)+min(x,y)+max(x,2*y)",
  "pow(abs(y),1.5)+atan2(y,x+9)+hypot(x,y)+(x^4+y^6)/50+1/(x^2+1)^-1/9+2^(x/3)",
];

export const examples = [
  ...[
    "surface=himmelblau&optimizer=sgd", "surface=rastrigin&optimizer=momentum:lr=0.002", "surface=himmelblau&optimizer=nesterov:lr=0.003", "surface=himmelblau&optimizer=adagrad",
    "surface=styblinski-tang&optimizer=adadelta:lr=10&theta=30", "surface=himmelblau&optimizer=rmsprop:momentum=0.5:centered=true", "surface=himmelblau&optimizer=adam", "surface=ackley&optimizer=sgd:lr=0.01",
    "surface=himmelblau&optimizer=amsgrad", "surface=six-hump-camel&optimizer=adamw:lr=0.05", "surface=himmelblau&optimizer=nadam", "surface=himmelblau&optimizer=radam",
    "surface=himmelblau&optimizer=adamax", "surface=beale&optimizer=rprop", "surface=himmelblau&optimizer=lion", "surface=mccormick&optimizer=sgd", "surface=quadratic&kappa=50&theta=20&optimizer=sgd:lr=0.03",
    ...formulas.map((f) => `surface=typed&f=${f}&optimizer=sgd:lr=0.02`),
  ].map((settings) => ({
    name: `basins of ${settings}`,
    order: () => ({ key: "basins", settings: `${settings}&width=48&height=40`, arrays: [] }),
    compare: sameEnds,
  })),
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
