"""Sends the lines of a metrics file to the tracking server, beside the training."""

import json
import os
import threading
import warnings
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from .tracking import MAX_METRICS, Metric, Refused, RunClient, Unreachable

_LONGEST_PAUSE_SECONDS = 30.0

Line = Tuple[int, Dict[str, Any]]
"""A line's number in the file, counted from 1, and the line."""


class Stream:
    """A thread that sends what it is given, at most one request an interval.

    After each acknowledged batch the file ``metrics.streamed`` beside the metrics says how many of the leading lines
    the server has, so that the host logs only the others after the job has ended.
    """

    def __init__(self, client: RunClient, marker: Path, acknowledged: int, interval: float) -> None:
        self._client = client
        self._marker = marker
        self._acknowledged = acknowledged
        self._interval = interval
        self._waiting: List[Line] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._closing = False
        self._warned = False
        self._broken = False
        self._thread = threading.Thread(target=self._run, name="orrery-stream", daemon=True)
        self._thread.start()

    def add(self, number: int, line: Dict[str, Any]) -> None:
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
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
                done = False
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
                batch = _leading(self._waiting)
            if not batch:
                return True
            metrics = [point for _, line in batch for point in _points(line)]
            try:
                self._client.log(metrics)
            except Refused as error:
                self._warn("the tracking server refused metrics: %s" % error)
                self._broken = True
            with self._lock:
                del self._waiting[: len(batch)]
            if not self._broken:
                self._acknowledge(batch[-1][0])

    def _acknowledge(self, lines: int) -> None:
        self._acknowledged = lines
        partial = self._marker.with_name(self._marker.name + ".part")
        partial.write_text(json.dumps({"lines": lines}), "utf-8")
        os.replace(str(partial), str(self._marker))

    def _warn(self, message: str) -> None:
        if not self._warned:
            self._warned = True
            warnings.warn("orrery: " + message, RuntimeWarning, stacklevel=2)


def _leading(lines: List[Line]) -> List[Line]:
    """The first lines that fit one request."""
    count = 0
    for index, (_, line) in enumerate(lines):
        count += len(line["metrics"])
        if count > MAX_METRICS and index > 0:
            return lines[:index]
    return lines[:]


def _points(line: Dict[str, Any]) -> List[Metric]:
    return [
        {"key": key, "value": value, "timestamp": line["timestamp"], "step": line["step"]}
        for key, value in line["metrics"].items()
    ]


def acknowledged_lines(marker: Path) -> int:
    """How many leading lines the server has, by ``metrics.streamed``; 0 where there is none."""
    try:
        lines: Optional[int] = json.loads(marker.read_text("utf-8")).get("lines")
        return int(lines or 0)
    except (OSError, ValueError, AttributeError, TypeError):
        return 0
