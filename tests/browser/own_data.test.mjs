// The playground with data of the learner's own: drawn on the map, pasted, dropped or opened as a table.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { phone, ready, settledFrames, test, until } from "./harness.mjs";

const read = (page) => page.evaluate(() => downhill.read());
const said = (page) => page.locator("#table-why").innerText();

/** Three kinds of flowers, told apart by four lengths; the seventh row lacks one. */
const flowers = ["sepal,petal,width,stem,kind"];
for (let i = 0; i < 90; ++i) {
  const kind = i % 3;
  const off = (i * 37 % 11) / 20;
  flowers.push([5 + kind + off, i === 6 ? "" : 1 + 2 * kind + off, 0.2 + kind, 3 - off, ["rose", "tulip", "lily"][kind]].join(","));
}
const table = `${flowers.join("\n")}\n`;

/** Where (u, v) of the plane from -6 to 6 lies on the page. */
async function mapOf(page) {
  const box = await page.locator("#canvas").boundingBox();
  const { map } = await read(page);
  return (u, v) => [box.x + map.x + (map.width * (u + 6)) / 12, box.y + map.y + (map.height * (6 - v)) / 12];
}

async function drag(page, at, ...places) {
  await page.mouse.move(...at(...places[0]));
  await page.mouse.down();
  for (const place of places.slice(1)) await page.mouse.move(...at(...place), { steps: 12 });
  await page.waitForTimeout(60);
  await page.mouse.up();
}

test("a table is learned from by its own columns, and the numbers say how well", async (visit) => {
  const page = await visit.open("#playground");
  const answer = await page.evaluate((table) => downhill.bring(table, { target: "kind" }), table);
  assert.deepEqual(answer, { rejected: [], rows: 90, inputs: 4, dropped: 0, filled: [0, 1, 0, 0] });
  await page.evaluate(() => downhill.step(300));
  const { task, accuracy, data } = await read(page);
  assert.equal(task, "classes");
  assert.deepEqual(data.inputs, ["sepal", "petal", "width", "stem"]);
  assert.ok(accuracy > 0.95, `${accuracy}`);
  assert.match(await page.evaluate(() => downhill.link()), /source=own/);
});

