/**
 * Sentences for the reader at the page's foot, dismissable, in a live region. What a field says itself is not said twice:
 * while `own(key)` holds a key, that key's rejections are the field's affair.
 */
import { text } from "./text.mjs";

const warning = "M12 4 2.5 20h19zM12 10v4m0 3v.5";
const owned = new Map();

/** The field of `key` shows its own rejections until the returned function is called. */
export function own(key, listener) {
  owned.set(key, listener);
  return () => owned.get(key) === listener && owned.delete(key);
}

export function createNotices(root) {
  const shown = new Map();

  function show(id, sentence) {
    const old = shown.get(id);
    if (old) return void (old.querySelector("p").textContent = sentence);
    const notice = document.createElement("div");
    notice.className = "notice";
    const paragraph = document.createElement("p");
    paragraph.textContent = sentence;
    const dismiss = document.createElement("button");
    dismiss.type = "button";
    dismiss.className = "button plain";
    dismiss.textContent = text("Dismiss");
    dismiss.addEventListener("click", () => hide(id));
    notice.append(icon(), paragraph, dismiss);
    shown.set(id, notice);
    root.append(notice);
  }

  function hide(id) {
    shown.get(id)?.remove();
    shown.delete(id);
  }

  return {
    show,
    hide,
    /** @param list [{key, value, why}] */
    rejected(list) {
      const rest = list.filter((one) => {
        owned.get(one.key)?.(one);
        return !owned.has(one.key);
      });
      if (rest.length) show("rejected", rest.map(sentence).join(" "));
    },
  };
}

function sentence({ key, value, why }) {
  const name = key && value !== "" ? `${key}=${value}` : key || value;
  return `${short(name)}: ${text(why).replace(/\.$/, "")}.`;
}

const short = (name) => (name.length > 60 ? `${name.slice(0, 57)}…` : name);

function icon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", warning);
  svg.append(path);
  return svg;
}
