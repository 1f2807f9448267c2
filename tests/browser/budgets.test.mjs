// What the page may cost: processor time while nothing moves, and memory after an hour of use. Bytes and the first picture: page.test.mjs.
import assert from "node:assert/strict";
import { moduleBytes, settledFrames, test, until, watchModules } from "./harness.mjs";

/** Share of a core that the page's main thread is busy for `seconds`. */
async function busyShare(page, seconds) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const busy = async () => Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
  const before = await busy();
  await page.waitForTimeout(seconds * 1000);
  const after = await busy();
  await session.detach();
  return (after.TaskDuration - before.TaskDuration) / (after.Timestamp - before.Timestamp);
}

test("a page on which nothing moves takes less than a hundredth of a core, and so does one that is hidden", async (visit) => {
  const page = await visit.open("#playground");
  await settledFrames(page);
  await page.waitForTimeout(1000);
  const still = await busyShare(page, 4);
  await page.evaluate(() => {
    downhill.play();
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.waitForTimeout(500);
  const hidden = await busyShare(page, 4);
  console.log(`         ${(100 * still).toFixed(2)} % of a core when still, ${(100 * hidden).toFixed(2)} % when hidden`);
  assert.ok(still < 0.01 && hidden < 0.01, `${still}, ${hidden}`);
});

/** An hour of a student: something every eighteen seconds, in every demo. Time itself is left out. */
const acts = 200;

test("the second half of an hour of use takes no more memory than the first", async (visit) => {
  const page = await visit.blank();
  await page.addInitScript(watchModules);
  await page.goto(`${visit.site}?compute=cpu`);
  await page.evaluate(() => downhill.ready);
  const session = await page.context().newCDPSession(page);
  const use = (from, to) =>
    page.evaluate(
      async ([from, to]) => {
        const demos = downhill.demos().map(({ key }) => key);
        const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
        for (let i = from; i < to; ++i) {
          const demo = demos[Math.floor(i / 6) % demos.length];
          if (i % 6 === 0) downhill.open(demo);
          else if (i % 6 === 1) downhill.play();
          else if (i % 6 === 2) downhill.pause();
          else if (i % 6 === 3) {
            const numbers = downhill.params().filter((one) => one.kind === "real" && !/\./.test(one.key));
            const one = numbers[i % numbers.length];
            downhill.set({ [one.key]: one.min + (one.max - one.min) * ((i % 7) / 70 + 0.1) });
          } else if (i % 6 === 4) downhill.step(i % 50);
          else {
            downhill.restore(downhill.save());
            document.getElementById("open-share").click();
            document.querySelector("#share [data-close]").click();
          }
          await pause(25);
        }
        downhill.open("valley");
        await pause(300);
      },
      [from, to],
    );
  const taken = async () => {
    await until(() => page.evaluate(() => downhill.status().progress === 1), "jobs are done", 60_000);
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const { nodes } = await session.send("Memory.getDOMCounters");
    const used = await page.evaluate(() => downhill.status().memory);
    return { script: usedSize, used, programs: (await moduleBytes(page)).reduce((sum, bytes) => sum + bytes, 0), nodes };
  };
  const round = 42; // every act in every demo once
  await use(0, 2 * round);
  const early = await taken();
  await use(2 * round, 2 * round + acts / 2);
  const middle = await taken();
  await use(2 * round + acts / 2, 2 * round + acts);
  const late = await taken();
  const megabytes = ({ script, used, programs, nodes }) => `${(script / 1e6).toFixed(1)} MB of script, ${(used / 1e6).toFixed(2)} MB in use of ${(programs / 1e6).toFixed(1)} MB of programs, ${nodes} nodes`;
  console.log(`         after minutes: ${megabytes(early)}; after half an hour: ${megabytes(middle)}; after an hour: ${megabytes(late)}`);
  // What a program has never gets smaller: it is what its dearest moment took, and when that comes is chance (one step of growth, 62 to
  // 71 MB). What it uses of it, with the same demo open, must stay.
  assert.ok(late.used < 1.02 * middle.used && late.used < 1.05 * early.used, "the program's memory grew");
  assert.ok(late.programs <= 1.2 * early.programs, "the programs grew");
  assert.ok(late.script < 1.1 * early.script + 500_000, "the scripts' memory grew");
  assert.ok(late.nodes < 1.1 * early.nodes + 200, "the document grew");
});
