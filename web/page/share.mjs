/** The dialogs: how they open and close, share (link, code for an embedding page, picture) and keys. */
import { text } from "./text.mjs";

const byId = (id) => document.getElementById(id);

export function prepareDialogs(api) {
  for (const name of ["share", "keys"]) byId(`open-${name}`).addEventListener("click", () => show(byId(name), api));
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(byId(button.dataset.copy)));
  }
  byId("save-picture").addEventListener("click", () => savePicture(api));
}

export const showKeys = () => byId("keys").showModal();

function show(dialog, api) {
  byId("share-link").value = addressOf(api, {});
  byId("share-frame").value = frameOf(api);
  byId("share-said").textContent = "";
  dialog.showModal();
}

/** The page's address with the current state; `presentation` replaces page parameters of the same name. */
function addressOf(api, presentation) {
  const address = new URL(location.href);
  for (const [key, value] of Object.entries(presentation)) address.searchParams.set(key, value);
  address.hash = api.link();
  return address.href;
}

function frameOf(api) {
  const address = addressOf(api, { ui: "minimal" }).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${address}" title="Downhill" width="960" height="640" loading="lazy" allow="clipboard-write; fullscreen"></iframe>`;
}

async function copy(field) {
  const said = byId("share-said");
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = text("Copied.");
  } catch {
    field.select();
    said.textContent = text("The browser does not let this page copy. The text is selected: copy it with the keyboard.");
  }
}

async function savePicture(api) {
  const address = URL.createObjectURL(await api.picture());
  const link = document.createElement("a");
  link.href = address;
  link.download = `downhill-${api.status().demo}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
