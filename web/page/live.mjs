/** Tells the state in words to a screen reader: soon after something changed, rarely while the run plays, and once a second at most. */
const soon = 600;
const apart = 1000;
const rarely = 5000;

export function speak(line, api, engine) {
  let timer = 0;
  let due = Infinity;
  let said = -Infinity;
  const say = () => {
    timer = 0;
    due = Infinity;
    const words = engine.describe();
    if (words === line.textContent) return;
    line.textContent = words;
    said = performance.now();
  };
  const within = (delay) => {
    const now = performance.now();
    const when = Math.max(now + delay, said + apart);
    if (when >= due) return;
    clearTimeout(timer);
    due = when;
    timer = setTimeout(say, when - now);
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
