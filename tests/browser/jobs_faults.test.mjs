// What can go wrong on the way to a picture, and that it comes all the same.
import assert from "node:assert/strict";
import { test } from "./harness.mjs";
import { open } from "./jobs.test.mjs";

/**
 * Runs a job of 120 x 90 pixels in the page. `given` is evaluated there: it gets {jobs: the module, engine, wasm} and returns what
 * createJobs takes beside them, and perhaps `during(state, runners)`, called at every state.
 * @returns {last, wrong, tiles} last state, how many of its pixels differ from the specification, tiles taken
 */
const done = (page, given, { compute = "auto" } = {}) =>
  page.evaluate(
    async ([source, compute]) => {
      const help = await import("/pages/jobs.mjs");
      const { engine, wasm, put, picture, order } = help;
      const given = new Function("help", `return (${source})(help)`)(help);
      const { during = () => {}, ...settings } = given;
      const jobs = help.createJobs({ engine, wasm, compute, ...settings });
      const want = order(120, 90);
      const about = { width: 120, height: 90, channels: 1 };
      const values = new Float32Array(120 * 90).fill(NaN);
      let tiles = 0;
      const last = await new Promise((resolve) => {
        jobs.start(want, {
          tile: (tile, part) => {
            tiles += 1;
            put(values, about, tile, part);
          },
          state: (state) => {
            during(state, jobs);
            if (state.done || state.error) resolve(state);
          },
        });
      });
      await jobs.close();
      const right = (await picture("cpu", want)).values;
      const wrong = values.filter((value, i) => !(Math.abs(value - right[i]) <= 1e-4)).length;
      return { last, wrong, tiles };
    },
    [String(given), compute],
  );

const why = ({ last }, key) => last.trial.find((one) => one.key === key)?.why ?? "";

test("without WebGPU a picture comes from this thread and the workers, and it is said why", async (visit) => {
  const seen = await done(await open(visit), () => ({ gpu: null }), { compute: "webgpu" });
  assert.equal(seen.wrong, 0);
  assert.match(why(seen, "webgpu"), /no WebGPU/);
  assert.notEqual(seen.last.runner, "webgpu");
});

test("an adapter that is refused is named, and the picture comes", async (visit) => {
  const page = await open(visit);
  const none = await done(page, () => ({ gpu: { requestAdapter: async () => null } }), { compute: "webgpu" });
  assert.equal(none.wrong, 0);
  assert.match(why(none, "webgpu"), /no graphics card was given/);
  const thrown = await done(page, () => ({ gpu: { requestAdapter: () => Promise.reject(new Error("blocklisted")) } }), { compute: "webgpu" });
  assert.equal(thrown.wrong, 0);
  assert.match(why(thrown, "webgpu"), /blocklisted/);
});

test("a device lost in the middle of a job: another runner ends it, and the next job has the card again", async (visit) => {
  const page = await open(visit);
  const seen = await done(page, ({ lendGpu }) => {
    const { gpu, devices } = lendGpu();
    return { gpu, during: ({ runner, share }) => runner === "webgpu" && share > 0.1 && devices.at(-1).destroy() };
  }, { compute: "webgpu" });
  assert.equal(seen.wrong, 0);
  assert.match(why(seen, "webgpu"), /lost|destroyed/i);
  assert.notEqual(seen.last.runner, "webgpu");
  const again = await done(page, () => ({}), { compute: "webgpu" });
  assert.equal(again.last.runner, "webgpu");
});

test("a shader that the validation refuses is named, and the picture comes", async (visit) => {
  const page = await open(visit);
  const syntax = await done(page, ({ lendGpu }) => lendGpu({ shader: (code) => code.replace("fn main", "fn main(") }), { compute: "webgpu" });
  assert.equal(syntax.wrong, 0);
  assert.match(why(syntax, "webgpu"), /shader matmul, line \d+/);
  const binding = await done(page, ({ lendGpu }) => lendGpu({ shader: (code) => code.replace("@binding(3)", "@binding(7)").replace("result[pixel] = sum", "result[pixel] = sum + state[0]") }), { compute: "webgpu" });
  assert.equal(binding.wrong, 0);
  assert.match(why(binding, "webgpu"), /matmul/);
});

test("a card without memory is named, and the picture comes", async (visit) => {
  const seen = await done(await open(visit), ({ lendGpu }) => lendGpu({ memory: 2000 }), { compute: "webgpu" });
  assert.equal(seen.wrong, 0);
  assert.match(why(seen, "webgpu"), /matmul.*not enough memory/);
});

test("a worker that crashes in the middle: the picture comes, and the next job has workers again", async (visit) => {
  const page = await open(visit);
  const seen = await done(page, ({ workersOf }) => ({ during: ({ runner, share }, jobs) => runner === "workers" && share > 0.1 && workersOf(jobs)[0]?.crash() }), { compute: "workers" });
  assert.equal(seen.wrong, 0);
  assert.match(why(seen, "workers"), /crash/);
  const again = await done(page, () => ({}), { compute: "workers" });
  assert.equal(again.last.runner, "workers");
});

