/**
 * Every control of the picture as a form of native inputs, derived from params() and actions(). It is what a screen
 * reader, a keyboard and a phone's own pickers use; whoever wants can open it. Unseen, it appears when focus enters.
 * After each change rows are kept by key, so that the focus stays where it was.
 */
import { fieldFor } from "./fields.mjs";
import { button, freshId, make } from "./make.mjs";
import { text } from "./text.mjs";
import { createTransport } from "./transport.mjs";

export function createMirror(form, opener, api, page, engine) {
  const transport = createTransport(api);
  const actions = make("div", { className: "fields" });
  const fields = make("div", { className: "fields" });
  const rows = new Map(); // key -> {element, update}
  form.replaceChildren(transport.element, actions, fields);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("focusin", ({ target }) => engine.focus(target.closest("[data-key]")?.dataset.key ?? ""));
  form.addEventListener("focusout", () => engine.focus(""));
  opener.addEventListener("click", () => {
    const open = form.classList.toggle("unseen") === false;
    opener.setAttribute("aria-expanded", String(open));
    if (open) form.scrollIntoView({ block: "nearest" });
  });

  const update = () => {
    const params = api.params().filter((param) => shows(page, param.key));
    for (const param of params) param.locked = named(page.lock, param.key);
    keepFocus(form, () => {
      const used = new Set();
      arrange(fields, tree(params).map((node) => rowOf(node, used)));
      for (const key of rows.keys()) if (!used.has(key)) rows.delete(key);
      updateActions();
    });
    transport.update();
  };

  /** The row of a node and of all below it, new or kept. */
  function rowOf(node, used) {
    const { key, kind, label, help, unit, choices } = node.param;
    const id = JSON.stringify([key, kind, label, help, unit, choices?.map((one) => one.key)]); // another demo may have a key for something else
    used.add(id);
    if (!rows.has(id)) rows.set(id, fieldFor(node.param, api));
    const row = rows.get(id);
    row.element.dataset.key = node.param.key; // its twin in the picture has a ring while this has the focus
    row.update(node.param, node.index);
    if (row.place) row.place(node.children.map((child) => [rowOf(child, used), child.param]), arrange);
    return row.element;
  }

  const buttons = new Map(); // an action's key -> {element, update}
  let setupsRow = { told: "[]", element: null };
  function updateActions() {
    const list = api.actions();
    const setups = list.filter(({ setup }) => setup);
    const told = JSON.stringify(setups);
    if (told !== setupsRow.told) setupsRow = { told, element: setups.length ? experiments(setups) : null };
    const single = list.filter(({ setup }) => !setup).map((action) => {
      if (!buttons.has(action.key)) buttons.set(action.key, actionRow(action.key));
      const row = buttons.get(action.key);
      row.update(action);
      return row.element;
    });
    arrange(actions, setupsRow.element ? [...single, setupsRow.element] : single);
  }

  /** A button with its sentence; pressing it may give it other words. */
  function actionRow(key) {
    const press = button("", () => api.act(key), key);
    const element = helped(press, "");
    return {
      element,
      update({ label, help }) {
        press.textContent = text(label);
        element.lastChild.textContent = text(help);
      },
    };
  }

  /** A list of whole setups; choosing one opens it. */
  function experiments(setups) {
    const name = text("Choose an experiment");
    const choice = make("select", { className: "field", "aria-label": name, "data-key": "experiments" }, make("option", { value: "", textContent: name }));
    choice.append(...setups.map(({ key, label }) => make("option", { value: key, textContent: text(label) })));
    const row = helped(choice, "", { role: "status" }); // tells of the chosen one
    choice.addEventListener("change", () => {
      row.lastChild.textContent = text(setups.find(({ key }) => key === choice.value)?.help ?? "");
      if (choice.value) api.act(choice.value);
    });
    return row;
  }

  let pending = false;
  api.on("state", () => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      update();
    });
  });
  for (const event of ["playing", "finished"]) api.on(event, transport.update);
  api.on("step", seldom(transport.update));
  update();
}

/**
 * At once, then at most five times a second: each time asks for the status, and with it for a hash of the whole run, which
 * takes 7 ms of a million steps.
 */
function seldom(act) {
  let last = -Infinity;
  let timer = 0;
  const now = () => {
    timer = 0;
    last = performance.now();
    act();
  };
  return () => {
    if (performance.now() - last >= 200) now();
    else timer ||= setTimeout(now, 200);
  };
}

/** `racers.0.lr` belongs to `racers.0`, which belongs to `racers`. */
function tree(params) {
  const nodes = new Map();
  const top = [];
  for (const param of params) {
    const node = { param, children: [], index: 0 };
    nodes.set(param.key, node);
    const parent = nodes.get(param.key.slice(0, Math.max(0, param.key.lastIndexOf("."))));
    if (parent) node.index = parent.children.push(node) - 1;
    else top.push(node);
  }
  return top;
}

/** A control with its sentence below it. */
function helped(control, help, more = {}) {
  const words = make("p", { className: "help", id: freshId(), ...more }, help);
  control.setAttribute("aria-describedby", words.id);
  return make("div", {}, control, words);
}

/** Is the key, or what holds it, in a page parameter's list? */
const named = (list, key) => list.some((one) => key === one || key.startsWith(`${one}.`));

function shows({ hide, only }, key) {
  if (named(hide, key)) return false;
  return !only.length || named(only, key) || only.some((one) => one.startsWith(`${key}.`));
}

/** Puts the elements in order, moving only what is out of place. */
function arrange(parent, elements) {
  for (const old of [...parent.children]) if (!elements.includes(old)) old.remove();
  elements.forEach((element, i) => {
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
  });
}

const pressable = "button, input, select, textarea, summary";
const isUsable = (element) => element.isConnected && !element.disabled && element.checkVisibility();

/** The focus stays where it was; if that is gone, it goes to what came next. */
function keepFocus(form, change) {
  const focused = document.activeElement;
  const all = form.contains(focused) ? [...form.querySelectorAll(pressable)] : [];
  change();
  if (!all.length || (focused === document.activeElement && isUsable(focused))) return;
  const at = all.indexOf(focused);
  [focused, ...all.slice(at + 1), ...all.slice(0, Math.max(0, at)).reverse()].find(isUsable)?.focus({ preventScroll: true });
}
