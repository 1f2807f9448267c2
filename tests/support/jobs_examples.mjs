/**
 * An order for every job, which the tests and the bench run on every runner. `order(engine)` gives {key, settings, arrays}.
 * `compare(ours, theirs, about)` is for those whose pixels may differ somewhere: it returns what is wrong, or nothing; else every number has to
 * agree within the job's tolerance.
 */
const even = (n, seed = 1) => Float32Array.from({ length: n }, (_, i) => Math.sin(seed + 12.9898 * i) * 0.9);

/** Parameters as the seed starts them, and statistics for the units of batch norms. */
function numbersOf(engine, setup, normed = 0) {
  const network = engine.network(setup);
  const own = network.parameters();
  network.free();
  const state = Array.from({ length: 2 * normed }, (_, i) => (i < normed ? 0.1 * Math.sin(i) : 0.5 + 0.1 * i));
  return { own, all: Float32Array.from([...own, ...state]) };
}

const dense = (units, activation = "linear", more = {}) => ({ kind: "dense", units, activation, ...more });
const normedLayers = [
  dense(9, "prelu"), { kind: "batch-norm", activation: "tanh" }, { kind: "dropout" }, dense(9, "relu", { residual: true }), { kind: "layer-norm", activation: "relu" }, dense(3),
];

function response(name, setup, picture, { normed, arrays = () => [] } = {}) {
  return { name: `response-grid of ${name}`, order: (engine) => ({ key: "response-grid", settings: { ...setup(engine), ...picture }, arrays: [numbersOf(engine, setup(engine), normed).all, ...arrays()] }) };
}

/** `samples` of two inputs; the targets are 0 and 1 in turn, or the classes. */
function loss(name, setup, { samples = 70, classes = 2, normed, picture = {}, targets = 1, weight = [] } = {}) {
  return {
    name: `loss-grid of ${name}`,
    order: (engine) => {
      const { own, all } = numbersOf(engine, setup, normed);
      const y = Float32Array.from({ length: samples * targets }, (_, i) => (targets > 1 ? 1 / targets : i % classes));
      return { key: "loss-grid", settings: { ...setup, width: 23, height: 17, ...picture }, arrays: [all, even(own.length, 2), even(own.length, 3), even(2 * samples, 4), y, weight] };
    },
  };
}

const playground = { inputs: 2, layers: [dense(16, "tanh"), dense(16, "relu"), dense(1)], loss: "bce-logits", seed: 3 };
const small = (last, lossRow, reduction = "mean") => ({ inputs: 2, layers: [dense(5, "silu"), last], loss: lossRow, reduction, seed: 4 });
const losses = [
  "mse", { key: "mse", half: true }, "mae", { key: "huber", delta: 0.3 }, { key: "smooth-l1", beta: 0.4 }, "log-cosh", "bce-logits", { key: "bce-logits", posWeight: 3 },
  "hinge", "squared-hinge",
];

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

/** Of long trainings, whose rounding grows from step to step: the same quartiles over the seeds, at every look of every racer. */
function sameQuartiles(ours, theirs, { width, height, channels }) {
  for (let band = 0; band < height * channels; band += 1) {
    const [a, b] = [ours, theirs].map((values) => values.slice(band * width, (band + 1) * width).sort());
    for (const share of [0.25, 0.5, 0.75]) {
      const [x, y] = [a, b].map((sorted) => sorted[Math.round(share * (width - 1))]);
      if (!(Math.abs(x - y) <= 0.02 * Math.abs(x) + 1e-4)) return `quartile ${share} of band ${band} is ${y}, expected ${x}`;
    }
  }
  return null;
}

