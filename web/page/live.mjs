/** Tells the state in words to a screen reader: soon after something changed, rarely while the run plays. */
const soon = 600;
const rarely = 5000;

export function speak(line, api, engine) {
  let timer = 0;
  let due = Infinity;
  const say = () => {
    timer = 0;
    due = Infinity;
    const words = engine.describe();
    if (words !== line.textContent) line.textContent = words;
  };
  const within = (delay) => {
    const when = performance.now() + delay;
    if (when >= due) return;
    clearTimeout(timer);
    due = when;
    timer = setTimeout(say, delay);
  };

  let playing = false;
  api.on("state", () => within(soon));
  api.on("step", () => within(playing ? rarely : soon));
  api.on("playing", (data) => {
    playing = data.playing;
    within(soon);
  });
  api.on("finished", () => within(0));
  say();
}
