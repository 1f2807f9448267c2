/**
 * A real text field over a value of the picture, so that on-screen keyboards, the clipboard and spelling of any language
 * work. Texts are taken while they are typed, numbers when Enter is pressed or the field is left; Escape takes it back.
 */
import { own } from "./notice.mjs";
import { text } from "./text.mjs";

const comma = /^(\s*[-−]?\d*),(\d*(?:e[-−+]?\d+)?\s*)$/i; // as half of the world writes it

export function prepareEditor(stage, canvas, api, engine) {
  let close = null;

  api.on("edit", ({ key, label, value, x, y, width, height, captioned }) => {
    close?.(false);
    let told = value; // what stands in the picture
    const live = api.params().find((one) => one.key === key)?.kind === "text";
    const editor = document.createElement("div");
    editor.className = "editor";
    Object.assign(editor.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    const input = document.createElement("input");
    input.value = value;
    input.setAttribute("aria-label", label);
    input.inputMode = live ? "text" : "decimal";
    input.autocapitalize = "off";
    input.autocomplete = "off";
    input.spellcheck = false;
    const why = document.createElement("span");
    why.setAttribute("role", "alert");
    if (captioned) editor.append(Object.assign(document.createElement("span"), { className: "caption", textContent: label }));
    editor.append(input, why);

    const release = own(key, (rejection) => {
      why.textContent = text(rejection.why);
      input.setAttribute("aria-invalid", "true");
    });
    close = (commit) => {
      close = null;
      const focused = document.activeElement === input;
      release(); // what is refused from here on, the notice says
      const wanted = commit ? (live ? input.value : input.value.replace(comma, "$1.$2")) : value;
      if (wanted !== told) engine.edited(key, wanted, true);
      editor.remove();
      if (focused) canvas.focus({ preventScroll: true });
      engine.wake();
    };
    input.addEventListener("input", () => {
      why.textContent = "";
      input.removeAttribute("aria-invalid");
      if (live) engine.edited(key, (told = input.value), false);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") close(true);
      if (event.key === "Escape") close(false);
    });
    input.addEventListener("blur", () => close?.(true));

    stage.append(editor);
    input.focus({ preventScroll: true });
    input.select();
  });
}

