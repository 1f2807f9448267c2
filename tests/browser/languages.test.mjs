// Every language is complete: a text that its table lacks fails here, and on the page it stays English.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { desktop, noticeOf, pictureOf, ready, settledFrames, test, until } from "./harness.mjs";

const tablesOf = (root) => Object.fromEntries(readdirSync(join(root, "web/lang")).map((name) => [name.slice(0, -5), JSON.parse(readFileSync(join(root, "web/lang", name), "utf8"))]));

/** Numbers, signs and single letters are the same everywhere. */
const needsWords = (text) => /\p{L}{2}/u.test(text.replace(/\{\w*\}|%[\d.*]*[a-z]/g, ""));

/** What of the texts no entry and no pattern of the table translates. */
function lacking(table, texts) {
  const patterns = Object.keys(table)
    .filter((key) => key.includes("{}"))
    .map((key) => new RegExp(`^${key.split("{}").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]*?")}$`));
  return [...new Set(texts)].filter((text) => needsWords(text) && !(text in table) && !patterns.some((pattern) => pattern.test(text)));
}

/** The characters of an OpenType font: the segments of the format 4 part of its table "cmap". */
function lettersOf(font) {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i);
  const cmap = font.readUInt32BE(tables.find((at) => font.toString("latin1", at, at + 4) === "cmap") + 8);
  const parts = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, i) => cmap + font.readUInt32BE(cmap + 8 + 8 * i));
  const part = parts.find((at) => font.readUInt16BE(at) === 4);
  const twice = font.readUInt16BE(part + 6); // bytes of one of its four lists
  const letters = new Set();
  for (let i = 0; i < twice; i += 2) {
    const [end, start, delta, range] = [14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice].map((list) => part + list + i);
    for (let letter = font.readUInt16BE(start); letter <= font.readUInt16BE(end) && letter < 0xffff; ++letter) {
      const offset = font.readUInt16BE(range);
      const glyph = offset ? font.readUInt16BE(range + offset + 2 * (letter - font.readUInt16BE(start))) : (letter + font.readUInt16BE(delta)) & 0xffff;
      if (glyph) letters.add(letter);
    }
  }
  return letters;
}

function sourcesBelow(folder, kind) {
  return readdirSync(folder, { recursive: true }).filter((name) => kind.test(name)).map((name) => readFileSync(join(folder, name), "utf8"));
}

/** The texts that a script may ask for: every string in the first argument of a call of `text`, in whatever expression it stands. */
function askedIn(node, asks = false) {
  if (!node || typeof node !== "object") return [];
  if (Array.isArray(node)) return node.flatMap((one) => askedIn(one, asks));
  if (node.type === "Literal") return asks && typeof node.value === "string" ? [node.value] : [];
  if (node.type === "CallExpression" && node.callee.name === "text") return [...askedIn(node.arguments[0], true), ...askedIn(node.arguments.slice(1))];
  return Object.values(node).flatMap((one) => askedIn(one, asks));
}

test("all tables have the same keys, places for the same values, and letters that the font has", ({ root, dist }) => {
  const tables = tablesOf(root);
  assert.deepEqual(Object.keys(tables), ["de", "pt"]);
  const [first] = Object.values(tables);
  const fonts = readdirSync(join(dist, "fonts")).filter((name) => name.endsWith(".otf"));
  for (const font of fonts) {
    const known = lettersOf(readFileSync(join(dist, "fonts", font)));
    assert.ok(known.size > 200, font);
    for (const table of Object.values(tables)) for (const words of Object.values(table)) for (const letter of words) assert.ok(known.has(letter.codePointAt(0)), `${font} lacks ${letter} of "${words}"`);
  }
  for (const [language, table] of Object.entries(tables)) {
    assert.deepEqual(Object.keys(table).sort(), Object.keys(first).sort(), language);
    for (const [english, words] of Object.entries(table)) {
      const printed = (text) => (text.match(/%[\d.*]*[a-z%]/g) ?? []).join(" ");
      const places = (text) => (text.match(/\{\w*\}/g) ?? []).sort().join(" ");
      assert.equal(printed(words), printed(english), `${language}: ${english}`); // printf reads them in this order
      assert.equal(places(words), places(english), `${language}: ${english}`);
      assert.equal(words.startsWith(" "), english.startsWith(" "), `${language}: ${english}`);
      assert.ok(words.length > 0, `${language}: ${english}`);
    }
  }
});

