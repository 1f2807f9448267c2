/**
 * Jobs: pictures whose pixels are costly, done tile by tile, coarse first, by the runner that a short trial found to be the
 * fastest. One job at a time; a new one takes the place of the old one.
 *
 * What fails on one runner is done by another: a tile that came to nothing goes back into the plan.
 */
import { breathe } from "./breathe.mjs";
import { TilePlan } from "./tiles.mjs";

const target = 40; // ms for a tile: short enough for a driver, long enough that its start does not count
const firstTarget = 12; // ms for the first ones, so that a picture is there at once
const smallest = 16; // pixels
const trialRounds = 10; // at most
const hopeless = 8; // times as long as the best runner: a trial waits no longer
const preferred = { cpu: 0.8 }; // what a runner's rate counts: the page's own thread has to draw as well
const mostLosses = 3; // of a runner that stops in the middle: after so many it is left alone

/**
 * @typedef {{key: string, settings: string, arrays: Float32Array[]}} Order
 * @typedef {{key: string, name: string, rate: number | null, why: string}} Standing of a runner: pixels a ms, or why it does not run
 * @typedef {{runner: string, name: string, share: number, done: boolean, trial: Standing[], tileTime: number, error: string}} State
 */

export class Jobs {
  #make; // {key: () => Promise<runner>}
  #runners = new Map(); // opened ones, promises
  #standings = new Map(); // by kind of work: {rates: {key: pixels a ms}, whys: {key: why it does not run}}
  #losses = {}; // how often a runner stopped, by key
  #about;
  #compute;
  #visible;
  #current = null;

  /**
   * @param {object} given
   * @param {Record<string, () => Promise<object>>} given.runners makers in the order of the trial, as runners.mjs has them
   * @param {(order: Order) => Promise<{width, height, channels, multiplyAdds, tanhs}>} given.about looks at an order; throws with words
   * @param {string} [given.compute] `auto`, or the runner that is wanted
   * @param {() => Promise<void>} [given.visible] settles once the page is on view
   */
  constructor({ runners, about, compute = "auto", visible = async () => {} }) {
    this.#make = runners;
    this.#about = about;
    this.#compute = compute;
    this.#visible = visible;
  }

  /**
   * @param {Order} order
   * @param {{tile: (tile, values: Float32Array) => void, state: (state: State) => void}} sink nothing reaches it after a cancel
   * @returns {() => void} gives the job up
   */
  start(order, sink) {
    this.cancel();
    const run = new Run(order, sink);
    this.#current = run;
    this.#go(run).catch((error) => run.end(error.message));
    return () => run.cancel();
  }

  cancel() {
    this.#current?.cancel();
    this.#current = null;
  }

