/**
 * Start-up: says in words if the page cannot run here, else starts playground.wasm and ties it to the parts of the page.
 * Each part is a module of its own; this one knows only their order.
 */
import createPlayground from "playground";
import { createApi } from "./api.mjs";
import { bridge, eventQueue } from "./bridge.mjs";
import { followDemo } from "./demos.mjs";
import { doJobs } from "./do_jobs.mjs";
import { prepareEditor } from "./edit.mjs";
import { routeInput } from "./input.mjs";
import { routeKeys } from "./keys.mjs";
import { fontFiles } from "./fonts.mjs";
import { keepForOffline } from "./keep.mjs";
import { followLink, linkOf } from "./link.mjs";
import { speak } from "./live.mjs";
import { embedded, host, listenToDeck, listenToParent, returnKey } from "./messages.mjs";
import { createMirror } from "./mirror.mjs";
import { createNotices } from "./notice.mjs";
import { prepareDialogs, showKeys } from "./share.mjs";
import { loadAnew, reviveWhenLost, takeKept } from "./revive.mjs";
import { slidesOf } from "./slides.mjs";
import { prepareSound } from "./sound.mjs";
import { prepareTable } from "./table_dialog.mjs";
import { followPageHeight, followStage, followVisibility } from "./stage.mjs";
import { instantiate, program, whyNot } from "./start.mjs";
import { entries, loadLanguage, offerLanguages, text, translate } from "./text.mjs";
import { followTheme } from "./theme.mjs";

const byId = (id) => document.getElementById(id);
const stage = byId("stage");
const canvas = byId("canvas");
const notices = createNotices(byId("notices"));
const { api, bringData, emit, start, ready, failed } = createApi(canvas);
window.downhill = api;

let running = false;
let slides = null;
const kept = takeKept();
host.isDeck = kept?.isDeck ?? false;
const longest = 20_000; // of a query or a link: more than any state needs, less than the program's stack holds
const query = location.search.slice(1, longest);
const link = linkOf(location.hash) || (document.documentElement.dataset.demo ?? ""); // a demo's own page opens it
const language = loadLanguage(query).then((why) => {
  translate(document);
  offerLanguages(byId("language"), () => loadAnew(state()));
  return why;
});

/** What another load of this page goes on with: also when it has to begin again before it had come up. */
const state = () => ({ ...kept, isDeck: host.isDeck, ...(running && { run: new TextDecoder().decode(api.save()), ...slides.state() }) });

let broken = false;

const isLost = () => canvas.getContext("webgl2")?.isContextLost();

/** Instead of the picture: that there is none, and why. The first reason counts. */
function fail(why) {
  if (broken || isLost()) return; // it starts anew when it is seen
  broken = true;
  const lines = [text("The picture cannot be shown here."), why];
  byId("message").replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  byId("message").hidden = false;
  stage.classList.add("waiting", "broken");
  failed(why);
  emit("error", { message: why });
}

function receive(event, data) {
  if (event === "ready") return show();
  if (event === "rejected") notices.rejected(data);
  if (event === "error") {
    if (!running) return fail(data.message);
    notices.show("error", data.message);
  }
  emit(event === "height" ? "stage-height" : event, data);
}

/** The first picture is drawn. What does not belong to it comes after it. */
function show() {
  stage.classList.remove("waiting");
  byId("message").hidden = true;
  running = true;
  performance.mark("downhill-ready");
  ready();
  emit("ready", { goesOn: Boolean(kept?.run) });
}

async function run() {
  const queue = eventQueue(receive);
  const printErr = (line) => isLost() || console.error(line);
  const options = { canvas, printErr, arguments: [query, link.slice(0, longest)], onDownhill: queue.receive };
  const [fonts, module] = await Promise.all([fontFiles(), program()]);
  const engine = bridge(await instantiate(createPlayground, module, { ...options, fonts }));
  const refused = await language;
  for (const [english, translation] of entries()) engine.text(english, translation);
  start(engine);

  const page = engine.page();
  slides = slidesOf(api, page, kept);
  followTheme(byId("theme"), engine);
  followDemo(api);
  const room = followStage(stage, canvas, api, engine);
  routeInput(stage, canvas, engine);
  routeKeys(stage, canvas, api, engine, showKeys, returnKey);
  window.addEventListener("keydown", returnKey);
  prepareEditor(stage, canvas, api, engine);
  prepareTable(stage, canvas, api, (data) => {
    const answer = bringData(data);
    if (!answer.rejected.length) notices.hide("rejected"); // that there are no data of one's own, for example
    return answer;
  });
  doJobs(api, engine, page.compute);
  if (refused) receive("rejected", [{ key: "lang", value: new URLSearchParams(query).get("lang"), why: refused }]);
  if (link.length > longest) receive("rejected", [{ key: "link", value: link, why: text("it is too long, its end is left out") }]);
  queue.open();

  // A browser gives a frame of another origin no animation frames while it is off screen, but who embeds it may want its answers and its picture.
  const nudge = setInterval(() => (running || broken ? clearInterval(nudge) : engine.draw()), 250);
  await api.ready;
  if (kept?.run) engine.restore(kept.run);
  if (kept?.playing) api.play();
  followVisibility(stage, byId("mirror"), engine, slides.seen);
  if (embedded) listenToDeck(slides);
  followLink(api);
  followPageHeight(emit, room);
  prepareDialogs(api, page);
  createMirror(byId("mirror"), byId("open-form"), api, page, engine);
  speak(byId("live"), api, engine);
  prepareSound(byId("sound"), api);
  keepForOffline();
}

window.addEventListener("error", ({ error }) => {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  const words = text("Something broke inside the picture. Reload the page to go on.");
  if (running) notices.show("error", words);
  else fail(words);
});

listenToParent(api);
reviveWhenLost({
  canvas,
  kept,
  state,
  tell: () => notices.show("error", text("This browser shows no more pictures at once. Leave some, then load this one again.")),
});
if (whyNot(canvas)) language.then(() => fail(whyNot(canvas)));
else run().catch((error) => language.then(() => fail(text("It could not be loaded: {why}", { why: error.message }))));