/** `samples` around the middle, the second class further out. */
function training(name, network, { samples = 61, classes = 2, targets = 1, compare, settings = "" } = {}) {
  return {
    name: `network-seeds of ${name}`,
    order: () => {
      const x = even(2 * samples, 4);
      const y = Float32Array.from({ length: samples * targets }, (_, i) => (targets > 1 ? (i % 3) / 2 : Math.floor(classes * Math.min(0.99, Math.hypot(x[2 * i], x[2 * i + 1])))));
      return { key: "network-seeds", settings: `${network}&${settings}`, arrays: [x, y] };
    },
    compare,
  };
}
const bent = (units, activation) => `dense:units=${units}:activation=${activation}`;
const everyRule = "sgd:lr=0.3,momentum:lr=0.05,nesterov:lr=0.05,adagrad:lr=0.1,adadelta:lr=1,rmsprop:lr=0.01,adam,amsgrad,adamw,nadam,radam,adamax,rprop,lion:lr=0.003";
const few = "racers=sgd:lr=0.1,adam&steps=12&looks=3&batch=16&seeds=5";

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
  ...["kappa=100&racers=sgd:lr=0.015,momentum:lr=0.01,nesterov:lr=0.01,adam:lr=0.3,rmsprop:lr=0.05,lion:lr=0.05", "kappa=30&theta=30&noise=2&racers=sgd:lr=0.02,adagrad:lr=1,adamw:lr=0.2&looks=7&steps=90", "surface=himmelblau&start-x=0&start-y=0&spread=0.3&racers=sgd:lr=0.01,sgd:lr=0.5,adam:lr=0.1&looks=40&steps=80"].map((settings) => ({
    name: `seeds of ${settings}`,
    order: () => ({ key: "seeds", settings: `${settings}&seeds=70`, arrays: [] }),
  })),
  training("every rule", `layers=${bent(7, "tanh")},dense:units=1&loss=bce-logits`, { settings: `racers=${everyRule}&steps=20&looks=5&batch=16&seeds=9` }),
  training("2-8-8-1, long", `layers=${bent(8, "tanh")},${bent(8, "relu")},dense:units=1&loss=bce-logits`, { settings: "racers=sgd:lr=0.5,momentum:lr=0.1,adam:lr=0.02&steps=200&looks=20&batch=16&seeds=33", compare: sameQuartiles }),
  training("runs that diverge", `layers=${bent(7, "relu")},dense:units=1&loss=mse`, { settings: "racers=sgd:lr=10,momentum:lr=10&steps=40&looks=2&batch=16&seeds=9" }),
  training("residual links and slow bends", `layers=${bent(6, "gelu")},${bent(6, "silu")}:residual=true,dense:units=1&loss=mse`, { settings: few }),
  ...["mae", "huber:delta=0.3", "smooth-l1:beta=0.4", "log-cosh", "hinge", "squared-hinge", "bce-logits:pos-weight=3"].map((loss) => training(`the loss ${loss}`, `layers=${bent(5, "tanh")},dense:units=1&loss=${loss}`, { settings: few })),
  training("the loss bce", `layers=${bent(5, "tanh")},${bent(1, "sigmoid")}&loss=bce`, { settings: few }),
  training("the loss multi-label-bce", `layers=${bent(5, "tanh")},dense:units=3&loss=multi-label-bce`, { settings: few, targets: 3 }),
  training("the loss cross-entropy", `layers=${bent(5, "tanh")},dense:units=4&loss=cross-entropy:smoothing=0.2`, { settings: few, classes: 4 }),
  {
    name: "matmul of 70 x 33 and 33 x 50",
    order: () => ({ key: "matmul", settings: "m=70&k=33&n=50", arrays: [even(70 * 33), even(33 * 50, 2)] }),
  },
  response("2-16-16-1", () => playground, { width: 61, height: 43 }),
  response("every activation, one after another", (engine) => ({ inputs: 2, layers: engine.describe().activations.map(({ key }) => dense(4, key)), seed: 2 }), { width: 31, height: 17, units: true }),
  response("8 layers of 64", () => ({ inputs: 2, layers: [...Array.from({ length: 8 }, () => dense(64, "tanh")), dense(1)] }), { width: 29, height: 11 }),
  response("norms, dropout and a residual link", () => ({ inputs: 2, layers: normedLayers, loss: "cross-entropy" }), { width: 30, height: 13, units: true }, { normed: 9 }),
  response("two of five inputs", () => ({ inputs: 5, layers: [dense(4, "tanh"), dense(2)] }), { width: 21, height: 17, inputX: 3, inputY: 1 }, { arrays: () => [even(5)] }),
  response("features of the plane", () => ({ inputs: 4, layers: [dense(4, "tanh"), dense(1)] }), { width: 21, height: 17 }, { arrays: () => [[], even(21 * 17 * 4)] }),
  loss("2-16-16-1 on 501 points", playground, { samples: 501 }),
  loss("2-16-16-1, zoomed", playground, { picture: { a: 0.3, b: -0.2, halfA: 1e-2, halfB: 1e-3 } }),
  loss("2-64-64-1", { inputs: 2, layers: [dense(64, "tanh"), dense(64, "gelu"), dense(1)], loss: "bce-logits" }),
  loss("norms, dropout and a residual link", { inputs: 2, layers: normedLayers, loss: "cross-entropy" }, { normed: 9, classes: 3 }),
  ...losses.map((row) => loss(`the loss ${row.key ?? row}${row.key ? ", set" : ""}`, small(dense(1), row))),
  loss("the loss bce", small(dense(1, "sigmoid"), "bce")),
  loss("the loss multi-label-bce", small(dense(3), "multi-label-bce"), { targets: 3 }),
  loss("the loss cross-entropy", small(dense(4), { key: "cross-entropy", smoothing: 0.2 }), { classes: 4 }),
  loss("the loss cross-entropy, soft", small(dense(4), { key: "cross-entropy", soft: true }), { targets: 4 }),
  loss("weighted samples", small(dense(1), "bce-logits", "weighted-mean"), { weight: Float32Array.from({ length: 70 }, (_, i) => i % 3) }),
];
