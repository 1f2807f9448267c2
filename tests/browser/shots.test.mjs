// Pictures for people to look at, in build/shots/: two views in every run, all of them with DOWNHILL_SHOTS=all.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { desktop, phone, projector, settledFrames, test } from "./harness.mjs";

const views = {
  "desktop-light": [desktop, "?theme=light"],
  "desktop-dark": [desktop, "?theme=dark"],
  "phone-light": [phone, "?theme=light"],
  "projector": [projector, "?theme=projector"],
  "slide": [{ viewport: { width: 960, height: 540 } }, "?ui=minimal&theme=light"],
};

const wanted = process.env.DOWNHILL_SHOTS === "all" ? Object.keys(views) : ["desktop-dark", "phone-light"];
for (const view of wanted) {
  const [settings, query] = views[view];
  test(`screenshots: ${view}`, async (visit) => {
    const folder = join(visit.root, "build/shots");
    mkdirSync(folder, { recursive: true });
    const page = await visit.open(query, settings);
    for (const demo of await page.evaluate(() => downhill.demos().map(({ key }) => key))) {
      await page.evaluate((demo) => (downhill.open(demo), scrollTo(0, 0)), demo);
      await settledFrames(page);
      await page.screenshot({ path: join(folder, `${demo}-${view}.png`) });
      if (settings === phone) await page.screenshot({ path: join(folder, `${demo}-${view}-whole.png`), fullPage: true });
    }
  });
}
