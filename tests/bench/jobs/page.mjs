/**
 * In the page: times of each row on every runner, in turn. GFLOP: a multiply-add counts 2, and a tanh as many as math.wgsl's has
 * operations, so that a row and the peak with the row's mix are counted alike.
 */
import * as jobs from "/some/folder/jobs.mjs";
import { engine, wasm } from "/pages/jobs.mjs";

const flopOfTanh = 18;
const warmUp = 2000; // ms

const wave = (n, seed) => Float32Array.from({ length: n }, (_, i) => Math.sin(seed + 12.9898 * i) * 0.9);

function lossOrder(activation, size, samples = 500) {
  const settings = { inputs: 2, layers: [{ kind: "dense", units: 16, activation }, { kind: "dense", units: 16, activation }, { kind: "dense", units: 1 }], loss: "bce-logits", seed: 1 };
  const network = engine.network(settings);
  const w = network.parameters();
  network.free();
  return { key: "loss-grid", settings: { ...settings, width: size, height: size }, arrays: [w, wave(w.length, 1), wave(w.length, 2), wave(2 * samples, 3), Float32Array.from({ length: samples }, (_, i) => i % 2)] };
}
function responseOrder(size) {
  const settings = { inputs: 2, layers: [...Array.from({ length: 3 }, () => ({ kind: "dense", units: 32, activation: "tanh" })), { kind: "dense", units: 1 }], seed: 1 };
  const network = engine.network(settings);
  const w = network.parameters();
  network.free();
  return { key: "response-grid", settings: { ...settings, width: size, height: size }, arrays: [w] };
}

function raceOrder(seeds, samples = 350) {
  const settings = "layers=dense:units=8:activation=tanh,dense:units=8:activation=tanh,dense:units=1&loss=bce-logits&steps=100&looks=10&racers=sgd,momentum,adam,rprop";
  const x = wave(2 * samples, 3);
  return { key: "network-seeds", settings: `${settings}&seeds=${seeds}`, arrays: [x, Float32Array.from({ length: samples }, (_, i) => Number(x[2 * i] * x[2 * i + 1] > 0))] };
}

const rows = [
  { name: "loss-grid, 2-16-16-1 tanh, 500 points", order: () => lossOrder("tanh", 128), bars: { workers: 1.7, cpu: 400, share: 0.4 } },
  { name: "loss-grid, 2-16-16-1 ReLU, 500 points", order: () => lossOrder("relu", 128), bars: { cpu: 400, share: 0.4 } },
  { name: "trainability, the default", order: () => ({ key: "trainability", settings: "width=128&height=128", arrays: [] }), bars: { workers: 1.7, share: 0.4 } },
  { name: "response-grid, 2-32-32-32-1 tanh", order: () => responseOrder(512), bars: {} },
  { name: "basins of Himmelblau, descent", order: () => ({ key: "basins", settings: "surface=himmelblau&optimizer=sgd&width=256&height=256", arrays: [] }), bars: {} },
  { name: "network-seeds, 2-8-8-1 tanh", order: () => raceOrder(64), bars: {} },
  { name: "matmul of 512 x 512", order: () => ({ key: "matmul", settings: "m=512&k=512&n=512", arrays: [wave(512 * 512, 1), wave(512 * 512, 2)] }), bars: {} },
];

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/** A whole picture without slices. */
function onThisThread(order) {
  const job = engine.job(order.key, order.settings, order.arrays);
  const { width, height } = job.about;
  const start = performance.now();
  job.run({ columns: width, rows: height });
  const took = performance.now() - start;
  job.free();
  return took;
}

/** A whole picture by a runner, in tiles of `pixels`. */
async function onRunner(runner, order, about, pixels) {
  const session = await runner.open(order);
  const first = new jobs.TilePlan(about.width, about.height);
  await Promise.all(Array.from({ length: runner.lanes }, () => session.tile(first.next(64), () => false))); // all is there
  const plan = new jobs.TilePlan(about.width, about.height);
  const start = performance.now();
  const lane = async () => {
    for (let tile; (tile = plan.next(Math.min(pixels, session.most))); ) await session.tile(tile, () => false);
  };
  await Promise.all(Array.from({ length: runner.lanes }, lane));
  const took = performance.now() - start;
  session.close();
  return took;
}

/** GFLOP/s of bench_peak.wgsl with the row's multiply-adds for each tanh. */
async function peakOf(card, about) {
  const tanhs = about.tanhs ? 8 : 0;
  const eights = about.tanhs ? Math.max(1, Math.round(about.multiplyAdds / about.tanhs)) : 8; // of eight multiply-adds for each number
  const [rounds, pixels, numbers] = [20, 8192, 8];
  const work = { kernel: "bench_peak", constants: { rounds, eights, tanhs }, data: Float32Array.of(0.3, 0.99, 0.01), state: 0, steps: 1, functions: "" };
  const ready = await card.prepare({ channels: 1 }, work);
  const tile = { x0: 0, y0: 0, step: 1, columns: pixels, rows: 1 };
  await ready.tile(tile);
  const start = performance.now();
  await ready.tile(tile);
  const took = performance.now() - start;
  ready.free();
  return (pixels * rounds * numbers * (2 * 8 * eights + flopOfTanh * tanhs)) / (took * 1e6);
}

export async function measure(rounds, only) {
  const workers = await jobs.workersRunner(jobs.workerAddress(), wasm, Math.max(2, navigator.hardwareConcurrency));
  const webgpu = await jobs.webgpuRunner(engine, navigator.gpu).catch(() => null);
  const measured = [];
  for (const row of rows.filter(({ name }) => name.includes(only))) {
    const order = row.order();
    const job = engine.job(order.key, order.settings, order.arrays);
    const { about } = job;
    job.free();
    const pixels = about.width * about.height;
    const tile = Math.ceil(pixels / 32);
    const times = { cpu: [], workers: [], webgpu: [], peak: [] };
    // A browser compiles twice: what it runs often, the second time for speed.
    for (const end = performance.now() + warmUp; performance.now() < end; ) onThisThread(order);
    for (const end = performance.now() + warmUp; performance.now() < end; ) await onRunner(workers, order, about, Math.ceil(tile / 2));
    for (let round = 0; round < rounds; round += 1) {
      times.cpu.push(onThisThread(order));
      times.workers.push(await onRunner(workers, order, about, Math.ceil(tile / 2)));
      if (!webgpu) continue;
      times.webgpu.push(await onRunner(webgpu, order, about, tile));
      times.peak.push(await peakOf(webgpu.card, about));
    }
    measured.push({
      name: row.name,
      size: `${about.width} x ${about.height}`,
      gflop: (pixels * (2 * about.multiplyAdds + flopOfTanh * about.tanhs)) / 1e9,
      cpu: median(times.cpu),
      workers: median(times.workers),
      webgpu: webgpu && median(times.webgpu),
      peak: webgpu && median(times.peak),
      bars: row.bars,
    });
  }
  return { adapter: webgpu?.name ?? "none", rows: measured };
}
