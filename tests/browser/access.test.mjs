// axe-core on every page as people meet it: nothing against WCAG 2.2 A and AA. What assistive technology gets. And what a page keeps from
// being changed. The reports are left in build/axe/.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demosOf, desktop, phone, pictureOf, pixelsOf, settledFrames, test, until } from "./harness.mjs";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe has against the page, in words; the whole report goes to build/axe/`name`.json. */
async function findings(visit, page, name) {
  const source = readFileSync(join(visit.npm, "node_modules/axe-core/axe.min.js"), "utf8");
  await page.evaluate(source); // through the debugger: the page's policy allows no other script
  const { violations, incomplete, passes } = await page.evaluate((rules) => axe.run(document, { runOnly: rules, resultTypes: ["violations", "incomplete"] }), rules);
  const short = (list) => list.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map(({ target }) => String(target)) }));
  mkdirSync(join(visit.root, "build/axe"), { recursive: true });
  const report = { rules, violations: short(violations), undecided: short(incomplete), passed: passes.map(({ id }) => id) };
  writeFileSync(join(visit.root, `build/axe/${name.replace(/\W+/g, "-")}.json`), JSON.stringify(report, null, 2));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(" | ")}`);
}

const visits = {
  "in a slide with little around it": [desktop, "?ui=minimal"],
  "in a narrow frame": [{ viewport: { width: 480, height: 640 } }, "?ui=compact"],
  "on a desktop, light": [desktop, "?theme=light"],
  "on a desktop, dark": [desktop, "?theme=dark"],
  "on a projector": [desktop, "?theme=projector"],
  "on a phone": [phone, "?theme=light"],
  "in a slide": [desktop, "?ui=none"],
};

for (const [where, [settings, query]] of Object.entries(visits)) {
  test(`axe finds nothing ${where}`, async (visit) => {
    const page = await visit.open(query, settings);
    await page.locator("#mirror button").first().waitFor({ state: "attached" });
    for (const demo of await page.evaluate(() => downhill.demos().map(({ key }) => key))) {
      await page.evaluate((demo) => (downhill.open(demo), scrollTo(0, 0)), demo);
      await page.waitForTimeout(100);
      if (!query.startsWith("?ui")) {
        await page.evaluate(() => document.getElementById("open-form").getAttribute("aria-expanded") === "true" || document.getElementById("open-form").click());
        for (const more of await page.locator("#mirror details").all()) await more.evaluate((details) => (details.open = true));
      }
      assert.deepEqual(await findings(visit, page, `${demo} ${where}`), [], demo);
    }
  });
}

test("axe finds nothing in gallery and About, nor in a page that embeds demos", async (visit) => {
  for (const path of ["gallery.html", "about.html", "gallery.html?lang=de", "pages/strict.html"]) {
    for (const settings of [desktop, { ...phone, colorScheme: "dark" }]) {
      const page = await visit.blank(settings);
      await page.goto(visit.site + path);
      await page.waitForTimeout(200);
      if (path.startsWith("pages")) await page.evaluate(() => document.getElementById("one").ready);
      assert.deepEqual(await findings(visit, page, `${path} ${settings.colorScheme ?? "light"}`), [], path);
      await page.context().close();
    }
  }
});

/** What can be pressed in the picture: {id, x, y, width, height}. */
async function targetsOf(page) {
  await settledFrames(page);
  return page.evaluate(() => downhill.targets());
}

test("axe finds nothing in the dialogs and in a notice", async (visit) => {
  const page = await visit.open("#valley?kappa=abc");
  await page.locator("#notices button").waitFor();
  assert.deepEqual(await findings(visit, page, "notice"), []);
  for (const dialog of ["share", "keys"]) {
    await page.locator(`#open-${dialog}`).click();
    await page.waitForTimeout(300);
    assert.deepEqual(await findings(visit, page, `dialog ${dialog}`), [], dialog);
    await page.keyboard.press("Escape");
  }
  await page.evaluate(() => (downhill.open("playground"), downhill.act("open-table")));
  await page.locator("#table textarea").fill("a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n");
  await page.waitForTimeout(400);
  assert.deepEqual(await findings(visit, page, "dialog table"), []);
  await page.keyboard.press("Escape");
  await page.evaluate(() => downhill.open("descent?f=x^2"));
  const { x, y, width, height } = (await targetsOf(page)).find(({ id }) => id === "value");
  const box = await page.locator("#canvas").boundingBox();
  await page.mouse.click(box.x + x + width / 2, box.y + y + height / 2);
  await page.locator(".editor").waitFor();
  assert.deepEqual(await findings(visit, page, "text field over the picture"), []);
});

