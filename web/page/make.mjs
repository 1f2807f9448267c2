/** Elements from code, with the least ceremony. */

/** An element with properties and children; `aria-...`, `data-...`, `role` and `for` are set as attributes. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (/^(aria-|data-|role$|for$)/.test(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

export function button(label, act, key = "") {
  const element = make("button", { type: "button", className: "button", ...(key && { "data-key": key }) }, label);
  element.addEventListener("click", act);
  return element;
}

let last = 0;
/** An id that nothing else on the page has. */
export const freshId = () => `field-${++last}`;
