/**
 * Every visible text of the page goes through one table, English to another language. Without a table it is English.
 * `?lang=xx` reads `lang/xx.json`, a plain object {"English text": "translation"}; the same table goes to the picture.
 */
let table = {};

/** The text in the reader's language; `{name}` is replaced by values.name. */
export function text(english, values = {}) {
  return (table[english] ?? english).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** @returns {Promise<string | null>} why the language of the query could not be taken, or null */
export async function loadLanguage(query) {
  const language = new URLSearchParams(query).get("lang");
  if (!language || language === "en") return null;
  try {
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) throw new Error();
    const answer = await fetch(`lang/${language}.json`);
    if (!answer.ok) throw new Error();
    table = await answer.json();
    document.documentElement.lang = language;
    return null;
  } catch {
    return "there is no translation into this language, so the page stays English";
  }
}

/** The table's entries, for the picture. */
export const entries = () => Object.entries(table);

/** Translates the static texts below `root`: elements with data-text, or the attribute that data-text names. */
export function translate(root) {
  if (!entries().length) return;
  for (const element of root.querySelectorAll("[data-text]")) {
    const attribute = element.dataset.text;
    if (attribute) element.setAttribute(attribute, text(element.getAttribute(attribute)));
    else translateContent(element);
  }
}

/** In the key, the elements inside a text are {0}, {1}, ...; the translation puts them where it needs them. */
function translateContent(element) {
  const children = [...element.children];
  const key = [...element.childNodes]
    .map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : `{${children.indexOf(node)}}`))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
  if (!(key in table)) return;
  const pieces = table[key].split(/\{(\d+)\}/);
  element.replaceChildren(...pieces.map((piece, i) => (i % 2 ? (children[piece] ?? "") : piece)));
}