test("several targets are labels, a number is foretold, and a choice of columns holds", async (visit) => {
  const page = await visit.open("#playground");
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 8},${(i * 5) % 7},${i % 8 > 3 ? 1 : 0},${(i * 5) % 7 > 3 ? 1 : 0},${i / 10}`);
  const labels = `a,b,first,second,price\n${rows.join("\n")}`;
  await page.evaluate((table) => downhill.bring(table, { target: ["first", "second"], inputs: ["a", "b"] }), labels);
  await page.evaluate(() => downhill.step(300));
  assert.equal((await read(page)).task, "labels");
  assert.ok((await read(page)).accuracy > 0.95);
  await page.evaluate((table) => downhill.bring(table, { target: "price", inputs: ["a", "b"] }), labels);
  assert.equal((await read(page)).task, "regression");
});

const wrong = [
  ["a,b\n1,2\n3\n", /line 3, column 2/],
  ['a,b\n1,2\n3,"4\n', /line 3/],
  ["", /./],
  ["a,b\n1,x\n2,x\n3,x\n4,x\n", /same value/],
  ["a,b\n1,x\n2,y\n", /four rows/],
];

test("a bad table is refused with line and reason, and the run that was there goes on unharmed", async (visit) => {
  const page = await visit.open("#playground?data=moons");
  await page.evaluate(() => downhill.step(50));
  const before = await page.evaluate(() => ({ link: downhill.link(), hash: downhill.status().hash }));
  for (const [text, why] of wrong) {
    const { rejected } = await page.evaluate((text) => downhill.bring(text), text);
    assert.match(rejected[0]?.why ?? "nothing was refused", why, JSON.stringify(text));
    assert.deepEqual(await page.evaluate(() => ({ link: downhill.link(), hash: downhill.status().hash })), before);
  }
  const { rejected } = await page.evaluate((table) => downhill.bring(table, { target: "color" }), table);
  assert.match(rejected[0].why, /color/);
  assert.match(await page.evaluate(() => (downhill.open("valley"), downhill.bring("a").catch((error) => error.message))), /playground/);
});

test("in the dialog rows are pasted, mended where they are wrong, their columns chosen, and learned from", async (visit) => {
  const page = await visit.open("#playground");
  await page.evaluate(() => downhill.act("open-table"));
  assert.ok(await page.locator("#table-use").isDisabled());
  await page.fill("#table-text", "a,b\n1,2\n3\n");
  await until(async () => /line 3, column 2/.test(await said(page)), "the line is named");
  assert.ok(await page.locator("#table-use").isDisabled());
  await page.fill("#table-text", table);
  await until(async () => /90 rows, 4 inputs/.test(await said(page)), "the table is read");
  assert.match(await said(page), /mean: 1/);
  await page.locator('#table-columns tr[data-column="stem"] select').selectOption("");
  assert.match(await said(page), /3 inputs/);
  await page.locator('#table-columns tr[data-column="kind"] select').selectOption("");
  assert.match(await said(page), /target/);
  await page.locator('#table-columns tr[data-column="kind"] select').selectOption("target");
  await page.click("#table-use");
  assert.ok(await page.locator("#table").isHidden());
  assert.deepEqual((await read(page)).data, { rows: 90, inputs: ["sepal", "petal", "width"] });
  await page.keyboard.press("End");
  await until(async () => (await read(page)).step > 100, "the keys work again");
});

test("a dropped file is read, also one too large for the field, and one that is no table is not", async (visit) => {
  const page = await visit.open("#playground");
  const drop = (name, content, times) =>
    page.evaluate(
      ([name, content, times]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([content[0], content[1].repeat(times)], name));
        document.getElementById("canvas").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
      },
      [name, content, times],
    );
  await drop("large.csv", ["x,y,yes\n", "0.5,1.5,0\n2.5,3.5,1\n"], 20_000);
  await until(async () => /40000 rows, 2 inputs/.test(await said(page)), "the file is read");
  assert.ok((await page.inputValue("#table-text")).length < 5000);
  await page.click("#table-use");
  assert.equal((await read(page)).data.rows, 40_000);
  await drop("picture.png", ["\u0000\u0001", '"'], 1);
  await until(async () => (await page.locator("#table-why.warn").count()) === 1, "it is refused");
  assert.ok(await page.locator("#table-use").isDisabled());
});

test("points of up to five classes are drawn, taken away, and learned", async (visit) => {
  const page = await visit.open("#playground?source=own");
  await settledFrames(page);
  const at = await mapOf(page);
  await drag(page, at, [-5, 3], [-1, 4]);
  const one = (await read(page)).data;
  assert.ok(one.drawn >= 5 && one.classes === 1, JSON.stringify(one));
  await page.evaluate(() => downhill.set({ brush: "b" }));
  await drag(page, at, [1, -4], [5, -3]);
  await page.evaluate(() => downhill.set({ brush: "e" }));
  await drag(page, at, [1, 4], [5, 4]);
  await page.evaluate(() => downhill.step(200));
  const three = await read(page);
  assert.equal(three.data.classes, 3);
  assert.equal(three.task, "classes");
  assert.ok(three.accuracy > 0.9);
  await page.evaluate(() => downhill.set({ draw: "erase" }));
  await drag(page, at, [1, 4], [5, 4]);
  const { drawn } = (await read(page)).data;
  assert.ok(drawn < three.data.drawn - 3);
  await page.evaluate(() => (downhill.act("circle-3"), downhill.set({ source: "own" })));
  assert.equal((await read(page)).data.drawn, drawn, "an experiment takes nothing away");
});

test("a curve is drawn and foretold; saved, it comes back with the run to the bit", async (visit) => {
  const page = await visit.open("#playground?source=own");
  await settledFrames(page);
  const at = await mapOf(page);
  await page.evaluate(() => downhill.set({ draw: "curve" }));
  await drag(page, at, [-5, -2], [-2, 2], [1, -2], [5, 3]);
  await page.evaluate(() => downhill.step(1000));
  const { task, accuracy, data } = await read(page);
  assert.equal(task, "regression");
  assert.ok(data.drawn > 40 && accuracy < 0.5, `${data.drawn} points, off by ${accuracy}`);
  const { hash, again } = await page.evaluate(() => {
    const saved = downhill.save();
    const { hash } = downhill.status();
    downhill.open("valley");
    const { rejected } = downhill.restore(saved);
    return { hash, again: { rejected, hash: downhill.status().hash } };
  });
  assert.deepEqual(again, { rejected: [], hash });
});

test("one's own data outlive another demo and an experiment, and go when they are told to", async (visit) => {
  const page = await visit.open("#playground");
  const rows = (link) => page.evaluate((link) => (downhill.open(link), downhill.read().data.rows), link);
  await page.evaluate((table) => downhill.bring(table), table);
  await page.evaluate(() => (downhill.open("valley"), downhill.open("descent")));
  assert.equal(await rows("playground"), 500);
  assert.equal(await rows("playground?source=own"), 90);
  await page.evaluate(() => downhill.act("circle-3"));
  assert.equal(await rows("playground?source=own"), 90);
  await page.evaluate(() => (downhill.act("clear"), downhill.open("valley")));
  assert.equal(await rows("playground?source=own"), 500);
});

test("files of other encodings keep their letters", async (visit) => {
  const page = await visit.open("#playground");
  const kinds = await page.evaluate(async () => {
    const rows = ["x,kind"];
    for (let i = 0; i < 40; ++i) rows.push(`${i % 7},${i % 2 ? "s\u00fcd" : "s\u00e4d"}`);
    const text = rows.join("\n");
    const latin = new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]);
    const wide = new Blob([Uint16Array.from(`\ufeff${text}`, (letter) => letter.charCodeAt(0))]);
    const results = [];
    for (const file of [latin, wide]) results.push((await downhill.bring(file)).rejected, new TextDecoder().decode(downhill.save()).match(/^l .*$/gm));
    return results;
  });
  assert.deepEqual(kinds, [[], ["l säd", "l süd"], [], ["l säd", "l süd"]]);
});

test("a finger draws on the phone's map and does not scroll the page", async (visit) => {
  const page = await visit.open("#playground?source=own", phone);
  await settledFrames(page);
  const at = await mapOf(page);
  const [x, y] = at(-3, 3);
  await page.touchscreen.tap(x, y);
  await page.touchscreen.tap(x + 30, y);
  await until(async () => (await read(page)).data.drawn === 2, "two points");
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test("the single file reads tables, too", async (visit) => {
  const page = await visit.blank();
  await page.goto(`${pathToFileURL(join(visit.dist, "downhill.html"))}#playground`);
  await ready(page);
  const { rejected, rows } = await page.evaluate((table) => downhill.bring(table), table);
  assert.deepEqual([rejected, rows], [[], 90]);
});
