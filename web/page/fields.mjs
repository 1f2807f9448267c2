/**
 * One row of the form per parameter, by kind. A row is {element, update(param, index)}; one that holds others also has
 * place(rows, arrange).
 */
import { button, freshId, make } from "./make.mjs";
import { own } from "./notice.mjs";
import { numbers, text } from "./text.mjs";

/** @param param one entry of params() */
export function fieldFor(param, api) {
  const kinds = { real: number, integer: number, toggle, choice, text: line, "one-of": oneOf, list };
  return (kinds[param.kind] ?? line)(param, api);
}

/** Label, input, help and the place for a reason, tied together. Rejections of this key are shown here while it has the focus. */
function frame(param, inputs, { labelled = true, helped = true } = {}) {
  const id = freshId();
  const [main] = inputs;
  const label = make("label", { for: id }, text(param.label));
  if (param.unit) label.append(" ", make("span", { className: "unit" }, `(${text(param.unit)})`));
  const help = make("p", { className: "help", id: `${id}-help` }, text(param.help));
  const why = make("p", { className: "why", id: `${id}-why`, role: "status" });
  main.id = id;
  for (const input of inputs) input.setAttribute("aria-describedby", `${help.id} ${why.id}`);
  for (const input of inputs.slice(1)) input.setAttribute("aria-label", text(param.label));

  const element = make("div", { className: "row" });
  if (labelled) element.append(label);
  help.hidden = !param.help || !helped;
  element.append(inputs.length > 1 ? make("div", { className: "pair" }, ...inputs) : main, help, why);
  let release = () => {};
  element.addEventListener("focusin", () => (release = own(param.key, () => {})));
  element.addEventListener("focusout", () => release());

  return {
    element,
    label,
    /** Sets the parameter and shows why not, if not. */
    set(api, value) {
      const { rejected } = api.set({ [param.key]: value });
      why.textContent = rejected.map((one) => text(one.why)).join(" ");
      main.setAttribute("aria-invalid", String(rejected.length > 0));
    },
  };
}

/** The slider's thousand places, on the parameter's scale. */
const places = 1000;
function toPlace({ value, min, max, scale }) {
  const share = scale === "log" ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.round(places * share);
}
function fromPlace(place, { min, max, scale, kind }) {
  const share = place / places;
  if (share === 0) return min;
  if (share === 1) return max;
  const value = scale === "log" ? min * (max / min) ** share : min + (max - min) * share;
  // No finer than a place of the slider, so that the numbers stay short.
  return kind === "integer" ? Math.round(value) : Number(value.toPrecision(3));
}

function number(param, api) {
  let now = param;
  const range = make("input", { type: "range", min: 0, max: places, step: 1 });
  const exact = make("input", { type: "number", className: "field", step: param.kind === "integer" ? 1 : "any" });
  const row = frame(param, [exact, range]);
  row.element.querySelector(".pair").prepend(range);
  range.addEventListener("input", () => {
    const way = Math.sign(Number(range.value) - toPlace(now));
    const value = fromPlace(Number(range.value), now);
    row.set(api, param.kind === "integer" && value === now.value ? now.value + way : value); // a key moves by one at least
  });
  let typing = false; // what happens meanwhile (a job ends, the host sets something) leaves it alone
  exact.addEventListener("input", () => (typing = true));
  exact.addEventListener("change", () => {
    typing = false;
    row.set(api, exact.value);
  });
  exact.addEventListener("blur", () => {
    typing = false;
    exact.value = now.value;
  });

  return {
    element: row.element,
    update(param) {
      now = param;
      exact.min = param.min;
      exact.max = param.max;
      if (!typing && exact.value !== String(param.value)) exact.value = param.value;
      if (document.activeElement !== range || fromPlace(Number(range.value), param) !== param.value) range.value = toPlace(param);
      range.setAttribute("aria-valuetext", `${numbers({ maximumSignificantDigits: 6 }).format(param.value)} ${text(param.unit ?? "")}`.trim());
      range.disabled = exact.disabled = param.locked;
    },
  };
}

