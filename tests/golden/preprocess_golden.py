"""preprocess.inc: what scikit-learn makes of a table's second half when fitted to its first."""
import pathlib

import numpy
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, StandardScaler

here = pathlib.Path(__file__).parent


def upright(z, axes):
    """With each axis pointing the way in which its largest entry is positive."""
    return z * numpy.sign(axes[numpy.arange(len(axes)), numpy.abs(axes).argmax(1)])


def main():
    random = numpy.random.default_rng(9)
    mixed = random.normal(size=(24, 4)) @ random.normal(size=(4, 4)) + [1, -5, 0, 30]
    kinds = random.integers(-2, 3, (24, 4)).astype(float)
    listed = lambda v: "{" + ",".join(f"{x:.9g}" for x in numpy.asarray(v, dtype=float).reshape(-1)) + "}"
    lines = ["// scikit-learn, written by generate.py: what is done, fitted on (12, 4), applied to (12, 4), the result\n"]
    for key, table, work in [
        ("standardize", mixed, lambda a, b: StandardScaler().fit(a).transform(b)),
        ("min-max", mixed, lambda a, b: MinMaxScaler().fit(a).transform(b)),
        ("min-max:low=-1", mixed, lambda a, b: MinMaxScaler((-1, 1)).fit(a).transform(b)),
        ("pca-whiten", mixed, lambda a, b: (lambda p: upright(p.transform(b), p.components_))(PCA(whiten=True).fit(a))),
        ("one-hot", kinds, lambda a, b: OneHotEncoder(handle_unknown="ignore", sparse=False).fit(a).transform(b)),
        ("codes", kinds, lambda a, b: OrdinalEncoder().fit(a).transform(a)),
    ]:
        table = table.astype(numpy.float32)
        a, b = table[:12], table[12:] if key != "codes" else table[:12]
        lines.append(f'{{"{key}", {listed(a)}, {listed(b)}, {listed(work(a.astype(float), b.astype(float)))}}},\n')
    (here / "preprocess.inc").write_text("".join(lines))
