/**
 * A browser takes the oldest graphics context of a page away when there are too many, and does not give it back. Whoever comes into view
 * without one loads itself anew, and goes on with the same run: it travels in window.name, which a reload keeps, and which sandboxed
 * frames have, too.
 */
const mark = "downhill-run:";
const grace = 1500; // ms in which a context that was lost for another reason comes back by itself
const most = 3; // tries in a row: if all frames in view want one, somebody has to do without

/** @returns {{run?: string, playing?: boolean, tries: number} | null} what the page kept before it loaded itself anew */
export function takeKept() {
  if (!window.name.startsWith(mark)) return null;
  try {
    const { name, ...kept } = JSON.parse(window.name.slice(mark.length));
    window.name = name;
    return kept;
  } catch {
    window.name = "";
    return null;
  }
}

/** @param given {canvas, kept, state() -> {run, playing} or {} before there is one, tell(): there is no picture any more} */
export function reviveWhenLost({ canvas, kept, state, tell }) {
  let lost = false;
  let timer = 0;
  const revive = () => {
    const tries = (kept?.tries ?? 0) + 1;
    if (!lost) return;
    if (tries > most) return tell();
    window.name = mark + JSON.stringify({ name: window.name, ...state(), tries });
    location.reload();
  };
  const seen = new IntersectionObserver((entries) => {
    clearTimeout(timer);
    if (lost && entries.at(-1).isIntersecting) timer = setTimeout(revive, grace);
  });
  canvas.addEventListener("webglcontextlost", () => {
    lost = true;
    seen.observe(canvas); // it is called at once, and whenever the canvas comes into view
  });
  canvas.addEventListener("webglcontextrestored", () => {
    lost = false;
    clearTimeout(timer);
    seen.disconnect();
  });
  setTimeout(() => (kept = null), 10_000); // it lasted: the next time starts to count anew
}
