import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import warnings
from pathlib import Path
from unittest import mock

from orrery import EpochLogger, Unreachable, replay
from orrery.metric_name import metric_name

from .server import FakeServer

RUN = "a" * 32


class EpochLoggerTest(unittest.TestCase):
    def setUp(self):
        self.server = FakeServer()
        self.addCleanup(self.server.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "metrics.jsonl"
        environment = {"MLFLOW_TRACKING_URI": self.server.url, "MLFLOW_RUN_ID": RUN, "ORRERY_OUTPUT": folder.name}
        patch = mock.patch.dict(os.environ, environment)
        patch.start()
        self.addCleanup(patch.stop)

    def until(self, holds):
        for _ in range(200):
            if holds():
                return
            time.sleep(0.05)
        self.fail("it never came to that")

    def lines(self):
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def streamed(self):
        marker = self.folder / "metrics.streamed"
        return json.loads(marker.read_text())["lines"] if marker.exists() else 0

    def test_file_and_server_get_the_same_points(self):
        with EpochLogger(self.path, interval=0.05) as log:
            log.log(0, loss=0.5, nested={"f1": {"macro": 0.1}})
            log.log(1, {"loss": 0.25})
        points = [
            {"key": key, "value": value, "timestamp": line["timestamp"], "step": line["step"]}
            for line in self.lines()
            for key, value in line["metrics"].items()
        ]
        self.assertEqual(self.server.points(), points)
        self.assertEqual([point["key"] for point in points], ["loss", "nested.f1.macro", "loss"])
        self.assertEqual(self.server.batches[0]["run_id"], RUN)
        self.assertEqual(self.streamed(), 2)

    def test_one_request_an_interval(self):
        with EpochLogger(self.path, interval=0.5) as log:
            for step in range(200):
                log.log(step, loss=step, accuracy=1.0, lr=0.1)
        self.assertEqual(len(self.server.points()), 600)
        self.assertLessEqual(len(self.server.batches), 3)

    def test_batches_stay_within_the_limit(self):
        with EpochLogger(self.path, interval=0.5) as log:
            for step in range(1300):
                log.log(step, loss=step, accuracy=1.0)
        self.assertEqual(len(self.server.points()), 2600)
        self.assertTrue(all(len(batch["metrics"]) <= 1000 for batch in self.server.batches))

    def test_values_that_are_not_finite_are_dropped_with_one_warning_each(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with EpochLogger(self.path, interval=0.05) as log:
                for step in range(3):
                    log.log(step, loss=float("nan"), accuracy=0.5, peak=float("inf"), name="resnet")
        self.assertEqual([line["metrics"] for line in self.lines()], [{"accuracy": 0.5}] * 3)
        self.assertEqual(len(caught), 3)

    def test_without_tracking_it_only_writes_the_file(self):
        del os.environ["MLFLOW_RUN_ID"]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with EpochLogger(self.path) as log:
                log.log(0, loss=1)
        self.assertEqual(caught, [])
        self.assertEqual(len(self.lines()), 1)
        self.assertEqual(self.server.batches, [])

    def test_trouble_of_the_server_never_reaches_the_program(self):
        for status in (0, 500, 429):
            with self.subTest(status=status), warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                self.server.status = status
                self.path.unlink(missing_ok=True) if status else None
                started = time.monotonic()
                with EpochLogger(self.path, interval=0.02) as log:
                    for step in range(5):
                        log.log(step, loss=step)
                        time.sleep(0.02)
                self.assertLess(time.monotonic() - started, 6)
                self.assertEqual(len(self.lines()), 5)
                self.assertEqual(self.streamed(), 0)
                self.assertEqual(len([w for w in caught if "unreachable" in str(w.message)]), 1)

    def test_it_goes_on_when_the_server_is_back(self):
        self.server.status = 503
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with EpochLogger(self.path, interval=0.05) as log:
                log.log(0, loss=1)
                time.sleep(0.2)
                self.server.status = 200
                log.log(1, loss=2)
        self.assertEqual([point["step"] for point in self.server.points()], [0, 1])
        self.assertEqual(self.streamed(), 2)

    def test_refused_lines_are_left_to_the_host(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with EpochLogger(self.path, interval=0.05) as log:
                log.log(0, loss=1)
                self.until(lambda: self.streamed() == 1)
                self.server.status = 400
                asked = self.server.requests
                log.log(1, loss=2)
                self.until(lambda: self.server.requests > asked)
                time.sleep(0.2)
                self.server.status = 200
                log.log(2, loss=3)
        self.assertEqual(self.streamed(), 1)
        self.assertEqual(len(self.lines()), 3)

    def test_a_resumed_file_counts_on(self):
        for part in range(2):
            with EpochLogger(self.path, interval=0.05) as log:
                log.log(part, loss=part)
        self.assertEqual(self.streamed(), 2)
        self.path.write_text(self.path.read_text() + '{"step": 2, "times')
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with EpochLogger(self.path, interval=0.05) as log:
                log.log(3, loss=3)
        self.assertEqual(len(self.path.read_text().splitlines()), 4)
        self.assertEqual(self.streamed(), 4)
        self.assertEqual([point["step"] for point in self.server.points()], [0, 1, 3])

    def test_the_host_can_ask_to_stop(self):
        with EpochLogger(self.path) as log:
            self.assertFalse(log.should_stop)
            (self.folder / "stop.json").write_text('{"reason": "pruned"}')
            self.assertTrue(log.should_stop)
            self.assertEqual(log.stop_reason, "pruned")

    def test_credentials(self):
        with mock.patch.dict(os.environ, {"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": "pw"}):
            with EpochLogger(self.path, interval=0.05) as log:
                log.log(0, loss=1)
        self.assertEqual(self.server.headers[0]["Authorization"], "Basic YWRhOnB3")

    def test_wrong_credentials_are_one_warning_and_no_more_requests(self):
        for status in (401, 403):
            with self.subTest(status=status), warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                self.server.status = status
                requests = self.server.requests
                with EpochLogger(self.folder / ("%d.jsonl" % status), interval=0.02) as log:
                    for step in range(5):
                        log.log(step, loss=step)
                        time.sleep(0.05)
                self.assertEqual(self.server.requests, requests + 1)
                self.assertEqual(len(caught), 1)
                self.assertIn("MLFLOW_TRACKING_TOKEN", str(caught[0].message))

    def test_a_user_in_the_uri(self):
        url = self.server.url.replace("http://", "http://ada:p%40w@")
        with EpochLogger(self.path, tracking_uri=url, run_id="b" * 32, interval=0.05) as log:
            log.log(0, loss=1)
        self.assertEqual(self.server.headers[0]["Authorization"], "Basic YWRhOnBAdw==")
        self.assertEqual(self.server.batches[0]["run_id"], "b" * 32)

    def test_a_folder_that_cannot_be_written_only_warns_and_metrics_are_live(self):
        (self.folder / "file").write_text("")
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with EpochLogger(self.folder / "file" / "metrics.jsonl", interval=0.05) as log:
                log.log(0, loss=1)
                log.log(1, loss=2)
        self.assertEqual(len(caught), 1)
        self.assertEqual([point["step"] for point in self.server.points()], [0, 1])

    def test_a_full_disk_only_warns_and_metrics_are_live(self):
        program = (
            "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (180, 180))\n"
            "from orrery import EpochLogger\n"
            "with EpochLogger(%r, interval=0.05) as log:\n"
            "    for step in range(6): log.log(step, loss=step)\n" % str(self.path)
        )
        done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stderr.count(b"RuntimeWarning"), 1, done.stderr)
        self.assertEqual(self.path.stat().st_size, 180)
        self.assertEqual([point["step"] for point in self.server.points()], list(range(6)))

    def test_nothing_raises_where_warnings_are_errors(self):
        self.server.status = 500
        with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()) as said:
            warnings.simplefilter("error")
            with EpochLogger(self.path, interval=0.02) as log:
                log.log(0, loss=float("nan"), accuracy=10**400, name=[])
                log.log(1, loss=1)
        self.assertIn("'accuracy' is no number", said.getvalue())
        self.assertEqual([line["step"] for line in self.lines()], [1])

    def test_names_that_mlflow_refuses(self):
        with EpochLogger(self.path, interval=0.05) as log:
            log.log(0, {"mAP_0.5:0.95(B)": 1, "train/loss": 2})
        self.assertEqual([point["key"] for point in self.server.points()], ["mAP_0.5_0.95_B_", "train/loss"])
        for name, expected in json.loads((Path(__file__).parent / "metric_names.json").read_text("utf-8")):
            self.assertEqual(metric_name(name), expected)

    def test_another_run_begins_a_file_of_its_own(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.server.status = 0
            with EpochLogger(self.path, interval=0.02) as log:
                log.log(0, loss=1)
            self.server.status = 200
            with EpochLogger(self.path, run_id="b" * 32, interval=0.02) as log:
                log.log(0, loss=2)
        self.assertEqual([batch["run_id"] for batch in self.server.batches], ["b" * 32])
        self.assertEqual(replay(self.folder / ("metrics.%s.jsonl" % RUN)), 1)
        self.assertEqual([(batch["run_id"], batch["metrics"][0]["value"]) for batch in self.server.batches][1], (RUN, 1))

    def test_a_program_that_never_closes_it(self):
        program = "from orrery import EpochLogger; EpochLogger(%r, interval=60).log(0, loss=1)" % str(self.path)
        subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
        self.assertEqual(len(self.server.points()), 1)
        self.assertEqual(self.streamed(), 1)


class HttpsTest(unittest.TestCase):
    @unittest.skipUnless(shutil.which("openssl"), "there is no openssl to make a certificate with")
    def test_the_certificate_is_looked_at(self):
        with tempfile.TemporaryDirectory() as folder:
            pem = os.path.join(folder, "server.pem")
            make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
            make += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", pem, "-out", pem + ".crt"]
            subprocess.run(make, check=True, stderr=subprocess.DEVNULL)
            with open(pem, "a") as key, open(pem + ".crt") as certificate:
                key.write(certificate.read())
            server = FakeServer(pem)
            self.addCleanup(server.close)
            path = os.path.join(folder, "metrics.jsonl")
            with EpochLogger(path) as log:
                log.log(0, loss=1)
            with self.assertRaisesRegex(Unreachable, "(?i)certificate"):
                replay(path, tracking_uri=server.url, run_id=RUN)
            for more in ({"MLFLOW_TRACKING_SERVER_CERT_PATH": pem + ".crt"}, {"MLFLOW_TRACKING_INSECURE_TLS": "true"}):
                with mock.patch.dict(os.environ, more):
                    self.assertEqual(replay(path, tracking_uri=server.url, run_id=RUN), 1)
                os.remove(os.path.join(folder, "metrics.streamed"))


if __name__ == "__main__":
    unittest.main()
