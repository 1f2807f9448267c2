// 50 MB of a table go in piece by piece, and a page that feeds them stays alive.
import assert from "node:assert/strict";
import { test } from "node:test";
import { close, engine } from "./harness.mjs";

const size = 50e6;
const piece = 1 << 18;
const colors = ["blue", "green", "red"];
const values = (i) => [i % 1000, (i % 7) / 8, i % 3, ((i % 11) - 20) / 128, i % 2];
const line = (i) => values(i).map((value, column) => (column === 2 ? colors[value] : value)).join(",");
const blockRows = 50_000;
const block = new TextEncoder().encode(Array.from({ length: blockRows }, (_, i) => `${line(i)}\n`).join(""));
const repeats = Math.ceil(size / block.length);
const rows = repeats * blockRows;

/** The block again and again, cut anywhere. */
function* pieces() {
  for (let at = 0; at < repeats * block.length; at += piece) {
    const part = new Uint8Array(Math.min(piece, repeats * block.length - at));
    for (let done = 0; done < part.length;) {
      const from = (at + done) % block.length;
      const some = block.subarray(from, from + part.length - done);
      part.set(some, done);
      done += some.length;
    }
    yield part;
  }
}

function timed(act) {
  const start = performance.now();
  const result = act();
  return [performance.now() - start, result];
}

test("50 MB of a table are read in pieces, none of which takes a quarter of the time: a page can draw in between", (context) => {
  const reader = engine.csvReader().feed("a,b,color,c,y\n");
  const feeds = [...pieces()].map((part) => timed(() => reader.feed(part))[0]);
  const [finish, table] = timed(() => reader.finish());
  const [samples, data] = timed(() => reader.samples({ target: "y" }));
  const whole = feeds.reduce((a, b) => a + b) + finish + samples;
  const longest = Math.max(...feeds);
  context.diagnostic(`${feeds.length} pieces: ${whole.toFixed(0)} ms in all; longest feed ${longest.toFixed(1)}, finish ${finish.toFixed(1)}, samples ${samples.toFixed(1)}`);

  assert.equal(table.rows, rows);
  assert.deepEqual(table.columns.map(({ name, kind, missing }) => [name, kind, missing]), [["a", "number", 0], ["b", "number", 0], ["color", "category", 0], ["c", "number", 0], ["y", "number", 0]]);
  assert.deepEqual([table.columns[2].categories, table.columns[0].max, table.columns[3].min], [colors, 999, -20 / 128]);
  close(table.columns[0].mean, 499.5, 1e-6);
  assert.deepEqual([data.rows, data.inputs, data.task, data.tableRows[rows - 1]], [rows, 4, "binary", rows - 1]);
  for (let row = 0; row < rows; row += 997) assert.deepEqual([...data.x.subarray(4 * row, 4 * row + 4), data.y[row]], values(row % blockRows).map(Math.fround), `row ${row}`);

  assert.ok(longest < whole / 4 && finish < whole / 4 && samples < whole / 2, `${longest}, ${finish} and ${samples} of ${whole} ms`);
  reader.free();
  data.free();
});
