/** ConvNetJS from npm: it trains one sample at a time and has plain SGD, but no Adam. */
import convnetjs from "convnetjs";
import { layersOf } from "./works.mjs";

export const name = "convnetjs";

export function train({ sizes, activation, loss, optimizer, rate, batch, stepsPerUnit, start, x, y, samples }) {
  if (loss !== "mse" || optimizer !== "sgd") throw new Error("convnetjs cannot do this work");
  const net = new convnetjs.Net();
  const hidden = sizes.slice(1, -1).map((units) => ({ type: "fc", num_neurons: units, activation }));
  net.makeLayers([{ type: "input", out_sx: 1, out_sy: 1, out_depth: sizes[0] }, ...hidden, { type: "regression", num_neurons: sizes.at(-1) }]);
  const dense = net.layers.filter((layer) => layer.layer_type === "fc");
  layersOf(sizes).forEach(({ inputs, outputs, weight, bias }, l) => {
    for (let j = 0; j < outputs; ++j) dense[l].filters[j].w.set(start.subarray(weight + j * inputs, weight + (j + 1) * inputs));
    dense[l].biases.w.set(start.subarray(bias, bias + outputs));
  });
  // Its loss is half of ours.
  const trainer = new convnetjs.SGDTrainer(net, { method: "sgd", learning_rate: 2 * rate, momentum: 0, batch_size: batch, l1_decay: 0, l2_decay: 0 });
  const volumes = Array.from({ length: samples }, (_, s) => {
    const volume = new convnetjs.Vol(1, 1, sizes[0], 0);
    volume.w.set(x.subarray(s * sizes[0], (s + 1) * sizes[0]));
    return volume;
  });
  const targets = Array.from(y, (one) => [one]);
  let row = 0;
  return {
    run(units) {
      for (let i = units * stepsPerUnit * batch; i > 0; --i) {
        trainer.train(volumes[row], targets[row]);
        row = (row + 1) % samples;
      }
    },
    result: () => Float64Array.from(dense.flatMap((layer) => [...layer.filters.flatMap(({ w }) => [...w]), ...layer.biases.w])),
  };
}
