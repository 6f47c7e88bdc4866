import contextlib
import io
import os
import tempfile
import unittest
import warnings
from pathlib import Path
from unittest import mock

from orrery import EpochLogger, Refused, Unreachable, replay
from orrery.__main__ import main

from .server import FakeServer

RUN = "a" * 32


class ReplayTest(unittest.TestCase):
    def setUp(self):
        self.server = FakeServer()
        self.addCleanup(self.server.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "metrics.jsonl"
        environment = {"MLFLOW_TRACKING_URI": self.server.url, "ORRERY_OUTPUT": folder.name}
        patch = mock.patch.dict(os.environ, environment)
        patch.start()
        self.addCleanup(patch.stop)
        os.environ.pop("MLFLOW_RUN_ID", None)

    def log(self, steps, status, run_id=RUN):
        self.server.status = status
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with EpochLogger(self.path, run_id=run_id, interval=0.02) as log:
                for step in steps:
                    log.log(step, loss=step / 2, accuracy=step)
        self.server.status = 200

    def steps(self):
        return [point["step"] for point in self.server.points() if point["key"] == "loss"]

    def test_what_the_server_missed_goes_once(self):
        self.log(range(3), 200)
        self.log(range(3, 6), 0)
        self.assertEqual(self.steps(), [0, 1, 2])
        self.assertEqual(replay(), 6)
        self.assertEqual(self.steps(), list(range(6)))
        self.assertEqual(replay(), 0)
        self.assertEqual({batch["run_id"] for batch in self.server.batches}, {RUN})

    def test_the_next_logger_of_the_run_sends_it_first(self):
        self.log(range(3), 503)
        self.log(range(3, 5), 200)
        self.assertEqual(self.steps(), list(range(5)))
        self.assertEqual(replay(), 0)

    def test_an_answer_that_was_lost_sends_the_same_points_again(self):
        self.log([0], 0)
        self.server.status = -1
        with self.assertRaises(Unreachable):
            replay()
        self.server.status = 200
        self.assertEqual(replay(), 2)
        first, second = self.server.batches
        self.assertEqual(first, second)  # of which the server keeps one, with the timestamp of the first writing

    def test_it_goes_on_where_it_was_broken_off(self):
        self.log(range(1400), 0)
        self.server.fail_from = 2
        with self.assertRaises(Unreachable):
            replay()
        self.assertEqual(len(self.steps()), 1000)
        self.server.fail_from = None
        self.assertEqual(replay(), 800)
        self.assertEqual(self.steps(), list(range(1400)))

    def test_a_file_of_no_run(self):
        self.log([0], 200, run_id=None)
        with self.assertRaisesRegex(ValueError, "MLFLOW_RUN_ID"):
            replay()
        self.assertEqual(replay(run_id=RUN), 2)
        with self.assertRaisesRegex(ValueError, "is of run a+, not of b+"):
            replay(run_id="b" * 32)

    def test_refusals_are_told(self):
        self.log([0], 0)
        self.server.status = 404
        with self.assertRaises(Refused):
            replay(self.path)
        with self.assertRaises(FileNotFoundError):
            replay(self.folder / "none")

    def test_lines_that_are_none_are_left_out(self):
        self.log([0], 0)
        with self.path.open("a") as file:
            file.write('[]\n{"step": 1}\n{"step": 1.5, "timestamp": 1, "metrics": {"loss": 1}}\n\n{"step": 2, "ti')
        self.log([3], 0)
        self.assertEqual(replay(), 4)
        self.assertEqual(self.steps(), [0, 3])

    def test_from_a_shell(self):
        self.log([0], 0)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertEqual(main(["replay", str(self.folder)]), 0)
        self.assertEqual(said.getvalue(), "2 points sent\n")
        with contextlib.redirect_stderr(io.StringIO()) as said:
            self.assertEqual(main(["replay", str(self.folder / "none")]), 1)
        self.assertIn("none", said.getvalue())


if __name__ == "__main__":
    unittest.main()
