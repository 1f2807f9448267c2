/**
 * Downhill's engine for other people's pages, workers, notebooks and Node >= 18: engine.md tells it call by call.
 *
 * Arrays are Float32Array, row-major, a sample a row; other arrays of numbers are taken, too. Weights are (out, in) like
 * PyTorch's. Options are plain objects with the keys of links (batchSize is batch-size). A mistake throws an Error whose
 * text names the call, what it got and what it expected; nothing is clamped in silence.
 */
import load from "engine-glue";
import { Border } from "./border.mjs";
import { CsvReader, Data, csv } from "./data.mjs";
import { Job } from "./jobs.mjs";
import { Metrics } from "./metrics.mjs";
import { Network, Trainer, rangeTest, reading } from "./network.mjs";
import { EngineObject } from "./objects.mjs";
import { floats, options, real, refuse, row, shown, text, whole } from "./options.mjs";
import { Preprocessor } from "./preprocess.mjs";
import { Optimizer, Surface, descend } from "./walks.mjs";

/**
 * @param {{wasm?: Uint8Array | ArrayBuffer | string | URL}} [given] the program's bytes, or where they are: engine.wasm
 *   beside this file
 * @returns {Promise<Engine>} independent of every other one
 */
export async function loadEngine(given) {
  const { wasm } = options("loadEngine", given, ["wasm"]);
  const settings = { print: () => {}, printErr: () => {} }; // what goes wrong is thrown
  if (wasm instanceof ArrayBuffer) settings.wasmBinary = new Uint8Array(wasm);
  else if (ArrayBuffer.isView(wasm)) settings.wasmBinary = new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength);
  else if (typeof wasm === "string" || wasm instanceof URL) settings.locateFile = () => String(wasm);
  else if (wasm !== undefined) refuse("loadEngine", `wasm as ${shown(wasm)}`, "its bytes or its address");
  if (settings.wasmBinary) settings.locateFile = (name) => name; // asked all the same, and no file lies beside a blob
  try {
    return new Engine(new Border(await load(settings)));
  } catch (error) {
    const why = String(error.message).replace(/^Aborted\(([^]*)\)\. Build with.*$/, "$1");
    throw new Error(`[loadEngine] got no program, expected engine.wasm: ${why}`, { cause: error });
  }
}

const frozen = (object) => {
  for (const inner of Object.values(object)) if (typeof inner === "object" && inner !== null) frozen(inner);
  return Object.freeze(object);
};

export class Engine {
  #border;
  #about;

  constructor(border) {
    this.#border = border;
    this.metrics = Object.freeze(new Metrics(border));
  }

  /** Every table row with its parameters, their ranges and defaults. */
  describe() {
    return (this.#about ??= frozen(this.#border.json("describe")));
  }

  activation(key, z, settings) {
    const input = floats("activation", "z", z);
    const both = this.#border.floats("activation", [this.#row("activation", key, settings)], [input]);
    return { value: both.slice(0, input.length), slope: both.slice(input.length) };
  }

  softmax(z, columns, given) {
    const { log = false } = options("softmax", given, ["log"]);
    if (typeof log !== "boolean") refuse("softmax", `log as ${typeof log}`, "true or false");
    return this.#border.floats("softmax", [whole("softmax", "columns", columns, { min: 1 }), log ? 1 : 0], [floats("softmax", "z", z)]);
  }

  loss(key, given) {
    const { prediction, target, columns, weight, classWeight, reduction = "mean", ...settings } = options("loss", given);
    const reductions = this.describe().reductions.map((one) => one.key);
    if (!reductions.includes(reduction)) refuse("loss", `reduction ${shown(reduction)}`, `one of ${reductions.join(", ")}`);
    for (const [name, weights] of reduction === "mean" ? Object.entries({ weight, classWeight }) : []) {
      if (weights !== undefined && weights !== null) refuse("loss", `${name} under the reduction mean, which heeds no weights`, "reduction weighted or weighted-mean");
    }
    const arrays = [floats("loss", "prediction", prediction), floats("loss", "target", target), floats("loss", "weight", weight, { optional: true }), floats("loss", "classWeight", classWeight, { optional: true })];
    const args = [this.#row("loss", key, settings), whole("loss", "columns", columns, { min: 1, fallback: 1 }), reductions.indexOf(reduction)];
    const gradient = this.#border.floats("loss", args, arrays);
    return { value: this.#border.lastJson().value ?? NaN, gradient };
  }

  initialize(key, given) {
    const { fanIn, fanOut, seed, ...settings } = options("initialize", given);
    return this.#border.floats("initialize", [this.#row("initialize", key, settings), whole("initialize", "fanIn", fanIn, { min: 1 }), whole("initialize", "fanOut", fanOut, { min: 1 }), whole("initialize", "seed", seed, { fallback: 1 })]);
  }

  schedule(settings, given) {
    const { steps, baseLr, metric } = options("schedule", given, ["steps", "baseLr", "metric"]);
    const n = whole("schedule", "steps", steps, { max: 16777216 });
    const lr = real("schedule", "baseLr", baseLr, { fallback: 1 });
    const both = this.#border.floats("schedule", [row("schedule", settings, "a schedule"), n], [floats("schedule", "metric", metric, { optional: true })]);
    const momenta = both.slice(n);
    const rates = both.slice(0, n).map((factor) => factor * lr);
    if (!Number.isNaN(momenta[0] ?? NaN)) rates.momentum = momenta;
    return rates;
  }

  matmul(a, b, m, k, n, given) {
    const { view } = options("matmul", given, ["view"]);
    const sizes = [["m", m], ["k", k], ["n", n]].map(([name, size]) => whole("matmul", name, size, { max: 65536 }));
    return this.#border[reading("matmul", view)]("matmul", sizes, [floats("matmul", "a", a), floats("matmul", "b", b)]);
  }

  surface(key, settings) {
    return Surface.make(this.#border, key, settings);
  }
  optimizer(settings, size) {
    return Optimizer.make(this.#border, settings, size);
  }
  descend(settings) {
    return descend(this.#border, settings);
  }

  network(settings) {
    return Network.make(this.#border, settings);
  }
  trainer(network, settings) {
    return Trainer.make(this.#border, network, settings);
  }
  rangeTest(network, settings) {
    return rangeTest(this.#border, network, settings);
  }
  responseGrid(network, settings) {
    EngineObject.handleOf(network, Network, "responseGrid", this.#border);
    return network.responseGrid(settings);
  }
  lossGrid(network, settings) {
    EngineObject.handleOf(network, Network, "lossGrid", this.#border);
    const { x, y, ...rest } = options("lossGrid", settings);
    return network.lossGrid(x, y, rest);
  }

  job(key, settings, arrays) {
    return Job.make(this.#border, key, settings, arrays);
  }

  dataset(settings) {
    return Data.make(this.#border, settings);
  }
  csv(content, settings) {
    return csv(this.#border, content, settings);
  }
  csvReader(settings) {
    return CsvReader.make(this.#border, settings);
  }

  preprocess(settings) {
    return Preprocessor.make(this.#border, settings);
  }

  /** {taken, used}: bytes of memory that the engine has taken so far, and of those in use. */
  get memory() {
    return this.#border.memory;
  }

  #row(call, key, settings = {}) {
    return row(call, { ...options(call, settings), key: text(call, "key", key) });
  }
}