test("every text that stands in the sources of page and picture is in every table", ({ root, npm }) => {
  const { parse } = createRequire(join(npm, "node_modules/"))("acorn");
  const scripts = sourcesBelow(join(root, "web/page"), /(?<!bridge)\.m?js$/).flatMap((source) => askedIn(parse(source, { ecmaVersion: "latest", sourceType: "module" })));
  const code = sourcesBelow(join(root, "web"), /\.cpp$/).flatMap((source) => [...source.matchAll(/\btext\(([^;]*?)\)/g)].flatMap(([, inner]) => [...inner.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text)));
  assert.ok(scripts.length > 50 && code.length > 120, `${scripts.length}, ${code.length}`);
  for (const [language, table] of Object.entries(tablesOf(root))) assert.deepEqual(lacking(table, [...scripts, ...code]), [], language);
});

test("every label, unit and help of every demo and every choice is in every table", async (visit) => {
  const page = await visit.open();
  const texts = await page.evaluate(() => {
    const found = new Set();
    const note = (...all) => all.forEach((one) => one && found.add(one));
    const noteAll = () => {
      for (const { label, help, unit, choices = [] } of downhill.params()) note(label, help, unit, ...choices.map((one) => one.label));
      for (const { label, help } of downhill.actions()) note(label, help);
    };
    for (const { key, title, question } of downhill.demos()) {
      note(title, question);
      downhill.open(key);
      noteAll();
      for (const param of downhill.params()) {
        for (const choice of param.choices ?? []) {
          downhill.open(key);
          downhill.set({ [param.key]: choice.key });
          noteAll();
        }
      }
    }
    return [...found];
  });
  assert.ok(texts.length > 600, `${texts.length} texts`);
  for (const [language, table] of Object.entries(tablesOf(visit.root))) assert.deepEqual(lacking(table, texts), [], language);
});

test("in German and Portuguese nothing that is shown stays English, and numbers have a comma", async (visit) => {
  for (const language of ["de", "pt"]) {
    for (const path of ["gallery.html", "about.html"]) {
      const page = await visit.blank();
      await page.goto(`${visit.site}${path}?lang=${language}`);
      await until(() => page.evaluate((language) => document.documentElement.lang === language, language), "the language");
      const words = await page.locator("main").innerText();
      assert.doesNotMatch(words, /\b(the|and|with|see)\b/i, `${path} ${language}`);
    }
    const page = await visit.open(`?lang=${language}`);
    assert.match(await page.locator("tr", { hasText: "0,0126" }).first().textContent(), /Glorot/, "figures in a text");
    assert.match(await page.locator("#mirror input[type=range]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-valuetext")).join("; ")), /\d,\d/, "sliders");
    const demos = await page.evaluate(() => downhill.demos().map(({ key }) => key));
    for (const demo of language === "de" ? demos : demos.slice(0, 1)) { // both tables have the same keys
      await page.evaluate((demo) => (downhill.open(demo), downhill.step(3)), demo);
      await settledFrames(page);
      if (demo === "valley") assert.match(await page.locator("#live").textContent(), /\d,\d/, "the words of the state");
    }
    await page.locator("#open-share").click();
    await page.locator("#share-code").waitFor();
    const left = (await page.evaluate(() => downhill.untranslated())).filter(needsWords);
    assert.deepEqual(left, [], language);
    await page.context().close();
  }
});

