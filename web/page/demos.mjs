import { text } from "./text.mjs";

/** Shows the question and the text of the demo that is open, and marks it in the navigation. */
export function followDemo(api) {
  let shown = null;
  const show = () => {
    const { demo } = api.status();
    if (demo === shown) return;
    shown = demo;
    document.title = `${text(api.demos().find((one) => one.key === demo).title)} – Downhill`;
    for (const element of document.querySelectorAll("[data-of]")) element.hidden = element.dataset.of !== demo;
    for (const link of document.querySelectorAll("nav [data-demo]")) {
      if (link.dataset.demo === demo) {
        link.setAttribute("aria-current", "page");
        const [bar, own] = [link.parentElement, link.getBoundingClientRect()];
        bar.scrollLeft += own.left + own.width / 2 - bar.getBoundingClientRect().left - bar.clientWidth / 2; // where not all fit
      } else link.removeAttribute("aria-current");
    }
  };
  for (const article of document.querySelectorAll(".about")) {
    article.addEventListener("click", ({ target }) => {
      if (target.closest('a[href^="#"]')) document.getElementById("stage").scrollIntoView({ block: "nearest" }); // what it changes is up there
    });
  }
  api.on("state", show);
  show();
}
