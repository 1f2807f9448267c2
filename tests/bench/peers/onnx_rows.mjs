/** ONNX Runtime Web with the models as people export them: a point is a row, and each parameter vector is a call of its own. */
import * as ort from "onnxruntime-web/wasm";
import { session, start } from "./onnx.mjs";
import { constant, model, node } from "./onnx_model.mjs";
import { layersOf } from "./works.mjs";

export { start };
export const name = `onnxruntime-web ${ort.env.versions.web}, rows`;

/** Nodes of one layer on rows; the name of its output is `a<l>`. */
function layerNodes(l, last) {
  const out = last ? `a${l}` : `z${l}`;
  const gemm = node("Gemm", [l ? `a${l - 1}` : "x", `w${l}`, `b${l}`], [out], { transB: 1 });
  return last ? [gemm] : [gemm, node("Tanh", [out], [`a${l}`])];
}

async function network({ sizes, start: w, x, samples }, shown) {
  const layers = layersOf(sizes);
  const last = layers.length - 1;
  const constants = layers.flatMap(({ inputs, outputs, weight, bias }, l) => [constant(`w${l}`, w.slice(weight, bias), [outputs, inputs]), constant(`b${l}`, w.slice(bias, bias + outputs), [outputs])]);
  const outputs = Object.fromEntries(layers.map((layer, l) => [`a${l}`, [samples, layer.outputs]]).filter((_, l) => shown(l === last)));
  const work = await session(model({ nodes: layers.flatMap((_, l) => layerNodes(l, l === last)), constants, inputs: { x: [samples, sizes[0]] }, outputs }));
  const feeds = { x: new ort.Tensor("float32", x, [samples, sizes[0]]) };
  let seen = null;
  return {
    async run(times) {
      for (; times > 0; --times) seen = await work.run(feeds);
    },
    result: () =>
      Float32Array.from(
        Object.entries(outputs).flatMap(([key, [, units]]) => Array.from({ length: units * samples }, (_, i) => seen[key].data[(i % samples) * units + Math.floor(i / samples)])),
      ),
  };
}

export const forward = (problem) => network(problem, (last) => last);
export const units = (problem) => network(problem, () => true);

export async function losses({ sizes, count, vectors, x, y, samples }) {
  const size = vectors.length / count;
  const layers = layersOf(sizes);
  const last = layers.length - 1;
  const inputs = Object.fromEntries(layers.flatMap(({ inputs: below, outputs }, l) => [[`w${l}`, [outputs, below]], [`b${l}`, [outputs]]]));
  const nodes = [...layers.flatMap((_, l) => layerNodes(l, l === last)), node("Sub", [`a${last}`, "y"], ["d"]), node("ReduceSumSquare", ["d"], ["sum"], { axes: [0, 1], keepdims: 0 })];
  const constants = [constant("x", x, [samples, sizes[0]]), constant("y", y, [samples, 1])];
  const work = await session(model({ nodes, constants, inputs, outputs: { sum: [] } }));
  const feeds = Array.from({ length: count }, (_, k) =>
    Object.fromEntries(
      layers.flatMap(({ inputs: below, outputs, weight, bias }, l) => [
        [`w${l}`, new ort.Tensor("float32", vectors.slice(k * size + weight, k * size + bias), [outputs, below])],
        [`b${l}`, new ort.Tensor("float32", vectors.slice(k * size + bias, k * size + bias + outputs), [outputs])],
      ]),
    ),
  );
  const out = new Float32Array(count);
  return {
    async run(maps) {
      for (; maps > 0; --maps) for (let k = 0; k < count; ++k) out[k] = (await work.run(feeds[k])).sum.data[0] / samples;
    },
    result: () => out,
  };
}
