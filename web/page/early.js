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
})();
