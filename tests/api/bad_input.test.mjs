// Bad input to every call of the API is refused in words: no trap, nothing lost, and the next call works.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engine as load } from "../support/engine.mjs";
import { calls, receivers } from "./calls.mjs";
import { classOf, engine, isInWords, methodsOf, points, refuses } from "./harness.mjs";

const other = await load(); // what is made here is foreign to `engine`

/** Everything a call may need, made when it is asked for and freed afterwards. */
function scene() {
  const made = { engine };
  const context = new Proxy(made, { get: (_, name) => (made[name] ??= receivers[name](context)) });
  const free = () => {
    for (const [name, object] of Object.entries(made)) if (name !== "engine") discard(object);
  };
  return { context, free };
}

function discard(object) {
  try {
    object?.free?.();
  } catch {
    // freed already
  }
  for (const inner of Object.values(object ?? {})) if (typeof inner?.free === "function") discard(inner);
}

/** Makes a call ready: {receiver, method, args, free}. */
function stage(name) {
  const { context, free } = scene();
  const path = name.split(".");
  const method = path.pop();
  const receiver = path.slice(1).reduce((object, step) => object[step], context[path[0]]);
  const { good, prepare } = calls[name];
  prepare?.(context);
  return { receiver, method, args: good(context), free };
}

/** Calls it; what it gave is freed. @returns the error, or nothing */
function outcome(name, changeArgs, before) {
  const { receiver, method, args, free } = stage(name);
  before?.(receiver);
  try {
    discard(receiver[method](...changeArgs(args)));
    return undefined;
  } catch (error) {
    return error;
  } finally {
    free();
  }
}

/** Functions of the engine, of its name spaces (engine.metrics) and of every class of objects that calls give. */
function derivedCalls() {
  const found = new Set();
  const classes = new Set();
  const visit = (object, name) => {
    for (const method of methodsOf(object)) found.add(`${name}.${method}`);
    for (const key of spacesOf(object)) visit(object[key], `${name}.${key}`);
  };
  const spacesOf = (object) => (object === engine ? ["metrics"].filter((key) => object[key]) : []);
  visit(engine, "engine");
  for (const name of found) { // a Set's loop sees what is added meanwhile
    if (!calls[name]) continue;
    const { receiver, method, args, free } = stage(name);
    const result = receiver[method](...args);
    for (const object of [result, ...Object.values(Object(result))]) {
      if (typeof object?.free !== "function" || classes.has(object.constructor)) continue;
      classes.add(object.constructor);
      visit(object, classOf(object));
    }
    discard(result);
    free();
  }
  return [...found];
}

test("every call of the API has right arguments and bad input in tests/api/calls.mjs", () => {
  const derived = derivedCalls();
  assert.deepEqual(derived.filter((name) => !calls[name]), [], "calls without a row in calls.mjs");
  assert.deepEqual(Object.keys(calls).filter((name) => !derived.includes(name)), [], "rows in calls.mjs without a call");
  for (const [name, { bad }] of Object.entries(calls)) {
    const { receiver, method, args, free } = stage(name);
    free();
    assert.ok(bad.length || (args.length === 0 && receiver[method].length === 0), `${name} takes arguments, but calls.mjs has no bad input for it`);
  }
});

for (const [name, { bad }] of Object.entries(calls)) {
  test(`${name}: takes what is right`, () => assert.equal(outcome(name, (args) => args), undefined));
  for (const [what, changed, words] of bad) {
    test(`${name}: refuses ${what}`, () => {
      const error = outcome(name, changed);
      refuses(() => { if (error) throw error; }, words, name);
      assert.equal(outcome(name, (args) => args), undefined, "the next right call works");
    });
  }
}

test("objects that were freed are known in every call", () => {
  for (const name of Object.keys(calls).filter((one) => !one.startsWith("engine."))) {
    const error = outcome(name, (args) => args, (receiver) => receiver.free());
    refuses(() => { if (error) throw error; }, /that was freed/, name);
  }
});

test("objects that were freed, or are of another engine, are known as arguments", () => {
  for (const name of ["engine.trainer", "engine.rangeTest", "engine.responseGrid", "engine.lossGrid"]) {
    const freed = engine.network({});
    freed.free();
    const error = outcome(name, ([, settings]) => [freed, settings]);
    refuses(() => { if (error) throw error; }, /a network that was freed/, name);
  }
  const foreign = other.network({});
  for (const name of ["engine.trainer", "engine.rangeTest", "engine.responseGrid", "engine.lossGrid"]) {
    const error = outcome(name, ([, settings]) => [foreign, settings]);
    refuses(() => { if (error) throw error; }, /another engine/, name);
  }
  foreign.free();
  const surface = other.surface("quadratic");
  refuses(() => engine.descend({ surface, optimizer: "sgd", start: [0, 0], steps: 1 }), /another engine/, "descend");
  surface.free();
});

test("a handle that is used again does not bring a freed object back", () => {
  const first = engine.network({});
  first.free();
  const second = engine.network({});
  refuses(() => first.parameters(), /that was freed/);
  refuses(() => first.free(), /that was freed/);
  assert.equal(second.parameters().length, 33);
  second.free();
});

