/** The dialogs: how they open and close. What the share dialog offers is fetched when it is first opened. */
import { sharingModule } from "./on_demand.mjs";
import { text } from "./text.mjs";

const byId = (id) => document.getElementById(id);

/** @param page the page parameters: `hide` may name "share" */
export function prepareDialogs(api, page) {
  byId("open-keys").addEventListener("click", showKeys);
  byId("open-share").addEventListener("click", () => share(api));
  byId("open-share").hidden = page.hide.includes("share");
  api.on("ask", ({ key }) => key === "share" && share(api)); // from the picture, where the page has no tools
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    closeFromOutside(dialog);
  }
}

/** A press and its click on the page behind close it. One that slips out of a field, or in the margin, does not. */
function closeFromOutside(dialog) {
  const isOutside = ({ target, clientX, clientY }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom);
  };
  let began = false;
  dialog.addEventListener("pointerdown", (event) => (began = isOutside(event)));
  dialog.addEventListener("click", (event) => began && isOutside(event) && dialog.close());
}

export const showKeys = () => byId("keys").showModal();

let refresh = null;

async function share(api) {
  const body = byId("share-body");
  byId("share").showModal();
  try {
    refresh ??= (await sharingModule()).createSharing({ body, api, text });
    refresh();
  } catch (error) {
    body.textContent = text("It could not be loaded: {why}", { why: error.message });
  }
}
