#!/usr/bin/env node
// tests/api/run.mjs [--only TEXT] [--dist DIR]: engine.mjs under Node, as others use it.
//
//   --only TEXT  only files whose name contains it
//   --dist DIR   where engine.mjs and engine.wasm are, by default dist
//
// The last line is `N passed, N failed`, in test cases.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "../../scripts/cli.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values, fail } = command(import.meta.url, { only: "", dist: join(here, "../../dist") });
if (!existsSync(join(values.dist, "engine.mjs"))) fail(`there is no engine.mjs in ${values.dist}: run scripts/build web`);

const env = { ...process.env, DOWNHILL_DIST: values.dist };
let passed = 0;
let failed = 0;
for (const file of readdirSync(here).filter((name) => name.endsWith(".test.mjs") && name.includes(values.only)).sort()) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--test-reporter=tap", join(here, file)], { env, encoding: "utf8", maxBuffer: 1 << 28 });
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(stdout)?.[1] ?? 0);
  const good = count("pass");
  const bad = Math.max(count("fail") + count("cancelled"), status === 0 && good ? 0 : 1);
  console.log(`  ${bad ? "FAILED" : "ok    "} ${file}: ${good} passed, ${bad} failed`);
  if (bad) console.log(stdout.split(/^(?=not ok|ok|# Subtest)/m).filter((part) => part.startsWith("not ok")).join("").replace(/^/gm, "         "), stderr);
  passed += good;
  failed += bad;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