test("an array is taken as its memory is, whatever length it claims", () => {
  class Liar extends Float32Array {
    get length() {
      return 1;
    }
  }
  class Bytes extends Uint8Array {
    get length() {
      return 1;
    }
  }
  const more = 400000;
  const liar = new Liar(more).fill(7);
  const own = Object.defineProperty(new Float32Array(more).fill(7), "length", { value: 2 });
  for (const array of [liar, own]) assert.deepEqual(engine.activation("relu", array).slope.length, more);
  assert.deepEqual([...engine.activation("linear", Object.defineProperty(Float32Array.of(1, 2), "length", { value: 100 })).value], [1, 2]);
  refuses(() => engine.activation("relu", Object.create(Float32Array.prototype)), /z as an object/);
  refuses(() => engine.activation("relu", new Proxy(new Float32Array(3), {})), /z as an object/);
  const optimizer = engine.optimizer({ key: "sgd", lr: 1 }, 2);
  refuses(() => optimizer.step(new Liar(2), [1, 1, 1]), /3/);
  const w = new Liar(2);
  optimizer.step(w, [1, 2]);
  assert.deepEqual([w[0], w[1]], [-1, -2]);
  optimizer.free();
  const reader = engine.csvReader();
  reader.feed(Bytes.from(new TextEncoder().encode(`a,b\n${"1,2\n".repeat(50000)}`)));
  assert.equal(reader.finish().rows, 50000);
  reader.free();
  const network = engine.network({});
  const trainer = engine.trainer(network, { x: [0, 0, 1, 1], y: [0, 1] });
  trainer.restore(Object.defineProperty(trainer.save(), "length", { value: 3 }));
  refuses(() => trainer.restore(Object.create(Uint8Array.prototype)), /restore/);
  assert.equal(trainer.steps(1).length, 1, "the engine still works");
  trainer.free();
  network.free();
});

test("an evaluate() that walks itself may do so 16 deep, and no deeper", () => {
  const walk = (depth) => {
    const optimizer = engine.optimizer({ key: "lbfgs", maxIter: 1 }, 1);
    let inner = depth > 1;
    try {
      optimizer.step(Float32Array.of(1), (w, gradient) => {
        if (inner) inner = walk(depth - 1);
        gradient[0] = 2 * w[0];
        return w[0] ** 2;
      });
    } finally {
      optimizer.free();
    }
    return false;
  };
  walk(16);
  for (const depth of [17, 300]) refuses(() => walk(depth), /\[optimizer.step\] got an evaluate\(\) within 16 others/);
  walk(16);
  assert.deepEqual([...engine.activation("relu", [1, -1]).value], [1, 0]);
});

// ---- any junk anywhere -----------------------------------------------------------------------------------------------

const detached = new Float32Array(4);
structuredClone(detached.buffer, { transfer: [detached.buffer] });
const cyclic = { key: "adam" };
cyclic.self = cyclic;
const freedNetwork = engine.network({});
freedNetwork.free();
const junk = [
  null, NaN, Infinity, -Infinity, -1, 0, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, "", "junk", "a=b&c:d,e%zz", "\0", "\ud800", "%", ":", ",", "=",
  true, false, {}, { key: "" }, { key: "adam", lr: {} }, [], [[]], [NaN], [Infinity], [1, 2, 3], ["1"], [null], new Array(3), new Float32Array(0), Float32Array.of(1, NaN),
  Float32Array.of(1, 2, 3), new Float64Array(3), new DataView(new ArrayBuffer(8)), new ArrayBuffer(8), new Uint8Array(5), new BigInt64Array(2), detached, 10n, Symbol("s"),
  () => 1, () => { throw new Error("[mine] no"); }, Object.create(null), cyclic, new Map(), new Date(0), /x/, Promise.resolve(1), freedNetwork,
];

const isPlain = (value) => Array.isArray(value) ? typeof value[0] === "object" : value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;

/** Where something may be put: every argument and every option within one. */
function* places(value, path = []) {
  if (path.length) yield path;
  if (path.length === 0 || isPlain(value)) for (const key of Object.keys(value)) yield* places(value[key], [...path, key]);
}

function put(args, path, thing) {
  const within = path.slice(0, -1).reduce((object, step) => object[step], args);
  within[path.at(-1)] = thing;
  return args;
}

const show = (thing) => (typeof thing === "symbol" || typeof thing === "bigint" ? String(thing) : thing === freedNetwork ? "a freed network" : thing === cyclic ? "a cycle" : ArrayBuffer.isView(thing) ? thing.constructor.name : JSON.stringify(thing) ?? String(thing));

/** Puts every junk everywhere. @returns {number} of calls made */
function everywhere() {
  let count = 0;
  for (const name of Object.keys(calls)) {
    const { args, free } = stage(name);
    const spots = [...places(args)];
    free();
    for (const path of spots) {
      for (const thing of junk) {
        const error = outcome(name, (right) => put(right, path, thing));
        assert.ok(error === undefined || isInWords(error), `${name} with ${show(thing)} at ${path.join(".")}: ${error?.stack}`);
        count += 1;
      }
    }
  }
  return count;
}

test("junk in any place of any call is an Error in words, or is taken; never a trap", () => {
  assert.ok(everywhere() > 4000);
  const network = engine.network({});
  assert.ok(Number.isFinite(network.loss(...Object.values(points(4)))), "the engine still works");
  network.free();
});

test("an option that there is not is refused wherever options are", () => {
  for (const name of Object.keys(calls)) {
    const { args, free } = stage(name);
    const spots = args.flatMap((arg, i) => [...places(arg, [i])].filter((path) => isPlain(path.reduce((object, step) => object[step], args)) && !Array.isArray(path.reduce((object, step) => object[step], args))));
    free();
    for (const path of spots) {
      if (path.at(-1) === "kinds") continue; // its keys are the names of columns
      const error = outcome(name, (right) => put(right, [...path, "nonsense"], 1));
      refuses(() => { if (error) throw error; }, /nonsense/, `${name} at ${path.join(".")}`);
    }
  }
});

test("bad input leaves nothing behind in the engine's memory", () => {
  everywhere();
  const before = engine.memory.used;
  everywhere();
  const smallestBlock = 16; // less than that is how the holes between what lives lie
  assert.ok(engine.memory.used - before < smallestBlock, `${engine.memory.used}, before ${before}`);
});
