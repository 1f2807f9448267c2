// A headless Chromium for the benchmarks. CHROMIUM names the browser, DOWNHILL_NPM the folder whose node_modules holds playwright-core.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const npm = process.env.DOWNHILL_NPM || join(root, "build/deps/npm");

export async function openBrowser() {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`there is no browser at ${executablePath}: run scripts/setup --test, or name one in CHROMIUM`);
  const { chromium } = createRequire(join(npm, "node_modules/"))("playwright-core");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader"],
  });
}
