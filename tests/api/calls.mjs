// Every call of engine.mjs: arguments that are right, and ones that must be refused, each with what the error says. A call
// that is not here fails bad_input.test.mjs. `bad` starts from the right arguments: [what, change(args), words].
//
// "class.method" is called on what `receivers` makes; "engine.metrics.auc" on the engine's metrics.

const [x, y] = [Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), Float32Array.of(0, 1, 1, 0)]; // one or the other
const table = "a,b,c\n1,2,0\n3,4,1\n5,,0\n7,8,1\n";
const layers = () => [
  { kind: "dense", units: 3, activation: { key: "leaky-relu", negativeSlope: 0.1 }, init: "he-normal" },
  { kind: "layer-norm" },
  { kind: "dense", units: 1 },
];
const setup = () => ({ inputs: 2, layers: layers(), loss: "bce-logits", reduction: "weighted-mean", seed: 1 });
const training = () => ({
  x, y, weight: [1, 1, 2, 1], classWeight: [1, 3], validation: { x, y }, batchSize: 2, shuffle: true, seed: 1, optimizer: { key: "adam", lr: 0.05 },
  schedule: { key: "cosine", tMax: 20 }, l1: 0.001, l2: 0.001, clipNorm: 1, averaging: "ema",
});

/** What the methods of a class are called on, made from what else there is. */
export const receivers = {
  engine: ({ engine }) => engine,
  surface: ({ engine }) => engine.surface("quadratic", { kappa: 10 }),
  optimizer: ({ engine }) => engine.optimizer({ key: "adam", lr: 0.1 }, 2),
  network: ({ engine }) => engine.network(setup()),
  trainer: ({ engine, network }) => engine.trainer(network, training()),
  data: ({ engine }) => engine.dataset({ key: "moons", size: 20 }),
  csvReader: ({ engine }) => engine.csvReader(),
  job: ({ engine }) => {
    const job = engine.job("matmul", { m: 4, k: 2, n: 3 }, [[1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6]]);
    job.begin({ columns: 3, rows: 4 });
    return job;
  },
  preprocessor: ({ engine }) => engine.preprocess({ kind: "one-hot", only: [1] }).fit(x, 2),
};

/** Replaces an argument, or an option within it: at(1, "lr")(args, -1). */
const at = (...path) => (args, value) => {
  const last = path.at(-1);
  let within = args;
  for (const step of path.slice(0, -1)) within = within[step];
  if (value === undefined) delete within[last];
  else within[last] = value;
  return args;
};
const change = (what, path, value, words) => [what, (args) => at(...path)(args, value), words];
const nothing = [];

