/** What the measured times say: ratios, bars, and the table for people. */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const sorted = (values) => values.slice().sort((a, b) => a - b);
export const quantile = (values, q) => sorted(values)[Math.min(values.length - 1, Math.floor(q * values.length))];
const median = (values) => quantile(values, 0.5);

/** Time of `b` over the time of `a`, round by round: how many times as fast a is. */
const ratios = (times, a, b) => times[b].map((time, round) => time / times[a][round]);

const short = (x) => (x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x >= 0.1 ? x.toFixed(2) : x.toPrecision(2));

export function speed({ unit, key }, ms) {
  if (key === "W5") return `${((2 * 512 ** 3) / ms / 1e6).toFixed(1)} GFLOP/s`;
  if (key === "W6") return `${(100 / ms).toFixed(1)} million steps/s`;
  if (unit === "epoch" || unit === "step") return `${Math.round(1000 / ms).toLocaleString("en")} ${unit}s/s`;
  return `${short(ms)} ms`;
}

/** @returns null where one of the two did not take part */
function compare({ against, faster, timeAtMost, of = "ours" }, times) {
  if (!times[of] || !times[against]) return null;
  const values = timeAtMost ? ratios(times, against, of) : ratios(times, of, against);
  const [ratio, low, high] = [0.5, 0.1, 0.9].map((q) => quantile(values, q));
  const said = { ratio, low, high, of, against };
  if (timeAtMost) return { ...said, bar: `<= ${timeAtMost}`, passed: ratio <= timeAtMost };
  return faster ? { ...said, bar: `>= ${faster}`, passed: ratio >= faster } : { ...said, bar: "", passed: true };
}

/** @returns {rows, lines, passed} of one work */
export function judge(work, { names, differences, times }) {
  const lines = [`${work.key}  ${work.title}`];
  const speedOf = (key) => speed(work, median(times[key]));
  let passed = true;
  for (const key of Object.keys(times)) {
    const off = differences[key];
    const right = off === null || off <= work.check.tolerance;
    passed &&= right;
    const agreement = off === null ? "" : `; numbers ${right ? "agree" : "DIFFER"}: ${off.toExponential(1)} of ${work.check.tolerance}`;
    lines.push(`    ${names[key].padEnd(28)}${speedOf(key).padStart(24)}${agreement}`);
  }
  const rows = [];
  for (const bar of [...work.bars, ...(work.also ?? []).map((against) => ({ against }))]) {
    const result = compare(bar, times);
    if (!result) continue;
    passed &&= result.passed;
    const { ratio, low, high, of, against } = result;
    const how = bar.timeAtMost ? "of the time of" : "times as fast as";
    const verdict = result.bar && `, bar ${result.bar}: ${result.passed ? "ok" : "MISSED"}`;
    lines.push(`    ${names[of]}: ${short(ratio)} ${how} ${names[against]} (${short(low)} to ${short(high)})${verdict}`);
    rows.push({ ...result, of: names[of], against: names[against], own: speedOf(of), other: speedOf(against), why: bar.why });
  }
  return { work, rows, lines, passed };
}

export function machine() {
  const list = cpus();
  return `${list[0].model.trim()}, ${list.length} cores`;
}

export function markdown(results, { version, command }) {
  const lines = [
    `Measured ${new Date().toISOString().slice(0, 10)} with \`${command}\` on ${machine()}, headless Chromium ${version}, one thread.`,
    "",
    "| work | ours | other | ratio | 10 % to 90 % of rounds | bar | |",
    "| --- | --- | --- | --- | --- | --- | --- |",
  ];
  for (const { work, rows } of results)
    rows.forEach(({ of, against, own, other, ratio, low, high, bar, passed, why }, i) => {
      const title = i ? work.key : `${work.key} ${work.title}`;
      const verdict = bar ? (passed ? "passed" : "**missed**") : "";
      lines.push(`| ${title} | ${why ? `${of}: ` : ""}${own} | ${against}: ${other} | ${short(ratio)} | ${short(low)} to ${short(high)} | ${bar}${why ? ` (${why})` : ""} | ${verdict} |`);
    });
  return `${lines.join("\n")}\n`;
}

export function csv(results) {
  const rows = results.flatMap(({ work, rows: all }) => all.map(({ of, against, own, other, ratio, low, high, bar, passed }) => [work.key, of, own, against, other, ratio, low, high, bar, bar && passed]));
  const quote = (value) => (/[",]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value);
  return [["work", "who", "speed", "against", "speed", "ratio", "low", "high", "bar", "passed"], ...rows].map((row) => row.map(quote).join(",")).join("\n") + "\n";
}

/** Puts the text between <!-- name --> and <!-- /name --> of a file. */
export function replaceBlock(file, name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest, more] = readFileSync(file, "utf8").split(start);
  const after = rest?.split(end)[1];
  if (after === undefined || more !== undefined) throw new Error(`${file} should have exactly one ${start} ... ${end}`);
  writeFileSync(file, `${before}${start}\n\n${text}\n${end}${after}`);
}
