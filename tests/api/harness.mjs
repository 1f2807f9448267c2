/** What the tests of engine.mjs share. */
import assert from "node:assert/strict";
import { engine as load } from "../support/engine.mjs";

export const engine = await load();

export const close = (got, expected, tolerance, what = "") => assert.ok(Math.abs(got - expected) <= tolerance, `${what} ${got}, expected ${expected} within ${tolerance}`);
export function allClose(got, expected, tolerance) {
  assert.equal(got.length, expected.length);
  for (let i = 0; i < got.length; ++i) close(got[i], expected[i], tolerance, `at ${i}:`);
}

/** An error that tells a person which call was wrong, what it got and what it wants: not a trap, and not JavaScript's own complaint. */
export const isInWords = (error) => error instanceof Error && error.constructor === Error && /^\[[\w.-]+\] [^]*\S/.test(error.message) && !error.message.includes("[object ");

/** `act` is refused in words that fit. */
export function refuses(act, words = /./, what = String(act)) {
  let result;
  try {
    result = act();
  } catch (error) {
    assert.ok(isInWords(error), `${what}: ${error.stack}`);
    assert.match(error.message, words, what);
    return;
  }
  assert.fail(`${what}: was taken, and gave ${typeof result}`);
}

/** The functions of an object and of its class, by name. */
export function methodsOf(object) {
  const names = new Set();
  for (let level = object; level && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof value === "function" && name !== "constructor") names.add(name);
    }
  }
  return [...names];
}

/** `network` for a Network. */
export const classOf = (object) => object.constructor.name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());

export const dense = (units, activation) => ({ kind: "dense", units, activation });
export const small = (settings = {}) => engine.network({ inputs: 2, layers: [dense(3, "tanh"), dense(1, "linear")], seed: 4, ...settings });

/** Points and targets without chance. */
export function points(n, inputs = 2, targets = 1) {
  const x = Float32Array.from({ length: n * inputs }, (_, i) => Math.sin(1.3 * i + 0.2));
  const y = Float32Array.from({ length: n * targets }, (_, i) => Math.cos(2.1 * i));
  return { x, y };
}