const noSamples = (x0 = 0) => [
  change("x of no sample", [x0], [], /no samples|no rows/),
  change("x that is half a sample", [x0], [1, 2, 3], /3 numbers|x of 3|got \(3|rows of 2/),
  change("y of another length", [x0 + 1], [0, 1], /y|target/),
  change("NaN in x", [x0], [0, 0, 0, NaN, 1, 0, 1, 1], /NaN in x at 3/),
  change("infinity in y", [x0 + 1], [0, 1, Infinity, 0], /infinite number in y at 2/),
  change("a target that is neither yes nor no", [x0 + 1], [0, 1, 2, 0], /2/),
];
const samplesIn = (call) => noSamples().map(([what, act, words]) => [what, (args) => [act([args[call].x, args[call].y])].map(([x1, y1]) => (Object.assign(args[call], { x: x1, y: y1 }), args))[0], words]);

export const calls = {
  "engine.describe": { good: () => [], bad: nothing },
  "engine.activation": {
    good: () => ["leaky-relu", [-1, 0.5, 2], { negativeSlope: 0.2 }],
    bad: [
      change("an unknown key", [0], "relux", /\[activation\].*relux.*/),
      change("an unknown option", [2, "slope"], 1, /slope/),
      change("an option out of range", [2, "negativeSlope"], -7, /negative-slope = -7/),
      change("an option that is NaN", [2, "negativeSlope"], NaN, /negativeSlope NaN, expected a finite number/),
      change("NaN in z", [1], [1, NaN], /NaN in z at 1/),
      change("words for z", [1], "1,2", /z as string/),
      change("a word in z", [1], [1, "2"], /"2" in z at 1/),
      change("no z", [1], undefined, /no z/),
    ],
  },
  "engine.softmax": {
    good: () => [[1, 2, 3, 4], 2, { log: true }],
    bad: [
      change("part of a row", [0], [1, 2, 3], /got 3 numbers, expected rows of 2/),
      change("no columns", [1], 0, /columns 0/),
      change("negative columns", [1], -2, /columns -2/),
      change("half a column", [1], 1.5, /columns 1.5/),
      change("NaN", [0], [1, NaN], /NaN in z at 1/),
      change("an unknown option", [2, "base"], 2, /option base/),
      change("log as a number", [2, "log"], 1, /log as number/),
    ],
  },
  "engine.loss": {
    good: () => ["cross-entropy", { prediction: [1, 2, 3, 4, 5, 6], target: [0, 2], columns: 3, weight: [1, 2], classWeight: [1, 1, 2], reduction: "weighted", smoothing: 0.1 }],
    bad: [
      change("an unknown key", [0], "mean", /mean/),
      change("no prediction", [1, "prediction"], undefined, /no prediction/),
      change("predictions that are no whole rows", [1, "prediction"], [1, 2], /2/),
      change("a class too high", [1, "target"], [0, 3], /3/),
      change("a class that is a fraction", [1, "target"], [0, 0.5], /0.5/),
      change("a negative class", [1, "target"], [0, -1], /-1/),
      change("a target too few", [1, "target"], [0], /target/),
      change("a weight too many", [1, "weight"], [1, 2, 3], /3/),
      change("a class weight too few", [1, "classWeight"], [1, 2], /2/),
      change("a negative weight", [1, "weight"], [1, -2], /weight -2 at 1, expected 0 or more/),
      change("a negative class weight", [1, "classWeight"], [1, 1, -1], /classWeight -1 at 2/),
      change("weights under mean", [1, "reduction"], "mean", /weight under the reduction mean/),
      ["a probability above 1", () => ["bce", { prediction: [0.5, 2], target: [1, 1] }], /prediction 2 at 1, expected a probability/],
      change("NaN", [1, "prediction"], [1, 2, 3, 4, NaN, 6], /NaN in prediction at 4/),
      change("negative columns", [1, "columns"], -3, /columns -3/),
      change("an unknown reduction", [1, "reduction"], "sum", /"sum", expected one of mean, weighted, weighted-mean/),
      change("an unknown option", [1, "delta"], 1, /delta/),
      change("smoothing out of range", [1, "smoothing"], 2, /smoothing = 2/),
    ],
  },
  "engine.initialize": {
    good: () => ["he-normal", { fanIn: 3, fanOut: 2, seed: 1, slope: 0.1 }],
    bad: [
      change("an unknown key", [0], "xavier", /xavier/),
      change("no inputs", [1, "fanIn"], 0, /fanIn 0/),
      change("negative outputs", [1, "fanOut"], -1, /fanOut -1/),
      change("outputs not told", [1, "fanOut"], undefined, /fanOut/),
      change("too many", [1], { fanIn: 1e9, fanOut: 1e9 }, /50 million/),
      change("a negative seed", [1, "seed"], -1, /seed -1/),
      change("an unknown option", [1, "deviation"], 1, /deviation/),
      change("an option that is NaN", [1, "gain"], NaN, /gain NaN/),
    ],
  },
  "engine.schedule": {
    good: () => [{ key: "plateau", patience: 1 }, { steps: 4, baseLr: 0.1, metric: [4, 3, 2, 1] }],
    bad: [
      change("an unknown key", [0], "cosinus", /cosinus/),
      change("no key", [0], { patience: 1 }, /without a key/),
      change("an unknown option", [0, "gamma"], 1, /gamma/),
      change("a negative number of steps", [1, "steps"], -1, /steps -1/),
      change("steps not told", [1, "steps"], undefined, /steps/),
      change("more steps than fit", [1, "steps"], 2 ** 31 - 1, /steps 2147483647/),
      change("a rate that is NaN", [1, "baseLr"], NaN, /baseLr NaN/),
      change("a metric too few", [1, "metric"], [1, 2, 3], /3 metrics, expected 4/),
      change("a metric that is NaN", [1, "metric"], [1, 2, NaN, 3], /NaN in metric at 2/),
    ],
  },
  "engine.matmul": {
    good: () => [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], 2, 3, 2, { view: true }],
    bad: [
      change("a too short", [0], [1, 2, 3], /a of 3 numbers, expected \(2, 3\)/),
      change("b too long", [1], [1, 2, 3, 4, 5, 6, 7], /b of 7 numbers, expected \(3, 2\)/),
      change("a negative size", [3], -3, /k -3/),
      change("a size that is NaN", [2], NaN, /m NaN/),
      change("a huge size", [4], 2 ** 31 - 1, /n 2147483647/),
      change("no b", [1], undefined, /no b/),
    ],
  },
  "engine.surface": {
    good: () => ["quadratic", { kappa: 10, theta: 30 }],
    bad: [
      change("an unknown key", [0], "hill", /hill/),
      change("a key that is no text", [0], 3, /key as number/),
      change("an unknown option", [1, "kapa"], 3, /option kapa/),
      change("an option out of range", [1, "kappa"], 0.5, /kappa = 0.5/),
      change("a formula that cannot be read", [1], { f: "x +* y" }, /f = /),
      change("a formula on another surface's axes", [1], { f: "z" }, /f = /),
    ],
  },
  "engine.optimizer": {
    good: () => [{ key: "adam", lr: 0.01 }, 3],
    bad: [
      change("an unknown key", [0], "adamm", /adamm/),
      change("no key", [0], { lr: 0.1 }, /without a key/),
      change("a negative rate", [0, "lr"], -1, /lr = -1/),
      change("a rate that is NaN", [0, "lr"], NaN, /lr NaN/),
      change("a rate that is a word", [0, "lr"], "fast", /fast/),
      change("no parameters", [1], 0, /size 0/),
      change("a negative size", [1], -3, /size -3/),
      change("too many parameters", [1], 2 ** 31 - 1, /50000000/),
    ],
  },
  "engine.descend": {
    good: () => [{ surface: { key: "quadratic", kappa: 10 }, optimizer: { key: "sgd", lr: 0.01 }, start: [1, 1], steps: 4 }],
    bad: [
      change("an unknown surface", [0, "surface"], "hill", /hill/),
      change("no surface", [0, "surface"], undefined, /surface|key/),
      change("an unknown optimizer", [0, "optimizer"], "sgdd", /sgdd/),
      change("no optimizer", [0, "optimizer"], undefined, /optimizer/),
      change("half a start", [0, "start"], [1], /start of 1 numbers/),
      change("a start that is NaN", [0, "start"], [1, NaN], /y NaN/),
      change("negative steps", [0, "steps"], -1, /steps -1/),
      change("more steps than fit", [0, "steps"], 2 ** 31 - 1, /steps 2147483647/),
      change("an unknown option", [0, "noise"], 1, /option noise/),
    ],
  },
  "engine.network": {
    good: () => [setup()],
    bad: [
      change("an unknown option", [0, "depth"], 3, /depth/),
      change("no inputs", [0, "inputs"], 0, /inputs = 0/),
      change("negative inputs", [0, "inputs"], -2, /inputs = -2/),
      change("half an input", [0, "inputs"], 1.5, /inputs = 1.5/),
      change("no layers", [0, "layers"], [], /layers/),
      change("layers that are no list", [0, "layers"], 3, /layers/),
      change("an unknown kind of layer", [0, "layers", 0, "kind"], "conv", /conv/),
      change("a layer without a kind", [0, "layers", 0, "kind"], undefined, /without a key/),
      change("negative units", [0, "layers", 0, "units"], -8, /units/),
      change("units that are NaN", [0, "layers", 0, "units"], NaN, /units NaN/),
      change("an unknown option of a layer", [0, "layers", 0, "unit"], 8, /unit/),
      change("an unknown activation", [0, "layers", 0, "activation"], "relux", /relux/),
      change("an unknown option of an activation", [0, "layers", 0, "activation", "alpha"], 1, /alpha/),
      change("an unknown initializer", [0, "layers", 0, "init"], "xavier", /xavier/),
      change("an unknown loss", [0, "loss"], "hing", /hing/),
      change("an unknown reduction", [0, "reduction"], "sum", /sum/),
      change("a residual link between widths", [0, "layers", 0, "residual"], true, /residual|3/),
      change("an embedding of a column that is not there", [0, "layers", 0], { kind: "embedding", column: 7 }, /7|column/),
      change("a negative seed", [0, "seed"], -1, /seed/),
      change("more parameters than there is memory for", [0], { inputs: 100000, layers: [{ kind: "dense", units: 4096 }, { kind: "dense", units: 4096 }] }, /memory|parameters/),
    ],
  },
  "engine.trainer": {
    good: ({ network }) => [network, training()],
    bad: [
      change("no network", [0], undefined, /expected a network/),
      change("a trainer's settings for the network", [0], {}, /expected a network/),
      ...samplesIn(1),
      change("no x", [1, "x"], undefined, /no x/),
      change("a weight too few", [1, "weight"], [1, 1], /weight/),
      change("a weight that is NaN", [1, "weight"], [1, NaN, 1, 1], /NaN in weight at 1/),
      change("a negative weight", [1, "weight"], [1, 1, 1, -1], /weight -1 at 3, expected 0 or more/),
      change("weights that sum to 0, and divide", [1, "weight"], [0, 0, 0, 0], /weights that sum to 0/),
      change("a negative class weight", [1, "classWeight"], [1, -3], /classWeight -3 at 1/),
      change("validation data that are false", [1, "validation"], false, /boolean, expected an object/),
      change("validation data that are 0", [1, "validation"], 0, /number, expected an object/),
      change("validation data that are no text", [1, "validation"], "", /string, expected an object/),
      change("validation data of no samples", [1, "validation"], { x: [], y: [] }, /no samples in validation/),
      change("validation data that are nothing", [1, "validation"], {}, /no x/),
      change("a class weight too few", [1, "classWeight"], [1], /\[trainer\] got 1 class weights, expected 2, one a class/),
      change("a class weight too many", [1, "classWeight"], [1, 2, 3], /3 class weights, expected 2/),
      change("a class weight that is NaN", [1, "classWeight"], [NaN, 1], /NaN in classWeight at 0/),
      change("class weights that are no array", [1, "classWeight"], 3, /classWeight as number/),
      change("a class weight for half a yes", [1, "y"], [0, 0.5, 1, 0], /\[trainer\] got class 0.5 in row 1 with 2 class weights/),
      change("validation data without y", [1, "validation"], { x }, /no y/),
      change("validation data that do not fit", [1, "validation"], { x: [1, 2, 3], y: [1] }, /x|3/),
      change("NaN in the validation data", [1, "validation", "x"], [NaN, 1], /NaN/),
      change("no batch", [1, "batchSize"], 0, /batch-size = 0/),
      change("a negative batch", [1, "batchSize"], -4, /batch-size = -4/),
      change("a batch that is NaN", [1, "batchSize"], NaN, /batchSize NaN/),
      change("an unknown option", [1, "batch"], 4, /batch/),
      change("an unknown optimizer", [1, "optimizer"], "adamm", /adamm/),
      change("an unknown option of the optimizer", [1, "optimizer", "momentum"], 1, /momentum/),
      change("an unknown schedule", [1, "schedule"], "cosinus", /cosinus/),
      change("a negative decay", [1, "l2"], -1, /^\[trainer\] l2 = -1: outside 0 to 1$/),
      change("an unknown averaging", [1, "averaging"], "mean", /mean/),
    ],
  },
  "engine.rangeTest": {
    good: ({ network }) => [network, { x, y, classWeight: [1, 2], from: 1e-4, to: 1, steps: 6, batchSize: 2, optimizer: "sgd" }],
    bad: [
      change("no network", [0], null, /expected a network/),
      ...samplesIn(1),
      change("rates upside down", [1, "from"], 10, /from|to|10/),
      change("a negative rate", [1, "from"], -1, /from = -1/),
      change("negative steps", [1, "steps"], -1, /steps = -1/),
      change("an unknown option", [1, "stop"], 1, /stop/),
    ],
  },
  "engine.responseGrid": {
    good: ({ network }) => [network, { x0: -1, x1: 1, y0: -1, y1: 1, width: 3, height: 2, units: true }],
    bad: [
      change("no network", [0], {}, /expected a network/),
      change("an edge that is NaN", [1, "x0"], NaN, /x0 NaN/),
      change("an infinite edge", [1, "y1"], Infinity, /y1 Infinity/),
      change("no width", [1, "width"], 0, /width 0/),
      change("a negative height", [1, "height"], -2, /height -2/),
      change("too many pixels", [1], { width: 16384, height: 16384 }, /16384 x 16384/),
      change("one input twice", [1, "inputY"], 0, /inputs 0 and 0/),
      change("an input that is not there", [1, "inputX"], 2, /inputs 2 and 1/),
      change("values for other inputs than there are", [1, "rest"], [1, 2, 3], /3 values/),
      change("units as a number", [1, "units"], 1, /units as number/),
      change("an unknown option", [1, "zoom"], 1, /option zoom/),
    ],
  },
  "engine.lossGrid": {
    good: ({ network }) => [network, { x, y, classWeight: [1, 2], span: 0.5, size: 3, seed: 1 }],
    bad: [
      change("no network", [0], undefined, /expected a network/),
      ...samplesIn(1),
      change("a span that is NaN", [1, "span"], NaN, /span NaN/),
      change("one point a side", [1, "size"], 1, /size 1/),
      change("directions of another network", [1, "directions"], [1, 2, 3, 4], /direction of 2 numbers/),
      change("one direction and a half", [1, "directions"], [1, 2, 3], /direction/),
      change("an unknown option", [1, "width"], 3, /option width/),
    ],
  },
  "engine.job": {
    good: () => ["matmul", { m: 2, k: 3, n: 2 }, [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]]],
    bad: [
      change("an unknown job", [0], "matmull", /\[job\] got matmull/),
      change("settings out of range", [1, "m"], 0, /m = 0/),
      change("an unknown setting", [1, "rows"], 3, /rows/),
      change("an array of another size", [2, 0], [1, 2, 3], /a of 3 numbers, expected 2 x 3/),
      change("NaN in an array", [2, 1], [1, 2, 3, NaN, 5, 6], /b that is not finite/),
      change("no arrays", [2], undefined, /a of 0 numbers/),
      change("too many arrays", [2], Array(7).fill([1]), /7 arrays/),
    ],
  },
  "job.begin": {
    good: () => [{ x0: 1, y0: 0, step: 2, columns: 1, rows: 2 }],
    bad: [
      change("a tile beyond the picture", [0, "columns"], 2, /a tile of 2 x 2 pixels from 1, 0 in steps of 2, expected one within 3 x 4/),
      change("a start outside", [0, "x0"], 3, /3 x 4/),
      change("no step", [0, "step"], 0, /step/),
      change("half a row", [0, "rows"], 0.5, /rows 0.5/),
      change("an unknown option", [0, "width"], 3, /option width/),
    ],
  },
  "job.advance": { good: () => [], bad: nothing },
  "job.values": { good: () => [], bad: nothing },
  "job.run": {
    good: () => [{ columns: 3, rows: 4 }],
    bad: [change("a tile beyond the picture", [0, "rows"], 5, /3 x 5 pixels/), change("a number for a tile", [0], 3, /number/)],
  },
  "job.gpu": { good: () => [], bad: nothing },
  "engine.dataset": {
    good: () => [{ key: "moons", size: 20, noise: 0.1, seed: 1 }],
    bad: [
      change("an unknown key", [0], "spirale", /spirale/),
      change("no key", [0], { size: 20 }, /without a key/),
      change("a negative size", [0, "size"], -1, /size = -1/),
      change("a huge size", [0, "size"], 1e9, /size/),
      change("noise that is NaN", [0, "noise"], NaN, /noise NaN/),
      change("an unknown option", [0, "turns"], 1, /turns/),
    ],
  },
  "engine.csv": {
    good: () => [table, { target: "c", inputs: ["a", "b"], delimiter: ",", header: true, kinds: { c: "category" }, missing: ["none"], task: "binary", oneHot: true, fill: "keep" }],
    bad: [
      change("no text", [0], undefined, /expected a text or bytes/),
      change("an empty text", [0], "", /\[csv\]/),
      change("a line with a field too many", [0], "a,b,c\n1,2,0\n3,4,1,9\n", /line 3/),
      change("a quote that never ends", [0], 'a,b,c\n1,2,"0\n', /line 2/),
      change("a target that is not there", [1, "target"], "d", /d/),
      change("an input that is not there", [1, "inputs"], ["a", "z"], /z/),
      change("a delimiter of two letters", [1, "delimiter"], ";;", /delimiter/),
      change("a kind that is not there", [1, "kinds"], { c: "word" }, /word/),
      change("a kind for a column that is not there", [1, "kinds"], { q: "category" }, /q/),
      change("a fill that is not there", [1, "fill"], "zero", /zero/),
      change("a task that is not there", [1, "task"], "ranking", /ranking/),
      change("header as a word", [1, "header"], "yes", /header as string/),
      change("an unknown option", [1, "separator"], ",", /option separator/),
    ],
  },
  "engine.csvReader": {
    good: () => [{ delimiter: ",", header: true, kinds: { c: "category" }, missing: ["none"] }],
    bad: [
      change("an unknown option", [0, "target"], "c", /option target/),
      change("a delimiter that is a letter", [0, "delimiter"], "a", /delimiter|a/),
      change("a decimal mark that is a letter", [0, "decimalMark"], "x", /decimal|x/),
      change("kinds that are no object", [0, "kinds"], 3, /number/),
    ],
  },
  "engine.preprocess": {
    good: () => [{ kind: "min-max", low: -1, high: 1, only: [1], fitted: [2, 0, 2] }],
    bad: [
      change("an unknown kind", [0, "kind"], "scale", /\[preprocess\].*scale/),
      change("no kind", [0, "kind"], undefined, /without a key/),
      change("nothing", [0], null, /null, expected an object/),
      change("an unknown option", [0, "range"], 1, /range/),
      change("an option that is NaN", [0, "low"], NaN, /low NaN/),
      change("low above high", [0, "low"], 2, /low 2 and high 1/),
      change("a negative column", [0, "only"], [-1], /column -1/),
      change("half a column", [0, "only"], [0.5], /column 0.5/),
      change("a column twice", [0, "only"], [1, 1], /column 1/),
      change("no column", [0, "only"], [], /only of no numbers/),
      change("a column that is no array", [0, "only"], 1, /only as 1/),
      change("fitted numbers of other columns", [0, "fitted"], [2, 0, 0, 1, 1], /5 fitted numbers/),
      change("fitted numbers cut short", [0, "fitted"], [2, 0], /2 fitted numbers/),
      change("a fitted column that is not there", [0, "fitted"], [1, 0, 2], /rows of 1, expected a column 1/),
      change("fitted rows of no number", [0, "fitted"], [0, 0, 2], /3 fitted numbers/),
      change("fitted rows of too many numbers", [0, "fitted"], [1e9, 0, 2], /3 fitted numbers/),
      change("NaN in what was fitted", [0, "fitted"], [2, NaN, 2], /fitted numbers that do not fit at 1/),
      change("a word in what was fitted", [0, "fitted"], [2, "0", 2], /"0" in fitted at 1/),
    ],
  },

  "engine.metrics.accuracy": {
    good: () => [[0, 1, 0, 0], [0, 1, 1, 0], { weight: [1, 2, 1, 1] }],
    bad: [
      change("NaN", [0], [NaN, 1, 1, 0], /nan at 0/),
      change("a label that is a fraction", [0], [0, 0.5, 1, 0], /0.5 at 1/),
      change("a negative label", [1], [0, 1, -1, 0], /-1 at 2/),
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
    ],
  },
  "engine.metrics.confusion": {
    good: () => [[0, 1, 0, 0], [0, 1, 1, 0], { classes: 2, weight: [1, 2, 1, 1] }],
    bad: [
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
      change("a label that is none of the classes", [1], [0, 1, 2, 0], /2/),
      change("a label that is a fraction", [1], [0, 0.5, 1, 0], /0.5/),
      change("a label that is NaN", [1], [0, NaN, 1, 0], /NaN/i),
      change("one class", [2, "classes"], 1, /classes 1/),
      change("more classes than fit", [2, "classes"], 65536, /65536 classes/),
    ],
  },
  "engine.metrics.classification": {
    good: () => [[0, 1, 0, 0], [0, 1, 1, 0], { classes: 2, weight: [1, 2, 1, 1] }],
    bad: [
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
      change("a label that is none of the classes", [1], [0, 1, 2, 0], /2/),
      change("a label that is a fraction", [1], [0, 0.5, 1, 0], /0.5/),
      change("a label that is NaN", [1], [0, NaN, 1, 0], /NaN/i),
      change("one class", [2, "classes"], 1, /classes 1/),
      change("more classes than fit", [2, "classes"], 65536, /65536 classes/),
    ],
  },
  "engine.metrics.roc": {
    good: () => [[0.2, 3, -1, -2], [0, 1, 1, 0], { weight: [1, 2, 1, 1] }],
    bad: [
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
      change("a label that is none of the classes", [1], [0, 1, 2, 0], /2/),
      change("a label that is a fraction", [1], [0, 0.5, 1, 0], /0.5/),
      change("a label that is NaN", [1], [0, NaN, 1, 0], /NaN/i),
      change("NaN", [0], [0.1, NaN, 0.2, 0.3], /NaN/),
    ],
  },
  "engine.metrics.auc": {
    good: () => [[0.2, 3, -1, -2], [0, 1, 1, 0], { weight: [1, 2, 1, 1] }],
    bad: [
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
      change("a label that is none of the classes", [1], [0, 1, 2, 0], /2/),
      change("a label that is a fraction", [1], [0, 0.5, 1, 0], /0.5/),
      change("a label that is NaN", [1], [0, NaN, 1, 0], /NaN/i),
      change("NaN", [0], [0.1, NaN, 0.2, 0.3], /NaN/),
    ],
  },
  "engine.metrics.logLoss": {
    good: () => [[0.2, 0.7, 0.5, 0.1], [0, 1, 1, 0], { classes: 1, weight: [1, 2, 1, 1] }],
    bad: [
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
      change("a label that is none of the classes", [1], [0, 1, 2, 0], /2/),
      change("a label that is a fraction", [1], [0, 0.5, 1, 0], /0.5/),
      change("a label that is NaN", [1], [0, NaN, 1, 0], /NaN/i),
      change("NaN", [0], [0.1, NaN, 0.2, 0.3], /NaN/),
      change("a probability above 1", [0], [0.1, 1.5, 0.2, 0.3], /1.5/),
      change("no classes", [2, "classes"], 0, /classes 0/),
    ],
  },
  "engine.metrics.regression": {
    good: () => [[0.2, 0.7, 0.5, 0.1], [0, 1, 1, 0], { weight: [1, 2, 1, 1] }],
    bad: [
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
      change("NaN", [0], [0.1, NaN, 0.2, 0.3], /NaN/),
    ],
  },
  "engine.metrics.bestAms": {
    good: () => [[0.2, 0.7, 0.5, 0.1], [0, 1, 1, 0], { regularization: 5, weight: [1, 2, 1, 1] }],
    bad: [
      change("a label too few", [1], [0, 1, 1], /4 predictions for 3|4|3/),
      change("no samples", [0], [], /0 predictions|no samples/),
      change("no labels", [1], undefined, /no actual/),
      change("a weight too many", [2, "weight"], [1, 1, 1, 1, 1], /5 weights, expected 4/),
      change("a negative weight", [2, "weight"], [1, -1, 1, 1], /weight -1 at 1/),
      change("a weight that is NaN", [2, "weight"], [1, NaN, 1, 1], /at 1/),
      change("words", [0], "1,0", /as string/),
      change("an unknown option", [2, "weights"], 1, /option weights/),
      change("a label that is none of the classes", [1], [0, 1, 2, 0], /2/),
      change("a label that is a fraction", [1], [0, 0.5, 1, 0], /0.5/),
      change("a label that is NaN", [1], [0, NaN, 1, 0], /NaN/i),
      change("NaN", [0], [0.1, NaN, 0.2, 0.3], /NaN/),
      change("regularization of 0", [2, "regularization"], 0, /0 added/),
    ],
  },
  "engine.metrics.ams": {
    good: () => [50, 100, { regularization: 10 }],
    bad: [
      change("a negative signal", [0], -1, /-1 signal/),
      change("NaN", [1], NaN, /background NaN/),
      change("nothing added", [2, "regularization"], 0, /0 added/),
      change("an unknown option", [2, "br"], 1, /option br/),
    ],
  },

  "surface.value": {
    good: () => [1, 2],
    bad: [
      change("NaN", [0], NaN, /x NaN/),
      change("a word", [1], "2", /y "2"/),
      ["half a point", () => [[1, 2, 3]], /3 numbers, expected pairs/],
      ["nothing", () => [], /x undefined/],
    ],
  },
  "surface.gradient": {
    good: () => [[1, 2, 3, 4]],
    bad: [
      ["half a point", () => [[1, 2, 3]], /3 numbers, expected pairs/],
      ["infinity", () => [Infinity, 0], /x Infinity/],
      ["one number", () => [1], /y undefined/],
    ],
  },

  "optimizer.step": {
    good: () => [Float32Array.of(1, 2), [0.5, 0.5], { lrFactor: 0.5 }],
    bad: [
      change("w that cannot be changed in place", [0], [1, 2], /w as object, expected a Float32Array/),
      change("another number of parameters", [0], Float32Array.of(1, 2, 3), /w of 3 numbers, expected 2/),
      change("another number of slopes", [1], [1, 2, 3], /3/),
      change("no slopes", [1], undefined, /no gradient/),
      change("a rate factor that is NaN", [2, "lrFactor"], NaN, /lrFactor NaN/),
      change("an unknown option", [2, "lr"], 1, /option lr/),
      change("an evaluate that gives no number", [1], () => "low", /evaluate gave string/),
      change("an evaluate that fails", [1], () => { throw new Error("[mine] no data"); }, /\[mine\] no data/),
    ],
  },
  "optimizer.reset": { good: () => [], bad: nothing },

  "network.describe": { good: () => [], bad: nothing },
  "network.layout": { good: () => [], bad: nothing },
  "network.parameters": { good: () => [], bad: nothing },
  "network.state": { good: () => [], bad: nothing },
  "network.setParameters": {
    good: ({ network }) => [network.parameters()],
    bad: [
      change("too few", [0], [1, 2, 3], /3 parameters, expected 19/),
      change("state of a batch norm that is not there", [1], [0, 1], /2 numbers of state, expected 0/),
      change("none", [0], undefined, /no parameters/),
      change("words", [0], "weights", /parameters as string/),
    ],
  },
  "network.initialize": {
    good: () => [7],
    bad: [change("a negative seed", [0], -1, /seed -1/), change("no seed", [0], undefined, /seed undefined/), change("NaN", [0], NaN, /seed NaN/)],
  },
  "network.forward": {
    good: () => [x, { train: true, seed: 1, step: 2, view: false }],
    bad: [
      change("half a sample", [0], [1, 2, 3], /\[forward\] got x of 3 numbers, expected rows of 2/),
      change("NaN", [0], [1, NaN], /NaN in x at 1/),
      change("no x", [0], undefined, /no x/),
      change("train as a number", [1, "train"], 1, /train as number/),
      change("a negative step", [1, "step"], -1, /step -1/),
      change("an unknown option", [1, "mode"], "train", /option mode/),
      change("options that are no object", [1], true, /boolean, expected an object/),
    ],
  },
  "network.forwardUnits": {
    good: () => [x, { view: true }],
    bad: [change("view as a number", [1, "view"], 1, /view as number/), change("half a sample", [0], [1, 2, 3], /x of 3 numbers, expected rows of 2/), change("infinity", [0], [1, -Infinity], /infinite number in x/), change("no x", [0], undefined, /no x/)],
  },
  "network.gradient": {
    good: () => [x, y, { weight: [1, 2, 1, 1], classWeight: [1, 2], train: true, seed: 1, step: 2 }],
    bad: [...noSamples(), change("a weight too few", [2, "weight"], [1], /weight/), change("a negative weight", [2, "weight"], [1, 1, -1, 1], /weight -1 at 2/), change("a class weight too few", [2, "classWeight"], [1], /\[gradient\] got 1 class weights/), change("an unknown option", [2, "weights"], [1], /option weights/)],
  },
  "network.losses": {
    good: ({ network }) => [x, y, new Float32Array(2 * network.parameters().length).fill(0.1), { weight: [1, 2, 1, 1], classWeight: [1, 2] }],
    bad: [
      ...noSamples(),
      change("part of a vector", [2], [1, 2, 3], /3 parameters, expected rows of 19/),
      change("no vector", [2], [], /0 parameters/),
      change("an unknown option", [3, "reduction"], "mean", /option reduction/),
    ],
  },
  "network.loss": {
    good: () => [x, y, { weight: [1, 2, 1, 1], classWeight: [1, 2] }],
    bad: [...noSamples(), change("a weight that is NaN", [2, "weight"], [1, 2, NaN, 1], /NaN in weight at 2/)],
  },
  "network.lsuv": {
    good: () => [x, { tolerance: 0.05, tries: 5 }],
    bad: [
      change("half a sample", [0], [1, 2, 3], /3/),
      change("no sample", [0], [], /x|0/),
      change("NaN", [0], [1, NaN], /NaN in x/),
      change("no tolerance", [1, "tolerance"], 0, /tolerance 0/),
      change("negative tries", [1, "tries"], -1, /tries -1/),
      change("an unknown option", [1, "seed"], 1, /option seed/),
    ],
  },
  "network.statistics": {
    good: () => [x, y, { weight: [1, 1, 1, 2], classWeight: [1, 2], bins: 5, range: 2 }],
    bad: [...noSamples(), change("no bins", [2, "bins"], 0, /bins 0/), change("a range that is NaN", [2, "range"], NaN, /range NaN/), change("a negative range", [2, "range"], -1, /range -1, expected a finite number of 0 or more/), change("an unknown option", [2, "layers"], 1, /option layers/)],
  },
  "network.check": {
    good: () => [x, y, { weight: [1, 1, 1, 2], classWeight: [1, 2] }],
    bad: [...noSamples(), change("an unknown option", [2, "step"], 1, /option step/)],
  },
  "network.hessianVector": {
    good: ({ network }) => [x, y, network.parameters(), { weight: [1, 1, 1, 2], classWeight: [1, 2] }],
    bad: [...noSamples(), change("a vector too short", [2], [1, 2], /2/), change("NaN in the vector", [2], new Float32Array(19).fill(NaN), /NaN in vector at 0/)],
  },
  "network.curvature": {
    good: () => [x, y, { weight: [1, 1, 1, 2], classWeight: [1, 2], vectors: 2, iterations: 20, tolerance: 0.01, seed: 2 }],
    bad: [
      ...noSamples(),
      change("no vectors", [2, "vectors"], 0, /vectors 0/),
      change("weights that sum to 0, and divide", [2, "weight"], [0, 0, 0, 0], /weights that sum to 0/),
      change("a tolerance that is negative", [2, "tolerance"], -1, /tolerance -1/),
      change("no iterations", [2, "iterations"], 0, /iterations 0/),
    ],
  },
  "network.responseGrid": { good: () => [{ width: 3, height: 2 }], bad: [change("no height", [0, "height"], 0, /height 0/)] },
  "network.lossGrid": { good: () => [x, y, { size: 3 }], bad: [...noSamples(), change("a span that is infinite", [2, "span"], Infinity, /span Infinity/)] },

  "trainer.steps": {
    good: () => [3],
    bad: [change("a negative number", [0], -1, /n -1/), change("half a step", [0], 0.5, /n 0.5/), change("NaN", [0], NaN, /n NaN/), change("too many", [0], 2 ** 31 - 1, /2147483647 steps/)],
  },
  "trainer.stepOn": {
    good: () => [[0, 2, 3]],
    bad: [
      change("a row that is not there", [0], [0, 4], /4/),
      change("a negative row", [0], [-1], /-1/),
      change("no row", [0], [], /\[stepOn\]|\[step_on\]|row/),
      change("half a row", [0], [0.5], /0.5/),
      change("NaN", [0], [NaN], /NaN/),
      change("nothing", [0], undefined, /no rows/),
    ],
  },
  "trainer.epochs": {
    good: () => [2],
    bad: [change("a negative number", [0], -1, /n -1/), change("a word", [0], "2", /n "2"/), change("too many", [0], 2 ** 31 - 1, /2147483647 epochs/)],
  },
  "trainer.history": { good: () => [], bad: nothing },
  "trainer.status": { good: () => [], bad: nothing },
  "trainer.retune": {
    good: () => [{ optimizer: { key: "sgd", lr: 0.5 }, batchSize: 3 }],
    bad: [
      change("other data", [0, "x"], [1, 2], /\[retune\] got x/),
      change("an unknown option", [0, "rate"], 1, /rate/),
      change("a batch of none", [0, "batchSize"], 0, /batch-size = 0/), change("half a sample", [0, "batchSize"], 1.5, /batch-size = 1.5: not a whole number$/),
      change("a rate that is NaN", [0, "optimizer", "lr"], NaN, /lr NaN/),
      change("no settings", [0], 3, /number, expected an object/),
    ],
  },
  "trainer.takeBest": { good: () => [], bad: nothing },
  "trainer.averaged": { prepare: ({ trainer }) => trainer.steps(2), good: () => [], bad: nothing },
  "trainer.save": { good: () => [], bad: nothing },
  "trainer.restore": {
    good: ({ trainer }) => [trainer.save()],
    bad: [
      change("nothing", [0], undefined, /undefined, expected a Uint8Array/),
      change("no bytes", [0], new Uint8Array(0), /restore/),
      change("garbage", [0], Uint8Array.from({ length: 500 }, (_, i) => (i * 73) & 255), /restore/),
      ["bytes cut short", ([bytes]) => [bytes.slice(0, -9)], /restore/],
      ["bytes with one more", ([bytes]) => [Uint8Array.of(...bytes, 0)], /restore/],
      ["one bit wrong", ([bytes]) => (bytes.set([bytes[bytes.length >> 1] ^ 4], bytes.length >> 1), [bytes]), /restore/],
    ],
  },

  "data.split": {
    good: () => [{ train: 0.6, validation: 0.2, test: 0.2, seed: 1, stratified: true }],
    bad: [
      change("shares above 1", [0, "train"], 0.9, /1|share/),
      change("a negative share", [0, "train"], -0.1, /train = -0.1/),
      change("a share that is NaN", [0, "test"], NaN, /test NaN/),
      change("a share of no row", [0, "test"], 0.001, /test/),
      change("an unknown option", [0, "folds"], 5, /folds/),
    ],
  },

  "preprocessor.fit": {
    good: () => [x, 2],
    bad: [
      change("half a row", [0], [1, 2, 3], /\[fit\] got x of 3 numbers, expected rows of 2/),
      change("no rows", [0], [], /no rows/),
      change("NaN", [0], [1, NaN], /NaN in row 0, column 1/),
      change("infinity", [0], [0, 1, Infinity, 1], /infinite number in row 1, column 0/),
      change("words", [0], "1,2", /x as string/),
      change("columns not told", [1], undefined, /columns undefined/),
      change("no columns", [1], 0, /columns 0/),
      change("negative columns", [1], -2, /columns -2/),
      change("columns without the chosen one", [1], 1, /rows of 1, expected a column 1/),
    ],
  },
  "preprocessor.transform": {
    good: () => [x, 2],
    bad: [
      change("half a row", [0], [1, 2, 3], /\[transform\] got x of 3 numbers, expected rows of 2/),
      change("rows of other columns than fitted", [1], 4, /\[transform\] got rows of 4, expected rows of 2 as in fit/),
      change("NaN", [0], [1, NaN], /NaN in row 0, column 1/),
      change("no x", [0], undefined, /no x/),
    ],
  },
  "preprocessor.inverse": {
    good: () => [[5, 0, 1], 3],
    bad: [
      change("half a row", [0], [1, 2, 3, 4], /\[inverse\] got z of 4 numbers, expected rows of 3/),
      change("rows of other columns than made", [1], 2, /\[inverse\] got rows of 2, expected rows of 3 as in fit/),
      change("no z", [0], undefined, /no z/),
    ],
  },
  "preprocessor.names": {
    good: () => [["a", "b"]],
    bad: [change("a name too few", [0], ["a"], /1 names, expected 2/), change("one word", [0], "ab", /"ab", expected an array of texts/)],
  },
  "preprocessor.save": { good: () => [], bad: nothing },

  "csvReader.feed": {
    good: () => [table],
    bad: [
      change("a number", [0], 3, /number, expected a text or bytes/),
      change("nothing", [0], undefined, /undefined, expected a text or bytes/),
      change("numbers", [0], [1, 2], /expected a text or bytes/),
      change("a line too long", [0], `a,b\n1,2\n1,2,3\n${"1,2\n".repeat(100000)}`, /line 3/),
    ],
  },
  "csvReader.finish": { prepare: ({ csvReader }) => csvReader.feed(table), good: () => [], bad: nothing },
  "csvReader.samples": {
    prepare: ({ csvReader }) => csvReader.feed(table).finish(),
    good: () => [{ target: "c", inputs: [2], weight: "a", task: "regression", oneHot: false, fill: "mean" }],
    bad: [
      change("a target that is not there", [0, "target"], "d", /d/),
      change("a target that is a number like 0", [0, "target"], 0, /0/),
      change("inputs that are objects", [0, "inputs"], [{}], /inputs as object/),
      change("oneHot as a word", [0, "oneHot"], "no", /oneHot as string/),
      change("an unknown option", [0, "columns"], ["a"], /option columns/),
    ],
  },
};

// Whatever lives in the engine can be freed, once.
for (const name of Object.keys(receivers).filter((one) => one !== "engine")) calls[`${name}.free`] = { good: () => [], bad: nothing };
