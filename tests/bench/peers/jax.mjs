/** jax-js on its WebAssembly back end, one thread: the whole step is one jitted function. */
import { blockUntilReady, defaultDevice, grad, init, jit, nn, numpy as np, tree } from "@jax-js/jax";
import { layersOf } from "./works.mjs";

export const name = "jax-js wasm";

export async function start() {
  await init("wasm");
  defaultDevice("wasm");
}

const array = (data, ...shape) => np.array(Float32Array.from(data)).reshape(shape);

/** Weights as (in, out). */
function arraysOf(sizes, start) {
  return layersOf(sizes).map(({ inputs, outputs, weight, bias }) => ({
    w: array(array(start.subarray(weight, bias), outputs, inputs).transpose().dataSync(), inputs, outputs),
    b: array(start.subarray(bias, bias + outputs), outputs),
  }));
}

function network(layers, x, activation) {
  let a = x;
  layers.forEach(({ w, b }, i) => {
    const z = np.matmul(a, w).add(b);
    a = i + 1 === layers.length ? z : activation === "tanh" ? np.tanh(z) : nn.relu(z);
  });
  return a;
}

export function train({ sizes, activation, loss, optimizer, rate, batch, stepsPerUnit, runOffEvery = 5, start, x, y, samples }) {
  const classes = sizes.at(-1);
  const batches = Array.from({ length: samples / batch }, (_, i) => {
    const labels = y.subarray(i * batch, (i + 1) * batch);
    const wanted = loss === "mse" ? labels : Float32Array.from({ length: batch * classes }, (_, k) => (labels[Math.floor(k / classes)] === k % classes ? 1 : 0));
    return { x: array(x.subarray(i * batch * sizes[0], (i + 1) * batch * sizes[0]), batch, sizes[0]), y: array(wanted, batch, classes) };
  });
  const cost =
    loss === "mse"
      ? (w, bx, by) => np.square(network(w, bx, activation).sub(by)).mean()
      : (w, bx, by) => nn.logSoftmax(network(w, bx, activation)).mul(by).sum().mul(-1 / batch);

  const sgdStep = jit((w, bx, by) => {
    const dw = grad(cost)(tree.ref(w), bx, by);
    return tree.map((p, g) => p.sub(g.mul(rate)), w, dw);
  });
  // The bias corrections of step t come in as two numbers, so that one compiled step serves all.
  const adamStep = jit((w, m, v, bx, by, size, scale) => {
    const dw = grad(cost)(tree.ref(w), bx, by);
    const newM = tree.map((a, g) => a.mul(0.9).add(g.mul(0.1)), m, tree.ref(dw));
    const newV = tree.map((a, g) => a.mul(0.999).add(np.square(g).mul(0.001)), v, dw);
    const newW = tree.map((p, a, b) => p.sub(a.mul(size.ref).div(np.sqrt(b).mul(scale.ref).add(1e-8))), w, tree.ref(newM), tree.ref(newV));
    size.dispose();
    scale.dispose();
    return [newW, newM, newV];
  });

  let w = arraysOf(sizes, start);
  let m = tree.map((p) => np.zeros(p.shape), w);
  let v = tree.map((p) => np.zeros(p.shape), w);
  let [at, t] = [0, 0];
  function step() {
    const { x: bx, y: by } = batches[at];
    at = (at + 1) % batches.length;
    t += 1;
    if (optimizer === "sgd") w = sgdStep(w, bx.ref, by.ref);
    else [w, m, v] = adamStep(w, m, v, bx.ref, by.ref, np.array(rate / (1 - 0.9 ** t)), np.array(1 / Math.sqrt(1 - 0.999 ** t)));
  }
  return {
    async run(units) {
      for (let i = 1; i <= units * stepsPerUnit; ++i) {
        step();
        if (i % runOffEvery === 0) await blockUntilReady(w);
      }
      await blockUntilReady(w);
    },
    async result() {
      const parts = [];
      for (const layer of w) for (const one of [layer.w.ref.transpose(), layer.b.ref]) parts.push(...(await one.data()));
      return Float32Array.from(parts);
    },
  };
}