  /** Gives up what is under way and lets go of workers and card. */
  async close() {
    this.cancel();
    for (const runner of this.#runners.values()) await runner.then((one) => one.close(), () => {});
    this.#runners.clear();
  }

  async #go(run) {
    const about = await this.#about(run.order);
    await breathe();
    if (run.cancelled) return;
    run.plan = new TilePlan(about.width, about.height);
    const kind = `${run.order.key} ${Math.round(Math.log2(about.multiplyAdds + 10 * about.tanhs + 1) / 2)}`;
    if (!this.#standings.has(kind)) this.#standings.set(kind, { rates: {}, whys: {} });
    run.standing = this.#standings.get(kind);
    const keys = Object.keys(this.#make);
    const forced = keys.includes(this.#compute);
    if (!forced) await this.#trial(run, keys);
    while (run.isOpen) {
      const key = forced && !run.standing.whys[this.#compute] ? this.#compute : this.#fastest(keys, run.standing);
      if (!key) return run.end(`None of the ways to compute it works here. ${run.reasons()}`);
      try {
        await this.#drain(run, key);
        if (run.isOpen) throw new Error("it stopped before the end");
      } catch (error) {
        await this.#refuse(run, key, error);
        await this.#trial(run, keys);
      }
    }
    run.close();
  }

  #fastest(keys, { rates, whys }) {
    const worth = (key) => (rates[key] ?? 0) * (preferred[key] ?? 1);
    return keys.filter((key) => !whys[key]).sort((a, b) => worth(b) - worth(a))[0];
  }

  /** It does not do this job, and jobs of this kind no more; one that was lost is opened anew for the next. */
  async #refuse(run, key, error) {
    if (!run.isOpen) return;
    const runner = await this.#runners.get(key)?.catch(() => null);
    run.sessions.delete(key);
    run.refuse(key, error.message);
    if (!runner?.failed) return;
    this.#runners.delete(key);
    runner.close();
    this.#losses[key] = (this.#losses[key] ?? 0) + 1;
    if (this.#losses[key] < mostLosses) run.forgive(key);
  }

  /** Opens what is not known yet; the first runner works meanwhile, so that there is a picture. */
  async #trial(run, keys) {
    const { rates, whys } = run.standing;
    const unknown = keys.filter((key) => rates[key] === undefined && !whys[key]);
    for (const key of unknown) this.#session(run, key).catch(() => {}); // all open at the same time
    for (const key of unknown) {
      try {
        const session = await this.#meanwhile(run, keys[0], this.#session(run, key));
        if (!run.isOpen) return;
        const rate = await this.#measure(run, key, session);
        if (!run.isOpen) return; // cut short, it says nothing
        rates[key] = rate;
      } catch (error) {
        await this.#refuse(run, key, error);
      }
      run.tell();
    }
  }

  /** What is awaited, while another runner does tiles; it stops at the end of one. */
  async #meanwhile(run, key, awaited) {
    let settled = false;
    const both = () => (settled = true);
    awaited.then(both, both);
    await breathe();
    if (!settled && run.standing.rates[key]) {
      const session = await this.#session(run, key);
      while (!settled && run.isOpen) await this.#one(run, key, session, firstTarget);
    }
    return awaited;
  }

  /**
   * Ever larger tiles, until one takes as long as the best runner known would need for it, or longer: small ones tell of the way there and
   * back, and of what else the page does.
   * @returns pixels a millisecond, all lanes together
   */
  async #measure(run, key, session) {
    const { lanes } = await this.#runner(key);
    const best = Math.max(0, ...Object.values(run.standing.rates));
    const enough = best ? (best * target) / 2 / lanes : Infinity;
    let pixels = smallest;
    let rate = 0;
    for (let round = 0; round < trialRounds && run.isOpen; round += 1) {
      await this.#visible(); // a rest is nobody's slowness
      const start = performance.now();
      const deadline = best ? start + hopeless * (target + (lanes * pixels) / best) : Infinity;
      const counts = await Promise.all(Array.from({ length: lanes }, () => this.#tile(run, key, session, pixels, deadline)));
      const took = Math.max(performance.now() - start, 0.05);
      if (performance.now() > deadline) return (lanes * pixels) / took; // it cannot win; this much it might have done
      rate = counts.reduce((sum, n) => sum + n, 0) / took;
      if (round > 0 && (took >= target || pixels >= enough)) break; // the first has in it what is only done once
      pixels = Math.min(Math.max(enough, smallest), pixels * (took < target / 8 ? 8 : took < target / 2 ? 4 : 2));
    }
    return rate;
  }

  /** All that is left, by one runner. */
  async #drain(run, key) {
    const session = await this.#meanwhile(run, this.#compute === "auto" ? "cpu" : key, this.#session(run, key));
    const { lanes } = await this.#runner(key);
    run.runner = key;
    const work = async () => {
      for (let goal = firstTarget; run.isOpen; goal = target) if (!(await this.#one(run, key, session, goal))) return;
    };
    const all = await Promise.allSettled(Array.from({ length: lanes }, work));
    const failed = all.find(({ status }) => status === "rejected");
    if (failed) throw failed.reason;
  }

  async #one(run, key, session, goal) {
    const { lanes } = await this.#runner(key);
    const { rates } = run.standing;
    await this.#visible();
    const start = performance.now();
    const n = await this.#tile(run, key, session, ((rates[key] ?? 0) / lanes) * goal);
    if (n) {
      const rate = (n * lanes) / Math.max(performance.now() - start, 0.05);
      rates[key] = rates[key] ? 0.7 * rates[key] + 0.3 * rate : rate;
      run.tell();
    }
    return n;
  }

  /** @returns how many pixels were done; 0: there is nothing left, or it was cancelled */
  async #tile(run, key, session, pixels, deadline = Infinity) {
    await this.#visible();
    const tile = run.isOpen ? run.plan.next(Math.max(smallest, Math.min(session.most, pixels))) : null;
    if (!tile) return 0;
    const start = performance.now();
    try {
      const values = await session.tile(tile, () => run.cancelled || performance.now() > deadline);
      if (values === null) {
        run.plan.giveBack(tile);
        return 0;
      }
      run.take(key, tile, values, session.cardTime ?? performance.now() - start);
      return tile.columns * tile.rows;
    } catch (error) {
      run.plan.giveBack(tile);
      throw error;
    }
  }

  /** The runner, opened once; a lost one again for the next job. */
  async #runner(key) {
    if (!this.#runners.has(key)) this.#runners.set(key, this.#make[key]());
    try {
      return await this.#runners.get(key);
    } catch (error) {
      this.#runners.delete(key);
      throw error;
    }
  }

  async #session(run, key) {
    if (!run.isOpen) throw new Error("the job was given up");
    if (!run.sessions.has(key)) {
      const opened = this.#runner(key).then((runner) => {
        run.names.set(key, runner.name);
        return runner.open(run.order);
      });
      run.sessions.set(key, opened);
    }
    return run.sessions.get(key);
  }
}

