/**
 * A run that touches much of the engine, the same wherever it happens: in Node, in a page, in a worker.
 * @returns {{parameters: number[], losses: number[], grid: number[]}} as the bits of their floats
 */
export function run(engine) {
  const bits = (floats) => [...new Uint32Array(Float32Array.from(floats).buffer)];
  const data = engine.dataset({ key: "spirals", classes: 3, size: 240, noise: 0.1, seed: 3 });
  const { train, validation } = data.split({ train: 0.75, validation: 0.25, seed: 2 });
  const layers = [
    { kind: "dense", units: 24, activation: "gelu", init: "he-normal" },
    { kind: "batch-norm" },
    { kind: "dropout", p: 0.1 },
    { kind: "dense", units: 24, activation: { key: "silu", beta: 1.5 }, residual: true },
    { kind: "layer-norm", activation: "tanh" },
    { kind: "dense", units: data.outputs },
  ];
  const network = engine.network({ inputs: data.inputs, layers, loss: "cross-entropy", seed: 4 });
  const trainer = engine.trainer(network, {
    x: train.x, y: train.y, validation: { x: validation.x, y: validation.y }, batchSize: 16, optimizer: { key: "adamw", lr: 0.02 },
    schedule: { key: "one-cycle", totalSteps: 200 }, clipNorm: 1, averaging: "swa",
  });
  const losses = trainer.steps(200);
  const grid = engine.responseGrid(network, { width: 24, height: 16 });
  const parameters = network.parameters();
  for (const object of [trainer, network, data, train, validation]) object.free();
  return { parameters: bits(parameters), losses: bits(losses), grid: bits(grid) };
}
