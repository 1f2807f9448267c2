import { EngineObject } from "./objects.mjs";
import { bytesOf, lines, options, query, refuse, row, text } from "./options.mjs";

/** Samples, read out of the engine: x (rows, inputs), y (rows, targets), weight (rows) or nothing; `outputs`: of a network for them. */
export class Data extends EngineObject {
  static word = "data set";
  #border;

  constructor(border, handle) {
    super(border, handle, Data.word);
    this.#border = border;
    const all = border.floats("data_read", [handle]);
    const { weighted, ...about } = border.lastJson();
    Object.assign(this, about, { outputs: about.task === "classes" ? about.classes : about.targets });
    const [xs, ys] = [about.rows * about.inputs, about.rows * about.targets];
    this.x = all.slice(0, xs);
    this.y = all.slice(xs, xs + ys);
    if (weighted) this.weight = all.slice(xs + ys);
  }

  static make(border, settings) {
    return new Data(border, border.call("dataset", [row("dataset", settings, "a data set")]));
  }

  /** @returns {{train, validation, test}} data sets of their own; null for a part without a share. What is left goes to validation. */
  split(settings) {
    const handle = EngineObject.handleOf(this, Data, "split");
    const given = options("split", settings);
    const rest = given.validation ?? left(given.train ?? 0.8, given.test ?? 0);
    const parts = this.#border.json("data_split", [handle, query("split", { ...given, validation: rest })]);
    const [train, validation, test] = parts.map((part) => (part ? new Data(this.#border, part) : null));
    return { train, validation, test };
  }
}

/** What two shares leave of 1, but for rounding. */
const left = (a, b) => (typeof a === "number" && typeof b === "number" ? Math.max(0, Math.round((1 - a - b) * 1e9) / 1e9) : 0);

const readerKeys = ["delimiter", "decimalMark", "header", "kinds", "missing"];
const choiceKeys = ["target", "inputs", "weight", "task", "oneHot", "fill"];

const list = (call, name, value) => {
  if (value === undefined) return [];
  const all = Array.isArray(value) ? value : [value];
  for (const one of all) if (typeof one !== "string" && !Number.isInteger(one)) refuse(call, `${name} as ${typeof one}`, "names or numbers of columns, from 1");
  return all.map(String);
};
const flag = (call, name, value) => {
  if (value !== undefined && typeof value !== "boolean") refuse(call, `${name} as ${typeof value}`, "true or false");
  return value;
};

const utf8 = new TextEncoder();

/** Takes a text in pieces; see engine.md. */
export class CsvReader extends EngineObject {
  static word = "csv reader";
  #border;
  #half = ""; // of a letter of two UTF-16 units that a piece ends within

  constructor(border, handle) {
    super(border, handle, CsvReader.word);
    this.#border = border;
  }

  static make(border, given) {
    const { delimiter, decimalMark, header, kinds = {}, missing } = options("csv", given, readerKeys);
    const entries = [];
    if (delimiter !== undefined) entries.push(["delimiter", text("csv", "delimiter", delimiter)]);
    if (decimalMark !== undefined) entries.push(["decimal-mark", text("csv", "decimalMark", decimalMark)]);
    if (flag("csv", "header", header) !== undefined) entries.push(["header", header]);
    for (const [column, kind] of Object.entries(options("csv", kinds))) entries.push([`kind-${text("csv", `kind of ${column}`, kind)}`, column]);
    for (const word of list("csv", "missing", missing)) entries.push(["missing", word]);
    return new CsvReader(border, border.call("csv", [lines(entries)]));
  }

  /** @param {string | Uint8Array | ArrayBuffer} piece cut anywhere */
  feed(piece) {
    const handle = EngineObject.handleOf(this, CsvReader, "csv.feed");
    if (typeof piece === "string") {
      const all = this.#half + piece;
      const end = all.length - (/[\ud800-\udbff]$/.test(all) ? 1 : 0);
      this.#half = all.slice(end);
      this.#take(handle, utf8.encode(all.slice(0, end)));
      return this;
    }
    const bytes = bytesOf(piece instanceof ArrayBuffer ? new Uint8Array(piece) : piece) ?? refuse("csv.feed", piece === null ? "null" : typeof piece, "a text or bytes");
    this.#takeHalf(handle);
    this.#take(handle, bytes);
    return this;
  }

  #take(handle, bytes) {
    const most = 1 << 20;
    for (let from = 0; from < bytes.length; from += most) this.#border.call("csv_feed", [handle], [], bytes.subarray(from, from + most));
  }
  #takeHalf(handle) {
    this.#take(handle, utf8.encode(this.#half));
    this.#half = "";
  }

  /** @returns {{rows, header, delimiter, decimalMark, columns}} what the table holds */
  finish() {
    const handle = EngineObject.handleOf(this, CsvReader, "csv.finish");
    this.#takeHalf(handle);
    return this.#border.json("csv_finish", [handle]);
  }

  /** The chosen columns as samples, with `dropped`, `filled` and `tableRows`. */
  samples(given) {
    const handle = EngineObject.handleOf(this, CsvReader, "csv.samples");
    const { target, inputs, weight, task, oneHot, fill } = options("csv.samples", given, choiceKeys);
    const entries = [
      ...list("csv.samples", "target", target).map((name) => ["target", name]),
      ...list("csv.samples", "inputs", inputs).map((name) => ["input", name]),
      ...list("csv.samples", "weight", weight).map((name) => ["weight", name]),
    ];
    if (task !== undefined) entries.push(["task", text("csv.samples", "task", task)]);
    if (flag("csv.samples", "oneHot", oneHot) !== undefined) entries.push(["one-hot", oneHot]);
    if (fill !== undefined) entries.push(["fill", text("csv.samples", "fill", fill)]);
    const data = this.#border.call("csv_samples", [handle, lines(entries)]);
    const { dropped, filled } = this.#border.lastJson();
    const tableRows = new Int32Array(this.#border.lastBytes().buffer);
    return Object.assign(new Data(this.#border, data), { dropped, filled, tableRows });
  }
}

/** A whole table at once. */
export function csv(border, content, given) {
  const { delimiter, decimalMark, header, kinds, missing, ...choice } = options("csv", given, [...readerKeys, ...choiceKeys]);
  const reader = CsvReader.make(border, { delimiter, decimalMark, header, kinds, missing });
  try {
    const table = reader.feed(content).finish();
    return Object.assign(reader.samples(choice), { table });
  } finally {
    reader.free();
  }
}
