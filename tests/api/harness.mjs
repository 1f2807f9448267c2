/** What the tests of engine.mjs share. */
import assert from "node:assert/strict";
import { engine as load } from "../support/engine.mjs";

export const engine = await load();

export const close = (got, expected, tolerance, what = "") => assert.ok(Math.abs(got - expected) <= tolerance, `${what} ${got}, expected ${expected} within ${tolerance}`);
export function allClose(got, expected, tolerance) {
  assert.equal(got.length, expected.length);
  for (let i = 0; i < got.length; ++i) close(got[i], expected[i], tolerance, `at ${i}:`);
}

/** A refusal in the engine's own words: not a trap, and not JavaScript's own complaint. */
export function refuses(call, words = /./) {
  let error;
  try {
    call();
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error, `expected an error from ${call}`);
  assert.equal(error.constructor, Error, `${call}: ${error}`);
  assert.match(error.message, /^\[[\w.]+\] .+/, String(call));
  assert.match(error.message, words);
}

export const dense = (units, activation) => ({ kind: "dense", units, activation });
export const small = (settings = {}) => engine.network({ inputs: 2, layers: [dense(3, "tanh"), dense(1, "linear")], seed: 4, ...settings });

/** Points and targets without chance. */
export function points(n, inputs = 2, targets = 1) {
  const x = Float32Array.from({ length: n * inputs }, (_, i) => Math.sin(1.3 * i + 0.2));
  const y = Float32Array.from({ length: n * targets }, (_, i) => Math.cos(2.1 * i));
  return { x, y };
}
