// The colours of the page, computed from the style sheet: text stands out 4.5 : 1, marks and outlines 3 : 1.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "./harness.mjs";

const texts = ["text", "quiet", "accent", "warn"];
const marks = ["edge", "class-a", "class-b", ...Array.from({ length: 8 }, (_, i) => `series-${i + 1}`)];

/** {light: {token: "#rrggbb"}, dark, projector} */
function themesOf(css) {
  const themes = { light: {}, dark: {} };
  for (const [, token, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
    themes.light[token] = light;
    themes.dark[token] = dark;
  }
  const own = css.slice(css.indexOf('[data-theme="projector"]'));
  themes.projector = { ...themes.light };
  for (const [, token, color] of own.slice(0, own.indexOf("}")).matchAll(/--([\w-]+): (#\w{6})/g)) themes.projector[token] = color;
  return themes;
}

function luminance(color) {
  const [r, g, b] = [1, 3, 5]
    .map((i) => Number.parseInt(color.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test("every colour can be told from what is behind it", ({ root }) => {
  const themes = themesOf(readFileSync(join(root, "web/page/tokens.css"), "utf8"));
  const poor = [];
  for (const [theme, colors] of Object.entries(themes)) {
    const check = (token, ground, least) => {
      assert.ok(colors[token], `${theme} has no --${token}`);
      const ratio = contrast(colors[token], colors[ground]);
      if (ratio < least) poor.push(`${theme}: ${token} on ${ground} ${ratio.toFixed(2)} < ${least}`);
    };
    for (const ground of ["ground", "panel"]) {
      for (const token of texts) check(token, ground, 4.5);
      for (const token of marks) check(token, ground, 3);
    }
    check("on-accent", "accent", 4.5);
  }
  assert.deepEqual(poor, []);
});
