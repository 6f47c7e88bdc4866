"""What the three models share: the data, the gradient steps of a softmax, and the plot at the end."""

import os

# Two jobs share two cores; threads of the linear algebra would only fight.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np  # noqa: E402


class Data:
    """A dataset of scikit-learn, split 3:1 within each class, with features of zero mean and unit variance."""

    def __init__(self, dataset_id, seed):
        from sklearn import datasets

        bunch = {
            "digits": datasets.load_digits,
            "wine": datasets.load_wine,
            "breast_cancer": datasets.load_breast_cancer,
        }[dataset_id]()
        self.classes = [str(name) for name in bunch.target_names]
        train, test = _split(bunch.target, np.random.default_rng(seed))
        mean, spread = bunch.data[train].mean(axis=0), bunch.data[train].std(axis=0)
        scaled = (bunch.data - mean) / np.where(spread > 0, spread, 1.0)
        self.x_train, self.y_train = scaled[train], bunch.target[train]
        self.x_val, self.y_val = scaled[test], bunch.target[test]

    def one_hot(self, labels):
        return np.eye(len(self.classes))[labels]


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