test("a slip of the mouse in a dialog loses nothing, a click beside it closes it", async (visit) => {
  const page = await visit.open("#playground");
  await page.evaluate(() => downhill.act("open-table"));
  const field = page.locator("#table textarea");
  await field.fill("a,b,c\n1,2,x\n");
  const dialog = await page.locator("#table").boundingBox();
  const inside = await field.boundingBox();
  await page.mouse.click(dialog.x + 6, dialog.y + dialog.height / 2); // its margin
  await page.mouse.move(inside.x + 20, inside.y + 20);
  await page.mouse.down();
  await page.mouse.move(dialog.x - 20, inside.y + 20); // text is marked, and the mouse let go beside it
  await page.mouse.up();
  assert.equal(await field.inputValue(), "a,b,c\n1,2,x\n");
  await page.mouse.click(dialog.x - 20, dialog.y + 20);
  assert.equal(await page.locator("#table").evaluate((one) => one.open), false);
});

test("the state is told in words when it changes, and not at every step", async (visit) => {
  const page = await visit.open();
  const live = page.locator("#live");
  await until(async () => (await live.textContent()).length > 10, "the first words");
  const first = await live.textContent();
  await page.evaluate(() => {
    globalThis.said = 0;
    new MutationObserver(() => (said += 1)).observe(document.getElementById("live"), { childList: true, characterData: true, subtree: true });
    downhill.reset();
  });
  await until(async () => (await live.textContent()) !== first, "the new words");
  await page.evaluate(() => downhill.play());
  await page.waitForTimeout(1500);
  assert.ok((await page.evaluate(() => said)) <= 3);
});

/** Where the playground's picture can be pressed on a desktop, from the canvas's corner, one press after another. */
const presses = {
  "more layers": [[192, 32]],
  "more units": [[258, 71]],
  "a feature": [[93, 573]],
  "another panel": [[685, 422]],
  "an experiment": [[1070, 34], [1070, 181]],
};
const around = 12; // pixels of a press that show whether anything stands there

/** What each press changes of the link in a page; a weight and a unit come from where read() says that they lie. */
async function pressAll(page) {
  await settledFrames(page);
  const box = await page.locator("#canvas").boundingBox();
  const press = async ([x, y]) => {
    await page.mouse.move(box.x + x, box.y + y);
    await page.waitForTimeout(60);
    await page.mouse.down();
    await page.waitForTimeout(60);
    await page.mouse.up();
    await page.waitForTimeout(250);
  };
  const { nodes } = await page.evaluate(() => downhill.read());
  const at = (column, row) => nodes.find((node) => node.column === column && node.row === row);
  const [from, to] = [at(0, 0), at(1, 0)];
  const all = { ...presses, "a unit": [[to.x, to.y]], "a weight": [[(from.x + to.x) / 2, (from.y + to.y) / 2]] };
  const changed = [];
  for (const [what, points] of Object.entries(all)) {
    const link = await page.evaluate(() => downhill.link());
    for (const point of points) await press(point);
    const typed = await page.locator(".editor").count();
    if (typed || (await page.evaluate(() => downhill.link())) !== link) changed.push(what);
    if (typed) await page.keyboard.press("Escape");
    await page.keyboard.press("Escape"); // a list that is still open
    await page.evaluate(() => downhill.open("playground"));
    await page.waitForTimeout(250);
  }
  return changed.sort();
}

/** How dark the marks around a press are: the largest distance of a pixel from the ground. */
async function inkOf(page, [x, y]) {
  await page.mouse.move(0, 0);
  await settledFrames(page);
  const { at } = await pixelsOf(page);
  const ground = at(8, 8);
  let most = 0;
  for (let i = -around; i <= around; ++i)
    for (let k = -around; k <= around; ++k) most = Math.max(most, ...at(x + i, y + k).map((c, channel) => Math.abs(c - ground[channel])));
  return most;
}

