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

/** Linear RGB of who lacks one kind of cones: Machado, Oliveira and Fernandes 2009, severity 1. */
const sights = {
  "all cones": [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
const linear = (color) => [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
const seenAs = (color, m) => {
  const c = linear(color);
  return [0, 3, 6].map((row) => Math.min(1, Math.max(0, m[row] * c[0] + m[row + 1] * c[1] + m[row + 2] * c[2])));
};
const luminanceOf = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrastOf = (a, b) => (Math.max(luminanceOf(a), luminanceOf(b)) + 0.05) / (Math.min(luminanceOf(a), luminanceOf(b)) + 0.05);

/** Distance in CIE L*a*b* of 1976, D65: 2 is just to be seen side by side. */
function distance(a, b) {
  const lab = ([r, g, b]) => {
    const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
    const [x, y, z] = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089].map(f);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(...p.map((v, i) => v - q[i]));
}

/** The canvas's colours: those of make_theme in theme.cpp, by theme. */
function canvasThemes(code) {
  const [dark, rest] = code.slice(code.indexOf("if (dark)")).split("} else {");
  const [light, projector] = rest.split("if (projector)");
  const read = (text) => {
    const colors = {};
    for (const [, names, hex] of text.matchAll(/((?:t\.\w+ = )+)rgb\(0x(\w{6})\)/g)) for (const [, name] of names.matchAll(/t\.(\w+)/g)) colors[name.replaceAll("_", "-")] = `#${hex.toLowerCase()}`;
    [...(text.match(/t\.series = \{(.*?)\}/)?.[1] ?? "").matchAll(/0x(\w{6})/g)].forEach(([, hex], i) => (colors[`series-${i + 1}`] = `#${hex.toLowerCase()}`));
    return colors;
  };
  return { light: read(light), dark: read(dark), projector: { ...read(light), ...read(projector.slice(0, projector.indexOf("}"))) } };
}

const hex = (color) => color.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("");
const mixed = (a, b, t) => `#${hex([1, 3, 5].map((i) => Number.parseInt(a.slice(i, i + 2), 16) * (1 - t) + Number.parseInt(b.slice(i, i + 2), 16) * t))}`;

test("the picture has the colours of the page, and they stand out for every kind of eyes", ({ root }) => {
  const page = themesOf(readFileSync(join(root, "web/page/tokens.css"), "utf8"));
  const canvas = canvasThemes(readFileSync(join(root, "web/theme.cpp"), "utf8"));
  const errors = readFileSync(join(root, "web/demos/playground_panel.cpp"), "utf8").match(/theme\.series\[2\] : theme\.warn, ([\d.]+)f \+ ([\d.]+)f/).slice(1).map(Number);
  const poor = [];
  for (const [theme, colors] of Object.entries(canvas)) {
    assert.ok(Object.keys(colors).length >= 18, theme);
    for (const [token, color] of Object.entries(colors)) assert.equal(color, page[theme][token], `${theme} ${token}`);
    for (const [token, mark] of [["matrix-right", "series-3"], ["matrix-wrong", "warn"]]) colors[token] = mixed(colors.panel, colors[mark], errors[0] + errors[1]); // numbers stand on these
    for (const [sight, matrix] of Object.entries(sights)) {
      const seen = (token) => seenAs(colors[token], matrix);
      const check = (token, ground, least) => contrastOf(seen(token), seen(ground)) < least && poor.push(`${theme}, ${sight}: ${token} on ${ground} ${contrastOf(seen(token), seen(ground)).toFixed(2)} < ${least}`);
      for (const ground of ["ground", "panel"]) {
        for (const token of texts) check(token, ground, 4.5);
        for (const token of marks) check(token, ground, 3);
      }
      check("on-accent", "accent", 4.5);
      for (const ground of ["matrix-right", "matrix-wrong"]) check("text", ground, 4.5);
      if (distance(seen("class-a"), seen("class-b")) < 40) poor.push(`${theme}, ${sight}: class A and B are ${distance(seen("class-a"), seen("class-b")).toFixed(0)} apart`);
      for (let i = 1; i <= 8; ++i)
        for (let k = 1; k < i; ++k) {
          const apart = distance(seen(`series-${i}`), seen(`series-${k}`));
          if (apart < 10) poor.push(`${theme}, ${sight}: series ${k} and ${i} are ${apart.toFixed(0)} apart`);
        }
    }
  }
  assert.deepEqual(poor, []);
});

test("the colour map of heights goes one way only for every kind of eyes, and no two of its stops look alike", ({ root }) => {
  const code = readFileSync(join(root, "web/color_map.hpp"), "utf8") + readFileSync(join(root, "web/color_map.cpp"), "utf8");
  const stops = [...code.match(/color_stops\b[^{;]*\{([^}]*)\}/)[1].matchAll(/0x(\w{6})/g)].map(([, hex]) => `#${hex.toLowerCase()}`);
  assert.ok(stops.length >= 5, stops.join());
  for (const [sight, matrix] of Object.entries(sights)) {
    const light = stops.map((stop) => luminanceOf(seenAs(stop, matrix)));
    const way = Math.sign(light.at(-1) - light[0]);
    light.slice(1).forEach((one, i) => assert.ok((one - light[i]) * way > 0, `${sight}: stop ${i + 1}, ${light.map((l) => l.toFixed(3)).join()}`));
    stops.slice(1).forEach((stop, i) => assert.ok(distance(seenAs(stop, matrix), seenAs(stops[i], matrix)) > 5, `${sight}: stops ${i} and ${i + 1}`));
  }
});

test("every colour can be told from what is behind it", ({ root }) => {
  const themes = themesOf(readFileSync(join(root, "web/page/tokens.css"), "utf8"));
  const poor = [];
  for (const [theme, colors] of Object.entries(themes)) {
    const check = (token, ground, least) => {
      assert.ok(colors[token], `${theme} has no --${token}`);
      const ratio = contrastOf(linear(colors[token]), linear(colors[ground]));
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
