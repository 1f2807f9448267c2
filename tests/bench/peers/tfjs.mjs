/** TensorFlow.js on its WebAssembly back end: one thread, SIMD. */
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { layersOf } from "./works.mjs";

export const name = `tfjs-wasm ${version_wasm}`;

export async function start() {
  setWasmPaths("/npm/@tensorflow/tfjs-backend-wasm/dist/");
  tf.enableProdMode();
  await tf.setBackend("wasm");
  await tf.ready();
  if (!(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) || (await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT"))) throw new Error("tfjs should run with SIMD on one thread");
}

/** Weights as (in, out): tfjs multiplies from the right. */
function tensorsOf(sizes, start) {
  return layersOf(sizes).flatMap(({ inputs, outputs, weight, bias }) => [
    tf.tidy(() => tf.tensor2d(start.subarray(weight, bias), [outputs, inputs]).transpose()),
    tf.tensor1d(start.subarray(bias, bias + outputs)),
  ]);
}

function network(x, w, activation) {
  let a = x;
  for (let i = 0; i < w.length; i += 2) {
    const z = tf.add(tf.matMul(a, w[i]), w[i + 1]);
    a = i + 2 === w.length ? z : activation === "tanh" ? tf.tanh(z) : tf.relu(z);
  }
  return a;
}

export function train({ sizes, activation, loss, optimizer, rate, batch, stepsPerUnit, start, x, y, samples }) {
  const w = tensorsOf(sizes, start).map((tensor) => tf.variable(tensor));
  const batches = Array.from({ length: samples / batch }, (_, i) => {
    const labels = y.subarray(i * batch, (i + 1) * batch);
    return {
      x: tf.tensor2d(x.subarray(i * batch * sizes[0], (i + 1) * batch * sizes[0]), [batch, sizes[0]]),
      y: loss === "mse" ? tf.tensor2d(labels, [batch, 1]) : tf.tidy(() => tf.oneHot(tf.tensor1d(Int32Array.from(labels), "int32"), sizes.at(-1)).toFloat()),
    };
  });
  const rule = optimizer === "sgd" ? tf.train.sgd(rate) : tf.train.adam(rate, 0.9, 0.999, 1e-8);
  let current = batches[0];
  const cost =
    loss === "mse"
      ? () => tf.mean(tf.square(tf.sub(network(current.x, w, activation), current.y)))
      : () => tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(network(current.x, w, activation)), current.y), 1)));
  let at = 0;
  return {
    run(units) {
      for (let i = units * stepsPerUnit; i > 0; --i) {
        current = batches[at];
        at = (at + 1) % batches.length;
        rule.minimize(cost, false, w);
      }
      w[0].dataSync();
    },
    result: () => tf.tidy(() => tf.concat(w.map((one) => (one.rank === 2 ? one.transpose() : one).flatten())).dataSync()),
  };
}

/** One vector after another: its batched products are slower (measured: see README.md). */
export function losses({ sizes, activation, count, vectors, x, y, samples }) {
  const size = vectors.length / count;
  const [data, target] = [tf.tensor2d(x, [samples, sizes[0]]), tf.tensor2d(y, [samples, 1])];
  const w = Array.from({ length: count }, (_, k) => tensorsOf(sizes, vectors.subarray(k * size, (k + 1) * size)));
  const out = new Float32Array(count);
  return {
    run(maps) {
      for (; maps > 0; --maps)
        for (let k = 0; k < count; ++k) out[k] = tf.tidy(() => tf.mean(tf.square(tf.sub(network(data, w[k], activation), target))).dataSync()[0]);
    },
    result: () => out,
  };
}

export function matmul({ size, a, b }) {
  const [ta, tb] = [tf.tensor2d(a, [size, size]), tf.tensor2d(b, [size, size])];
  let out = null;
  return {
    run(units) {
      for (; units > 0; --units) {
        out?.dispose();
        out = tf.matMul(ta, tb);
      }
    },
    result: () => out.dataSync(),
  };
}