test("workers that cannot start are no trouble either", async (visit) => {
  const seen = await done(await open(visit), ({ withoutWorkers }) => withoutWorkers(), { compute: "workers" });
  assert.equal(seen.wrong, 0);
  assert.match(why(seen, "workers"), /no web workers|refused/);
});

test("where nothing works it is said, with each reason", async (visit) => {
  const page = await open(visit);
  const state = await page.evaluate(async () => {
    const { Jobs } = await import("/some/folder/jobs.mjs");
    const fails = (why) => async () => {
      throw new Error(why);
    };
    const jobs = new Jobs({ runners: { cpu: fails("no thread"), webgpu: fails("no card") }, about: async () => ({ width: 8, height: 8, channels: 1, multiplyAdds: 1, tanhs: 0 }) });
    return new Promise((resolve) => jobs.start({ key: "matmul" }, { tile() {}, state: (state) => state.error && resolve(state) }));
  });
  assert.match(state.error, /no thread.*no card/);
});

test("a page that is hidden rests, and goes on when it is shown again", async (visit) => {
  const page = await open(visit);
  const seen = await page.evaluate(async () => {
    const { engine, wasm, createJobs, order } = await import("/pages/jobs.mjs");
    let show = () => {};
    let shown = Promise.resolve();
    const jobs = createJobs({ engine, wasm, compute: "cpu", visible: () => shown });
    let tiles = 0;
    let last = null;
    const done = new Promise((resolve) => jobs.start(order(120, 90), { tile: () => (tiles += 1), state: (state) => ((last = state), state.done && resolve()) }));
    while (!tiles) await new Promise((resolve) => setTimeout(resolve, 5));
    shown = new Promise((resolve) => (show = resolve));
    await new Promise((resolve) => setTimeout(resolve, 150));
    const hidden = tiles;
    await new Promise((resolve) => setTimeout(resolve, 300));
    const still = tiles;
    show();
    await done;
    return { hidden, still, tiles, done: last.done };
  });
  assert.equal(seen.still, seen.hidden);
  assert.ok(seen.done && seen.tiles > seen.still, JSON.stringify(seen));
});

test("after a cancel no result comes, and a new job's first tile is there within 150 ms, on every runner", async (visit) => {
  const page = await open(visit);
  for (const compute of ["cpu", "workers", "webgpu"]) {
    const seen = await page.evaluate(async (compute) => {
      const { engine, wasm, createJobs, order } = await import("/pages/jobs.mjs");
      const jobs = createJobs({ engine, wasm, compute });
      const run = (want) => {
        const log = { tiles: 0, first: null, start: performance.now() };
        log.done = new Promise((resolve) => (log.cancel = jobs.start(want, { tile: () => ((log.tiles += 1), (log.first ??= performance.now() - log.start)), state: ({ done }) => done && resolve() })));
        return log;
      };
      await run(order(64, 48)).done; // runner and pipeline are there
      const waits = [];
      let late = 0;
      for (let i = 0; i < 8; i += 1) {
        const old = run(order(400, 300, i));
        await new Promise((resolve) => setTimeout(resolve, 60 + 20 * i));
        const before = old.tiles;
        const fresh = run(order(90, 60, i));
        await fresh.done;
        late += old.tiles - before;
        waits.push(fresh.first);
      }
      await jobs.close();
      return { late, waits };
    }, compute);
    assert.equal(seen.late, 0, `${compute}: tiles of a cancelled job`);
    assert.ok(seen.waits.sort((a, b) => a - b)[6] < 150, `${compute}: ${seen.waits.map(Math.round)} ms`);
  }
});

test("no runner holds the main thread longer than 16 ms at a time", async (visit) => {
  const page = await open(visit);
  for (const compute of ["cpu", "workers", "webgpu"]) {
    const longest = [];
    // What a runner does comes every time; what else the machine does takes a try or two.
    for (let round = 0; round < 12 && !(Math.min(...longest) < 16); round += 1) longest.push(await page.evaluate(longestGap, compute));
    assert.ok(Math.min(...longest) < 16, `${compute}: the longest gaps of ${longest.length} runs were ${longest.map((gap) => gap.toFixed(1))} ms`);
  }
});

/** In the page: the longest that no message got through while a job was opened, run and closed. */
async function longestGap(compute) {
  const { engine, wasm, createJobs, order } = await import("/pages/jobs.mjs");
  const jobs = createJobs({ engine, wasm, compute });
  const work = order(240, 180);
  const { port1, port2 } = new MessageChannel();
  let [longest, last] = [0, performance.now()];
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    port2.postMessage(0);
  };
  port2.postMessage(0);
  await new Promise((resolve) => jobs.start(work, { tile() {}, state: ({ done }) => done && resolve() }));
  port1.close();
  await jobs.close();
  return longest;
}
