"""trainings.inc: whole trainings in float64 from start weights, data and an order of batches that both sides work out by
the same formula: network and trainer as a link writes them, the losses of 50 steps, the parameters and the running
statistics at their end.
"""
import pathlib

import numpy
import torch
import torch.nn.functional as F

from optimizers_golden import optimizer as optimizer_of
from schedules_golden import parsed

here = pathlib.Path(__file__).parent
samples, batch, steps = 40, 8, 50


def uniform(stream, n):
    """uniform(seed = 5, stream, index) of engine/random.hpp: Philox4x32-10, the first word's upper 24 bits."""
    counter = [numpy.arange(n, dtype=numpy.uint64), numpy.zeros(n, numpy.uint64), numpy.zeros(n, numpy.uint64), numpy.zeros(n, numpy.uint64)]
    key, low = [5, stream], numpy.uint64(0xFFFFFFFF)
    for _ in range(10):
        a, b = counter[0] * numpy.uint64(0xD2511F53), counter[2] * numpy.uint64(0xCD9E8D57)
        half = numpy.uint64(32)
        counter = [(b >> half) ^ counter[1] ^ numpy.uint64(key[0]), b & low, (a >> half) ^ counter[3] ^ numpy.uint64(key[1]), a & low]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return (counter[0] >> numpy.uint64(8)).astype(numpy.float32) * numpy.float32(2.0**-24)


def spread(stream, n):
    """Evenly on [-1, 1), in float32 like the engine's."""
    return numpy.float32(2) * uniform(stream, n) - numpy.float32(1)


activations = {
    "linear": lambda z: z, "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "gelu": F.gelu, "silu": F.silu,
    "elu": F.elu, "softplus": F.softplus, "leaky-relu": F.leaky_relu,
}


class Net:
    """The network of a link, over one flat list of parameters in the engine's order."""

    def __init__(self, inputs, layers):
        self.layers = [parsed(text) for text in layers.split(",")]
        self.parts, self.running = [], []
        width = inputs
        for key, options in self.layers:
            if key == "dense":
                self.parts += [[options["units"], width], [options["units"]]]
                width = options["units"]
            else:
                self.parts += [[width], [width]]
                if key == "batch-norm":
                    self.running.append((torch.zeros(width, dtype=torch.float64), torch.ones(width, dtype=torch.float64)))
        self.outputs = width
        sizes = [int(numpy.prod(shape)) for shape in self.parts]
        start = numpy.float32(0.7) * spread(1, sum(sizes))
        self.parameters = [torch.tensor(part.astype(numpy.float64).reshape(shape), requires_grad=True)
                           for part, shape in zip(numpy.split(start, numpy.cumsum(sizes)[:-1]), self.parts)]

    def __call__(self, x):
        left, running = list(self.parameters), list(self.running)
        for key, options in self.layers:
            first, second = left.pop(0), left.pop(0)
            if key == "dense":
                z = F.linear(x, first, second)
                default = "tanh"
            else:
                default = "linear"
                if key == "batch-norm":
                    mean, variance = running.pop(0)
                    z = F.batch_norm(x, mean, variance, first, second, training=True, momentum=0.1, eps=1e-5)
                else:
                    z = F.layer_norm(x, [x.shape[1]], first, second, eps=1e-5)
            a = activations[options.get("activation", default)](z)
            x = a + x if options.get("residual") else a
        return x


losses = {
    "mse": lambda p, t: ((p - t) ** 2).mean(1),
    "huber": lambda p, t: F.huber_loss(p, t, reduction="none").mean(1),
    "bce-logits": lambda p, t: F.binary_cross_entropy_with_logits(p, t, reduction="none").mean(1),
    "multi-label-bce": lambda p, t: F.binary_cross_entropy_with_logits(p, t, reduction="none").mean(1),
    "cross-entropy": lambda p, t: F.cross_entropy(p, t[:, 0].long(), reduction="none"),
}


def targets(loss, x, outputs):
    """The same formula as in trainings_test.cpp."""
    rows = x.reshape(samples, -1)
    column = lambda k: numpy.float32(rows[:, k % rows.shape[1]])
    if loss == "cross-entropy":
        return ((column(0) > 0).astype(numpy.float32) + (column(1) > 0)).reshape(-1, 1)
    if loss in ("mse", "huber"):
        return numpy.stack([column(k) * column(k + 1) for k in range(outputs)], 1)
    return numpy.stack([(column(k) * column(k + 1) > 0).astype(numpy.float32) for k in range(outputs)], 1)


