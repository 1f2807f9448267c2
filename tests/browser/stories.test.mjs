// The main story of every demo, told twice without a mouse: by the form alone, as a screen reader meets it, and by the keyboard alone.
import assert from "node:assert/strict";
import { demosOf, test, until } from "./harness.mjs";

const read = (page) => page.evaluate(() => downhill.read());
const status = (page) => page.evaluate(() => downhill.status());
const finished = (page) => until(async () => (await status(page)).progress === 1, "its job is done", 60_000);

/** The form's controls by their accessible names. */
function formOf(page) {
  const form = page.locator("#mirror");
  const field = (name) => form.getByLabel(name, { exact: true }).first();
  return {
    press: (name) => form.getByRole("button", { name, exact: true }).click(),
    choose: (name, option) => field(name).selectOption(option),
    check: (name) => field(name).check(),
    type: async (name, value) => {
      const input = form.getByRole("spinbutton", { name, exact: true }).first();
      await input.fill(String(value));
      await input.press("Tab");
    },
    to: (step) => form.getByRole("slider", { name: "Position in the run" }).fill(String(step)),
  };
}

/** The same controls, by keys alone. */
function keysOf(page) {
  const { keyboard } = page;
  const form = page.locator("#mirror");
  const field = (name) => form.getByLabel(name, { exact: true }).first();
  return {
    press: async (name) => (await form.getByRole("button", { name, exact: true }).focus(), await keyboard.press("Enter")),
    async choose(name, option) {
      const label = await field(name).evaluate((select, option) => [...select.options].find((one) => one.value === option || one.label === option.label).label, option);
      await field(name).focus();
      await keyboard.type(label); // a list goes to what is typed
    },
    async type(name, value) {
      await form.getByRole("spinbutton", { name, exact: true }).first().focus();
      await keyboard.press("Control+A");
      await keyboard.type(String(value));
      await keyboard.press("Tab");
    },
    async to(step) {
      await page.locator("#canvas").focus();
      await keyboard.press("Home");
      for (let i = 0; i < Math.floor(step / 10); ++i) await keyboard.press("Shift+ArrowRight");
      for (let i = 0; i < step % 10; ++i) await keyboard.press("ArrowRight");
    },
  };
}

const stories = {
  valley: async (page, form) => {
    const steps = async () => (await read(page)).racers.map(({ reached }) => reached);
    assert.deepEqual(await steps(), [3450, 598, 261]);
    await form.press("Rotate by 45°");
    assert.deepEqual(await steps(), [3450, 598, 2083], "momentum does not notice, Adam loses its advantage");
  },
  descent: async (page, form) => {
    await form.type("Learning rate", 0.0255);
    await until(async () => (await read(page)).curve.regime === "Diverges", "past the limit it diverges");
    await form.type("Learning rate", 0.0125);
    await until(async () => (await read(page)).curve.regime !== "Diverges", "below it does not");
  },
  init: async (page, form) => {
    const last = async () => (await read(page)).networks.map(({ deviation }) => deviation.at(-1));
    const [uniform, glorot] = await last();
    assert.ok(uniform < 0.01 && glorot > 0.1, "the signal fades from the uniform start, and stays from Glorot's");
    await form.choose("Initializer", "zeros");
    await until(async () => (await read(page)).networks[0].alike, "from zeros all units are alike");
  },
  playground: async (page, form) => {
    await form.to(300);
    await until(async () => (await read(page)).step === 300, "it trained");
    assert.ok((await read(page)).trainAccuracy > 0.95, "it learns the spirals");
    await form.choose("Choose an experiment", { label: "Stacked lines are one line" });
    await form.to(300);
    await until(async () => (await read(page)).step === 300, "it trained again");
    assert.ok((await read(page)).accuracy < 0.95, "without a bend it is a straight line");
  },
  race: async (page, form) => {
    await finished(page);
    const winner = async () => (await read(page)).results.map(({ wins }) => wins).reduce((best, wins, i, all) => (wins > all[best] ? i : best), 0);
    assert.equal(await winner(), 1, "each at its best, momentum is ahead");
    await form.choose("Choose an experiment", { label: "The valley turned" });
    await finished(page);
    const { results } = await read(page);
    assert.ok(results[1].wins > 1.5 * results[2].wins, "turned, Adam falls behind");
  },
  trainability: async (page, form) => {
    await form.type("Learning rate", 0.3);
    await until(async () => (await read(page)).point.diverged === null, "a small rate trains");
    await form.type("Learning rate", 400);
    await form.type("Learning rate of layer 2", 4);
    await until(async () => (await read(page)).point.diverged !== null, "a large one does not");
  },
  landscape: async (page, form) => {
    await finished(page);
    await form.choose("View", "relief");
    await form.choose("Plane", "random");
    await until(async () => (await read(page)).plane?.kind === "random", "another cut");
    await finished(page);
    await form.to(100);
    await until(async () => (await read(page)).step === 100, "the weights walked");
  },
};

