import { loadEngine } from "/some/folder/engine.mjs";
import { run } from "/source/tests/support/engine_run.mjs";

postMessage(run(await loadEngine()));
