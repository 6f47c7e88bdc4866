"""Sends the lines of a metrics file to the tracking server, beside the training."""

import threading
from typing import Any, Dict, Iterable, List, Optional

from .metrics_file import Line, Marker
from .notices import warn
from .tracking import MAX_METRICS, Denied, Metric, Refused, RunClient, Unreachable

_LONGEST_PAUSE_SECONDS = 30.0


class Stream:
    """A thread that sends what it is given, at most one request an interval.

    Each acknowledged batch moves the marker on. A batch that the server refused holds it for good: the host, or
    `replay`, sends from there.
    """

    def __init__(self, client: RunClient, marker: Marker, waiting: Iterable[Line], interval: float) -> None:
        self._client = client
        self._marker = marker
        self._interval = interval
        self._waiting: List[Line] = list(waiting)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._closing = False
        self._warned = False
        self._broken = False
        self._thread = threading.Thread(target=self._run, name="orrery-stream", daemon=True)
        self._thread.start()

    def add(self, number: Optional[int], line: Dict[str, Any]) -> None:
        if self._thread.is_alive():
            with self._lock:
                self._waiting.append((number, line))

    def close(self, timeout: float) -> None:
        """Sends what is left, for at most `timeout` seconds; what stays unsent is in the file."""
        self._closing = True
        self._wake.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        pause = self._interval
        while True:
            self._wake.wait(pause)
            try:
                done = self._send_waiting()
                pause = self._interval
            except Unreachable as error:
                self._warn("metrics are kept in the job's folder, tracking is unreachable: %s" % error)
                pause = min(max(pause, 0.05) * 2, _LONGEST_PAUSE_SECONDS)
                done = False
            except Denied as error:
                self._warn(
                    "live metrics are off, the file has them all: %s; "
                    "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, say who logs" % error
                )
                return
            except Exception as error:  # a bug here must not reach the training program
                self._warn("live metrics are off: %r" % error)
                return
            if self._closing:
                if not done:
                    self._warn("some metrics were not sent; the host logs them from the job's folder")
                return

    def _send_waiting(self) -> bool:
        while True:
            with self._lock:
                batch = leading(self._waiting)
            if not batch:
                return True
            try:
                self._client.log(points(batch))
            except Denied:
                raise
            except Refused as error:
                self._warn("the tracking server refused metrics: %s" % error)
                self._broken = True
            with self._lock:
                del self._waiting[: len(batch)]
            numbers = [number for number, _ in batch if number is not None]
            if numbers and not self._broken:
                self._marker.write(numbers[-1], self._client.run_id)

    def _warn(self, message: str) -> None:
        if not self._warned:
            self._warned = True
            warn(message)


def leading(lines: List[Line]) -> List[Line]:
    """The first lines that fit one request, at least one."""
    count = 0
    for index, (_, line) in enumerate(lines):
        count += len(line["metrics"])
        if count > MAX_METRICS and index > 0:
            return lines[:index]
    return lines[:]


def points(lines: List[Line]) -> List[Metric]:
    """The points of lines, as the API takes them."""
    return [
        {"key": key, "value": value, "timestamp": line["timestamp"], "step": line["step"]}
        for _, line in lines
        for key, value in line["metrics"].items()
    ]
