/** The work as a careful person writes it in JavaScript: typed arrays, nothing allocated per step, float64 as the language has it. */
import { layersOf } from "./works.mjs";

export const name = "plain JavaScript";

/** Layers with places for one sample's activations `a` and their gradients `da`. */
function scratch(sizes) {
  return layersOf(sizes).map((layer, i) => ({ ...layer, a: new Float64Array(layer.outputs), da: new Float64Array(layer.outputs), last: i === sizes.length - 2 }));
}

/** a = activation(W x + b) of one layer for one sample; x from `x[at]` on. The last layer stays linear. */
function forwardLayer(w, layer, x, at, tanh) {
  const { inputs, outputs, weight, bias, a, last } = layer;
  for (let j = 0, k = weight; j < outputs; ++j) {
    let z = w[bias + j];
    for (let i = 0; i < inputs; ++i, ++k) z += w[k] * x[at + i];
    a[j] = last ? z : tanh ? Math.tanh(z) : z > 0 ? z : 0;
  }
  return a;
}

function forwardSample(w, layers, x, at, tanh) {
  let a = forwardLayer(w, layers[0], x, at, tanh);
  for (let l = 1; l < layers.length; ++l) a = forwardLayer(w, layers[l], a, 0, tanh);
  return a;
}

/** Adds the gradient of one layer to dw and hands it on to the layer below; da of this layer is spent. */
function backwardLayer(w, dw, layer, x, at, below, tanh) {
  const { inputs, outputs, weight, bias, a, da, last } = layer;
  if (below) below.fill(0);
  for (let j = 0, k = weight; j < outputs; ++j) {
    const d = last ? da[j] : tanh ? da[j] * (1 - a[j] * a[j]) : a[j] > 0 ? da[j] : 0;
    dw[bias + j] += d;
    if (below) {
      for (let i = 0; i < inputs; ++i, ++k) {
        dw[k] += d * x[at + i];
        below[i] += d * w[k];
      }
    } else {
      for (let i = 0; i < inputs; ++i, ++k) dw[k] += d * x[at + i];
    }
  }
}

function softmaxGradient(a, da, label) {
  let top = -Infinity;
  let sum = 0;
  for (let j = 0; j < a.length; ++j) top = Math.max(top, a[j]);
  for (let j = 0; j < a.length; ++j) sum += da[j] = Math.exp(a[j] - top);
  for (let j = 0; j < a.length; ++j) da[j] = da[j] / sum - (j === label ? 1 : 0);
}

function adam(w, dw, m, v, t, rate) {
  const size = rate / (1 - 0.9 ** t);
  const scale = 1 / Math.sqrt(1 - 0.999 ** t);
  for (let i = 0; i < w.length; ++i) {
    const g = dw[i];
    m[i] = 0.9 * m[i] + 0.1 * g;
    v[i] = 0.999 * v[i] + 0.001 * g * g;
    w[i] -= (size * m[i]) / (Math.sqrt(v[i]) * scale + 1e-8);
  }
}

/** Two hidden layers of tanh and squared error, written out: a third faster than the loop over layers below. */
function trainWrittenOut({ sizes, rate, batch, stepsPerUnit, start, x, y, samples }) {
  const [, n, m] = sizes;
  const [l1, l2, l3] = layersOf(sizes);
  const [w1, b1, w2, b2, w3, b3] = [l1.weight, l1.bias, l2.weight, l2.bias, l3.weight, l3.bias];
  const [w, dw] = [Float64Array.from(start), new Float64Array(start.length)];
  const [data, target] = [Float64Array.from(x), Float64Array.from(y)];
  const [a1, a2, da1] = [new Float64Array(n), new Float64Array(m), new Float64Array(n)];
  let row = 0;

  function sample(s) {
    const [x0, x1] = [data[2 * s], data[2 * s + 1]];
    for (let j = 0; j < n; ++j) a1[j] = Math.tanh(w[b1 + j] + w[w1 + 2 * j] * x0 + w[w1 + 2 * j + 1] * x1);
    for (let j = 0; j < m; ++j) {
      const k = w2 + n * j;
      let z = w[b2 + j];
      for (let i = 0; i < n; ++i) z += w[k + i] * a1[i];
      a2[j] = Math.tanh(z);
    }
    let out = w[b3];
    for (let j = 0; j < m; ++j) out += w[w3 + j] * a2[j];

    const d = 2 * (out - target[s]);
    dw[b3] += d;
    for (let i = 0; i < n; ++i) da1[i] = 0;
    for (let j = 0; j < m; ++j) {
      const k = w2 + n * j;
      const g = d * w[w3 + j] * (1 - a2[j] * a2[j]);
      dw[w3 + j] += d * a2[j];
      dw[b2 + j] += g;
      for (let i = 0; i < n; ++i) {
        dw[k + i] += g * a1[i];
        da1[i] += g * w[k + i];
      }
    }
    for (let j = 0; j < n; ++j) {
      const g = da1[j] * (1 - a1[j] * a1[j]);
      dw[b1 + j] += g;
      dw[w1 + 2 * j] += g * x0;
      dw[w1 + 2 * j + 1] += g * x1;
    }
  }
  function step() {
    for (let s = row; s < row + batch; ++s) sample(s);
    row = row + batch < samples ? row + batch : 0;
    const r = rate / batch;
    for (let i = 0; i < w.length; ++i) {
      w[i] -= r * dw[i];
      dw[i] = 0;
    }
  }
  return {
    run(units) {
      for (let i = units * stepsPerUnit; i > 0; --i) step();
    },
    result: () => w,
  };
}

