/**
 * ONNX Runtime Web on WebAssembly: one thread, SIMD. The models are laid out as it is fastest with: points along columns,
 * which a transposition at the entrance makes, so that its products are wide.
 */
import * as ort from "onnxruntime-web/wasm";
import { constant, model, node } from "./onnx_model.mjs";
import { layersOf } from "./works.mjs";

export const name = `onnxruntime-web ${ort.env.versions.web}`;

export async function start() {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = "/npm/onnxruntime-web/dist/";
}

export const session = (bytes) => ort.InferenceSession.create(bytes, { executionProviders: ["wasm"], graphOptimizationLevel: "all", intraOpNumThreads: 1 });

function transposed(x, rows, columns) {
  return Float32Array.from({ length: x.length }, (_, i) => x[(i % rows) * columns + Math.floor(i / rows)]);
}

/** The network; `shown` says which layers' outputs (units, points) are wanted. */
async function wide({ sizes, start, x, samples }, shown) {
  const [nodes, constants, outputs] = [[], [], {}];
  const layers = layersOf(sizes);
  nodes.push(node("Transpose", ["x"], ["columns"], { perm: [1, 0] }));
  layers.forEach(({ inputs, outputs: units, weight, bias }, l) => {
    constants.push(constant(`w${l}`, start.slice(weight, bias), [units, inputs]), constant(`b${l}`, start.slice(bias, bias + units), [units, 1]));
    nodes.push(node("Gemm", [`w${l}`, l ? `a${l - 1}` : "columns", `b${l}`], [l + 1 < layers.length ? `z${l}` : `a${l}`]));
    if (l + 1 < layers.length) nodes.push(node("Tanh", [`z${l}`], [`a${l}`]));
    if (shown(l, layers.length)) outputs[`a${l}`] = [units, samples];
  });
  const work = await session(model({ nodes, constants, inputs: { x: [samples, sizes[0]] }, outputs }));
  const feeds = { x: new ort.Tensor("float32", x, [samples, sizes[0]]) };
  let last = null;
  return {
    async run(times) {
      for (; times > 0; --times) last = await work.run(feeds);
    },
    result: () => Float32Array.from(Object.keys(outputs).flatMap((key) => [...last[key].data])),
  };
}

export const forward = (problem) => wide(problem, (l, count) => l === count - 1);
export const units = (problem) => wide(problem, () => true);

/** All parameter vectors, `at` together (measured: 1 260 ms, 4 190, 16 173, 64 169, 256 199), as batched products with points along columns. */
export async function losses({ sizes, count, vectors, x, y, samples, at = 64 }) {
  const size = vectors.length / count;
  const layers = layersOf(sizes);
  const [nodes, inputs] = [[], {}];
  layers.forEach(({ inputs: below, outputs: units }, l) => {
    inputs[`w${l}`] = [at, units, below];
    inputs[`b${l}`] = [at, units, 1];
    nodes.push(node("MatMul", [`w${l}`, l ? `a${l - 1}` : "x"], [`p${l}`]), node("Add", [`p${l}`, `b${l}`], [`z${l}`]));
    if (l + 1 < layers.length) nodes.push(node("Tanh", [`z${l}`], [`a${l}`]));
  });
  nodes.push(node("Sub", [`z${layers.length - 1}`, "y"], ["d"]), node("ReduceSumSquare", ["d"], ["sum"], { axes: [1, 2], keepdims: 0 }));
  const constants = [constant("x", transposed(x, samples, sizes[0]), [sizes[0], samples]), constant("y", y, [1, 1, samples])];
  const work = await session(model({ nodes, constants, inputs, outputs: { sum: [at] } }));
  const feeds = Array.from({ length: count / at }, (_, i) =>
    Object.fromEntries(
      layers.flatMap(({ inputs: below, outputs: units, weight, bias }, l) => {
        const part = (from, to) => Float32Array.from(Array.from({ length: at }, (_, k) => [...vectors.subarray((i * at + k) * size + from, (i * at + k) * size + to)]).flat());
        return [
          [`w${l}`, new ort.Tensor("float32", part(weight, bias), [at, units, below])],
          [`b${l}`, new ort.Tensor("float32", part(bias, bias + units), [at, units, 1])],
        ];
      }),
    ),
  );
  const out = new Float32Array(count);
  return {
    async run(maps) {
      for (; maps > 0; --maps)
        for (let i = 0; i < feeds.length; ++i) {
          const { sum } = await work.run(feeds[i]);
          for (let k = 0; k < at; ++k) out[i * at + k] = sum.data[k] / samples;
        }
    },
    result: () => out,
  };
}
