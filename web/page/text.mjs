/**
 * Every visible text of the page goes through one table, English to another language. Without a table it is English. web/lang/xx.json
 * is a plain object {"English text": "translation"}, the same table goes to the picture, and `?lang=xx` or the reader's choice picks it.
 * `{name}` in a key is a value, `{0}` an element inside the text, `{}` anything: one entry for all sentences of that form. The key "."
 * is the sign between a number and its decimals.
 */
import { unpack } from "./unpack.mjs";

export const languages = { en: "English", de: "Deutsch", pt: "Português" };

let table = {};
let patterns = []; // [RegExp, pieces of the translation]
const missing = new Set();

/** The text in the reader's language; `{name}` is replaced by values.name. */
export function text(english, values = {}) {
  return find(english).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function find(english) {
  if (Object.hasOwn(table, english)) return table[english];
  for (const [pattern, pieces] of patterns) {
    const found = pattern.exec(english);
    if (found) return pieces.map((piece, i) => (i ? found[i] + piece : piece)).join("");
  }
  if (english) missing.add(english);
  return english;
}

/** What was asked for so far and is not in the table. */
export const untranslated = () => [...missing];

/** Numbers as the page's language writes them. */
export const numbers = (options) => new Intl.NumberFormat(document.documentElement.lang, options);

const escaped = (piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function take(entries) {
  table = entries;
  patterns = Object.entries(entries)
    .filter(([english]) => english.includes("{}"))
    .map(([english, translation]) => [new RegExp(`^${english.split("{}").map(escaped).join("([^]*?)")}$`), translation.split("{}")]);
}

const stored = "downhill-language";

/** The language that the reader chose, or whose browser has it; in a frame the page around it decides. */
function wished() {
  try {
    const chosen = localStorage.getItem(stored);
    if (chosen) return chosen;
  } catch {
    // Blocked storage: nothing was chosen.
  }
  if (window.parent !== window) return "en";
  return navigator.languages.map(known).find((one) => one in languages) ?? "en";
}

/** The list of languages; a choice is remembered, and `reload` called. */
export function offerLanguages(select, reload) {
  select.replaceChildren(...Object.entries(languages).map(([key, name]) => Object.assign(new Option(name, key), { lang: key })));
  select.value = document.documentElement.lang;
  select.addEventListener("change", () => {
    const address = new URL(location.href);
    try {
      localStorage.setItem(stored, select.value);
      address.searchParams.delete("lang");
    } catch {
      address.searchParams.set("lang", select.value); // blocked storage: then the address remembers it
    }
    history.replaceState(null, "", address);
    reload();
  });
}

/** "pt-BR" is served by "pt". */
function known(language) {
  const [base] = language.split("-");
  return base in languages ? base : language;
}

/** @returns {Promise<string | null>} why the language of the query could not be taken, or null */
export async function loadLanguage(query) {
  const asked = new URLSearchParams(query).get("lang");
  const language = known(asked || wished());
  if (language === "en") return null;
  try {
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) throw new Error();
    take(await tableOf(language));
    document.documentElement.lang = language;
    return null;
  } catch {
    return asked && "there is no translation into this language, so the page stays English";
  }
}

async function tableOf(language) {
  const inline = document.getElementById(`lang-${language}`)?.textContent;
  if (inline) return JSON.parse(new TextDecoder().decode(await unpack(inline)));
  const answer = await fetch(`lang/${language}.json`);
  if (!answer.ok) throw new Error();
  return answer.json();
}

/** The table's entries, for the picture. */
export const entries = () => Object.entries(table);

/** Translates the static texts below `root`: elements with data-text, or the attribute that data-text names, and figures in tables. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-text]")) {
    const attribute = element.dataset.text;
    if (attribute) element.setAttribute(attribute, find(element.getAttribute(attribute)));
    else translateContent(element);
  }
  for (const cell of root.querySelectorAll("td, th, mn")) if (/^\d+\.\d+$/.test(cell.textContent)) cell.textContent = cell.textContent.replace(".", find("."));
}

/** In the key, the elements inside a text are {0}, {1}, ...; the translation puts them where it needs them. */
function translateContent(element) {
  const children = [...element.children];
  const key = [...element.childNodes]
    .map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : `{${children.indexOf(node)}}`))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
  const words = find(key);
  if (words === key) return;
  const pieces = words.split(/\{(\d+)\}/);
  element.replaceChildren(...pieces.map((piece, i) => (i % 2 ? (children[piece] ?? "") : piece)));
}