test("every demo has a story that is told here", async (visit) => {
  assert.deepEqual(Object.keys(stories).sort(), (await demosOf(visit)).sort());
});

for (const [demo, story] of Object.entries(stories)) {
  test(`by the form alone: ${demo}`, async (visit) => {
    const page = await visit.open(`?compute=workers#${demo}`);
    await page.evaluate(() => {
      for (const kind of ["pointerdown", "mousedown", "keydown", "touchstart", "wheel"]) {
        document.getElementById("canvas").addEventListener(kind, () => (globalThis.touched = kind), true);
      }
    });
    await page.locator("#mirror button").first().waitFor({ state: "attached" });
    await page.evaluate(() => document.getElementById("open-form").click());
    await page.locator("#mirror button").first().focus(); // whoever works with the form need not see the picture
    const words = await page.locator("#live").textContent();
    await story(page, formOf(page));
    await until(async () => (await page.locator("#live").textContent()) !== words, "the change is told in words");
    assert.equal(await page.evaluate(() => globalThis.touched ?? "nothing"), "nothing", "the canvas got no event");
  });
}

for (const [demo, story] of Object.entries(stories)) {
  test(`the same by keys: ${demo}`, async (visit) => {
    const page = await visit.open(`?compute=workers#${demo}`);
    await page.locator("#mirror button").first().waitFor({ state: "attached" });
    await page.locator("#open-form").focus();
    await page.keyboard.press("Enter");
    await until(() => page.locator("#mirror button").first().isVisible(), "the form");
    await page.locator("#mirror button").first().focus(); // whoever works with the form need not see the picture
    await story(page, keysOf(page));
  });
}

test("the form is that of the demo which is open, whichever was open before", async (visit) => {
  const page = await visit.open("#playground");
  const form = page.locator("#mirror");
  await page.locator("#open-form").click();
  await form.getByRole("button").first().waitFor();
  const { press, choose } = formOf(page);
  await page.evaluate(() => downhill.open("landscape"));
  await choose("Plane", "random");
  await until(() => page.evaluate(() => /plane=random/.test(downhill.link())), "a cut that the playground does not have");
  await page.evaluate(() => downhill.open("valley"));
  await press("Rotate by 45°");
  await form.getByRole("button", { name: "Rotate back by 45°" }).waitFor();
  for (const demo of await demosOf(visit)) {
    await page.evaluate((demo) => downhill.open(demo), demo);
    const expected = await page.evaluate(() => downhill.params().filter((one) => one.kind === "choice" && !one.key.includes(".")).map((one) => one.choices.map(({ label }) => label).join()));
    await until(async () => {
      const shown = await form.locator("select").evaluateAll((all) => all.map((select) => [...select.options].map((option) => option.label).join()));
      return expected.every((list) => shown.includes(list));
    }, `the choices of ${demo}`);
  }
});

/** Presses Tab until the focused element matches. @returns how often */
async function tabTo(page, matches, most = 80) {
  for (let i = 1; i <= most; ++i) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(matches)) return i;
  }
  throw new Error(`Tab did not come to ${matches} in ${most} presses`);
}

test("by the keyboard alone: every demo is opened, played, stepped, changed and left", async (visit) => {
  const page = await visit.open();
  for (const demo of await demosOf(visit)) {
    await page.locator(".skip").focus(); // the first thing that Tab reaches
    await tabTo(page, `document.activeElement.dataset.demo === "${demo}"`, 20);
    await page.keyboard.press("Enter");
    await until(async () => (await status(page)).demo === demo, `${demo} is open`);
    await finished(page);
    await tabTo(page, `document.activeElement.id === "canvas"`, 20);
    await page.keyboard.press("Home");
    await until(async () => (await status(page)).step === 0, "Home is the start");
    await page.keyboard.press("Space");
    await until(async () => (await status(page)).step > 0, "it plays", 30_000);
    await page.keyboard.press("Space");
    await until(async () => !(await status(page)).playing, "it pauses");
    const { step } = await status(page);
    await page.keyboard.press("ArrowLeft");
    await until(async () => (await status(page)).step === Math.max(0, step - 1), "one step back");
    await page.keyboard.press("r");
    await until(async () => (await status(page)).step === 0, "R is the start, too");

    const before = await page.evaluate(() => downhill.link());
    await tabTo(page, `document.activeElement.closest("#mirror") && document.activeElement.type === "range" && !document.activeElement.closest(".transport")`);
    const shown = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none" && document.activeElement.getBoundingClientRect().height > 0);
    assert.ok(shown, `${demo}: the focus is seen`);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await until(async () => (await page.evaluate(() => downhill.link())) !== before, `${demo}: its first slider changes the run`);
    await page.keyboard.press("Shift+Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("#mirror, .tools") !== null), "the way back is open");
  }
});
