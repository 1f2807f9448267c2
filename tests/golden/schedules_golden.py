"""schedules.inc: one row per schedule as a link writes it, with torch's rates at steps 0, 1, 2, ... from a full rate of
1, its momenta where it moves them, and the losses that it is told after each step where it needs them.
"""
import math
import pathlib

import torch
from torch.optim import lr_scheduler as torch_schedules

here = pathlib.Path(__file__).parent


def parsed(text):
    """`cyclic:base-lr=0.1` as its key and torch's keyword arguments."""
    key, *items = text.split(":")
    options = {}
    for item in items:
        name, value = item.split("=")
        try:
            options[name.replace("-", "_")] = int(value) if value.isdigit() else float(value)
        except ValueError:
            options[name.replace("-", "_")] = {"true": True, "false": False}.get(value, value)
    return key, options


def warmup_cosine(optimizer, warmup, start_factor, t_max, eta_min=0.0):
    return torch_schedules.SequentialLR(optimizer, [
        torch_schedules.LinearLR(optimizer, start_factor, total_iters=warmup),
        torch_schedules.CosineAnnealingLR(optimizer, t_max, eta_min),
    ], [warmup])


def drawn(optimizer, points):
    corners = [tuple(map(float, point.split("*"))) for point in points.split(";")]

    def rate(step):
        before = [c for c in corners if c[0] <= step]
        after = [c for c in corners if c[0] > step]
        if not before or not after:
            return (before[-1:] or after[:1])[0][1]
        (a, low), (b, high) = before[-1], after[0]
        return low + (high - low) * (step - a) / (b - a)

    return torch_schedules.LambdaLR(optimizer, rate)


def cyclic(optimizer, base_lr=0.1, step_size_down=0, mode="triangular", **options):
    return torch_schedules.CyclicLR(optimizer, base_lr, 1.0, step_size_down=step_size_down or None,
                                    mode=mode.replace("-", "_"), **options)


makers = {
    "constant": lambda o: torch_schedules.ConstantLR(o, factor=1.0),
    "step": torch_schedules.StepLR,
    "multi-step": lambda o, milestones, **rest: torch_schedules.MultiStepLR(o, list(map(int, milestones.split(";"))), **rest),
    "exponential": torch_schedules.ExponentialLR,
    "polynomial": torch_schedules.PolynomialLR,
    "cosine": lambda o, t_max, **rest: torch_schedules.CosineAnnealingLR(o, t_max, **rest),
    "sgdr": lambda o, t_0, **rest: torch_schedules.CosineAnnealingWarmRestarts(
        o, t_0, **{"T_mult" if name == "t_mult" else name: value for name, value in rest.items()}),
    "warmup-cosine": warmup_cosine,
    "cyclic": cyclic,
    "one-cycle": lambda o, **rest: torch_schedules.OneCycleLR(o, 1.0, **rest),
    "plateau": torch_schedules.ReduceLROnPlateau,
    "drawn": drawn,
}


def losses(kind):
    """A loss that falls and then stays, one that shakes, one that rises, one that falls below 0."""
    return {
        "falls": lambda t: 0.3 + math.exp(-0.3 * t),
        "shakes": lambda t: 2 + math.sin(2.4 * t) - 0.02 * t,
        "rises": lambda t: 1 + 0.1 * t,
        "below": lambda t: 1 - 0.05 * t + 0.3 * math.cos(t),
    }[kind]


rows = [  # schedule, steps, loss
    ("constant", 4), ("step:step-size=3", 13), ("step:step-size=7:gamma=0.5", 30),
    ("multi-step:milestones=5;12", 20), ("multi-step:milestones=9;2;9;4:gamma=0.5", 14), ("multi-step:milestones=0;3", 6),
    ("exponential:gamma=0.9", 30), ("polynomial:total-iters=12", 16), ("polynomial:total-iters=20:power=2.5", 24),
    ("cosine:t-max=15", 40), ("cosine:t-max=20:eta-min=0.1", 30),
    ("sgdr:t-0=5:t-mult=1", 17), ("sgdr:t-0=4:t-mult=2:eta-min=0.05", 40), ("sgdr:t-0=2:t-mult=3", 30),
    ("warmup-cosine:warmup=5:start-factor=0.1:t-max=20", 25),
    ("warmup-cosine:warmup=10:start-factor=0.3:t-max=12:eta-min=0.2", 22),
    ("cyclic:step-size-up=6", 30), ("cyclic:step-size-up=4:step-size-down=9:base-lr=0.3", 40),
    ("cyclic:step-size-up=5:mode=triangular2:max-momentum=0.95", 45),
    ("cyclic:step-size-up=7:step-size-down=3:mode=exp-range:gamma=0.97:base-lr=0.01:base-momentum=0.7", 45),
    ("cyclic:step-size-up=1:cycle-momentum=false", 7),
    ("one-cycle:total-steps=40", 40), ("one-cycle:total-steps=40:anneal-strategy=linear", 40),
    ("one-cycle:total-steps=33:pct-start=0.25:div-factor=10.0:final-div-factor=100.0", 33),
    ("one-cycle:total-steps=50:three-phase=true:anneal-strategy=linear:pct-start=0.45:div-factor=10.0", 50),
    ("one-cycle:total-steps=30:three-phase=true:pct-start=0.3:base-momentum=0.8:max-momentum=0.9", 30),
    ("one-cycle:total-steps=20:cycle-momentum=false:pct-start=0.0", 20), ("one-cycle:total-steps=20:pct-start=1.0", 20),
    ("plateau:patience=3", 60, "falls"), ("plateau:factor=0.5:patience=2:cooldown=3", 50, "shakes"),
    ("plateau:factor=0.5:patience=0:threshold=0.1:min-lr=0.04", 30, "falls"),
    ("plateau:factor=0.2:patience=1:cooldown=2", 40, "rises"), ("plateau:factor=0.7:patience=2", 40, "below"),
    ("drawn:points=0*0.1;5*1;20*1;30*0", 35), ("drawn:points=4*2;8*0.5;8*1;12*0.25", 16), ("drawn:points=3*0.7", 6),
]


def listed(numbers):
    return "{" + ",".join(f"{x:.10g}" for x in numbers) + "}"


def main():
    with open(here / "schedules.inc", "w") as out:
        out.write(f"// torch {torch.__version__}, written by schedules_golden.py: schedule, rates, momenta, losses\n")
        for text, steps, *kind in rows:
            key, options = parsed(text)
            optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0, momentum=0.5)
            schedule = makers[key](optimizer, **options)
            moves = options.get("cycle_momentum", key in ("cyclic", "one-cycle"))
            rates, momenta, told = [], [], []
            for step in range(steps):
                rates.append(optimizer.param_groups[0]["lr"])
                momenta.append(optimizer.param_groups[0]["momentum"])
                optimizer.step()
                if kind:
                    told.append(float(f"{losses(kind[0])(step):.6f}"))
                    schedule.step(told[-1])
                elif step + 1 < steps:
                    schedule.step()
            out.write(f'{{"{text}", {listed(rates)}, {listed(momenta if moves else [])}, {listed(told)}}},\n')
