// The picture tells the truth: its colours are the colour map of f, its marks lie where the numbers say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { desktop, pixelsOf, settledFrames, test } from "./harness.mjs";

const degrees = Math.PI / 180;

/** The quadratic valley, turned counter-clockwise. */
const valley = (kappa, theta) => (x, y) => {
  const u = x * Math.cos(theta * degrees) + y * Math.sin(theta * degrees);
  const v = -x * Math.sin(theta * degrees) + y * Math.cos(theta * degrees);
  return (u * u + kappa * v * v) / 2;
};

/** The colour that the map gives to a height, and the distance to the next contour line in lines. */
function mapOf({ log, floor, low, high, lineSpacing, colors }) {
  const stops = colors.map((color) => [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16)));
  const above = (height) => Math.max(height - floor, 1e-30);
  return {
    color(height) {
      const share = log ? Math.log(above(height) / low) / Math.log(high / low) : (height - low) / (high - low);
      const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
      const i = Math.min(Math.floor(place), stops.length - 2);
      return stops[i].map((from, channel) => from + (stops[i + 1][channel] - from) * (place - i));
    },
    toLine(height) {
      const level = log ? Math.log10(above(height)) / lineSpacing : height / lineSpacing;
      return Math.abs(level - Math.round(level));
    },
  };
}

const spread = (a, b) => Math.max(...a.map((value, i) => Math.abs(value - b[i])));

/** A repeatable stand-in for chance. */
function chance(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

for (const [theta, ratio] of [[0, 1], [45, 1], [0, 2], [45, 2], [-20, 1.5]]) {
  test(`at twenty points the colour is that of the height (turned by ${theta}°, ${ratio} device pixels)`, async (visit) => {
    const kappa = 30;
    const page = await visit.open(`?at=0#valley?kappa=${kappa}&theta=${theta}`, { ...desktop, deviceScaleFactor: ratio });
    await settledFrames(page);
    const picture = await pixelsOf(page);
    const { map, racers } = await page.evaluate(() => downhill.read());
    const f = valley(kappa, theta);
    const { color, toLine } = mapOf(map);
    const random = chance(7 + theta + ratio * 10);
    const wrong = [];
    let checked = 0;
    for (let tries = 0; checked < 20 && tries < 5000; ++tries) {
      const [px, py] = [map.left + map.width * random(), map.top + map.height * random()];
      const [i, j] = [Math.floor(px * ratio), Math.floor(py * ratio)];
      const at = (di, dj) => [
        map.xMin + (((i + di) / ratio - map.left) / map.width) * (map.xMax - map.xMin),
        map.yMax - (((j + dj) / ratio - map.top) / map.height) * (map.yMax - map.yMin),
      ];
      // Away from what is drawn over the map: its edge, the marks, the axes, the cards in its corners, contour lines and their labels.
      const margin = 24;
      const inside = px > map.left + margin && px < map.left + map.width - margin && py > map.top + margin && py < map.top + map.height - margin;
      const fromEdge = Math.min(py - map.top, map.top + map.height - py);
      const inCorner = fromEdge < 130 && (px < map.left + 240 || px > map.left + map.width - 60);
      const marked = racers.some((racer) => Math.hypot(racer.screenX - px, racer.screenY - py) < 110);
      const [x, y] = at(0.5, 0.5);
      const unit = (map.xMax - map.xMin) / map.width;
      const onAxis = Math.min(Math.abs(x), Math.abs(y)) < 3 * unit || Math.hypot(x, y) < 30 * unit;
      const nearLine = [[0.5, 0.5], [-2, -2], [3, 3], [-2, 3], [3, -2]].some(([di, dj]) => toLine(f(...at(di, dj))) < 0.12);
      if (!inside || inCorner || marked || onAxis || nearLine) continue;
      // Labels of lines are small: a neighbourhood of one colour has none.
      const here = picture.at(i, j);
      const flat = [[-6, 0], [6, 0], [0, -6], [0, 6]].every(([di, dj]) => spread(here, picture.at(i + di, j + dj)) < 26);
      if (!flat) continue;
      checked += 1;
      const wanted = color(f(x, y));
      if (spread(here, wanted) > 6) wrong.push({ x, y, height: f(x, y), here, wanted: wanted.map(Math.round) });
    }
    assert.equal(checked, 20);
    assert.deepEqual(wrong, []);
  });
}

test("each head lies where the numbers say, in its own colour", async (visit) => {
  const css = readFileSync(join(visit.root, "web/page/tokens.css"), "utf8");
  const series = [...css.matchAll(/--series-\d: light-dark\(#(\w{6})/g)].map(([, hex]) => [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)));
  for (const theta of [0, 45]) {
    for (const ratio of [1, 2]) {
      const page = await visit.open(`?at=12#valley?kappa=30&theta=${theta}&racers=sgd:lr=0.01,momentum:lr=0.02,adam:lr=0.5`, { ...desktop, deviceScaleFactor: ratio });
      await settledFrames(page);
      const picture = await pixelsOf(page);
      const { map, racers } = await page.evaluate(() => downhill.read());
      racers.forEach((racer, i) => {
        const where = [map.left + ((racer.x - map.xMin) / (map.xMax - map.xMin)) * map.width, map.top + ((map.yMax - racer.y) / (map.yMax - map.yMin)) * map.height];
        assert.ok(Math.hypot(where[0] - racer.screenX, where[1] - racer.screenY) < 0.5, "the projection is the map's");
        const covered = racers.some((other, k) => k !== i && Math.hypot(other.screenX - racer.screenX, other.screenY - racer.screenY) < 24);
        if (covered) return;
        // The step's arrow starts in the head of the chosen racer: look a little beside the centre.
        const near = [[0, 0], [-3, 3], [3, -3], [-3, -3], [3, 3]].map(([dx, dy]) => picture.at(Math.round((racer.screenX + dx) * ratio), Math.round((racer.screenY + dy) * ratio)));
        assert.ok(near.some((color) => spread(color, series[i]) < 12), `${racer.optimizer} at theta ${theta}, ratio ${ratio}: ${near.join(" / ")}`);
      });
      await page.context().close();
    }
  }
});

test("the canvas has as many pixels as the screen, and more where a deck asks for them", async (visit) => {
  for (const [query, ratio, wanted] of [["", 1, 1], ["", 2, 2], ["", 1.5, 1.5], ["?scale=2", 1, 2]]) {
    const page = await visit.open(query, { ...desktop, deviceScaleFactor: ratio });
    const { pixels, box } = await page.evaluate(() => ({ pixels: [canvas.width, canvas.height], box: canvas.getBoundingClientRect() }));
    assert.deepEqual(pixels, [Math.round(box.width * wanted), Math.round(box.height * wanted)], `${query} ${ratio}`);
  }
});

test("every demo draws", async (visit) => {
  const page = await visit.open();
  for (const demo of await page.evaluate(() => downhill.demos().map(({ key }) => key))) {
    await page.evaluate((demo) => downhill.open(demo), demo);
    await settledFrames(page);
    const picture = await pixelsOf(page);
    const colors = new Set();
    for (let y = 4; y < picture.height; y += 9) for (let x = 4; x < picture.width; x += 9) colors.add(picture.at(x, y).join());
    assert.ok(colors.size > 80, `${demo}: ${colors.size} colours`);
  }
});