test("what hide, only and lock keep cannot be changed in the playground's picture either, and looks it", async (visit) => {
  const open = (query) => visit.open(`${query}#playground`);
  const all = [...Object.keys(presses), "a unit", "a weight"].sort();
  const free = await open("?theme=light");
  assert.deepEqual(await pressAll(free), all, "all of it can be pressed where nothing is kept");
  const keys = "layers,x1-sq,panel,map,edits";
  const locked = await open(`?theme=light&lock=${keys}`);
  assert.deepEqual(await pressAll(locked), []);
  const only = await open("?theme=light&only=log");
  assert.deepEqual(await pressAll(only), []);
  for (const what of ["more layers", "more units", "a feature"]) {
    const [ink, faint, none] = await Promise.all([free, locked, only].map((page) => inkOf(page, presses[what][0])));
    assert.ok(faint < 0.7 * ink && faint > 10, `${what} is fainter where it is locked: ${faint}, ${ink}`);
    assert.equal(none, 0, `${what} is not there where it is hidden`);
  }
});

test("a section without a control is not offered, nor is an experiment that would change what is hidden", async (visit) => {
  const page = await visit.open("?only=log#playground");
  await settledFrames(page);
  const offered = await visit.open("#playground");
  await settledFrames(offered);
  const tops = [];
  for (const one of [page, offered]) {
    const { at } = await pixelsOf(one);
    let rows = 0;
    for (let y = 20; y < 100; ++y) rows += at(1000, y).join() !== at(1000, 200).join() ? 1 : 0;
    tops.push(rows);
  }
  assert.ok(tops[0] < tops[1], tops.join());
});

test("the control whose twin in the form has the focus has a ring in the picture", async (visit) => {
  const page = await visit.open("?theme=light#valley");
  await page.locator("#open-form").click();
  await settledFrames(page);
  const accent = [0x2f, 0x5b, 0xd7];
  const rings = async () => {
    await settledFrames(page);
    const { width, height, at } = await pixelsOf(page);
    let pixels = 0;
    for (let x = 0; x < width; ++x) for (let y = 0; y < height; ++y) pixels += at(x, y).every((c, i) => Math.abs(c - accent[i]) < 12) ? 1 : 0;
    return pixels;
  };
  await page.locator("body").click({ position: { x: 5, y: 5 } });
  const none = await rings();
  for (const name of ["Condition number κ", "Surface", "Position in the run", "Rotate by 45°"]) {
    const control = page.locator("#mirror").getByLabel(name).or(page.locator("#mirror").getByRole("button", { name }));
    await control.first().focus();
    const more = (await rings()) - none;
    assert.ok(more > 400, `${name} has a ring: ${more} pixels of the accent's colour more`); // 2 px wide around a control
  }
  await page.evaluate(() => document.activeElement.blur());
  assert.equal(await rings(), none);
});

test("what stands inside a picture has its ring, too", async (visit) => {
  const inside = { valley: ["zoom-in", "zoom-whole", "start-x"], descent: ["start", "start-y", "zoom-out"], init: ["show", "panel"], playground: ["panel"] };
  for (const [demo, keys] of Object.entries(inside)) {
    const page = await visit.open(`#${demo}`);
    await page.locator("#open-form").click();
    await page.locator("body").click({ position: { x: 5, y: 5 } });
    const picture = async () => (await settledFrames(page), pictureOf(page));
    const none = await picture();
    for (const key of keys) {
      const twin = page.locator(`#mirror [data-key="${key}"]`);
      await twin.locator("input, select, button").or(twin.and(page.locator("button"))).first().focus();
      assert.notEqual(await picture(), none, `${demo}: ${key}`);
    }
    await page.evaluate(() => document.activeElement.blur());
    assert.equal(await picture(), none, demo);
  }
});

