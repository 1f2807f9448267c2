/** When the run starts by itself: `autoplay=visible`, and a slide that appears again. */
import { reducedMotion } from "./theme.mjs";

/** @param page the page parameters */
export function slidesOf(api, page) {
  let willing = page.autoplay === "visible" && !reducedMotion();
  const start = () => {
    if (willing) api.play();
    willing = false;
  };
  return {
    /** The reader has the stage before them for the first time. */
    seen: start,
    start,
    /** Remembers whether it ran, so that the slide goes on when it comes back. */
    stop() {
      willing = api.status().playing || willing;
      api.pause();
    },
  };
}
