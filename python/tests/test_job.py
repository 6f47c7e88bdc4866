import json
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from orrery import load_job_spec, write_metrics


class JobTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patch = mock.patch.dict(os.environ, {"ORRERY_OUTPUT": folder.name, "ORRERY_INPUT": folder.name + "/none"})
        patch.start()
        self.addCleanup(patch.stop)

    def test_spec(self):
        spec = {"seed": 1, "dataset_id": "d", "dataset_name": "D", "model_name": "m", "hyperparameters": {"lr": 0.1}}
        (self.folder / "job_spec.json").write_text(json.dumps({**spec, "later": "field"}))
        loaded = load_job_spec()
        self.assertEqual((loaded.seed, loaded.hyperparameters, loaded.run_settings), (1, {"lr": 0.1}, {}))

    def test_no_spec(self):
        with self.assertRaisesRegex(FileNotFoundError, "ORRERY_OUTPUT"):
            load_job_spec()

    def test_broken_spec(self):
        for text in ("{", "[]", '{"seed": 1}'):
            (self.folder / "job_spec.json").write_text(text)
            with self.assertRaisesRegex(ValueError, "not a job spec"):
                load_job_spec()

    def test_metrics(self):
        write_metrics({"accuracy": 0.9}, {"loss": {"0": 1.0}})
        written = json.loads((self.folder / "metrics.json").read_text())
        self.assertEqual(written, {"model_metrics": {"accuracy": 0.9}, "history": {"loss": {"0": 1.0}}})
        self.assertEqual(os.listdir(str(self.folder)), ["metrics.json"])
