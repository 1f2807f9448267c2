// Hands on the page: keys alone, a finger, a wheel, the controls as a form, typing over the picture.
import assert from "node:assert/strict";
import { desktop, phone, settledFrames, test, until } from "./harness.mjs";

const status = (page) => page.evaluate(() => downhill.status());
const valueOf = (page, key) => page.evaluate((key) => downhill.params().find((param) => param.key === key).value, key);
const startOnScreen = (page) =>
  page.evaluate(() => {
    const { map } = downhill.read();
    const at = (key) => downhill.params().find((param) => param.key === key).value;
    const box = document.getElementById("canvas").getBoundingClientRect();
    return {
      x: box.left + map.left + ((at("start-x") - map.xMin) / (map.xMax - map.xMin)) * map.width,
      y: box.top + map.top + ((map.yMax - at("start-y")) / (map.yMax - map.yMin)) * map.height,
    };
  });

test("keys alone run a race", async (visit) => {
  const page = await visit.open("#valley?kappa=100&speed=60");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "canvas");
  await page.keyboard.press("Home");
  assert.equal((await status(page)).step, 0);
  for (const [key, step] of [["ArrowRight", 1], ["Shift+ArrowRight", 11], ["ArrowLeft", 10], ["Shift+ArrowLeft", 0]]) {
    await page.keyboard.press(key);
    assert.equal((await status(page)).step, step, key);
  }
  await page.keyboard.press("Space");
  await until(async () => (await status(page)).step > 5, "it plays");
  await page.keyboard.press("Space");
  assert.equal((await status(page)).playing, false);
  await page.keyboard.press("End");
  assert.equal((await status(page)).step, (await status(page)).horizon);
  await page.keyboard.press("r");
  assert.equal((await status(page)).step, 0);
  await page.keyboard.press("?");
  assert.ok(await page.locator("#keys").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#keys").isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), "canvas");
});

test("Tab leads through the picture and out of it, and the form shows where the focus is", async (visit) => {
  const page = await visit.open();
  await page.locator("#canvas").focus();
  await page.keyboard.press("Shift+Tab");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "canvas");
  await page.locator("#canvas").focus();
  await page.locator("#mirror button").first().waitFor({ state: "attached" });
  for (let i = 0; i < 10 && !(await page.evaluate(() => document.activeElement.closest("#mirror"))); ++i) await page.keyboard.press("Tab");
  const box = await page.locator("#mirror").boundingBox();
  assert.ok(box.height > 200 && box.width > 600, "the form is there to see while it has the focus");
});

test("the browser keeps its own shortcuts over the picture", async (visit) => {
  const page = await visit.open();
  await page.locator("#canvas").focus();
  const prevented = await page.evaluate(() => {
    const seen = {};
    for (const [key, modifiers] of [["F5", {}], ["F11", {}], ["s", { ctrlKey: true }], ["r", { ctrlKey: true }], ["Tab", {}], ["PageDown", {}], [" ", {}]]) {
      const event = new KeyboardEvent("keydown", { key, ...modifiers, bubbles: true, cancelable: true });
      canvas.dispatchEvent(event);
      seen[`${key}${modifiers.ctrlKey ? "+ctrl" : ""}`] = event.defaultPrevented;
    }
    return seen;
  });
  assert.deepEqual(prevented, { F5: false, F11: false, "s+ctrl": false, "r+ctrl": false, Tab: false, PageDown: false, " ": true });
});

test("the wheel scrolls the page, and zooms only with ctrl", async (visit) => {
  const page = await visit.open();
  const { x, y } = await startOnScreen(page);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, 200);
  await until(() => page.evaluate(() => scrollY > 100), "the page scrolls");
  const width = () => page.evaluate(() => downhill.read().map.xMax - downhill.read().map.xMin);
  const before = await width();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await until(async () => (await width()) < before * 0.99, "the picture zooms");
});

test("the mouse drags the start", async (visit) => {
  const page = await visit.open();
  const { x, y } = await startOnScreen(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 10; ++i) await page.mouse.move(x + 8 * i, y - 8 * i);
  await page.waitForTimeout(100);
  await page.mouse.up();
  await until(async () => (await valueOf(page, "start-x")) > -9.5, "the start follows");
  assert.ok((await valueOf(page, "start-y")) > 1.5);
  assert.equal(await page.evaluate(() => document.activeElement.id), "canvas", "a click brings the keys along");
});