export function train(problem) {
  const { sizes, activation, loss, optimizer } = problem;
  return sizes.length === 4 && sizes[0] === 2 && activation === "tanh" && loss === "mse" && optimizer === "sgd" ? trainWrittenOut(problem) : trainAny(problem);
}

function trainAny({ sizes, activation, loss, optimizer, rate, batch, stepsPerUnit, start, x, y, samples }) {
  const [tanh, squared, sgd] = [activation === "tanh", loss === "mse", optimizer === "sgd"];
  const layers = scratch(sizes);
  const w = Float64Array.from(start);
  const dw = new Float64Array(w.length);
  const m = new Float64Array(sgd ? 0 : w.length);
  const v = new Float64Array(sgd ? 0 : w.length);
  const data = Float64Array.from(x);
  const target = Float64Array.from(y);
  const top = layers.at(-1);
  let [row, t] = [0, 0];

  function sample(s) {
    const at = s * sizes[0];
    forwardSample(w, layers, data, at, tanh);
    if (squared) top.da[0] = 2 * (top.a[0] - target[s]);
    else softmaxGradient(top.a, top.da, target[s]);
    for (let l = layers.length - 1; l > 0; --l) backwardLayer(w, dw, layers[l], layers[l - 1].a, 0, layers[l - 1].da, tanh);
    backwardLayer(w, dw, layers[0], data, at, null, tanh);
  }
  function step() {
    for (let s = row; s < row + batch; ++s) sample(s);
    row = row + batch < samples ? row + batch : 0;
    if (sgd) {
      const r = rate / batch;
      for (let i = 0; i < w.length; ++i) w[i] -= r * dw[i];
    } else {
      for (let i = 0; i < w.length; ++i) dw[i] /= batch;
      adam(w, dw, m, v, ++t, rate);
    }
    dw.fill(0);
  }
  return {
    run(units) {
      for (let i = units * stepsPerUnit; i > 0; --i) step();
    },
    result: () => w,
  };
}

export function forward({ sizes, activation, start, x, samples }) {
  const layers = scratch(sizes);
  const [w, data, out] = [Float64Array.from(start), Float64Array.from(x), new Float64Array(samples)];
  const run = (units) => {
    for (; units > 0; --units) for (let s = 0; s < samples; ++s) out[s] = forwardSample(w, layers, data, 2 * s, activation === "tanh")[0];
  };
  return { run, result: () => out };
}

/** Unit by unit, each on all points. */
export function units({ sizes, activation, start, x, samples }) {
  const layers = scratch(sizes);
  const [w, data] = [Float64Array.from(start), Float64Array.from(x)];
  const out = new Float64Array(layers.reduce((sum, { outputs }) => sum + outputs, 0) * samples);
  const run = (count) => {
    for (; count > 0; --count)
      for (let s = 0; s < samples; ++s) {
        forwardSample(w, layers, data, 2 * s, activation === "tanh");
        let unit = 0;
        for (const { a } of layers) for (let j = 0; j < a.length; ++j, ++unit) out[unit * samples + s] = a[j];
      }
  };
  return { run, result: () => out };
}

export function losses({ sizes, activation, count, vectors, x, y, samples }) {
  const layers = scratch(sizes);
  const size = vectors.length / count;
  const [data, target, w, out] = [Float64Array.from(x), Float64Array.from(y), new Float64Array(size), new Float64Array(count)];
  const run = (maps) => {
    for (; maps > 0; --maps)
      for (let k = 0; k < count; ++k) {
        for (let i = 0; i < size; ++i) w[i] = vectors[k * size + i];
        let sum = 0;
        for (let s = 0; s < samples; ++s) {
          const d = forwardSample(w, layers, data, 2 * s, activation === "tanh")[0] - target[s];
          sum += d * d;
        }
        out[k] = sum / samples;
      }
  };
  return { run, result: () => out };
}

export function matmul({ size, a, b }) {
  const c = new Float64Array(size * size);
  const run = (units) => {
    for (; units > 0; --units) {
      c.fill(0);
      for (let i = 0; i < size; ++i)
        for (let k = 0; k < size; ++k) {
          const f = a[i * size + k];
          for (let j = 0; j < size; ++j) c[i * size + j] += f * b[k * size + j];
        }
    }
  };
  return { run, result: () => c };
}

/** The path, as ours gives it back: x, y after each step. */
export function descend({ start, rate, steps }) {
  let path = null;
  function call() {
    path = new Float32Array(2 * (steps + 1));
    let [x, y] = start;
    let [mx, my, vx, vy, power1, power2] = [0, 0, 0, 0, 1, 1];
    path[0] = x;
    path[1] = y;
    for (let t = 1; t <= steps; ++t) {
      const h = y - x * x;
      const dx = -2 * (1 - x) - 400 * x * h;
      const dy = 200 * h;
      power1 *= 0.9;
      power2 *= 0.999;
      const size = rate / (1 - power1);
      const scale = 1 / (1 - power2);
      mx = 0.9 * mx + 0.1 * dx;
      my = 0.9 * my + 0.1 * dy;
      vx = 0.999 * vx + 0.001 * dx * dx;
      vy = 0.999 * vy + 0.001 * dy * dy;
      x -= (size * mx) / (Math.sqrt(vx * scale) + 1e-8);
      y -= (size * my) / (Math.sqrt(vy * scale) + 1e-8);
      path[2 * t] = x;
      path[2 * t + 1] = y;
    }
  }
  const run = (calls) => {
    for (; calls > 0; --calls) call();
  };
  return { run, result: () => path };
}