test("what a demo wrote before the language had come is in the language, too", async (visit) => {
  const page = await visit.open("?lang=de#descent");
  const picture = async () => (await settledFrames(page), pictureOf(page));
  const first = await picture();
  await page.evaluate(() => (downhill.open("valley"), downhill.open("descent")));
  assert.equal(await picture(), first, "opened anew it says the same");
});

test("a text that a table lacks stays English, and is told to who asks", async (visit) => {
  const page = await visit.blank();
  const table = JSON.parse(readFileSync(join(visit.root, "web/lang/de.json"), "utf8"));
  delete table["Condition number κ"];
  await page.route("**/lang/de.json", (route) => route.fulfill({ json: table }));
  await page.goto(`${visit.site}?lang=de`);
  await ready(page);
  await page.locator("#mirror label", { hasText: "Condition number κ" }).waitFor({ state: "attached" });
  assert.deepEqual((await page.evaluate(() => downhill.untranslated())).filter(needsWords), ["Condition number κ"]);
});

test("the language is the address's, the chosen one, or the browser's; a frame's is its host's affair", async (visit) => {
  const german = { ...desktop, locale: "de-DE" };
  const page = await visit.open("#playground", german);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  await page.evaluate(() => downhill.bring("x,y,kind\n1,2,a\n3,4.5,b\n-1,0,a\n2,2,b\n5,1,b"));
  const before = await page.evaluate(() => (downhill.seek(7), downhill.status()));
  await page.locator("#language").selectOption("pt");
  await page.waitForFunction(() => document.documentElement.lang === "pt" && globalThis.downhill);
  await ready(page);
  await until(() => page.evaluate(() => downhill.status().step === 7), "the run stays");
  assert.equal(await page.evaluate(() => downhill.status().hash), before.hash, "and a table of one's own");
  for (const [asked, taken] of [["en", "en"], ["en-GB", "en"], ["pt-BR", "pt"]]) {
    await page.goto(`${visit.site}?lang=${asked}`);
    await ready(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), taken);
    assert.equal(await noticeOf(page), "");
  }
  const frame = await visit.blank(german);
  await frame.goto(`${visit.site}pages/parent.html`);
  await frame.evaluate(() => (document.getElementById("frame").src = "/?ui=compact#valley"));
  await until(() => frame.evaluate(() => heard.some((one) => one?.event === "ready")), "ready");
  assert.equal(await frame.frames()[1].evaluate(() => document.documentElement.lang), "en");
});

test("reasons are told in the reader's language", async (visit) => {
  const page = await visit.open("?lang=de&kappa=x#valley?kappa=abc");
  await until(async () => /kappa=abc: keine Zahl/.test(await noticeOf(page)), "the reason is German");
  await page.locator("#open-form").click();
  const field = page.locator("#mirror input[type=number]").first();
  await field.fill("2000000");
  await field.press("Tab");
  await page.locator("#mirror .why", { hasText: /außerhalb von/ }).first().waitFor();
});

test("figures in tables and formulas, a column's range and a page's title speak the language", async (visit) => {
  const page = await visit.open("?lang=de#playground");
  const figures = await page.locator("article th, article td, article mn").allTextContents();
  assert.ok(figures.includes("3,8") && figures.includes("0,9"), "a comma in headings and formulas");
  assert.deepEqual(figures.filter((one) => /^\d+\.\d+$/.test(one.trim())), []);
  await page.evaluate(() => downhill.act("open-table"));
  await page.locator("#table textarea").fill("a,b,c\n0.5,2,x\n3.25,4,y\n1.5,6,x\n");
  await page.locator("#table", { hasText: "0,5 … 3,25" }).waitFor();
  for (const [path, title] of [["gallery.html", "Alle Demos – Downhill"], ["about.html", "Über Downhill"]]) {
    await page.goto(`${visit.site}${path}?lang=de`);
    await until(async () => (await page.title()) === title, title);
  }
});
