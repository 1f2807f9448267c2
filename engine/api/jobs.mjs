import { EngineObject } from "./objects.mjs";
import { floats, options, query, refuse, shown, text, whole } from "./options.mjs";

const mostArrays = 6; // the border has so many slots

/** A batched computation, tile by tile; see engine.md. */
export class Job extends EngineObject {
  static word = "job";
  #border;

  constructor(border, handle, about) {
    super(border, handle, Job.word);
    this.#border = border;
    /** {width, height, channels, multiplyAdds, tanhs} */
    this.about = Object.freeze(about);
  }

  static make(border, key, settings, arrays) {
    const given = typeof settings === "string" ? settings : query("job", options("job", settings));
    if (arrays !== undefined && !Array.isArray(arrays)) refuse("job", `arrays as ${shown(arrays)}`, "a list of arrays");
    if (arrays?.length > mostArrays) refuse("job", `${arrays.length} arrays`, `at most ${mostArrays}`);
    const list = Array.from(arrays ?? [], (array, i) => floats("job", `array ${i}`, array));
    const handle = border.call("job", [text("job", "key", key), given], list);
    return new Job(border, handle, border.lastJson());
  }

  #on(call) {
    return EngineObject.handleOf(this, Job, call);
  }

  /** Starts a tile {x0, y0, step, columns, rows}, and drops the one under way. */
  begin(tile) {
    const { x0, y0, step, columns, rows } = options("job.begin", tile, ["x0", "y0", "step", "columns", "rows"]);
    const numbers = Object.entries({ x0, y0, step, columns, rows }).map(([name, value]) => whole("job.begin", name, value, { fallback: name.endsWith("0") ? 0 : 1 }));
    this.#border.call("job_begin", [this.#on("job.begin"), ...numbers]);
  }
  /** Goes on for a fraction of a millisecond. @returns {boolean} whether there is more to do */
  advance() {
    return this.#border.call("job_advance", [this.#on("job.advance")]) === 1;
  }
  /** What the tile came to, (channels, rows, columns). */
  values() {
    return this.#border.floats("job_values", [this.#on("job.values")]);
  }
  /** A whole tile at once. */
  run(tile) {
    this.begin(tile);
    while (this.advance());
    return this.values();
  }
  /** What the shader needs: {kernel, constants, data, state, steps, functions, whyNot}. */
  gpu() {
    const data = this.#border.floats("job_gpu", [this.#on("job.gpu")]);
    return { ...this.#border.lastJson(), data };
  }
}