/** A finger's way from one place to another, as the browser sees it. */
async function swipe(page, from, to, steps = 12) {
  const client = await page.context().newCDPSession(page);
  const touch = (type, points) => client.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await touch("touchStart", [from]);
  for (let i = 1; i <= steps; ++i) {
    await touch("touchMove", [{ x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps }]);
    await page.waitForTimeout(16);
  }
  await touch("touchEnd", []);
  await page.waitForTimeout(100);
}

test("a finger that scrolls over sliders and charts changes nothing; sideways it drags, and a tap presses", async (visit) => {
  const page = await visit.open("#playground", phone);
  await settledFrames(page);
  const seen = () => page.evaluate(() => `${downhill.link()} ${downhill.status().step}`);
  const before = await seen();
  for (const x of [60, 330]) {
    for (let i = 0; i < 5; ++i) await swipe(page, { x, y: 700 }, { x, y: 200 });
    await page.evaluate(() => scrollTo(0, 0));
  }
  assert.equal(await seen(), before);
  // The scrub bar stands right below the map and Play.
  const { map } = await page.evaluate(() => downhill.read());
  const box = await page.locator("#canvas").boundingBox();
  const y = box.y + map.y + map.height + 14 + 8 + 44 + 22;
  await swipe(page, { x: 150, y }, { x: 220, y: y + 2 });
  await until(async () => (await status(page)).step > 200, "the run is dragged on");
  await page.touchscreen.tap(40, y);
  await until(async () => (await status(page)).step < 60, "a tap goes there");
});

test("a list is chosen from by keys, and Escape closes it", async (visit) => {
  const page = await visit.open("#playground");
  await settledFrames(page);
  const box = await page.locator("#canvas").boundingBox();
  const link = () => page.evaluate(() => downhill.link());
  const open = async () => {
    await page.mouse.click(box.x + box.width - 160, box.y + 34); // the experiments
    await settledFrames(page);
  };
  const before = await link();
  await open();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await settledFrames(page);
  await page.keyboard.press("ArrowRight");
  assert.equal((await status(page)).step, 61, "the keys are the run's again");
  assert.equal(await link(), before);
  await open();
  for (let i = 0; i < 3; ++i) {
    await page.keyboard.press("ArrowDown");
    await settledFrames(page);
  }
  await page.keyboard.press("Enter");
  await until(async () => /data=xor/.test(await link()), "the third experiment is open");
});

test("on a phone a finger scrolls past the stage", async (visit) => {
  const page = await visit.open("", phone);
  const box = await page.locator("#canvas").boundingBox();
  assert.ok(box.y < 200, "the picture comes first");
  const before = await page.evaluate(() => downhill.link());
  const { x, y } = { x: box.x + box.width - 120, y: 600 };
  await swipe(page, { x, y }, { x, y: 150 });
  await until(() => page.evaluate(() => scrollY > 250), "the page scrolls");
  const margin = 8; // beside the controls: a finger that takes hold of a slider moves it
  for (let i = 0; i < 20 && (await page.locator(".tools").boundingBox()).y > 600; ++i) await swipe(page, { x: margin, y: 700 }, { x: margin, y: 200 });
  assert.ok((await page.locator(".tools").boundingBox()).y < 844, "what stands below the stage is reached");
  assert.equal(await page.evaluate(() => downhill.link()), before, "scrolling changes nothing");
});

