/**
 * The dialog that brings a table: rows are pasted, dropped or chosen as a file, then each column is told what it is for.
 * What is wrong with them is said with its line while they stand in the field, where they can be mended.
 */
import { make } from "./make.mjs";
import { decoded, readTable, sentenceOf, summaryOf, textOf } from "./table.mjs";
import { numbers, text } from "./text.mjs";

const byId = (id) => document.getElementById(id);
const shown = 100_000; // characters that a field can hold without stutter: a larger file shows its beginning

/** @param bringData hands samples, as textOf writes them, to the picture: {rejected} */
export function prepareTable(stage, canvas, api, bringData) {
  const dialog = byId("table");
  const field = byId("table-text");
  const why = byId("table-why");
  const columns = byId("table-columns");
  const task = byId("table-task");
  const use = byId("table-use");
  let content = ""; // a text, or a file that is too large for the field
  let read = null;
  let turn = 0;

  const say = (words, bad = false) => {
    why.textContent = words;
    why.classList.toggle("warn", bad);
  };
  const forget = () => {
    read?.free();
    read = null;
    byId("table-choice").hidden = true;
    use.disabled = true;
  };

  async function parse() {
    const mine = ++turn;
    forget();
    if (!(content.size ?? content.trim().length)) return say("");
    say(text("Reading …"));
    try {
      const next = await readTable(content);
      if (mine !== turn) return next.free();
      read = next;
      offer(read.table);
    } catch (error) {
      if (mine === turn) say(sentenceOf(error), true);
    }
  }

  function offer({ rows, columns: all }) {
    const usable = all.filter(({ kind }) => kind !== "ignored");
    columns.replaceChildren(...all.map((column) => rowOf(column, column === usable.at(-1))));
    byId("table-choice").hidden = false;
    say(text("{rows} rows, {columns} columns.", { rows, columns: all.length }));
    check();
  }

  function rowOf({ name, kind, min, max, categories, missing }, last) {
    const uses = kind === "ignored" ? { "": text("Left out") } : { input: text("Input"), target: text("Target"), "": text("Left out") };
    const choice = make("select", { className: "field", "aria-label": text("What {name} is for", { name }) });
    choice.append(...Object.entries(uses).map(([value, label]) => make("option", { value, textContent: label })));
    choice.value = kind === "ignored" ? "" : last ? "target" : "input";
    const holds = kind === "number" ? `${short(min)} … ${short(max)}` : kind === "category" ? wordsOf(categories) : text("names or free text");
    const gaps = missing ? `, ${text("{missing} missing", { missing })}` : "";
    const row = make("tr", {}, make("th", { scope: "row", textContent: name }), make("td", { textContent: holds + gaps }), make("td", {}, choice));
    row.dataset.column = name;
    return row;
  }

  /** Samples of what is chosen, or why there are none. */
  function check() {
    const used = (role) => [...columns.rows].filter((row) => row.querySelector("select").value === role).map((row) => row.dataset.column);
    const [target, inputs] = [used("target"), used("input")];
    use.disabled = true;
    if (!target.length) return void say(text("Choose a target: the column that the network shall tell."), true);
    if (!inputs.length) return void say(text("Choose an input: a column that the network may look at."), true);
    try {
      const samples = read.samples({ target, inputs, ...(task.value && { task: task.value }) });
      const taken = { ...samples, words: summaryOf(samples), data: textOf(samples) };
      samples.free();
      say(taken.words);
      use.disabled = false;
      return taken;
    } catch (error) {
      say(sentenceOf(error), true);
    }
  }

  function take() {
    const samples = check();
    if (!samples) return;
    const { rejected } = bringData(samples.data);
    if (rejected.length) return say(rejected.map((one) => one.why).join(" "), true);
    dialog.close();
    canvas.focus({ preventScroll: true });
  }

  function show(next = "") {
    if (!dialog.open) dialog.showModal();
    content = next;
    field.readOnly = false;
    field.focus();
    field.value = typeof next === "string" ? next : "";
    parse();
  }

  async function showFile(file) {
    if (!dialog.open) dialog.showModal();
    if (file.size < shown) return show(await decoded(file));
    show(file);
    field.value = `${(await decoded(file.slice(0, 2000))).replace(/[^\n]*$/, "")}…`;
    field.readOnly = true;
  }

  let typed = 0;
  field.addEventListener("input", () => {
    content = field.value;
    clearTimeout(typed);
    typed = setTimeout(parse, 250);
  });
  columns.addEventListener("change", check);
  task.addEventListener("change", check);
  use.addEventListener("click", take);
  byId("table-file").addEventListener("change", ({ target }) => {
    if (target.files[0]) showFile(target.files[0]);
    target.value = "";
  });
  dialog.addEventListener("close", forget);
  api.on("ask", ({ key }) => key === "open-table" && show());

  const takes = () => api.status().demo === "playground" && api.actions().some(({ key }) => key === "open-table");
  for (const area of [stage, dialog]) acceptDrops(area, takes, showFile, show);
  canvas.addEventListener("paste", (event) => {
    const rows = event.clipboardData?.getData("text/plain") ?? "";
    if (rows.includes("\n") && takes()) show(rows);
  });
}

function acceptDrops(area, takes, withFile, withText) {
  area.addEventListener("dragover", (event) => {
    if (!takes()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  area.addEventListener("drop", (event) => {
    if (!takes()) return;
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    const words = event.dataTransfer.getData("text/plain");
    if (file) withFile(file);
    else if (words) withText(words);
  });
}

/** Words of a column; numbers among them are a slip of the pen more often than not. */
function wordsOf(categories) {
  const odd = categories.filter((word) => !Number.isFinite(Number(word.replace(",", "."))));
  const count = text("{count} words", { count: categories.length });
  return odd.length && odd.length * 4 < categories.length ? `${count}: ${text("is “{word}” a mistake among numbers?", { word: odd[0] })}` : count;
}

const short = (number) => numbers({ maximumSignificantDigits: 3, useGrouping: false }).format(number).replace("-", "−");
