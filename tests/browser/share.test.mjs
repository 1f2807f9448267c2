// The share dialog: every form of the present run, copied, shown and saved; and that what it gives works.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { desktop, noticeOf, ready, test, until } from "./harness.mjs";

const choose = (page, kind) => page.locator(`#share label:has(input[value=${kind}])`).click();
const code = (page) => page.locator("#share-code").inputValue();

test("share gives the run as a link, an element, a frame, a slide and Markdown", async (visit) => {
  const page = await visit.open("?theme=dark#valley?kappa=300", { ...desktop, permissions: ["clipboard-read", "clipboard-write"] });
  await page.evaluate(() => downhill.set({ theta: 45 }));
  await page.locator("#open-share").click();
  await page.getByRole("button", { name: "Copy" }).click();
  await page.locator("#share [role=status]", { hasText: "Copied" }).waitFor();
  const link = `${visit.site}valley.html?theme=dark#valley?kappa=300&theta=45`;
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  await choose(page, "element");
  const element = await code(page);
  assert.match(element, /^<script type="module" src="http[^"]*\/embed\.js"><\/script>\n<downhill-demo src="valley\?kappa=300&amp;theta=45" theme="dark" /);
  await choose(page, "frame");
  const frame = await code(page);
  assert.match(frame, /^<iframe src="http[^"]*\/valley\.html\?theme=dark&amp;ui=minimal#valley\?kappa=300&amp;theta=45"/);
  await choose(page, "slides");
  assert.match(await code(page), /<section>\s+<downhill-demo [^]*reveal-downhill\.js/);
  await choose(page, "markdown");
  assert.equal(await code(page), `[![Why does momentum beat plain descent, and when does Adam?](${visit.site}posters/valley.png)](${link})`);

  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate((html) => (document.body.innerHTML = html), frame + element.replace(/^.*\n/, ""));
  await page.addScriptTag({ url: `${visit.site}embed.mjs`, type: "module" });
  assert.equal(await page.evaluate(async () => (await customElements.whenDefined("downhill-demo"), document.querySelector("downhill-demo").link())), "valley?kappa=300&theta=45");
  const framed = page.frames().find((one) => one.url().includes("theme=dark&ui=minimal"));
  await ready(framed);
  assert.equal(await framed.evaluate(() => downhill.link()), "valley?kappa=300&theta=45");
});

test("the QR code is the link, and one that is too long says so", async (visit) => {
  const page = await visit.open("#valley?kappa=300");
  await page.locator("#open-share").click();
  await choose(page, "qr");
  const svg = page.locator("#share .qr svg");
  await svg.waitFor();
  // Told apart by its own first line: a finder pattern of seven modules after four of quiet.
  const { size, dark } = await svg.evaluate((svg) => ({ size: svg.viewBox.baseVal.width, dark: svg.lastChild.getAttribute("d") }));
  assert.ok(size >= 29 && (size - 8 - 17) % 4 === 0, `${size} modules are a version of the code`);
  for (let x = 4; x < 11; ++x) assert.ok(dark.includes(`M${x} 4h`), `finder pattern at ${x}`);
  const edits = Array.from({ length: 700 }, (_, i) => `${i + 1}:lr=0.0${(i % 9) + 1}`).join();
  await page.evaluate((edits) => downhill.open(`playground?edits=${edits}`), edits);
  await page.keyboard.press("Escape");
  await page.locator("#open-share").click();
  await page.locator("#share .qr", { hasText: "too long" }).waitFor();
});

test("the picture can be saved as PNG and as SVG with words", async (visit) => {
  const page = await visit.open("#valley");
  await page.locator("#open-share").click();
  const save = async (kind) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: kind, exact: true }).click()]);
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  };
  const png = await save("PNG");
  assert.equal(png.name, "downhill-valley.png");
  assert.equal(png.content.subarray(1, 4).toString(), "PNG");
  const svg = await save("SVG");
  assert.equal(svg.name, "downhill-valley.svg");
  const said = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    return { error: !!parsed.querySelector("parsererror"), words: parsed.querySelector("desc").textContent, link: parsed.querySelector("a").getAttribute("href") };
  }, svg.content.toString());
  assert.equal(said.error, false);
  assert.match(said.words, /step \d+/i);
  assert.match(said.link, /valley\.html#valley$/);
});

/** Where the sign for sharing stands in a picture without tools around it. */
const shareSign = (frame) => frame.locator("#canvas").evaluate(({ clientWidth, clientHeight }) => ({ x: clientWidth - 34, y: clientHeight - 30 }));

test("in a frame sharing is in the picture, and for who has no mouse; who embeds may hide it", async (visit) => {
  for (const size of [{ width: 900, height: 600 }, { width: 390, height: 700 }]) {
    const page = await visit.open("?ui=minimal#valley", { viewport: size });
    await page.locator("#canvas").click({ position: await shareSign(page) });
    await until(async () => (await code(page)) === `${visit.site}valley.html#valley`, `the link, ${size.width} pixels wide`);
    await page.keyboard.press("Escape");
    await page.locator("#canvas").focus();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "open-share");
    assert.ok(await page.locator("#open-share").evaluate((one) => getComputedStyle(one.parentElement).clipPath === "none"), "it shows while it has the focus");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#share").evaluate((one) => one.open), true);
  }
  const compact = await visit.open("?ui=compact#valley");
  await compact.locator("#open-share").click();
  await compact.locator("#share-code").waitFor();

  const hidden = await visit.open("?ui=minimal&hide=share#valley", { viewport: { width: 900, height: 600 } });
  await hidden.locator("#canvas").click({ position: await shareSign(hidden) });
  await hidden.waitForTimeout(300);
  assert.equal(await hidden.locator("#share").evaluate((one) => one.open), false);
  assert.equal(await hidden.locator("#open-share").isHidden(), true);
  assert.equal(await noticeOf(hidden), "");
});

test("copying works inside a frame that may not use the clipboard, and sharing from the single file", async (visit) => {
  visit.expectTrouble(/Permissions policy violation/); // that is what it is about
  const page = await visit.blank({ ...desktop, permissions: [] });
  await page.goto(`${visit.site}pages/parent.html`);
  await page.evaluate(() => {
    const frame = document.getElementById("frame");
    frame.allow = "clipboard-write 'none'";
    frame.src = "/?ui=minimal#valley";
    document.body.append(document.createElement("textarea"));
  });
  const frame = page.frameLocator("#frame");
  await frame.locator("#stage:not(.waiting)").waitFor();
  await frame.locator("#canvas").click({ position: await shareSign(page.frames()[1]) });
  await frame.getByRole("button", { name: "Copy" }).click();
  await frame.locator("#share [role=status]", { hasText: "Copied" }).waitFor();
  await page.locator("textarea").focus();
  await page.keyboard.press("Control+V");
  assert.match(await page.locator("textarea").inputValue(), /\/valley\.html#valley$/);

  await page.goto(`${pathToFileURL(join(visit.dist, "downhill.html"))}#descent`);
  await ready(page);
  await page.locator("#open-share").click();
  await until(async () => (await code(page)).endsWith("/downhill.html#descent"), "a link to the file");
  assert.match(await page.locator("#share-body").innerText(), /good on this computer only/);
  assert.equal(await page.locator("#share input[value=element]").isVisible(), false);
});
