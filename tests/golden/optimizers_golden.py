"""optimizers.inc: one row per run: optimizer as a link writes it, landscape, points every few steps; in float64."""
import json
import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
here = pathlib.Path(__file__).parent

# ---- optimizers ------------------------------------------------------------------------------------------------------


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, arXiv:2302.06675, algorithm 2; torch has none."""

    def __init__(self, params, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for w in group["params"]:
                m = self.state[w].setdefault("m", torch.zeros_like(w))
                w -= lr * (torch.sign(b1 * m + (1 - b1) * w.grad) + group["weight_decay"] * w)
                m.mul_(b2).add_(w.grad, alpha=1 - b2)


def momentum(params, momentum=0.9, **options):
    return torch.optim.SGD(params, momentum=momentum, **options)


def lbfgs(params, max_iter=1, **options):
    return torch.optim.LBFGS(params, max_iter=max_iter, line_search_fn="strong_wolfe", **options)


makers = {
    "sgd": torch.optim.SGD,
    "momentum": momentum,
    "nesterov": lambda p, **o: momentum(p, nesterov=True, **o),
    "adagrad": torch.optim.Adagrad,
    "adadelta": torch.optim.Adadelta,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "amsgrad": lambda p, **o: torch.optim.Adam(p, amsgrad=True, **o),
    "adamw": torch.optim.AdamW,
    "nadam": lambda p, **o: torch.optim.NAdam(p, foreach=True, **o),  # 1.13's default path multiplies mu_t in twice
    "radam": torch.optim.RAdam,
    "adamax": torch.optim.Adamax,
    "rprop": torch.optim.Rprop,
    "lion": Lion,
    "lbfgs": lbfgs,
}
pairs = {  # two of our options make one of torch's
    "betas": (("beta1", 0.9), ("beta2", 0.999)),
    "etas": (("eta_minus", 0.5), ("eta_plus", 1.2)),
    "step_sizes": (("step_min", 1e-6), ("step_max", 50.0)),
}


def optimizer(text, params):
    """`adam:lr=0.1:beta1=0.8` at work on params."""
    key, *items = text.split(":")
    options = {}
    for item in items:
        name, value = item.split("=")
        options[name.replace("-", "_")] = json.loads(value)
    for pair, halves in pairs.items():
        if any(name in options for name, _ in halves):
            options[pair] = tuple(
                options.pop(name, 0.99 if (key, name) == ("lion", "beta2") else default) for name, default in halves)
    return makers[key](params, **options)


# ---- landscapes ------------------------------------------------------------------------------------------------------


def quadratic(w, kappa, theta):
    c, s = math.cos(math.radians(theta)), math.sin(math.radians(theta))
    return ((c * w[0] + s * w[1])**2 + kappa * (c * w[1] - s * w[0])**2) / 2


surfaces = {  # formula, start, and the learning rate that suits plain descent
    "quadratic": (quadratic, (-10, 1), 0.012),
    "rosenbrock": (lambda w: (1 - w[0])**2 + 100 * (w[1] - w[0]**2)**2, (-1.2, 1), 0.0005),
    "beale": (lambda w: (1.5 - w[0] + w[0] * w[1])**2 + (2.25 - w[0] + w[0] * w[1]**2)**2 +
              (2.625 - w[0] + w[0] * w[1]**3)**2, (1.2, -0.7), 0.01),
    "himmelblau": (lambda w: (w[0]**2 + w[1] - 11)**2 + (w[0] + w[1]**2 - 7)**2, (0.6, -0.4), 0.005),
    "booth": (lambda w: (w[0] + 2 * w[1] - 7)**2 + (2 * w[0] + w[1] - 5)**2, (-4.3, -6.1), 0.05),
    "matyas": (lambda w: 0.26 * (w[0]**2 + w[1]**2) - 0.48 * w[0] * w[1], (7.3, -4.1), 0.5),
    "styblinski-tang": (lambda w: sum(x**4 - 16 * x**2 + 5 * x for x in w) / 2, (0.7, -0.6), 0.01),
    # of any dimension
    "bowl": (lambda w: (torch.logspace(0, 2, len(w), dtype=w.dtype) * w**2).sum() / 2, None, 0.008),
    "chain": (lambda w: ((1 - w[:-1])**2 + 100 * (w[1:] - w[:-1]**2)**2).sum(), None, 0.0002),
}


def run(text, surface, start, steps, every, dtype=torch.float64, **shape):
    """The points after 0, every, 2 every, ... steps."""
    w = torch.tensor([float(x) for x in start], dtype=dtype, requires_grad=True)
    rule = optimizer(text, [w])

    def loss():
        rule.zero_grad()
        value = surfaces[surface][0](w, **shape)
        value.backward()
        return value

    path = [w.tolist()]
    for step in range(1, steps + 1):
        if text.startswith("lbfgs"):
            rule.step(loss)
        else:
            loss()
            rule.step()
        if step % every == 0:
            path.append(w.tolist())
    return path


def first_followed(texts, *args, **shape):
    """The first of the texts that torch itself can follow in single precision (a fifth of the tolerance), and its path.
    On others (a slope's sign near the minimum, a bounce off a steep wall) no two roundings agree."""
    for text in texts:
        path, single = run(text, *args, **shape), run(text, *args, dtype=torch.float32, **shape)
        if all(abs(x - y) < 0.2 * (1e-5 + 1e-4 * abs(x)) for p, q in zip(path, single) for x, y in zip(p, q)):
            return text, path
    raise ValueError(f"none of {texts} can be followed on {args[0]}")


# ---- runs ------------------------------------------------------------------------------------------------------------

# Each optimizer runs in all places, its variants taking turns. {lr} is the surface's, {lr3} three times that, for a
# rule that starts without scaling; the other rules do not depend on the gradient's size.
variants = {
    "sgd": ["sgd:lr={lr}", "sgd:lr={lr}:weight-decay=0.1"],
    "momentum": ["momentum:lr={lr}:momentum=0.8", "momentum:lr={lr}:momentum=0.9:dampening=0.5",
                 "momentum:lr={lr}:momentum=0.7:weight-decay=0.1"],
    "nesterov": ["nesterov:lr={lr}:momentum=0.8", "nesterov:lr={lr}:momentum=0.6:weight-decay=0.1"],
    "adagrad": ["adagrad:lr=0.5", "adagrad:lr=0.8:lr-decay=0.01:initial-accumulator-value=2.5",
                "adagrad:lr=0.5:eps=0.01:weight-decay=0.1"],
    "adadelta": ["adadelta:lr=1.0", "adadelta:lr=20.0:rho=0.95", "adadelta:lr=5.0:eps=0.0001:weight-decay=0.1"],
    "rmsprop": ["rmsprop:lr=0.01", "rmsprop:lr=0.005:centered=true:alpha=0.95",
                "rmsprop:lr=0.002:momentum=0.8:weight-decay=0.1",
                "rmsprop:lr=0.002:momentum=0.5:centered=true:eps=0.01"],
    "adam": ["adam:lr=0.1", "adam:lr=0.05:beta1=0.8:beta2=0.99", "adam:lr=0.1:eps=0.1:weight-decay=0.1"],
    "amsgrad": ["amsgrad:lr=0.1", "amsgrad:lr=0.05:beta1=0.8:beta2=0.9", "amsgrad:lr=0.1:weight-decay=0.1"],
    "adamw": ["adamw:lr=0.1", "adamw:lr=0.05:weight-decay=0.3", "adamw:lr=0.05:beta1=0.5:weight-decay=0.0"],
    "nadam": ["nadam:lr=0.05", "nadam:lr=0.02:momentum-decay=0.05:beta2=0.99",
              "nadam:lr=0.05:beta1=0.8:weight-decay=0.1"],
    "radam": ["radam:lr={lr3}", "radam:lr={lr3}:beta1=0.8:beta2=0.9", "radam:lr={lr3}:weight-decay=0.1:eps=0.001"],
    "adamax": ["adamax:lr=0.1", "adamax:lr=0.05:beta1=0.8:beta2=0.9", "adamax:lr=0.1:weight-decay=0.1:eps=0.01"],
    "rprop": ["rprop:lr=0.01", "rprop:lr=0.05:eta-minus=0.3:eta-plus=1.5", "rprop:lr=0.1:step-min=0.0001:step-max=0.2"],
    "lion": ["lion:lr=0.01", "lion:lr=0.02:beta1=0.7:beta2=0.9", "lion:lr=0.01:weight-decay=0.5"],
    "lbfgs": ["lbfgs:lr=1.0", "lbfgs:lr=1.0:max-iter=20:max-eval=4", "lbfgs:lr=1.0:max-iter=3:history-size=5",
              "lbfgs:lr=0.5:history-size=2"],
}
# From the usual starts L-BFGS's line search turns on the last bit of the loss.
other_starts = {("lbfgs", "rosenbrock"): (0.5, -0.5), ("lbfgs", "styblinski-tang"): (1.5, -1)}
places = [("quadratic", 100, 0), ("quadratic", 50, 30), ("rosenbrock", 1, 0), ("beale", 1, 0), ("himmelblau", 1, 0),
          ("booth", 1, 0), ("matyas", 1, 0), ("styblinski-tang", 1, 0)]


def number(x):
    return f"{x:.9g}"


def main():
    with open(here / "optimizers.inc", "w") as out:
        out.write(f"// torch {torch.__version__}, float64, written by generate.py: optimizer, surface, kappa, theta,\n"
                  "// parameters, steps between points, the coordinates of one point after another from the start on\n")
        for key, texts in variants.items():
            steps, every = (24, 2) if key == "lbfgs" else (150, 10)

            def write(turn, surface, start, steps, every, kappa=1, theta=0):
                lr = surfaces[surface][2]
                order = [t.format(lr=lr, lr3=number(3 * lr)) for t in texts[turn:] + texts[:turn]]
                shape = dict(kappa=kappa, theta=theta) if surface == "quadratic" else {}
                text, path = first_followed(order, surface, start, steps, every, **shape)
                assert all(abs(x) < 100 for x in path[-1]), f"{text} diverges on {surface}"
                points = ",".join(number(x) for point in path for x in point)
                out.write(f'{{"{text}", "{surface}", {kappa}, {theta}, {len(start)}, {every}, {{{points}}}}},\n')

            for i, (surface, kappa, theta) in enumerate(places):
                start = other_starts.get((key, surface), surfaces[surface][1])
                write(i % len(texts), surface, start, steps, every, kappa, theta)
            for turn, surface, size in (1, "bowl", 1), (0, "chain", 0.5):
                start = [size * (-1)**i * (1.2 + math.cos(3 * i)) for i in range(37)]
                write(turn, surface, start, 4 * every, 2 * every)
