/** Gallery and About: in the reader's language, and with the pictures of the theme that was chosen. */
import { loadLanguage, translate } from "./text.mjs";

const { theme } = document.documentElement.dataset;
if (theme === "dark" || theme === "light" || theme === "projector") {
  for (const source of document.querySelectorAll("source[media]")) source.media = theme === "dark" ? "all" : "not all";
}

loadLanguage(location.search.slice(1)).then(() => {
  translate(document);
  const heading = document.querySelector("h1").textContent;
  document.title = heading.includes("Downhill") ? heading : `${heading} – Downhill`;
});
