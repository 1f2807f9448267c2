/**
 * The canvas in its surroundings: how large it is, how many device pixels it has, whether anyone can see it, what happens
 * when the browser takes its context away, and what is printed in its place.
 */
const seen = 0.02; // share of the stage on screen from which it counts as visible
const watched = 0.5; // and from which `autoplay=visible` starts

/** @returns {{spare(): number}} how much of the canvas's height, CSS pixels, it has only because there was room */
export function followStage(stage, canvas, api, engine) {
  followContext(canvas, engine);
  followPrint(stage, canvas, engine);
  return followSize(stage, canvas, api, engine);
}

function followSize(stage, canvas, api, engine) {
  const bordered = stage.offsetHeight - stage.clientHeight;
  const wide = 9 / 16; // a picture that fills its room would do with this, height by width
  let last = "";
  let room = 0;
  let height = 0;

  const setHeight = (needed) => {
    height = needed;
    canvas.style.height = `${height}px`;
  };
  const measure = () => {
    const above = stage.getBoundingClientRect().top + window.scrollY;
    const below = above > 0 ? 8 : 0;
    // The root's height, not the window's: on phones the window changes while its address bar slides away.
    const free = document.documentElement.clientHeight - above - below - bordered;
    room = Math.max(free, 240);
    const size = [stage.clientWidth, room, devicePixelRatio];
    if (String(size) === last) return;
    last = String(size);
    setHeight(engine.resize(...size));
  };

  // In the next frame: a size set inside the observer's own call would make the browser complain of a loop.
  new ResizeObserver(() => requestAnimationFrame(measure)).observe(stage);
  window.addEventListener("resize", measure);
  document.fonts.ready.then(measure);
  followRatio(measure);
  api.on("stage-height", ({ height }) => setHeight(height));
  api.on("state", measure); // another demo's question may have more lines
  measure();
  return { spare: () => (height > room ? 0 : Math.max(0, height - Math.max(240, wide * stage.clientWidth))) };
}

function followRatio(changed) {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => (changed(), followRatio(changed)), { once: true });
}

/**
 * Tells the engine whether the stage is on screen, or somebody is at its twin, the form. Not before the first picture: a frame that is
 * off-screen has one, too.
 * @param started called whenever the reader comes to have most of it before them
 */
export function followVisibility(stage, form, engine, started) {
  let onScreen = true;
  let told = null;
  const tell = () => {
    const visible = (onScreen || form.contains(document.activeElement)) && !document.hidden;
    if (visible !== told) engine.visible(visible);
    told = visible;
  };
  const observer = new IntersectionObserver(
    (entries) => {
      const entry = entries.at(-1);
      onScreen = entry.intersectionRatio >= seen;
      tell();
      const enough = entry.intersectionRatio >= watched || entry.intersectionRect.height > 0.6 * innerHeight;
      if (enough && !document.hidden) started();
    },
    { threshold: [0, seen, 0.25, watched, 0.75, 1] },
  );
  observer.observe(stage);
  document.addEventListener("visibilitychange", tell);
  form.addEventListener("focusin", tell);
  form.addEventListener("focusout", () => setTimeout(tell));
  tell();
}

function followContext(canvas, engine) {
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault(); // says that we can restore
    engine.contextLost();
  });
  canvas.addEventListener("webglcontextrestored", () => {
    engine.contextRestored();
    engine.wake();
  });
}

/** Browsers print a WebGL canvas as a black box, so a copy of the picture is printed. */
function followPrint(stage, canvas, engine) {
  let copy = null;
  const remove = () => {
    copy?.remove();
    copy = null;
  };
  window.addEventListener("beforeprint", () => {
    remove();
    copy = document.createElement("canvas");
    copy.className = "printed";
    copy.width = canvas.width;
    copy.height = canvas.height;
    engine.draw();
    copy.getContext("2d").drawImage(canvas, 0, 0);
    stage.append(copy);
  });
  window.addEventListener("afterprint", remove);
}

/**
 * Tells an embedding page how much height this one needs, whenever that changes. What it merely fills does not count: else it could
 * never get lower again.
 */
export function followPageHeight(emit, { spare }) {
  let told = 0;
  new ResizeObserver((entries) => {
    const height = Math.ceil(entries.at(-1).borderBoxSize[0].blockSize - spare());
    if (height !== told) emit("height", { height: (told = height) });
  }).observe(document.body);
}