test("on a phone a finger drags the start, and the page stays", async (visit) => {
  const page = await visit.open("", phone);
  const from = await startOnScreen(page);
  await swipe(page, from, { x: from.x + 60, y: from.y - 80 });
  await until(async () => (await valueOf(page, "start-x")) > -9.5, "the start follows");
  assert.ok((await valueOf(page, "start-y")) > 1.5);
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test("on a phone a tap is one tap", async (visit) => {
  const page = await visit.open("", phone);
  const heard = await page.evaluate(() => {
    globalThis.heard = [];
    for (const name of ["mousedown", "click"]) canvas.addEventListener(name, () => heard.push(name));
    return heard;
  });
  const { x, y } = await startOnScreen(page);
  await page.touchscreen.tap(x + 150, y - 60);
  await until(async () => (await valueOf(page, "start-x")) > -9, "the start is put there");
  assert.deepEqual(heard, []);
  assert.deepEqual(await page.evaluate(() => globalThis.heard), []);
});

test("on a phone the form edits kappa", async (visit) => {
  const page = await visit.open("", phone);
  await page.locator("#open-form").tap();
  const field = page.locator('#mirror input[type="number"]').and(page.getByLabel(/^Condition number/));
  await field.fill("250");
  await field.press("Enter");
  await until(async () => (await valueOf(page, "kappa")) === 250, "kappa is taken");
  await page.waitForURL(/#valley\?kappa=250$/);
});

test("the form shows each control with a name, and its slider keeps the scale", async (visit) => {
  const page = await visit.open();
  await page.locator("#open-form").click();
  const form = page.locator("#mirror");
  const params = await page.evaluate(() => downhill.params());
  for (const { label } of params.filter(({ kind, key }) => kind === "real" && !key.includes("."))) {
    assert.ok((await form.getByLabel(label).count()) >= 1, label);
  }
  const slider = form.locator('input[type="range"][aria-label^="Condition number"]');
  await slider.focus();
  await page.keyboard.press("Home");
  await until(async () => (await valueOf(page, "kappa")) === 1, "the low end");
  await page.keyboard.press("End");
  await until(async () => (await valueOf(page, "kappa")) === 10000, "the high end");
  await slider.fill("500");
  await until(async () => (await valueOf(page, "kappa")) === 100, "the middle of a logarithmic scale");
  assert.equal(await page.evaluate(() => document.activeElement.type), "range", "the focus stays");
});

test("the form adds, changes and removes racers", async (visit) => {
  const page = await visit.open();
  await page.locator("#open-form").click();
  const racers = page.locator("#mirror .racer");
  assert.equal(await racers.count(), 3);
  await page.locator("#mirror").getByRole("button", { name: "Add", exact: true }).click();
  await until(async () => (await racers.count()) === 4, "one more");
  await racers.nth(3).locator("select").first().selectOption("lion");
  await until(async () => (await page.evaluate(() => downhill.read().racers[3].optimizer)) === "lion", "it is the chosen one");
  for (let count = 4; count > 1; --count) {
    await racers.first().getByRole("button", { name: /^Remove/ }).click();
    await until(async () => (await racers.count()) === count - 1, "one less");
  }
  assert.deepEqual(await page.evaluate(() => downhill.read().racers.map((racer) => racer.optimizer)), ["lion"]);
  assert.equal(await racers.first().getByRole("button", { name: /^Remove/ }).count(), 0);
});

test("a value that the form cannot take is explained beside it", async (visit) => {
  const page = await visit.open("#valley?surface=typed");
  await page.locator("#open-form").click();
  const field = page.locator("#mirror").getByLabel("f(x, y)");
  await field.fill("x^2 + ");
  const why = page.locator("#mirror .row", { has: page.getByLabel("f(x, y)") }).locator(".why");
  await until(async () => (await why.textContent()).length > 5, "the reason");
  assert.equal(await page.locator("#notices").innerText(), "", "it is not said twice");
  await field.fill("x^2 + y^2");
  await until(async () => (await why.textContent()) === "", "the reason goes");
  assert.equal(await valueOf(page, "f"), "x^2 + y^2");
});

test("hide, only and lock hold in the form, too", async (visit) => {
  const shown = async (query) => {
    const page = await visit.open(query);
    await page.locator("#open-form").click();
    return page;
  };
  const hidden = await shown("?hide=kappa,racers.0.lr");
  assert.equal(await hidden.locator("#mirror").getByLabel(/^Condition number/).count(), 0);
  const only = await shown("?only=theta");
  assert.equal(await only.locator("#mirror .fields input[type=number]").count(), 1);
  const locked = await shown("?lock=kappa");
  assert.ok(await locked.locator("#mirror").getByLabel(/^Condition number/).first().isDisabled());
});

/** Clicks where the picture offers to type kappa: at the right of its label. */
async function typeKappa(page) {
  const box = await page.locator("#canvas").boundingBox();
  const input = page.locator(".editor").getByLabel(/^Condition number/);
  return until(async () => {
    for (let y = box.y + 60; y < box.y + 200; y += 12) {
      await page.mouse.click(box.x + box.width - 30, y);
      await page.waitForTimeout(80);
      if (await input.count()) return input;
      await page.keyboard.press("Escape");
    }
    return null;
  }, "the field of kappa", 20_000);
}

test("a value on the picture is typed into a real field", async (visit) => {
  const page = await visit.open();
  const input = await typeKappa(page);
  assert.equal(Number(await input.inputValue()), await valueOf(page, "kappa"));
  await input.fill("77");
  await input.press("Enter");
  assert.equal(await valueOf(page, "kappa"), 77);
  assert.equal(await page.evaluate(() => document.activeElement.id), "canvas");

  const other = await typeKappa(page);
  await other.fill("1,2e2"); // as half of the world writes it
  await other.press("Enter");
  assert.equal(await valueOf(page, "kappa"), 120);

  await (await typeKappa(page)).fill("abc");
  const before = await valueOf(page, "kappa"); // the search for the field may have moved the slider
  await input.press("Enter");
  assert.equal(await valueOf(page, "kappa"), before);
  assert.match(await page.locator("#notices").innerText(), /kappa=abc/);

  await (await typeKappa(page)).fill("5");
  const again = await valueOf(page, "kappa");
  await input.press("Escape");
  assert.equal(await valueOf(page, "kappa"), again);
  assert.equal(await input.count(), 0);
});

test("touch, wheel and keys never leave the picture stuck", async (visit) => {
  const page = await visit.open("", { ...desktop, hasTouch: true });
  const { x, y } = await startOnScreen(page);
  await page.touchscreen.tap(x + 100, y);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, 10);
  await settledFrames(page);
});

test("a button of the form keeps the focus when it gets other words, and a list when buttons come and go", async (visit) => {
  const page = await visit.open("#valley");
  const focused = () => page.evaluate(() => `${document.activeElement.localName} ${document.activeElement.dataset.key ?? document.activeElement.textContent}`);
  await page.locator("#mirror [data-key=rotate]").focus();
  await page.keyboard.press("Enter");
  await page.locator("#mirror [data-key=rotate]", { hasText: "Rotate back" }).waitFor();
  assert.equal(await focused(), "button rotate");
  await page.keyboard.press("Enter");
  await until(() => valueOf(page, "theta").then((theta) => theta === 0), "and turns back by the next press");

  await page.evaluate(() => downhill.open("race"));
  const setups = page.locator("#mirror [data-key=experiments]");
  await setups.focus();
  const network = await page.evaluate(() => [...document.activeElement.options].map(({ value }) => value).filter(Boolean));
  for (const key of network) {
    await setups.selectOption(key);
    await page.waitForTimeout(100);
    assert.equal(await focused(), "select experiments", key);
  }
  await page.evaluate(() => downhill.open("race?racers=sgd,momentum,adam"));
  const remove = page.locator("#mirror button.remove");
  await until(async () => (await remove.count()) === 3, "three racers");
  await remove.last().focus();
  await page.keyboard.press("Enter");
  await until(async () => (await remove.count()) === 2, "two are left");
  assert.ok(await page.evaluate(() => document.activeElement.closest("#mirror")), await focused());
});

test("what a job has found is told in words", async (visit) => {
  const page = await visit.open("#trainability?size=64");
  await until(async () => /do not diverge/.test(await page.locator("#live").textContent()), "how much of the map trains");
});

test("a map is zoomed by buttons and by two fingers, a tap reads off until the next one, and a mouse is a mouse again", async (visit) => {
  const page = await visit.open("#valley", phone);
  await page.evaluate(() => document.getElementById("canvas").scrollIntoView());
  await settledFrames(page);
  const width = () => page.evaluate(() => downhill.read().map.xMax - downhill.read().map.xMin);
  const middle = async (id) => {
    const { x, y, width, height } = (await page.evaluate(() => downhill.targets())).find((one) => one.id === id);
    const box = await page.locator("#canvas").boundingBox();
    return [box.x + x + width / 2, box.y + y + height / 2];
  };
  const tap = async (id) => page.touchscreen.tap(...(await middle(id)));
  const all = await width();
  await tap("zoom-in");
  await until(async () => Math.abs((await width()) / all - 0.5) < 0.01, "half as wide");
  await tap("zoom-whole");
  await until(async () => Math.abs((await width()) / all - 1) < 0.01, "the whole");

  const client = await page.context().newCDPSession(page);
  const [x, y] = await middle("map");
  const fingers = (spread) => [{ x: x - spread, y, id: 1 }, { x: x + spread, y, id: 2 }];
  const send = (type, touchPoints) => client.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", fingers(20));
  for (let spread = 25; spread <= 60; spread += 5) await send("touchMove", fingers(spread));
  await send("touchEnd", []);
  await until(async () => (await width()) < all / 2, "two fingers zoom it");
  assert.equal(await page.evaluate(() => visualViewport.scale), 1);

  // What a tap on the playground's map tells stays until the next tap.
  await page.evaluate(() => (downhill.open("playground"), downhill.pause()));
  await page.evaluate(() => document.getElementById("canvas").scrollIntoView());
  const picture = async () => {
    await settledFrames(page);
    return page.evaluate(async () => {
      const hash = await crypto.subtle.digest("SHA-1", await (await downhill.picture()).arrayBuffer());
      return [...new Uint8Array(hash)].join();
    });
  };
  const before = await picture();
  await tap("map");
  await page.waitForTimeout(500);
  assert.notEqual(await picture(), before, "the answer is there to read");
});

test("after a tap a mouse is a mouse again", async (visit) => {
  const page = await visit.open("#valley", { ...desktop, hasTouch: true });
  const { x, y, width, height } = await page.evaluate(() => downhill.targets().find((one) => one.id === "help"));
  const box = await page.locator("#canvas").boundingBox();
  const mark = [box.x + x + width / 2, box.y + y + height / 2];
  const words = () => page.evaluate(async () => (await downhill.picture()).size);
  await settledFrames(page);
  const closed = await words();
  await page.touchscreen.tap(box.x + 5, box.y + 5);
  await page.mouse.move(mark[0] - 100, mark[1] - 100);
  await page.mouse.move(...mark, { steps: 4 });
  await page.waitForTimeout(900);
  await settledFrames(page);
  assert.notEqual(await words(), closed, "help opens where the mouse rests");
});

test("who has no pointer zooms the map and turns the relief, too", async (visit) => {
  for (const demo of ["valley", "descent"]) {
    const page = await visit.open(`#${demo}`);
    await page.locator("#mirror [data-key=zoom-in]").focus();
    const width = () => page.evaluate(() => downhill.read().map.xMax - downhill.read().map.xMin);
    const all = await width();
    await page.keyboard.press("Enter");
    await until(async () => Math.abs((await width()) / all - 0.5) < 0.01, "half as wide");
    for (const [key, share] of [["zoom-out", 1], ["zoom-out", 2], ["zoom-whole", 1]]) {
      await page.locator(`#mirror [data-key=${key}]`).press("Enter");
      await until(async () => Math.abs((await width()) / all - share) < 0.01, `${share} times as wide`);
    }
  }
  for (const link of ["valley", "landscape?view=relief"]) {
    const page = await visit.open(`#${link}`);
    const picture = async () => {
      await settledFrames(page);
      return page.evaluate(async () => new Uint8Array(await (await downhill.picture()).arrayBuffer()).join());
    };
    await until(() => page.evaluate(() => downhill.status().progress === 1), "it is computed");
    const before = await picture();
    await page.locator("#mirror [data-key=turn]").press("Enter");
    assert.ok((await picture()) !== before, link);
  }
});

test("every number of every demo stands in the form as it is", async (visit) => {
  const page = await visit.open();
  for (const demo of await page.evaluate(() => downhill.demos().map(({ key }) => key))) {
    await page.evaluate((demo) => downhill.open(demo), demo);
    await page.waitForTimeout(200);
    const shown = await page.evaluate(() => {
      const numbers = downhill.params().filter(({ kind }) => kind === "real" || kind === "integer");
      return numbers.map(({ key, value }) => [key, value, document.querySelector(`#mirror [data-key="${key}"] input[type=number]`)?.value]);
    });
    assert.ok(shown.length > 2, demo);
    for (const [key, value, field] of shown) assert.equal(field, String(value), `${demo} ${key}`);
  }
});

test("what is being typed into the form stays when something else changes meanwhile", async (visit) => {
  const page = await visit.open("#descent");
  const field = page.locator("#mirror").getByRole("spinbutton", { name: "Learning rate", exact: true }).first();
  await field.fill("0.0255");
  await page.evaluate(() => downhill.set({ basins: true }));
  await page.waitForTimeout(500);
  assert.equal(await field.inputValue(), "0.0255");
  await field.press("Tab");
  await until(async () => (await valueOf(page, "lr")) === 0.0255, "and is taken");
});
