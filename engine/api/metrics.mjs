import { floats, options, real, whole } from "./options.mjs";

/** How good predictions are; see engine.md. Every call takes {weight}: one number a sample, 0 or more. */
export class Metrics {
  #border;

  constructor(border) {
    this.#border = border;
  }

  /** Share of right labels. */
  accuracy(predicted, actual, given) {
    return this.#number("accuracy", "accuracy", predicted, actual, given);
  }

  /** Float32Array(classes * classes), row-major: (actual, predicted). */
  confusion(predicted, actual, given) {
    const { classes, ...rest } = options("confusion", given);
    const arrays = samples("confusion", "predicted", predicted, actual, rest);
    return this.#border.floats("confusion", [classesOf("confusion", classes, arrays)], arrays);
  }

  /** {accuracy, precision, recall, f1, support: Float32Array(classes), macro, weighted: {precision, recall, f1}}. */
  classification(predicted, actual, given) {
    const { classes, ...rest } = options("classification", given);
    const arrays = samples("classification", "predicted", predicted, actual, rest);
    const all = this.#border.floats("classification", [classesOf("classification", classes, arrays)], arrays);
    const [precision, recall, f1, support] = parts(all, 4);
    return { ...this.#border.lastJson(), precision, recall, f1, support };
  }

  /** {falsePositive, truePositive, thresholds: Float32Array, auc}; from the highest score down. */
  roc(score, actual, given) {
    const all = this.#border.floats("roc", [], samples("roc", "score", score, actual, given));
    const [falsePositive, truePositive, thresholds] = parts(all, 3);
    return { falsePositive, truePositive, thresholds, auc: this.#border.lastJson() ?? NaN };
  }

  /** Area under that curve: the chance that a yes scores above a no. */
  auc(score, actual, given) {
    return this.#number("auc", "roc", score, actual, given);
  }

  /** Mean of -log of the probability given to what happened; {classes} for rows of probabilities. */
  logLoss(probability, actual, given) {
    const { classes, ...rest } = options("logLoss", given);
    const columns = whole("logLoss", "classes", classes, { min: 1, fallback: 1 });
    return this.#json("log_loss", [columns], samples("logLoss", "probability", probability, actual, rest));
  }

  /** {rmse, mae, r2}. */
  regression(predicted, actual, given) {
    return this.#json("regression", [], samples("regression", "predicted", predicted, actual, given));
  }

  /** Approximate median significance of numbers of events. */
  ams(signal, background, given) {
    const { regularization } = options("ams", given, ["regularization"]);
    return this.#json("ams", [real("ams", "signal", signal), real("ams", "background", background), real("ams", "regularization", regularization, { fallback: 10 })], []);
  }

  /** {best, threshold}: the score to cut at so that it is highest. */
  bestAms(score, actual, given) {
    const { regularization, ...rest } = options("bestAms", given);
    return this.#json("best_ams", [real("bestAms", "regularization", regularization, { fallback: 10 })], samples("bestAms", "score", score, actual, rest));
  }

  #number(call, name, prediction, actual, given) {
    return this.#json(name, [], samples(call, name === "roc" ? "score" : "predicted", prediction, actual, given)) ?? NaN;
  }
  #json(name, args, arrays) {
    return this.#border.json(name, args, arrays);
  }
}

function samples(call, name, prediction, actual, given) {
  const { weight } = options(call, given, ["weight"]);
  return [floats(call, name, prediction), floats(call, "actual", actual), floats(call, "weight", weight, { optional: true })];
}

/** As many as there are labels, unless told. */
function classesOf(call, classes, [predicted, actual]) {
  const most = (labels) => labels.reduce((top, label) => (label > top ? label : top), 1);
  return whole(call, "classes", classes ?? Math.floor(Math.min(4095, Math.max(most(predicted), most(actual)))) + 1, { min: 2 });
}

const parts = (all, n) => Array.from({ length: n }, (_, i) => all.slice((i * all.length) / n, ((i + 1) * all.length) / n));
