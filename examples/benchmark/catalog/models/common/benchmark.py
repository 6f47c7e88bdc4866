"""What the three models share: the data, the gradient steps of a softmax, and the plot at the end."""

import os

# Two jobs share two cores; threads of the linear algebra would only fight.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import importlib.util  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402

FILES = {
    "digits": ("digits.csv.gz", [str(digit) for digit in range(10)]),
    "wine": ("wine_data.csv", ["class 0", "class 1", "class 2"]),
    "breast_cancer": ("breast_cancer.csv", ["malignant", "benign"]),
}


class Data:
    """A dataset of scikit-learn, split 3:1 within each class, with features of zero mean and unit variance."""

    def __init__(self, dataset_id, seed):
        features, labels, self.classes = _read(dataset_id)
        train, test = _split(labels, np.random.default_rng(seed))
        mean, spread = features[train].mean(axis=0), features[train].std(axis=0)
        scaled = (features - mean) / np.where(spread > 0, spread, 1.0)
        self.x_train, self.y_train = scaled[train], labels[train]
        self.x_val, self.y_val = scaled[test], labels[test]

    def one_hot(self, labels):
        return np.eye(len(self.classes))[labels]


def _read(dataset_id):
    """Reads the file inside the package: importing scikit-learn takes longer than training here."""
    name, classes = FILES[dataset_id]
    package = Path(importlib.util.find_spec("sklearn").origin).parent
    header = 0 if name.startswith("digits") else 1
    table = np.loadtxt(package / "datasets" / "data" / name, delimiter=",", skiprows=header)
    return table[:, :-1], table[:, -1].astype(int), classes


def _split(labels, rng):
    train, test = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        cut = len(members) * 3 // 4
        train.extend(members[:cut])
        test.extend(members[cut:])
    return rng.permutation(train), np.array(test)


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(probabilities, labels):
    return float(-np.log(probabilities[np.arange(len(labels)), labels] + 1e-12).mean())


def accuracy(predicted, labels):
    return float((predicted == labels).mean())


def batches(count, size, rng):
    order = rng.permutation(count)
    for start in range(0, count, size):
        yield order[start : start + size]


def save_confusion_matrix(path, labels, predicted, classes):
    """Draws how often each class was taken for each."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    counts = np.zeros((len(classes), len(classes)), int)
    np.add.at(counts, (labels, predicted), 1)
    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.imshow(counts, cmap="Blues")
    for (row, column), count in np.ndenumerate(counts):
        shade = "white" if count > counts.max() / 2 else "black"
        axes.text(column, row, count, ha="center", va="center", color=shade, fontsize=8)
    axes.set_xticks(range(len(classes)), classes, rotation=45, ha="right")
    axes.set_yticks(range(len(classes)), classes)
    axes.set_xlabel("predicted")
    axes.set_ylabel("true")
    figure.savefig(path, dpi=100)
