/** Keeps the whole site for a time without a network (offline.js), once the first picture is there and the browser has nothing else to do. */
import { embedded } from "./messages.mjs";

export function keepForOffline() {
  const built = document.documentElement.dataset.whole; // downhill.html is its own copy
  if (!built || embedded || !window.isSecureContext || navigator.connection?.saveData) return;
  const register = () => navigator.serviceWorker?.register("offline.js").catch(() => {}); // storage may be blocked: then the site needs its network
  if (window.requestIdleCallback) requestIdleCallback(register, { timeout: 10_000 });
  else setTimeout(register, 3000);
}