def train(inputs, network, trainer):
    """network: layers, loss, reduction; trainer: optimizer, l1, l2, clip-norm, clip-value."""
    net = Net(inputs, network["layers"])
    x = spread(2, samples * inputs)
    y = torch.tensor(targets(network["loss"], x, net.outputs).astype(numpy.float64))
    weight = torch.tensor((uniform(3, samples) + numpy.float32(0.5)).astype(numpy.float64))
    x = torch.tensor(x.reshape(samples, inputs).astype(numpy.float64))
    optimizer = optimizer_of(trainer["optimizer"], net.parameters)
    reported = []
    for step in range(steps):
        rows = [(7 * step + 3 * k) % samples for k in range(batch)]
        each = losses[network["loss"]](net(x[rows]), y[rows])
        w = weight[rows]
        loss = {"mean": each.mean(), "weighted": (w * each).mean(), "weighted-mean": (w * each).sum() / w.sum()}[network.get("reduction", "mean")]
        reported.append(loss.item())
        penalty = sum(trainer.get("l1", 0) * p.abs().sum() + trainer.get("l2", 0) / 2 * (p**2).sum() for p in net.parameters)
        optimizer.zero_grad()
        (loss + penalty).backward()
        if "clip-value" in trainer:
            torch.nn.utils.clip_grad_value_(net.parameters, trainer["clip-value"])
        if "clip-norm" in trainer:
            torch.nn.utils.clip_grad_norm_(net.parameters, trainer["clip-norm"])
        optimizer.step()
    end = torch.cat([p.detach().reshape(-1) for p in net.parameters]).tolist()
    running = torch.cat([part for pair in net.running for part in pair]).tolist() if net.running else []
    return reported, end, running


runs = [
    (2, {"layers": "dense:units=1:activation=linear", "loss": "bce-logits"}, {"optimizer": "sgd:lr=0.3"}),
    (2, {"layers": "dense:units=6:activation=tanh,dense:units=1:activation=linear", "loss": "bce-logits"}, {"optimizer": "adam:lr=0.02"}),
    (3, {"layers": "dense:units=6:activation=tanh,dense:units=5:activation=sigmoid,dense:units=3:activation=linear", "loss": "cross-entropy"}, {"optimizer": "momentum:lr=0.05"}),
    (3, {"layers": "dense:units=7:activation=gelu,dense:units=4:activation=linear", "loss": "multi-label-bce"}, {"optimizer": "rmsprop:lr=0.005"}),
    (2, {"layers": "dense:units=6:activation=silu,dense:units=5:activation=silu,dense:units=2:activation=linear", "loss": "mse"}, {"optimizer": "nesterov:lr=0.03"}),
    (2, {"layers": "dense:units=6:activation=softplus,dense:units=6:activation=tanh,dense:units=5:activation=elu,dense:units=1:activation=linear", "loss": "mse"}, {"optimizer": "adamw:lr=0.01:weight-decay=0.1"}),
    (3, {"layers": "dense:units=6:activation=tanh,dense:units=1:activation=linear", "loss": "bce-logits", "reduction": "weighted"}, {"optimizer": "adagrad:lr=0.05"}),
    (3, {"layers": "dense:units=6:activation=tanh,dense:units=3:activation=linear", "loss": "cross-entropy", "reduction": "weighted-mean"}, {"optimizer": "adam:lr=0.02"}),
    (2, {"layers": "dense:units=6:activation=linear,batch-norm:activation=tanh,dense:units=1:activation=linear", "loss": "bce-logits"}, {"optimizer": "sgd:lr=0.2"}),
    (2, {"layers": "dense:units=6:activation=linear,layer-norm:activation=tanh,dense:units=5:activation=linear,batch-norm:activation=silu,dense:units=2:activation=linear", "loss": "mse"}, {"optimizer": "momentum:lr=0.02"}),
    (2, {"layers": "dense:units=6:activation=tanh,dense:units=1:activation=linear", "loss": "huber"}, {"optimizer": "sgd:lr=0.1", "l1": 0.01}),
    (2, {"layers": "dense:units=6:activation=tanh,dense:units=6:activation=tanh:residual=true,dense:units=1:activation=linear", "loss": "mse"}, {"optimizer": "momentum:lr=0.02", "l2": 0.05}),
    (3, {"layers": "dense:units=6:activation=leaky-relu,dense:units=4:activation=relu,dense:units=3:activation=linear", "loss": "cross-entropy"}, {"optimizer": "adadelta:lr=0.5"}),
    (2, {"layers": "dense:units=6:activation=tanh,dense:units=1:activation=linear", "loss": "mse"}, {"optimizer": "sgd:lr=0.2", "clip-norm": 0.3, "clip-value": 0.2}),
]


def main():
    number = lambda v: f"{v:.9g}"
    listed = lambda values: "{" + ",".join(map(number, values)) + "}"
    lines = [f"// torch {torch.__version__}, float64, written by generate.py: inputs, network, trainer, losses of {steps} steps, parameters and\n"
             "// running statistics after them\n"]
    for inputs, network, trainer in runs:
        reported, end, running = train(inputs, network, trainer)
        link = lambda settings: "&".join(f"{key}={value}" for key, value in settings.items())
        lines.append(f'{{{inputs}, "{link(network)}", "{link(trainer)}", {listed(reported)}, {listed(end)}, {listed(running)}}},\n')
    (here / "trainings.inc").write_text("".join(lines))
