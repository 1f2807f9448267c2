import { Data } from "./data.mjs";
import { EngineObject } from "./objects.mjs";
import { bytesOf, floats, options, query, real, refuse, whole } from "./options.mjs";

const passKeys = ["train", "seed", "step"];

function pass(call, given) {
  const { train = false, seed, step } = given;
  if (typeof train !== "boolean") refuse(call, `train as ${typeof train}`, "true or false");
  return [train ? 1 : 0, whole(call, "seed", seed, { fallback: 0 }), whole(call, "step", step, { fallback: 0 })];
}

/** `view: true` saves the copy of a large result: it lies in the engine's memory until the next call of any kind. */
export function reading(call, view = false) {
  if (typeof view !== "boolean") refuse(call, `view as ${typeof view}`, "true or false");
  return view ? "view" : "floats";
}

const weightKeys = ["weight", "classWeight"];

/** x, y and the weights of the samples, each times that of its class. */
function samples(border, handle, call, x, y, { weight, classWeight }) {
  const arrays = [floats(call, "x", x), floats(call, "y", y), floats(call, "weight", weight, { optional: true })];
  if (classWeight !== undefined) arrays[2] = border.floats("network_class_weights", [handle, call], [arrays[1], arrays[2], floats(call, "classWeight", classWeight)]);
  return arrays;
}

/** A feed-forward network; see engine.md. */
export class Network extends EngineObject {
  static word = "network";
  #border;

  constructor(border, handle) {
    super(border, handle, Network.word);
    this.#border = border;
  }

  static make(border, settings) {
    return new Network(border, border.call("network", [query("network", options("network", settings))]));
  }

