import { EngineObject } from "./objects.mjs";
import { callback, floats, options, query, real, refuse, row, sameFloats, text, whole } from "./options.mjs";

/** A height over x and y; see engine.md. */
export class Surface extends EngineObject {
  static word = "surface";
  #border;

  constructor(border, handle) {
    super(border, handle, Surface.word);
    this.#border = border;
  }

  static make(border, key, given) {
    const { kappa, theta, f } = options("surface", given, ["kappa", "theta", "f"]);
    return new Surface(border, border.call("surface", [query("surface", { surface: text("surface", "key", key), kappa, theta, f })]));
  }

  /** value(x, y) of one point, or value(points) of many (n, 2). */
  value(x, y) {
    const all = this.#ask("value", x, y);
    return y === undefined ? all : all[0];
  }
  /** [d/dx, d/dy] of one point, or (n, 2) of many. */
  gradient(x, y) {
    return this.#ask("gradient", x, y);
  }

  #ask(call, x, y) {
    const handle = EngineObject.handleOf(this, Surface, call);
    const points = y === undefined && typeof x === "object" ? floats(call, "points", x) : Float32Array.of(real(call, "x", x), real(call, "y", y));
    return this.#border.floats(`surface_${call}`, [handle], [points]);
  }
}

/** A rule that walks downhill over n parameters of your own; see engine.md. */
export class Optimizer extends EngineObject {
  static word = "optimizer";
  #border;
  #size;
  #working = false;

  constructor(border, handle, size) {
    super(border, handle, Optimizer.word);
    this.#border = border;
    this.#size = size;
  }

  static make(border, settings, size) {
    const n = whole("optimizer", "size", size, { min: 1 });
    return new Optimizer(border, border.call("optimizer", [row("optimizer", settings, "an optimizer"), n]), n);
  }

  /**
   * One step, which changes w in place. @returns {number | undefined} the loss before the step, where evaluate gave it
   * @param {Float32Array} w
   * @param {Float32Array | ((w: Float32Array, gradient: Float32Array) => number)} gradient or a function that fills it
   */
  step(w, gradient, given) {
    const handle = this.#idle("optimizer.step");
    const { lrFactor } = options("optimizer.step", given, ["lrFactor"]);
    const factor = real("optimizer.step", "lrFactor", lrFactor, { fallback: 1 });
    const own = sameFloats(w);
    if (!own) refuse("optimizer.step", `w as ${typeof w}`, "a Float32Array, which is changed in place");
    if (own.length !== this.#size) refuse("optimizer.step", `w of ${own.length} numbers`, `${this.#size}`);
    if (typeof gradient !== "function") {
      own.set(this.#border.floats("optimizer_step", [handle, factor], [own, floats("optimizer.step", "gradient", gradient)]));
      return undefined;
    }
    this.#working = true;
    try {
      return this.#border.whileEvaluating(callback("optimizer.step", "evaluate", gradient), () => {
        own.set(this.#border.floats("optimizer_search", [handle, factor], [own]));
        return this.#border.lastJson() ?? NaN;
      });
    } finally {
      this.#working = false;
    }
  }

  reset() {
    this.#border.call("optimizer_reset", [this.#idle("optimizer.reset")]);
  }
  free() {
    this.#idle("free");
    super.free();
  }

  /** The handle, unless evaluate() is what calls. */
  #idle(call) {
    const handle = EngineObject.handleOf(this, Optimizer, call);
    if (this.#working) refuse(call, "an optimizer at work", "one that waits for no evaluate()");
    return handle;
  }
}

export function descend(border, given) {
  const { surface, optimizer, start, steps } = options("descend", given, ["surface", "optimizer", "start", "steps"]);
  const own = surface instanceof Surface ? surface : typeof surface === "string" ? Surface.make(border, surface) : Surface.make(border, surface?.key, (({ key, ...rest }) => rest)(options("descend", surface)));
  try {
    if (!Array.isArray(start) && !ArrayBuffer.isView(start)) refuse("descend", `start as ${typeof start}`, "[x, y]");
    if (start.length !== 2) refuse("descend", `start of ${start.length} numbers`, "[x, y]");
    const handle = EngineObject.handleOf(own, Surface, "descend", border);
    const args = [handle, row("descend", optimizer, "an optimizer"), real("descend", "x", start[0]), real("descend", "y", start[1]), whole("descend", "steps", steps, { max: 16777216 })];
    const path = border.floats("descend", args);
    return { path, value: border.lastJson() ?? NaN };
  } finally {
    if (own !== surface) own.free();
  }
}
