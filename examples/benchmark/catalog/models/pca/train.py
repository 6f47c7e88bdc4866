"""Principal components, then the nearest class centroid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))

from benchmark import Data, accuracy, np, save_confusion_matrix  # noqa: E402
from orrery import EpochLogger, load_job_spec, output_dir, write_metrics  # noqa: E402


def main():
    spec, out = load_job_spec(), output_dir()
    data = Data(spec.dataset_id, spec.seed)
    wanted = min(spec.hyperparameters["n_components"], data.x_train.shape[1])
    _, singular, axes = np.linalg.svd(data.x_train, full_matrices=False)
    share = singular**2 / (singular**2).sum()

    with EpochLogger(out / "metrics.jsonl") as log:
        for kept in range(1, wanted + 1):
            predicted = nearest_centroid(data, axes[:kept])
            log.log(
                kept,
                explained_variance=share[:kept].sum(),
                val_accuracy=accuracy(predicted, data.y_val),
            )

    np.savez(out / "model.npz", components=axes[:wanted])
    save_confusion_matrix(out / "confusion_matrix.png", data.y_val, predicted, data.classes)
    write_metrics({"val_accuracy": accuracy(predicted, data.y_val), "explained_variance": float(share[:wanted].sum())})


def nearest_centroid(data, axes):
    train, val = data.x_train @ axes.T, data.x_val @ axes.T
    centroids = np.stack([train[data.y_train == label].mean(axis=0) for label in range(len(data.classes))])
    distances = ((val[:, None, :] - centroids[None]) ** 2).sum(axis=2)
    return distances.argmin(axis=1)


main()
