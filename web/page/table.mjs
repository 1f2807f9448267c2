/**
 * Tables of the learner's own: read by the engine, in this browser alone, and handed to the picture as samples. Nothing
 * of the picture changes until a table is whole and fit to learn from.
 */
import { engineAlone } from "./on_demand.mjs";
import { text } from "./text.mjs";

const piece = 256 * 1024; // letters read at a time, so that the page stays alive
const largest = 50_000_000; // bytes

const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** What the engine says, without the name of its call. */
export const sentenceOf = (error) => error.message.replace(/^\[[\w.-]+\] /, "");

/**
 * @param {Blob | string} content a file, or what is in it
 * @returns {Promise<{table, samples(choice), free()}>} `table` {rows, columns: [{name, kind, missing, min, max, categories}]}; `samples`
 *   takes {target, inputs, task} of engine.md; throws with line and reason
 */
export async function readTable(content) {
  const size = content.size ?? content.length;
  if (size > largest) throw new Error(text("It has {size} MB, and 50 are the most.", { size: Math.ceil(size / 1e6) }));
  const all = typeof content === "string" ? content : await decoded(content);
  const reader = (await engineAlone()).csvReader();
  try {
    for (let from = 0; from < all.length; from += piece) {
      reader.feed(all.slice(from, from + piece));
      await breathe();
    }
    return { table: reader.finish(), samples: (choice) => reader.samples({ oneHot: true, ...choice }), free: () => reader.free() };
  } catch (error) {
    reader.free();
    throw error;
  }
}

/** The text of a file: UTF-8, UTF-16 where it says so, else what old programs write on Windows. */
export async function decoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const tasks = ["binary", "classes", "labels", "regression"];
const line = (letter, words) => `${letter} ${String(words).replaceAll("\n", " ")}\n`;

/** Samples in the text form of OwnData::save. */
export function textOf({ x, y, inputs, targets, task, classes, rows, inputNames = [], classNames = [] }) {
  const names = [...inputNames.map((name) => line("i", name)), ...(classNames.length === classes ? classNames.map((name) => line("l", name)) : [])];
  const lines = ["downhill own data 1\nk 3\n", `t ${inputs} ${targets} ${tasks.indexOf(task)} ${classes}\n`, ...names];
  for (let row = 0; row < rows; ++row) {
    const numbers = [...x.subarray(row * inputs, (row + 1) * inputs), ...y.subarray(row * targets, (row + 1) * targets)];
    lines.push(`r ${numbers.join(" ")}\n`);
  }
  return lines.join("");
}

/** One or two sentences on what became of the table. */
export function summaryOf({ rows, inputs, dropped, filled }) {
  const missing = filled.reduce((sum, count) => sum + count, 0);
  const words = [text("{rows} rows, {inputs} inputs.", { rows, inputs })];
  if (dropped) words.push(text("Left out for lack of a target: {dropped}.", { dropped }));
  if (missing) words.push(text("Missing values, filled with their column's mean: {missing}.", { missing }));
  return words.join(" ");
}