test("the words of the state come once a second at most, and tell place and value", async (visit) => {
  const page = await visit.open("#valley");
  assert.match(await page.locator("#live").textContent(), /Gradient descent: height [\d.]+ at \(−?[\d.]+, −?[\d.e⁻−]+\)/);
  const gaps = await page.evaluate(async () => {
    const times = [];
    new MutationObserver(() => times.push(performance.now())).observe(document.getElementById("live"), { childList: true, characterData: true, subtree: true });
    for (let i = 0; i < 60; ++i) {
      downhill.set({ kappa: 10 + i });
      downhill.step(1);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return times.slice(1).map((time, i) => time - times[i]);
  });
  assert.ok(gaps.length > 1 && gaps.every((gap) => gap > 900), gaps.map(Math.round).join());
});

test("the loss can be heard: lower where it is lower, off until it is switched on", async (visit) => {
  const page = await visit.open("#valley");
  const sound = page.locator("#sound");
  const hertz = async () => Number(await sound.getAttribute("data-hertz"));
  await page.evaluate(() => downhill.seek(10));
  assert.equal(await hertz(), 0);
  await sound.click();
  assert.equal(await sound.getAttribute("aria-pressed"), "true");
  const tones = [];
  for (const step of [0, 400, 3000]) {
    await page.evaluate((step) => downhill.seek(step), step);
    await page.waitForTimeout(120);
    await page.evaluate((step) => downhill.seek(step + 1), step);
    await page.waitForTimeout(60);
    tones.push(await hertz());
  }
  assert.ok(tones[0] > tones[1] && tones[1] > tones[2] && tones[2] >= 110, tones.join());
  await page.evaluate(() => (downhill.open("valley?racers=sgd:lr=0.01"), downhill.seek(300)));
  await page.waitForTimeout(120);
  await page.evaluate(() => downhill.seek(301));
  assert.equal(await sound.getAttribute("data-hertz"), "diverged");
  // Of every demo that has a run: the tone goes down with what is brought down, below zero, too.
  const links = { init: "init?init=he&lr=0.5" }; // its first one as it opens does not learn
  for (const link of [...(await demosOf(visit)).map((demo) => links[demo] ?? demo), "descent?f=x^2-5"]) {
    await page.evaluate((link) => downhill.open(link), link);
    await until(() => page.evaluate(() => downhill.status().progress === 1), `${link} has computed`);
    const heard = [];
    for (const step of link === "race" ? [20, 90] : [0, 60]) {
      await page.evaluate((step) => downhill.seek(step), step);
      await page.waitForTimeout(150);
      await sound.evaluate((one) => delete one.dataset.hertz);
      await page.evaluate((step) => downhill.seek(step + 1), step);
      await until(() => sound.evaluate((one) => one.dataset.hertz), `a tone of ${link}`);
      heard.push(await hertz());
    }
    assert.ok(heard[1] < heard[0], `${link}: ${heard}`);
  }
  await sound.click();
  const before = await hertz();
  await page.evaluate(() => downhill.seek(0));
  assert.equal(await hertz(), before, "off is silent");
});

// More of what can be pressed: sections, drawn data, tabs, many racers.
const roomy = ["playground?panel=space&layers=dense:units=3,dense:units=3", "playground?panel=signals&layers=dense:units=8,dense:units=8,dense:units=8,dense:units=8", "race?task=network", "init?panel=training"];
// Parts of a drawing of a network, as large as the drawing lets them be. The form's map, layers and weights do the same.
const inTheForm = /^(node|bias|weight|histogram) ?/;

test("a thumb meets 44 px of every button and field, on the smallest phone nothing scrolls sideways, and no word is only shown to a mouse", async (visit) => {
  const small = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
  const page = await visit.open("", small);
  const poor = new Set();
  for (const link of [...(await demosOf(visit)), ...roomy]) {
    await page.evaluate((link) => downhill.open(link), link);
    const targets = await targetsOf(page);
    assert.ok(targets.length > 8, link);
    for (const { id, width, height } of targets)
      if (Math.min(width, height) < 43.5 && !inTheForm.test(id)) poor.add(`${link}, in the picture: ${id} ${width.toFixed(0)} x ${height.toFixed(0)}`);
  }
  await page.evaluate(() => document.getElementById("open-form").click());
  for (const demo of await demosOf(visit)) {
    await page.evaluate((demo) => downhill.open(demo), demo);
    await page.waitForTimeout(200);
    const found = await page.evaluate(() => {
      const targets = [...document.querySelectorAll("button, select, input:not([type=range], [type=radio], [type=checkbox], .unseen), label.choice, .check label, summary, nav a")];
      const seen = targets.filter((one) => one.checkVisibility() && one.getClientRects().length && !one.closest(".unseen:not(:focus-within)"));
      return {
        small: seen.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => `${one.localName} ${one.id || one.textContent.trim().slice(0, 20)}: ${one.getBoundingClientRect().height}`),
        wide: document.documentElement.scrollWidth - innerWidth,
        titles: [...document.querySelectorAll("main [title]")].filter((one) => one.title && !one.matches("iframe")).map((one) => one.title),
      };
    });
    for (const one of found.small) poor.add(one);
    assert.ok(found.wide <= 0, `${demo} is ${found.wide} px too wide`);
    assert.deepEqual(found.titles, [], "a title is for mice alone");
  }
  assert.deepEqual([...poor], []);
});
