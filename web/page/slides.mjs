/** When the run starts by itself: `autoplay=visible`, and a slide that appears again. */
import { reducedMotion } from "./theme.mjs";

/**
 * @param page the page parameters
 * @param kept what `state` told before the page loaded itself anew
 */
export function slidesOf(api, page, kept) {
  let away = false; // its slide has left
  let willing = (kept?.run ? kept.willing : page.autoplay === "visible") && !reducedMotion();
  const seen = () => {
    if (away) return;
    if (willing) api.play();
    willing = false;
  };
  return {
    /** The reader has the stage before them. */
    seen,
    start() {
      away = false;
      seen();
    },
    /** Remembers whether it ran, so that the slide goes on when it comes back. */
    stop() {
      away = true;
      willing = api.status().playing || willing;
      api.pause();
    },
    /** Whether it runs, and whether it will when it is seen. */
    state: () => ({ playing: api.status().playing, willing }),
  };
}
