/** The dialogs: how they open and close. What the share dialog offers is fetched when it is first opened. */
import { sharingModule } from "./on_demand.mjs";
import { text } from "./text.mjs";

const byId = (id) => document.getElementById(id);

export function prepareDialogs(api) {
  byId("open-keys").addEventListener("click", showKeys);
  byId("open-share").addEventListener("click", () => share(api));
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
