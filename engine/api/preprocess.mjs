import { EngineObject } from "./objects.mjs";
import { floats, options, refuse, row, shown, whole } from "./options.mjs";

const listOf = (name, value) => {
  if (!Array.isArray(value)) refuse("preprocess", `${name} as ${shown(value)}`, "an array of numbers");
  if (value.length === 0) refuse("preprocess", `${name} of no numbers`, "1 or more");
  return value;
};

/** What is done to columns before a network sees them; see engine.md. */
export class Preprocessor extends EngineObject {
  static word = "preprocessor";
  #border;
  #settings;
  #about = null; // once it is fitted

  constructor(border, handle, settings) {
    super(border, handle, Preprocessor.word);
    this.#border = border;
    this.#settings = settings;
  }

  static make(border, given) {
    const settings = typeof given === "string" ? { kind: given } : options("preprocess", given);
    const { only, fitted, ...kind } = settings;
    const arrays = [];
    if (only !== undefined) arrays.push(Float32Array.from(listOf("only", only), (column) => whole("preprocess", "column", column, { max: 16777215 })));
    let bytes;
    if (fitted !== undefined) {
      const wrong = listOf("fitted", fitted).findIndex((number) => typeof number !== "number");
      if (wrong >= 0) refuse("preprocess", `${shown(fitted[wrong])} in fitted at ${wrong}`, "a number");
      bytes = new Uint8Array(Float64Array.from(fitted).buffer);
    }
    const made = new Preprocessor(border, border.call("preprocess", [row("preprocess", kind, "a kind")], arrays, bytes), { ...kind, ...(only && { only: [...only] }) });
    if (bytes) made.#read();
    return made;
  }

  /** Numbers in a row before and after; 0 before fit(). */
  get columns() {
    return this.#about?.columns ?? 0;
  }
  get outputs() {
    return this.#about?.sources.length ?? 0;
  }

  /** Learns from rows of `columns` numbers what transform() does to any others. @returns this */
  fit(x, columns) {
    const handle = EngineObject.handleOf(this, Preprocessor, "fit");
    this.#border.call("preprocess_fit", [handle, whole("fit", "columns", columns, { min: 1 })], [floats("fit", "x", x)]);
    this.#read();
    return this;
  }

  /** (rows, columns) to (rows, outputs); `columns`, where it is given, is checked. */
  transform(x, columns) {
    return this.#work("transform", "x", x, columns, this.columns);
  }
  /** (rows, outputs) back to (rows, columns). */
  inverse(z, outputs) {
    return this.#work("inverse", "z", z, outputs, this.outputs);
  }

  /** The names of the outputs, made of the columns'. */
  names(names = Array.from({ length: this.columns }, (_, i) => `x${i}`)) {
    this.#fitted("names");
    if (!Array.isArray(names)) refuse("names", `names as ${shown(names)}`, "an array of texts");
    if (names.length !== this.columns) refuse("names", `${names.length} names`, `${this.columns}, one a column`);
    let axes = 0;
    return this.#about.sources.map(([column, value]) => (column < 0 ? `axis ${++axes}` : value === undefined ? String(names[column]) : `${names[column]}=${Number(value.toPrecision(7))}`));
  }

  /** Settings and what was fitted as a plain object, which engine.preprocess() takes. */
  save() {
    this.#border.call("preprocess_about", [this.#fitted("save")]);
    return { ...this.#settings, fitted: [...new Float64Array(this.#border.lastBytes().buffer)] };
  }

  #fitted(call) {
    const handle = EngineObject.handleOf(this, Preprocessor, call);
    if (!this.#about) refuse(call, "a preprocessor before any fit", "fit() first");
    return handle;
  }
  #work(call, name, rows, width, expected) {
    const handle = this.#fitted(call);
    if (width !== undefined && width !== expected) refuse(call, `rows of ${shown(width)}`, `rows of ${expected} as in fit`);
    return this.#border.floats(`preprocess_${call}`, [handle], [floats(call, name, rows)]);
  }
  #read() {
    this.#about = this.#border.json("preprocess_about", [EngineObject.handleOf(this, Preprocessor, "fit")]);
  }
}
