/** What people give, checked and put into the engine's own words: a mistake is an Error that names the call. */

const kind = (value) => (value === null ? "null" : Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : typeof value);
export const shown = (value) => (typeof value === "number" || typeof value === "string" ? JSON.stringify(value) ?? String(value) : kind(value));

export function refuse(call, got, expected) {
  throw new Error(`[${call}] got ${got}, expected ${expected}`);
}

/** A whole number within its bounds; `fallback` where none is given. */
export function whole(call, name, value, { min = 0, max = 2147483647, fallback } = {}) {
  if (value === undefined && fallback !== undefined) return fallback;
  if (!Number.isInteger(value) || value < min || value > max) {
    refuse(call, `${name} ${typeof value === "number" ? value : shown(value)}`, `a whole number from ${min} to ${max}`);
  }
  return value;
}

/** A finite number; `fallback` where none is given. */
export function real(call, name, value, { min = -Infinity, fallback } = {}) {
  if (value === undefined && fallback !== undefined) return fallback;
  if (typeof value !== "number" || !Number.isFinite(value) || value < min) {
    refuse(call, `${name} ${typeof value === "number" ? value : shown(value)}`, `a finite number${min > -Infinity ? ` of ${min} or more` : ""}`);
  }
  return value;
}

const typed = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(Uint8Array.prototype));
const nameOf = (value) => typed[Symbol.toStringTag].get.call(value); // undefined for what only looks like a typed array

/** The array as its memory is, whatever `length` and other members a caller has put on it: what says 1 and holds 100 would write past its room. */
function asItLies(array, Kind) {
  const length = typed.length.get.call(array);
  return length ? new Kind(typed.buffer.get.call(array), typed.byteOffset.get.call(array), length) : new Kind(0); // of a buffer given away none can be made
}

/** Bytes as a Uint8Array; nothing where they are something else. */
export const bytesOf = (value) => (nameOf(value) === "Uint8Array" ? asItLies(value, Uint8Array) : undefined);

/** A Float32Array over the same memory; nothing where it is something else. */
export const sameFloats = (value) => (nameOf(value) === "Float32Array" ? asItLies(value, Float32Array) : undefined);

/** Numbers as a Float32Array; nothing where they may be missing. */
export function floats(call, name, value, { optional = false } = {}) {
  if (value === undefined || value === null) {
    if (optional) return undefined;
    refuse(call, `no ${name}`, "an array of numbers");
  }
  const same = sameFloats(value);
  if (same) return same;
  const view = ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array);
  if (!view && !Array.isArray(value)) refuse(call, `${name} as ${kind(value)}`, "an array of numbers");
  const wrong = view ? -1 : value.findIndex((number) => typeof number !== "number");
  if (wrong >= 0) refuse(call, `${shown(value[wrong])} in ${name} at ${wrong}`, "a number");
  return Float32Array.from(value);
}

/** An object of options whose keys are all known; `known` empty: the engine checks them. */
export function options(call, value, known) {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) refuse(call, kind(value), "an object of options");
  for (const key of known ? Object.keys(value) : []) {
    if (!known.includes(key)) refuse(call, `option ${key}`, `one of ${known.join(", ")}`);
  }
  return value;
}

export function text(call, name, value) {
  if (typeof value !== "string") refuse(call, `${name} as ${kind(value)}`, "a text");
  return value;
}

export function callback(call, name, value) {
  if (typeof value !== "function") refuse(call, `${name} as ${kind(value)}`, "a function");
  return value;
}

// ---- the engine's text form ------------------------------------------------------------------------------------------

// t0 is the only key with a part that has no capital
const kebab = (key) => key.replace(/^t0$/, "t-0").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const utf8 = new TextEncoder();
const percent = (part) => Array.from(utf8.encode(part), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
const insideItem = (part) => part.replace(/[%:,=\u0000-\u0020\u007f-\uffff]+/g, percent);
export const insideLink = (part) => part.replace(/[%&#\u0000-\u0020\u007f-\uffff]+/g, percent);

const deepest = 8; // no setting lies deeper: an object in itself would never end

function formatted(call, key, value, depth) {
  if (depth > deepest) refuse(call, `${key} in an object in itself`, "fewer levels");
  if (typeof value === "number") {
    if (!Number.isFinite(value)) refuse(call, `${key} ${value}`, "a finite number");
    return String(value);
  }
  if (typeof value === "boolean" || typeof value === "string") return String(value);
  if (Array.isArray(value) && value.length) {
    if (value.every((one) => typeof one === "number")) return value.map((one) => formatted(call, key, one, depth)).join(";"); // milestones: [30, 60]
    if (value.every((one) => Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === "number"))) {
      return value.map((pair) => pair.map((one) => formatted(call, key, one, depth)).join("*")).join(";"); // points: [[0, 0], [100, 1]]
    }
  }
  if (Array.isArray(value)) return value.map((one) => row(call, one, key, depth + 1)).join(",");
  if (typeof value === "object" && value !== null) return row(call, value, key, depth + 1);
  return refuse(call, `${key} as ${kind(value)}`, "a number, a text, true, false, an object or an array");
}

/** A row of a table: `"adam"`, `"adam:lr=0.1"` or `{key: "adam", lr: 0.1}` (`kind` does for `key`). */
export function row(call, value, name = "a row", depth = 0) {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(call, `${name} as ${kind(value)}`, "a key, or an object with one");
  const { key, kind: word, ...rest } = value;
  const head = key ?? word;
  if (typeof head !== "string" || !head) refuse(call, `${name} without a key`, "{key: …}");
  let out = head;
  for (const [option, setting] of Object.entries(rest)) {
    if (setting !== undefined) out += `:${kebab(option)}=${insideItem(formatted(call, option, setting, depth))}`;
  }
  return out;
}

/** Settings as a link writes them. */
export function query(call, settings) {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${insideLink(kebab(key))}=${insideLink(formatted(call, key, value, 0))}`)
    .join("&");
}

/** Lines of a key and a value, for the reader of tables. */
export const lines = (entries) => entries.map(([key, value]) => `${key} ${insideLink(String(value))}`).join("\n");
