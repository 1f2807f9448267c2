"""losses.inc: values and gradients in float64 of every loss as a link writes it, under each reduction."""
import pathlib

import torch
import torch.nn.functional as F

here = pathlib.Path(__file__).parent
double = torch.float64
prediction = torch.tensor([[0.3, -1.2, 2.5], [0.0, 0.7, -0.4], [-3.0, 1.5, 0.9], [12.0, -8.0, 0.25]], dtype=double)
weight = torch.tensor([0.5, 2.0, 1.25, 0.0], dtype=double)
numbers = torch.tensor([[0.1, -1.0, 0.5], [0.0, -2.0, -0.4], [1.0, 1.0, 4.0], [10.0, 1.0, 0.0]], dtype=double)
yes = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]], dtype=double)
shares = torch.tensor([[0.2, 0.5, 0.3], [0.0, 1.0, 0.0], [0.6, 0.4, 0.0], [0.1, 0.1, 0.8]], dtype=double)
classes = torch.tensor([[2.0], [0.0], [1.0], [2.0]], dtype=double)
class_weight = torch.tensor([0.5, 3.0, 1.5], dtype=double)


def mean(each):
    return each.mean(1)


def hinge(power):
    return lambda p, t: mean(torch.clamp(1 - (2 * t - 1) * p, min=0) ** power)


rows = [  # link, what it is in torch, targets, predictions
    ("mse", lambda p, t: mean(F.mse_loss(p, t, reduction="none")), numbers, prediction),
    ("mse:half=true", lambda p, t: mean(F.mse_loss(p, t, reduction="none")) / 2, numbers, prediction),
    ("mae", lambda p, t: mean(F.l1_loss(p, t, reduction="none")), numbers, prediction),
    ("huber", lambda p, t: mean(F.huber_loss(p, t, reduction="none")), numbers, prediction),
    ("huber:delta=0.4", lambda p, t: mean(F.huber_loss(p, t, reduction="none", delta=0.4)), numbers, prediction),
    ("smooth-l1", lambda p, t: mean(F.smooth_l1_loss(p, t, reduction="none")), numbers, prediction),
    ("smooth-l1:beta=2.5", lambda p, t: mean(F.smooth_l1_loss(p, t, reduction="none", beta=2.5)), numbers, prediction),
    ("log-cosh", lambda p, t: mean(torch.log(torch.cosh(p - t))), numbers, prediction),
    ("bce", lambda p, t: mean(F.binary_cross_entropy(p, t, reduction="none")), yes, torch.sigmoid(prediction / 2)),
    ("bce-logits", lambda p, t: mean(F.binary_cross_entropy_with_logits(p, t, reduction="none")), yes, prediction),
    ("bce-logits:pos-weight=3", lambda p, t: mean(F.binary_cross_entropy_with_logits(p, t, reduction="none", pos_weight=torch.full((3,), 3.0, dtype=double))), yes, prediction),
    ("multi-label-bce", lambda p, t: F.multilabel_soft_margin_loss(p, t, reduction="none"), yes, prediction),
    ("cross-entropy", lambda p, t: F.cross_entropy(p, t[:, 0].long(), reduction="none"), classes, prediction),
    ("cross-entropy:smoothing=0.2", lambda p, t: F.cross_entropy(p, t[:, 0].long(), reduction="none", label_smoothing=0.2), classes, prediction),
    ("cross-entropy:soft=true", lambda p, t: F.cross_entropy(p, t, reduction="none"), shares, prediction),
    ("cross-entropy:soft=true:smoothing=0.1", lambda p, t: F.cross_entropy(p, t, reduction="none", label_smoothing=0.1), shares, prediction),
    ("hinge", hinge(1), yes, prediction),
    ("squared-hinge", hinge(2), yes, prediction),
]
reductions = {
    "mean": lambda each, w: each.mean(),
    "weighted": lambda each, w: (w * each).mean(),
    "weighted-mean": lambda each, w: (w * each).sum() / w.sum(),
}


def main():
    listed = lambda values: "{" + ",".join(f"{v:.9g}" for v in values.reshape(-1).tolist()) + "}"
    lines = [f"// torch {torch.__version__}, float64, written by generate.py: loss, reduction, class weights, predictions (4, 3), targets, weights,\n"
             "// value, gradient\n"]
    for link, loss, target, at in rows:
        weights = [([], weight)]
        if target is classes:
            weights.append((class_weight, weight * class_weight[classes[:, 0].long()]))
        for extra, w in weights:
            for name, reduce in reductions.items():
                p = at.clone().requires_grad_(True)
                value = reduce(loss(p, target), w)
                value.backward()
                lines.append(f'{{"{link}", "{name}", {listed(torch.as_tensor(extra))}, {listed(at)}, {listed(target)}, {listed(weight)}, {value.item():.9g}, {listed(p.grad)}}},\n')
    # cross-entropy's own mean over class weights
    p = prediction.clone().requires_grad_(True)
    value = F.cross_entropy(p, classes[:, 0].long(), weight=class_weight)
    value.backward()
    ones = torch.ones(4, dtype=double)
    lines.append(f'{{"cross-entropy", "weighted-mean", {listed(class_weight)}, {listed(prediction)}, {listed(classes)}, {listed(ones)}, {value.item():.9g}, {listed(p.grad)}}},\n')
    (here / "losses.inc").write_text("".join(lines))
