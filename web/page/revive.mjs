/**
 * A browser takes the oldest graphics context of a page away when there are too many, and does not give it back. Whoever comes into view
 * without one loads itself anew, and goes on with the same run: it travels in window.name, which a reload keeps, which sandboxed
 * frames have, too, and which an embedding page can give to a frame.
 */
const mark = "downhill-run:";
const grace = 1500; // ms in which a context that was lost for another reason comes back by itself
const most = 3; // times that it may lose one while it is in view: if all frames in view want one, somebody has to do without
const recent = 300_000; // ms in which these count

/** @returns {{run?: string, playing?: boolean, willing?: boolean, isDeck?: boolean, times: number[]} | null} what the page kept before it loaded itself anew */
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

/** The name of a window whose page goes on with what is kept. @param name the window's own */
export const nameOf = (kept, name = "") => mark + JSON.stringify({ name, ...kept });

/** Loads the page again, which goes on with what is kept. */
export function loadAnew(kept) {
  window.name = nameOf(kept, window.name);
  location.reload();
}

/** @param given {canvas, kept, state() -> {run, playing, willing, isDeck}, tell(): there is no picture any more} */
export function reviveWhenLost({ canvas, kept, state, tell }) {
  let timer = 0;
  let inView = true;
  const revive = () => {
    const now = Date.now();
    const times = [].concat(kept?.times ?? []).filter((time) => now - time < recent);
    if (inView && times.length >= most) return tell();
    if (inView) times.push(now);
    loadAnew({ ...state(), times });
  };
  const seen = new IntersectionObserver((entries) => {
    clearTimeout(timer);
    if (entries.at(-1).isIntersecting) timer = setTimeout(revive, grace);
    else inView = false; // and whoever comes into view may always have one
  });
  canvas.addEventListener("webglcontextlost", () => {
    inView = true;
    seen.observe(canvas); // it is called at once, and whenever the canvas comes into view
  });
  canvas.addEventListener("webglcontextrestored", () => {
    clearTimeout(timer);
    seen.disconnect();
  });
}
