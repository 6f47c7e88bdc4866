"""Trains with the real Keras."""

import os
import tempfile
import unittest
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras  # noqa: E402
import numpy  # noqa: E402

from orrery import EpochLogger  # noqa: E402
from orrery.keras import OrreryCallback  # noqa: E402

from .lines import lines_of  # noqa: E402


class KerasTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "metrics.jsonl"
        random = numpy.random.default_rng(0)
        self.x = random.normal(size=(64, 4)).astype("float32")
        self.y = (self.x.sum(axis=1) > 0).astype("float32")
        self.model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
        self.model.compile("adam", "binary_crossentropy", metrics=["accuracy"])

    def fit(self, epochs, callback):
        data = (self.x, self.y)
        return self.model.fit(*data, validation_data=data, epochs=epochs, verbose=0, callbacks=[callback])

    def test_each_epoch_is_logged_as_keras_tells_it(self):
        callback = OrreryCallback(EpochLogger(self.path))
        history = self.fit(3, callback).history
        lines = lines_of(self.path)
        self.assertEqual([line["step"] for line in lines], [0, 1, 2])
        self.assertEqual(set(lines[0]["metrics"]), {"loss", "accuracy", "val_loss", "val_accuracy"})
        for name, values in history.items():
            self.assertEqual([line["metrics"][name] for line in lines], [float(value) for value in values])
        loss, _ = self.model.evaluate(self.x, self.y, verbose=0, callbacks=[callback])
        last = lines_of(self.path)[-1]
        self.assertEqual((last["step"], set(last["metrics"])), (2, {"test_loss", "test_accuracy"}))
        self.assertAlmostEqual(last["metrics"]["test_loss"], loss, places=5)

    def test_it_stops_where_the_host_asks(self):
        (self.folder / "stop.json").write_text('{"reason": "pruned"}')
        self.fit(5, OrreryCallback(EpochLogger(self.path)))
        self.assertEqual(len(lines_of(self.path)), 1)