function toggle(param, api) {
  const box = make("input", { type: "checkbox" });
  const row = frame(param, [box], { labelled: false });
  box.replaceWith(make("div", { className: "check" }));
  row.element.querySelector(".check").append(box, row.label);
  box.addEventListener("change", () => row.set(api, box.checked));
  return {
    element: row.element,
    update(param) {
      box.checked = param.value;
      box.disabled = param.locked;
    },
  };
}

/** A row of one input whose value is the parameter's, taken at each `event`. */
function plain(param, api, input, event) {
  const row = frame(param, [input]);
  input.addEventListener(event, () => row.set(api, input.value));
  return {
    element: row.element,
    update(param) {
      // What is being typed may not be valid yet: it stays.
      if (event !== "input" || document.activeElement !== input) input.value = param.value;
      input.disabled = param.locked;
    },
  };
}

function line(param, api) {
  const properties = { type: "text", className: "field", spellcheck: false, autocomplete: "off", autocapitalize: "off" };
  return plain(param, api, make("input", properties), "input");
}

function select(choices) {
  const element = make("select", { className: "field" });
  element.append(...choices.map(({ key, label }) => make("option", { value: key }, text(label))));
  return element;
}

const choice = (param, api) => plain(param, api, select(param.choices), "change");

/** A choice whose parameters stand below it; as an item of a list it has a number and can be removed. */
function oneOf(param, api) {
  const [, parent, position] = /^(.*)\.(\d+)$/.exec(param.key) ?? [];
  const input = select(param.choices);
  const row = frame(param, [input], { labelled: false, helped: !parent });
  const legend = make("legend");
  const simple = make("div");
  const advanced = make("div");
  const more = make("details", {}, make("summary", {}, text("More settings")), advanced);
  const element = make("fieldset", { className: parent ? "racer" : "" }, legend, row.element, simple, more);
  const remove = button(text("Remove"), () => removeItem(api, parent, Number(position)));
  remove.classList.add("remove");
  if (parent) {
    element.append(remove);
    element.style.setProperty("--series", `var(--series-${(Number(position) % 8) + 1})`);
  }
  input.addEventListener("change", () => row.set(api, input.value));

  return {
    element,
    update(param, index) {
      input.value = param.chosen;
      const name = text(param.choices.find((one) => one.key === param.chosen)?.label ?? param.chosen);
      legend.textContent = parent ? `${index + 1}: ${name}` : text(param.label);
      input.setAttribute("aria-label", parent ? `${text(param.label)} ${index + 1}` : text(param.label));
      remove.setAttribute("aria-label", text("Remove {name}", { name: legend.textContent }));
      input.disabled = remove.disabled = param.locked;
    },
    place(rows, arrange) {
      arrange(simple, rows.filter(([, { advanced }]) => !advanced).map(([element]) => element));
      arrange(advanced, rows.filter(([, { advanced }]) => advanced).map(([element]) => element));
      more.hidden = !advanced.children.length;
    },
  };
}

function list(param, api) {
  const items = make("div", { className: "fields" });
  const add = button(text("Add"), () => addItem(api, param.key));
  const help = make("p", { className: "help" }, text(param.help));
  const element = make("fieldset", { className: "wide" }, make("legend", {}, text(param.label)), help, items, make("div", { className: "row" }, add));
  return {
    element,
    update(param) {
      add.disabled = param.locked || param.size >= param.max;
      items.classList.toggle("fewest", param.size <= param.min);
    },
    place(rows, arrange) {
      arrange(items, rows.map(([element]) => element));
    },
  };
}

const itemsOf = (api, key) => api.params().find((param) => param.key === key).value.split(",").filter(Boolean);

function removeItem(api, key, position) {
  api.set({ [key]: itemsOf(api, key).filter((_, i) => i !== position).join(",") });
}

/** Adds the first alternative that is not there yet. */
function addItem(api, key) {
  const items = itemsOf(api, key);
  const { choices } = api.params().find((param) => param.key === key);
  const present = items.map((item) => item.split(":")[0]);
  const next = choices.find((one) => !present.includes(one.key)) ?? choices[0];
  api.set({ [key]: [...items, next.key].join(",") });
}
