/**
 * Has the jobs of demos done (jobs/*.mjs) and hands their tiles to the picture. What that takes is fetched when a demo first asks.
 */
import { engineAlone, engineProgram, jobsModule } from "./on_demand.mjs";
import { numbers, text } from "./text.mjs";

const names = { cpu: "CPU", workers: "Workers", webgpu: "WebGPU" };

/** Pixels a second in three figures. */
const perSecond = (rate) => numbers({ notation: "compact", maximumSignificantDigits: 3 }).format(1000 * rate);

/** "WebGPU (SwiftShader), 12k a second · Workers 9k · CPU 5k" */
function wordsOf({ runner, name, trial }, compute) {
  if (!runner) return "";
  const refused = trial.find((one) => one.key === compute && one.why);
  if (refused) return `${names[runner]} · ${text("{runner} cannot do it here: {why}", { runner: names[compute], why: refused.why })}`;
  const rate = (one) => (one.rate ? perSecond(one.rate) : text("not here"));
  const own = trial.find((one) => one.key === runner);
  const first = `${names[runner]}${runner === "cpu" ? "" : ` (${name})`}${own?.rate ? `, ${text("{rate} a second", { rate: rate(own) })}` : ""}`;
  const others = trial.filter((one) => one.key !== runner).map((one) => `${names[one.key]} ${rate(one)}`);
  return [first, ...others].join(" · ");
}

/** Settles at once while the page is shown, else when it is. */
async function visible() {
  while (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

async function prepare(compute) {
  const [{ createJobs }, engine, wasm] = await Promise.all([jobsModule(), engineAlone(), engineProgram()]);
  return createJobs({ engine, wasm, compute, visible });
}

/** @param bridge of bridge.mjs */
export function doJobs(api, bridge, compute) {
  let jobs = null;
  let newest = 0;

  api.on("job", async ({ id, key, settings, arrays }) => {
    newest = id;
    if (!key) return (await jobs)?.cancel();
    const order = { key, settings, arrays: arrays.map((count, i) => bridge.jobArray(i, count)) };
    const fail = (error) => bridge.jobState(id, 0, false, "", "", text("It could not be computed: {why}", { why: error.message }));
    try {
      jobs ??= prepare(compute);
      const ready = await jobs;
      if (id !== newest) return; // another came while it was fetched
      ready.start(order, {
        tile: (tile, values) => bridge.jobTile(id, tile, values),
        state: (state) => bridge.jobState(id, state.share, state.done, state.runner, wordsOf(state, compute), state.error),
      });
    } catch (error) {
      jobs = null;
      fail(error);
    }
  });
}
