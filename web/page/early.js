// Before the first paint: theme and frame from the query, so that nothing flashes. The query is judged in C++ later.
(() => {
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  let stored = null;
  try {
    stored = localStorage.getItem("downhill-theme");
  } catch {
    // Storage may be blocked: then the theme is not remembered.
  }
  root.dataset.theme = query.get("theme") || stored || "auto";
  root.dataset.ui = query.get("ui") || "full";

  // What the page needs besides this script may not come: modules are refused to a file opened by double click, and to a
  // sandboxed frame unless the server allows it. The single file needs neither.
  const whole = root.dataset.whole; // where that is; only in the built page
  const elsewhere = () => {
    if (location.protocol === "file:" || self.origin === "null") return location.replace(whole + location.search + (location.hash || `#${root.dataset.demo ?? ""}`));
    const say = (text) => {
      document.querySelector(".poster")?.remove();
      document.querySelector("#message .quiet").textContent = text("A part of this page could not be loaded. Load it again, or open downhill.html beside it, which is all of it in one file.");
    };
    say((english) => english);
    import("./text.mjs").then(({ loadLanguage, text }) => loadLanguage(location.search.slice(1)).then(() => say(text)));
  };
  document.addEventListener("error", ({ target }) => whole && target.type === "module" && elsewhere(), true);

  // In a frame the reader is after something else: until the demo runs, its still stands there.
  const showPoster = () => {
    if (document.readyState !== "interactive" || !whole || window.parent === window) return;
    import("./poster.mjs").then(({ posterOf }) => {
      const image = Object.assign(new Image(), { className: "poster", alt: "", onerror: () => image.remove() });
      image.src = posterOf(location.hash.slice(1), root.dataset.theme, root.dataset.demo);
      document.getElementById("stage").prepend(image);
    });
  };
  document.addEventListener("readystatechange", showPoster);
  if (whole && !("noModule" in HTMLScriptElement.prototype)) document.addEventListener("DOMContentLoaded", elsewhere);
})();
