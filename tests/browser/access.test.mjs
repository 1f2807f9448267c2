// axe-core on the page as people meet it: no serious and no critical finding.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { desktop, phone, test, until } from "./harness.mjs";

async function findings(visit, page) {
  const source = readFileSync(join(visit.npm, "node_modules/axe-core/axe.min.js"), "utf8");
  await page.evaluate(source); // through the debugger: the page's policy allows no other script
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(" | ")}`);
  });
}

const visits = {
  "on a desktop, light": [desktop, "?theme=light"],
  "on a desktop, dark": [desktop, "?theme=dark"],
  "on a projector": [desktop, "?theme=projector"],
  "on a phone": [phone, "?theme=light"],
  "in a slide": [desktop, "?ui=none"],
};

for (const [where, [settings, query]] of Object.entries(visits)) {
  test(`axe finds nothing serious ${where}`, async (visit) => {
    for (const demo of ["valley", "descent", "init", "playground"]) {
      const page = await visit.open(`${query}#${demo}`, settings);
      await page.locator("#mirror button").first().waitFor({ state: "attached" });
      assert.deepEqual(await findings(visit, page), [], demo);
      if (query !== "?ui=none") {
        await page.evaluate(() => document.getElementById("open-form").click());
        for (const more of await page.locator("#mirror details").all()) await more.evaluate((details) => (details.open = true));
        assert.deepEqual(await findings(visit, page), [], `${demo}, form open`);
      }
    }
  });
}

test("axe finds nothing serious in the dialogs and in a notice", async (visit) => {
  const page = await visit.open("#valley?kappa=abc");
  await page.locator("#notices button").waitFor();
  for (const dialog of ["share", "keys"]) {
    await page.locator(`#open-${dialog}`).click();
    assert.deepEqual(await findings(visit, page), [], dialog);
    await page.keyboard.press("Escape");
  }
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

test("share gives the link, the frame and the picture", async (visit) => {
  const page = await visit.open("?theme=dark#valley?kappa=300", { ...desktop, permissions: ["clipboard-read", "clipboard-write"] });
  await page.evaluate(() => downhill.set({ theta: 45 }));
  await page.locator("#open-share").click();
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator("#share-said", { hasText: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${visit.site}?theme=dark#valley?kappa=300&theta=45`);
  assert.match(await page.locator("#share-frame").inputValue(), /^<iframe src="http[^"]*\?theme=dark&amp;ui=minimal#valley\?kappa=300&amp;theta=45"/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save-picture").click()]);
  assert.equal(download.suggestedFilename(), "downhill-valley.png");
});
