/** The still of a demo, which stands in its place until it runs. */

/**
 * @param link what stands behind #
 * @param theme that of the page parameter
 * @param {string} otherwise the demo where the link names none
 * @returns its address, relative to the site
 */
export function posterOf(link, theme, otherwise = "valley") {
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  const demo = /^\w+/.exec(link)?.[0] ?? otherwise;
  return `posters/${demo}${dark ? "-dark" : ""}.webp`;
}
