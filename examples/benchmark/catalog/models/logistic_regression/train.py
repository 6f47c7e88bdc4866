"""Softmax regression by mini-batch gradient descent."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))

from benchmark import Data, accuracy, batches, cross_entropy, np, save_confusion_matrix, softmax  # noqa: E402
from orrery import EpochLogger, load_job_spec, output_dir, write_metrics  # noqa: E402


def main():
    spec, out = load_job_spec(), output_dir()
    settings = spec.hyperparameters
    data = Data(spec.dataset_id, spec.seed)
    rng = np.random.default_rng(spec.seed)
    weights = np.zeros((data.x_train.shape[1], len(data.classes)))
    bias = np.zeros(len(data.classes))
    targets = data.one_hot(data.y_train)

    with EpochLogger(out / "metrics.jsonl") as log:
        for epoch in range(settings["epochs"]):
            for rows in batches(len(data.x_train), settings["batch_size"], rng):
                x = data.x_train[rows]
                error = (softmax(x @ weights + bias) - targets[rows]) / len(rows)
                weights -= settings["learning_rate"] * (x.T @ error + settings["l2"] * weights)
                bias -= settings["learning_rate"] * error.sum(axis=0)
            probabilities = softmax(data.x_val @ weights + bias)
            log.log(
                epoch,
                train_loss=cross_entropy(softmax(data.x_train @ weights + bias), data.y_train),
                val_loss=cross_entropy(probabilities, data.y_val),
                val_accuracy=accuracy(probabilities.argmax(axis=1), data.y_val),
            )
            if log.should_stop:
                break

    predicted = probabilities.argmax(axis=1)
    np.savez(out / "model.npz", weights=weights, bias=bias)
    save_confusion_matrix(out / "confusion_matrix.png", data.y_val, predicted, data.classes)
    write_metrics({"val_accuracy": accuracy(predicted, data.y_val), "val_loss": cross_entropy(probabilities, data.y_val)})


main()
