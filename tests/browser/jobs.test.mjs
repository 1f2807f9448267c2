// Every job on every runner, against the engine's own specification.
import assert from "node:assert/strict";
import { examples } from "../support/jobs_examples.mjs";
import { engine as engineInNode } from "../support/engine.mjs";
import { test } from "./harness.mjs";

export async function open(visit) {
  const page = await visit.blank();
  await page.goto(`${visit.site}pages/engine.html`);
  return page;
}

/** An example on a runner and on this thread: {channels, worst, same, classes}. */
const compared = (page, index, runner) =>
  page.evaluate(
    async ([index, runner]) => {
      const { engine, picture, difference } = await import("/pages/jobs.mjs");
      const { examples } = await import("/source/tests/support/jobs_examples.mjs");
      const example = examples[index];
      const order = example.order(engine);
      const row = engine.describe().jobs.find(({ key }) => key === order.key);
      const ours = await picture("cpu", order);
      const theirs = await picture(runner, order, 1700);
      const same = ours.values.every((value, i) => Object.is(value, theirs.values[i]));
      return { ...difference(theirs.values, ours.values, row), same, said: example.compare?.(ours.values, theirs.values, ours.about) ?? null, loose: Boolean(example.compare) };
    },
    [index, runner],
  );

test("every job has an example here", async (visit) => {
  const engine = await engineInNode(visit.dist);
  const shown = new Set(examples.map(({ order }) => order(engine).key));
  assert.deepEqual(engine.describe().jobs.map(({ key }) => key).filter((key) => !shown.has(key)), []);
});

examples.forEach(({ name }, index) => {
  test(`${name}: workers give the same bits, and the shader agrees`, async (visit) => {
    const page = await open(visit);
    const workers = await compared(page, index, "workers");
    assert.ok(workers.same, `workers differ: ${JSON.stringify(workers)}`);
    const card = await compared(page, index, "webgpu");
    if (card.loose) assert.equal(card.said, null);
    else assert.equal(card.wrong, 0, `the shader differs: ${JSON.stringify(card)}`);
  });
});
