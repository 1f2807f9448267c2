"""activations.inc: first the places z, then one row per activation as a link writes it, with torch's values and slopes
there in float64; for PReLU (which starts from the number given) also the slopes by its weight.
softmax.inc: logits of several samples, their softmax and log-softmax.
"""
import pathlib

import torch
from torch.nn import functional as F

here = pathlib.Path(__file__).parent

places = [-88, -31.5, -12.25, -8, -5.5, -4, -3, -2.5, -2, -1.28, -1, -0.75, -0.5, -0.1, -1e-3, -1e-6, 0,
          1e-6, 1e-3, 0.1, 0.5, 0.75, 1, 1.28, 2, 2.5, 3, 4, 5.5, 8, 12.25, 31.5, 88]

rows = [
    ("linear", lambda z: z), ("relu", F.relu), ("tanh", torch.tanh), ("sigmoid", torch.sigmoid),
    ("leaky-relu", F.leaky_relu), ("leaky-relu:negative-slope=0.3", lambda z: F.leaky_relu(z, 0.3)),
    ("prelu", None, 0.25), ("prelu:start=-0.5", None, -0.5),
    ("elu", F.elu), ("elu:alpha=2.5", lambda z: F.elu(z, 2.5)), ("selu", F.selu),
    ("gelu", F.gelu), ("gelu-tanh", lambda z: F.gelu(z, approximate="tanh")),
    ("silu", F.silu), ("silu:beta=2.5", lambda z: z * torch.sigmoid(2.5 * z)), ("mish", F.mish),
    ("softplus", F.softplus), ("softplus:beta=0.5", lambda z: F.softplus(z, 0.5)),
    ("softplus:beta=2:threshold=4", lambda z: F.softplus(z, 2, 4)), ("softsign", F.softsign),
    ("hard-tanh", F.hardtanh), ("hard-tanh:low=-2:high=0.5", lambda z: F.hardtanh(z, -2, 0.5)),
    ("hard-swish", F.hardswish), ("sin", torch.sin),
]

logits = [[0.5, -1.25, 2.0], [100.0, -100.0, 0.0], [-3.0, -3.0, -3.0], [1e-3, 0.0, 88.0], [-1000.0, -1001.0, -999.5]]


def listed(numbers):
    return "{" + ",".join(repr(x) for x in numbers.reshape(-1).tolist()) + "}"


def main():
    head = f"// torch {torch.__version__}, written by activations_golden.py: "
    z = torch.tensor(places, dtype=torch.float64, requires_grad=True)
    with open(here / "activations.inc", "w") as out:
        out.write(f"{head}activation, values, slopes, slopes by weight\n")
        out.write(f'{{"places", {listed(z.detach())}, {{}}, {{}}}},\n')
        for text, function, *start in rows:
            by_weight = torch.empty(0)
            if start:
                weights = torch.full_like(z, start[0]).detach().requires_grad_()  # one for each place
                value = F.prelu(z[None], weights)
                by_weight, = torch.autograd.grad(value.sum(), weights, retain_graph=True)
            else:
                value = function(z)
            slope, = torch.autograd.grad(value.sum(), z)
            out.write(f'{{"{text}", {listed(value.detach())}, {listed(slope)}, {listed(by_weight)}}},\n')
    with open(here / "softmax.inc", "w") as out:
        out.write(f"{head}logits, softmax, log-softmax\n")
        for row in logits:
            x = torch.tensor(row, dtype=torch.float64)
            out.write(f"{{{listed(x)}, {listed(F.softmax(x, -1))}, {listed(F.log_softmax(x, -1))}}},\n")
