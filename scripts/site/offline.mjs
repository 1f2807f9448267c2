/** The service worker of a finished site: web/page/offline.js with the list of what it keeps and the version of that list. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Pictures are kept once they were seen; the single file is its own copy; what only other sites read is not for offline. */
const left = /^(posters|oembed)\/|^downhill\.html$|^(jobs|sharing)\.mjs$|^(embed|reveal-downhill)\.js$|^\.nojekyll$/;

/** @param script offline.js, which knows the names `VERSION` and `FILES` */
export function serviceWorker(out, script) {
  const files = readdirSync(out, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  const kept = files.filter((name) => statSync(join(out, name)).isFile() && !left.test(name)).sort();
  const version = createHash("sha256");
  for (const name of kept) version.update(name).update(readFileSync(join(out, name)));
  return `const VERSION = ${JSON.stringify(version.digest("hex").slice(0, 8))}, FILES = ${JSON.stringify(kept)};\n${script}`;
}
