"""A network of one hidden layer, trained with Adam (Kingma and Ba, 2015)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "common"))

from benchmark import Data, accuracy, batches, cross_entropy, np, save_confusion_matrix, softmax  # noqa: E402
from orrery import EpochLogger, load_job_spec, output_dir, write_metrics  # noqa: E402


class Network:
    def __init__(self, inputs, hidden, outputs, activation, rng):
        self.relu = activation == "relu"
        gain = 2.0 if self.relu else 1.0
        self.parameters = [
            rng.normal(0, np.sqrt(gain / inputs), (inputs, hidden)),
            np.zeros(hidden),
            rng.normal(0, np.sqrt(1.0 / hidden), (hidden, outputs)),
            np.zeros(outputs),
        ]
        self.moments = [(np.zeros_like(p), np.zeros_like(p)) for p in self.parameters]
        self.steps = 0

    def hidden(self, x):
        scores = x @ self.parameters[0] + self.parameters[1]
        return np.maximum(scores, 0) if self.relu else np.tanh(scores)

    def predict(self, x):
        return softmax(self.hidden(x) @ self.parameters[2] + self.parameters[3])

    def learn(self, x, targets, rate, alpha):
        hidden = self.hidden(x)
        error = (softmax(hidden @ self.parameters[2] + self.parameters[3]) - targets) / len(x)
        back = (error @ self.parameters[2].T) * ((hidden > 0) if self.relu else 1 - hidden**2)
        self._adam(
            [
                x.T @ back + alpha * self.parameters[0],
                back.sum(axis=0),
                hidden.T @ error + alpha * self.parameters[2],
                error.sum(axis=0),
            ],
            rate,
        )

    def _adam(self, gradients, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.steps += 1
        for parameter, gradient, (mean, square) in zip(self.parameters, gradients, self.moments):
            mean += (1 - beta1) * (gradient - mean)
            square += (1 - beta2) * (gradient**2 - square)
            corrected = mean / (1 - beta1**self.steps)
            scale = np.sqrt(square / (1 - beta2**self.steps)) + epsilon
            parameter -= rate * corrected / scale


def main():
    spec, out = load_job_spec(), output_dir()
    settings = spec.hyperparameters
    data = Data(spec.dataset_id, spec.seed)
    rng = np.random.default_rng(spec.seed)
    network = Network(
        data.x_train.shape[1], settings["hidden_units"], len(data.classes), settings["activation"], rng
    )
    targets = data.one_hot(data.y_train)

    with EpochLogger(out / "metrics.jsonl") as log:
        for epoch in range(settings["epochs"]):
            for rows in batches(len(data.x_train), settings["batch_size"], rng):
                network.learn(data.x_train[rows], targets[rows], settings["learning_rate"], settings["alpha"])
            probabilities = network.predict(data.x_val)
            log.log(
                epoch,
                train_loss=cross_entropy(network.predict(data.x_train), data.y_train),
                val_loss=cross_entropy(probabilities, data.y_val),
                val_accuracy=accuracy(probabilities.argmax(axis=1), data.y_val),
            )
            if log.should_stop:
                print("stopping after epoch %d: %s" % (epoch, log.stop_reason))
                break

    predicted = probabilities.argmax(axis=1)
    np.savez(out / "model.npz", *network.parameters)
    save_confusion_matrix(out / "confusion_matrix.png", data.y_val, predicted, data.classes)
    write_metrics({"val_accuracy": accuracy(predicted, data.y_val), "val_loss": cross_entropy(probabilities, data.y_val)})


main()
