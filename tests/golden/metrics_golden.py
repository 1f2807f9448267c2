"""metrics.inc: what scikit-learn says of predictions, with ties and weights."""
import pathlib

import numpy
from sklearn import metrics

here = pathlib.Path(__file__).parent


def listed(values):
    return "{" + ",".join(f"{v:.9g}" for v in numpy.asarray(values, dtype=float).reshape(-1)) + "}"


def main():
    random = numpy.random.default_rng(4)
    lines = ["// scikit-learn, written by generate.py: labels, scores, predictions of three classes, probabilities, weights, then its numbers\n"]
    for weighted in (False, True):
        n = 60
        yes = random.integers(0, 2, n)
        score = numpy.round(random.normal(yes, 1.2), 1).astype(numpy.float32)  # with ties
        actual, predicted = random.integers(0, 3, n), random.integers(0, 3, n)
        predicted[:20] = actual[:20]
        shares = random.dirichlet([1, 1, 1], n).astype(numpy.float32)
        numbers, guesses = random.normal(2, 3, n).astype(numpy.float32), random.normal(2, 3, n).astype(numpy.float32)
        guesses = (0.7 * numbers + 0.3 * guesses).astype(numpy.float32)
        weight = random.uniform(0.1, 3, n).astype(numpy.float32) if weighted else None
        false, true, _ = metrics.roc_curve(yes, score, sample_weight=weight, drop_intermediate=False)
        each = metrics.precision_recall_fscore_support(actual, predicted, sample_weight=weight, zero_division=0)
        macro = metrics.precision_recall_fscore_support(actual, predicted, sample_weight=weight, average="macro")[:3]
        by_support = metrics.precision_recall_fscore_support(actual, predicted, sample_weight=weight, average="weighted")[:3]
        single = [metrics.roc_auc_score(yes, score, sample_weight=weight), metrics.accuracy_score(actual, predicted, sample_weight=weight),
                  metrics.log_loss(actual, shares, sample_weight=weight), metrics.log_loss(yes, 1 / (1 + numpy.exp(-score.astype(float))), sample_weight=weight),
                  metrics.mean_squared_error(numbers, guesses, sample_weight=weight) ** 0.5, metrics.mean_absolute_error(numbers, guesses, sample_weight=weight),
                  metrics.r2_score(numbers, guesses, sample_weight=weight)]
        parts = [yes, score, actual, predicted, shares, numbers, guesses, weight if weighted else [], false, true,
                 metrics.confusion_matrix(actual, predicted, sample_weight=weight), each, macro, by_support, single]
        lines.append("{" + ", ".join(map(listed, parts)) + "},\n")
    (here / "metrics.inc").write_text("".join(lines))