  #on(call) {
    return EngineObject.handleOf(this, Network, call);
  }

  #samples(call, x, y, weights) {
    return samples(this.#border, this.#on(call), call, x, y, weights);
  }

  describe() {
    return this.#border.json("network_layout", [this.#on("describe")]);
  }
  layout() {
    return this.#border.json("network_layout", [this.#on("layout")]).parts;
  }
  parameters() {
    return this.#both("parameters")[0];
  }
  state() {
    return this.#both("state")[1];
  }
  #both(call) {
    const all = this.#border.floats("network_parameters", [this.#on(call)]);
    const { state } = this.describe();
    return [all.slice(0, all.length - state), all.slice(all.length - state)];
  }
  setParameters(parameters, state) {
    const handle = this.#on("setParameters");
    this.#border.call("network_set_parameters", [handle], [floats("setParameters", "parameters", parameters), floats("setParameters", "state", state, { optional: true })]);
  }
  initialize(seed) {
    this.#border.call("network_initialize", [this.#on("initialize"), whole("initialize", "seed", seed)]);
  }

  forward(x, given) {
    const handle = this.#on("forward");
    const { view, ...rest } = options("forward", given, ["view", ...passKeys]);
    return this.#border[reading("forward", view)]("network_forward", [handle, ...pass("forward", rest)], [floats("forward", "x", x)]);
  }
  forwardUnits(x, given) {
    const handle = this.#on("forwardUnits");
    const { view } = options("forwardUnits", given, ["view"]);
    return this.#border[reading("forwardUnits", view)]("network_units", [handle], [floats("forwardUnits", "x", x)]);
  }

  gradient(x, y, given) {
    const handle = this.#on("gradient");
    const { weight, classWeight, ...rest } = options("gradient", given, [...weightKeys, ...passKeys]);
    const all = this.#border.floats("network_gradient", [handle, ...pass("gradient", rest)], this.#samples("gradient", x, y, { weight, classWeight }));
    const { loss } = this.#border.lastJson();
    const inputs = floats("gradient", "x", x).length;
    return { loss: loss ?? NaN, gradient: all.slice(0, all.length - inputs), inputGradient: all.slice(all.length - inputs) };
  }
  losses(x, y, parameterVectors, given) {
    const handle = this.#on("losses");
    const weights = options("losses", given, weightKeys);
    return this.#border.floats("network_losses", [handle], [...this.#samples("losses", x, y, weights), floats("losses", "parameterVectors", parameterVectors)]);
  }
  loss(x, y, given) {
    const handle = this.#on("loss");
    const weights = options("loss", given, weightKeys);
    return this.#border.floats("network_losses", [handle], [...this.#samples("loss", x, y, weights), this.parameters()])[0];
  }

  lsuv(x, given) {
    const handle = this.#on("lsuv");
    const { tolerance, tries } = options("lsuv", given, ["tolerance", "tries"]);
    return this.#border.json("network_lsuv", [handle, real("lsuv", "tolerance", tolerance, { fallback: 0.1 }), whole("lsuv", "tries", tries, { min: 1, max: 1000, fallback: 10 })], [floats("lsuv", "x", x)]);
  }
  statistics(x, y, given) {
    const handle = this.#on("statistics");
    const { bins, range, ...weights } = options("statistics", given, [...weightKeys, "bins", "range"]);
    return this.#border.json("network_statistics", [handle, whole("statistics", "bins", bins, { min: 1, max: 10000, fallback: 40 }), real("statistics", "range", range, { min: 0, fallback: 0 })], this.#samples("statistics", x, y, weights));
  }
  check(x, y, given) {
    const handle = this.#on("check");
    const weights = options("check", given, weightKeys);
    return this.#border.json("network_check", [handle], this.#samples("check", x, y, weights));
  }
  hessianVector(x, y, vector, given) {
    const handle = this.#on("hessianVector");
    const weights = options("hessianVector", given, weightKeys);
    return this.#border.floats("network_hessian_vector", [handle], [...this.#samples("hessianVector", x, y, weights), floats("hessianVector", "vector", vector)]);
  }
  curvature(x, y, given) {
    const handle = this.#on("curvature");
    const { vectors, iterations, tolerance, seed, ...weights } = options("curvature", given, [...weightKeys, "vectors", "iterations", "tolerance", "seed"]);
    const args = [
      whole("curvature", "vectors", vectors, { min: 1, max: 100, fallback: 1 }),
      whole("curvature", "iterations", iterations, { min: 1, max: 100000, fallback: 100 }),
      real("curvature", "tolerance", tolerance, { fallback: 1e-3 }),
      whole("curvature", "seed", seed, { fallback: 1 }),
    ];
    const all = this.#border.floats("network_curvature", [handle, ...args], this.#samples("curvature", x, y, weights));
    const pairs = this.#border.lastJson();
    const size = all.length / pairs.length;
    return pairs.map((pair, i) => ({ ...pair, vector: all.slice(i * size, (i + 1) * size) }));
  }

  responseGrid(given) {
    const handle = this.#on("responseGrid");
    const call = "responseGrid";
    const { x0, x1, y0, y1, width, height, inputX, inputY, units = false, rest } = options(call, given, ["x0", "x1", "y0", "y1", "width", "height", "inputX", "inputY", "units", "rest"]);
    if (typeof units !== "boolean") refuse(call, `units as ${typeof units}`, "true or false");
    const edges = [real(call, "x0", x0, { fallback: -6 }), real(call, "x1", x1, { fallback: 6 }), real(call, "y0", y0, { fallback: -6 }), real(call, "y1", y1, { fallback: 6 })];
    const size = [whole(call, "width", width, { min: 1, max: 16384, fallback: 100 }), whole(call, "height", height, { min: 1, max: 16384, fallback: 100 })];
    const axes = [whole(call, "inputX", inputX, { fallback: 0 }), whole(call, "inputY", inputY, { fallback: 1 })];
    return this.#border.floats("response_grid", [handle, ...edges, ...size, ...axes, units ? 1 : 0], [floats(call, "rest", rest, { optional: true })]);
  }
  lossGrid(x, y, given) {
    const handle = this.#on("lossGrid");
    const call = "lossGrid";
    const { span, size, seed, directions, ...weights } = options(call, given, [...weightKeys, "span", "size", "seed", "directions"]);
    const args = [real(call, "span", span, { fallback: 1 }), whole(call, "size", size, { min: 2, max: 4096, fallback: 64 }), whole(call, "seed", seed, { fallback: 1 })];
    return this.#border.floats("loss_grid", [handle, ...args], [...this.#samples(call, x, y, weights), floats(call, "directions", directions, { optional: true })]);
  }
}

