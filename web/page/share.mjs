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
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
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
