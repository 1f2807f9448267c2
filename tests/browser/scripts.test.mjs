// The two scripts behind the page: the little server and the packager.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "./harness.mjs";

/** A request whose path no client has tidied up. */
function ask(site, path, method = "GET") {
  const { hostname, port } = new URL(site);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode, type: answer.headers["content-type"] }));
    })
      .on("error", reject)
      .end();
  });
}

const run = (root, script, ...options) => spawnSync(process.execPath, [join(root, "scripts", script), ...options], { encoding: "utf8", timeout: 10_000 });

test("the server knows its types, has no more than its folder, and says what is missing", async ({ site }) => {
  assert.deepEqual(await ask(site, "/"), { status: 200, type: "text/html; charset=utf-8" });
  assert.deepEqual(await ask(site, "/embed.mjs"), { status: 200, type: "text/javascript; charset=utf-8" });
  for (const path of ["/nowhere", "/../package.json", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/fonts", "/%00", "/%zz", "/fonts/../../CMakeLists.txt"]) {
    assert.equal((await ask(site, path)).status, 404, path);
  }
  assert.equal((await ask(site, "/", "POST")).status, 405);
  assert.equal((await ask(site, "/", "HEAD")).status, 200);
});

test("a busy port and a wrong argument end with a sentence", ({ site, root, dist }) => {
  const busy = run(root, "serve.mjs", "--port", new URL(site).port, "--dir", dist);
  assert.equal(busy.status, 1);
  assert.match(busy.stderr, /port \d+ is taken.*--port/);
  for (const options of [["--port", "x"], ["--dir", "/no/such/folder"], ["--unheard-of"]]) {
    const wrong = run(root, "serve.mjs", ...options);
    assert.equal(wrong.status, 1, options.join(" "));
    assert.match(wrong.stderr, /^serve\.mjs: .+\n$/);
  }
  const nothing = run(root, "package.mjs", "--build", "/no/such/folder");
  assert.equal(nothing.status, 1);
  assert.match(nothing.stderr, /scripts\/build web/);
});

test("each script explains itself", ({ root }) => {
  for (const script of ["serve.mjs", "package.mjs", "posters.mjs"]) {
    const { status, stdout } = run(root, script, "--help");
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`^scripts/${script}`));
  }
});