const trainerKeys = ["x", "y", ...weightKeys, "validation"];
const epochColumns = ["number", "loss", "validation", "metric", "lr"];

/** A network at work on data; see engine.md. */
export class Trainer extends EngineObject {
  static word = "trainer";
  #border;

  constructor(border, handle) {
    super(border, handle, Trainer.word);
    this.#border = border;
  }

  static make(border, network, given) {
    const handle = EngineObject.handleOf(network, Network, "trainer", border);
    const { x, y, weight, classWeight, validation, ...settings } = options("trainer", given);
    const none = validation === undefined || validation === null; // as split() gives for a part without a share
    const held = none || validation instanceof Data ? validation : options("trainer", validation, ["x", "y", "weight"]);
    if (!none && floats("trainer", "x in validation", held.x).length === 0) refuse("trainer", "no samples in validation", "1 or more");
    const arrays = [[x, y, weight], ...(none ? [] : [[held.x, held.y, held.weight]])].flatMap(([xs, ys, weights]) => samples(border, handle, "trainer", xs, ys, { weight: weights, classWeight }));
    return new Trainer(border, border.call("trainer", [handle, query("trainer", settings)], arrays));
  }

  #on(call) {
    return EngineObject.handleOf(this, Trainer, call);
  }

  steps(n = 1) {
    const handle = this.#on("steps");
    return this.#border.floats("trainer_steps", [handle, whole("steps", "n", n)]);
  }
  stepOn(rows) {
    const handle = this.#on("stepOn");
    const list = floats("stepOn", "rows", rows);
    for (let i = 0; i < list.length; i++) whole("stepOn", `row at ${i}`, list[i], { max: 16777216 });
    return this.#border.floats("trainer_step_on", [handle], [list])[0];
  }
  epochs(n = 1) {
    const handle = this.#on("epochs");
    return epochsOf(this.#border.floats("trainer_epochs", [handle, whole("epochs", "n", n)]));
  }
  history() {
    return epochsOf(this.#border.floats("trainer_history", [this.#on("history")]));
  }
  status() {
    return this.#border.json("trainer_status", [this.#on("status")]);
  }
  retune(settings) {
    const handle = this.#on("retune");
    for (const key of trainerKeys) if (key in options("retune", settings)) refuse("retune", key, "settings: the data stay");
    this.#border.call("trainer_retune", [handle, query("retune", options("retune", settings))]);
  }
  takeBest() {
    return this.#border.json("trainer_take_best", [this.#on("takeBest")]);
  }
  averaged() {
    const handle = this.#on("averaged");
    if (!this.status().averaged) refuse("averaged", "no weights that were averaged yet", "the setting averaging, and steps past its start");
    return new Network(this.#border, this.#border.call("trainer_averaged", [handle]));
  }
  save() {
    this.#border.call("trainer_save", [this.#on("save")]);
    return this.#border.lastBytes();
  }
  restore(bytes) {
    const handle = this.#on("restore");
    const own = bytesOf(bytes) ?? refuse("restore", bytes === null ? "null" : typeof bytes, "a Uint8Array that save() gave");
    this.#border.call("trainer_restore", [handle], [], own);
  }
}

/** Rows of numbers as objects; what is not known is null. */
function epochsOf(all) {
  return Array.from({ length: all.length / epochColumns.length }, (_, i) =>
    Object.fromEntries(epochColumns.map((name, k) => {
      const value = all[i * epochColumns.length + k];
      return [name, Number.isNaN(value) && name !== "loss" ? null : value];
    })),
  );
}

export function rangeTest(border, network, given) {
  const handle = EngineObject.handleOf(network, Network, "rangeTest", border);
  const { x, y, weight, classWeight, from, to, steps, smoothing, stopFactor, ...trainer } = options("rangeTest", given);
  const all = border.floats("range_test", [handle, query("rangeTest", trainer), query("rangeTest", { from, to, steps, smoothing, stopFactor })], samples(border, handle, "rangeTest", x, y, { weight, classWeight }));
  const points = Array.from({ length: all.length / 3 }, (_, i) => ({ lr: all[3 * i], loss: all[3 * i + 1], smoothed: all[3 * i + 2] }));
  return { points, suggestion: border.lastJson().suggestion };
}

