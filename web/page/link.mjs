/**
 * The address and the state are one: a changed hash opens its link, a changed state rewrites the hash. Writing replaces
 * the entry, so a dragged dial does not flood the history, and is throttled, because browsers refuse more than about three
 * a second.
 */
const interval = 400;

/** The hash as a link. A hash that names an element of the page is a place to scroll to, not a link. */
export function linkOf(hash) {
  const link = hash.replace(/^#/, "");
  return document.getElementById(link) ? "" : link;
}

export function followLink(api) {
  let timer = 0;
  let known = location.hash; // what was written or followed last
  const write = () => {
    clearTimeout(timer);
    timer = 0;
    const hash = `#${api.link()}`;
    if (location.hash !== known) return; // somebody goes elsewhere: the event is on its way, and must not be overwritten
    if (hash !== location.hash) history.replaceState(history.state, "", hash);
    known = location.hash;
  };

  api.on("state", () => {
    timer ||= setTimeout(write, interval);
  });
  window.addEventListener("hashchange", () => {
    clearTimeout(timer);
    timer = 0;
    known = location.hash;
    if (document.getElementById(location.hash.slice(1))) return write();
    if (linkOf(location.hash) !== api.link()) api.open(location.hash);
  });
  window.addEventListener("pagehide", () => timer && write());
}