/** One job under way. */
class Run {
  plan = null;
  standing = { rates: {}, whys: {} };
  sessions = new Map();
  names = new Map();
  #forgiven = [];
  runner = "";
  cancelled = false;
  #done = 0;
  #ended = false;
  #tileTime = 0;
  #error = "";

  constructor(order, sink) {
    this.order = order;
    this.sink = sink;
  }

  /** There is work left. */
  get isOpen() {
    return !this.cancelled && !this.#ended;
  }

  take(key, tile, values, time) {
    if (!this.isOpen) return;
    this.runner = key;
    this.#tileTime = time;
    this.#done += tile.columns * tile.rows;
    this.sink.tile(tile, values);
    if (this.#done === this.plan.total) {
      this.#ended = true;
      this.tell();
      this.close();
    }
  }

  refuse(key, why) {
    this.standing.whys[key] = why;
    delete this.standing.rates[key];
  }

  /** The next job may ask it again. */
  forgive(key) {
    this.#forgiven.push(key);
  }

  reasons() {
    return Object.entries(this.standing.whys).map(([key, why]) => `${key}: ${why}.`).join(" ");
  }

  end(error) {
    if (!this.isOpen) return;
    this.#ended = true;
    this.#error = error;
    this.tell();
    this.close();
  }

  cancel() {
    this.cancelled = true;
    this.close();
  }

  close() {
    for (const key of this.#forgiven.splice(0)) delete this.standing.whys[key];
    for (const session of this.sessions.values()) session.then((one) => one.close(), () => {});
    this.sessions.clear();
  }

  tell() {
    if (this.cancelled) return;
    const { rates, whys } = this.standing;
    const keys = [...new Set([...Object.keys(rates), ...Object.keys(whys)])];
    const trial = keys.map((key) => ({ key, name: this.names.get(key) ?? key, rate: rates[key] ?? null, why: whys[key] ?? "" }));
    const share = this.plan ? this.#done / this.plan.total : 0;
    this.sink.state({ runner: this.runner, name: this.names.get(this.runner) ?? "", share, done: this.#ended && !this.#error, trial, tileTime: this.#tileTime, error: this.#error });
  }
}
