"""A live log of a training program's epochs."""

import json
import math
import os
import time
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, Iterator, Mapping, Optional, Set, TextIO, Tuple, Type, Union

from .job import output_dir
from .stream import Stream, acknowledged_lines
from .tracking import RunClient

_FLUSH_SECONDS = 5.0


class EpochLogger:
    """Writes metrics to ``metrics.jsonl`` as they come, and streams them to the run that the host opened.

    Each call of `log` appends one line ``{"step", "timestamp", "metrics"}`` (timestamp in Unix milliseconds) and
    flushes it, so that a crash loses nothing. Where ``MLFLOW_TRACKING_URI`` and ``MLFLOW_RUN_ID`` are set the same
    points go to the server, one request an `interval`. Nothing here raises into the training program.

    Args:
        jsonl_path: the file; ``metrics.jsonl`` in the job's output folder by default.
        tracking_uri: the server, instead of ``MLFLOW_TRACKING_URI``.
        run_id: the run, instead of ``MLFLOW_RUN_ID``.
        interval: seconds between two requests.
    """

    def __init__(
        self,
        jsonl_path: Optional[Union[str, "os.PathLike[str]"]] = None,
        *,
        tracking_uri: Optional[str] = None,
        run_id: Optional[str] = None,
        interval: float = 1.0,
    ) -> None:
        self._path = Path(jsonl_path) if jsonl_path is not None else output_dir() / "metrics.jsonl"
        self._stop_file = Path(os.environ.get("ORRERY_OUTPUT") or self._path.parent) / "stop.json"
        self._client = RunClient(tracking_uri, run_id) if tracking_uri and run_id else RunClient.from_environment()
        self._interval = interval
        self._dropped: Set[str] = set()
        self._file: Optional[TextIO] = None
        self._stream: Optional[Stream] = None
        self._lines = 0

    def __enter__(self) -> "EpochLogger":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def log(self, step: int, metrics: Optional[Mapping[str, Any]] = None, **more: Any) -> None:
        """Logs the metrics of one step; nested maps are flattened with ``.``, NaN and infinities dropped."""
        try:
            values = dict(self._finite({**(metrics or {}), **more}))
            if values:
                self._write({"step": int(step), "timestamp": int(time.time() * 1000), "metrics": values})
        except Exception as error:
            self._warn_once("log", "metrics of step %s were not logged: %r" % (step, error))

    @property
    def should_stop(self) -> bool:
        """Whether the host asked the job to end: its trial was pruned, or it was cancelled."""
        return self._stop_file.exists()

    @property
    def stop_reason(self) -> Optional[str]:
        """Why the host asked, or None where it did not."""
        try:
            return str(json.loads(self._stop_file.read_text("utf-8")).get("reason"))
        except (OSError, ValueError, AttributeError):
            return None

    def close(self) -> None:
        """Sends what is left, for a few seconds at most; closing twice is fine."""
        try:
            if self._file is not None:
                self._file.close()
            if self._stream is not None:
                self._stream.close(_FLUSH_SECONDS)
        except Exception as error:
            self._warn_once("close", "the log did not close cleanly: %r" % error)
        self._file = self._stream = None

    def _write(self, line: Dict[str, Any]) -> None:
        if self._file is None:
            self._open()
        assert self._file is not None
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        self._lines += 1
        if self._stream is not None:
            self._stream.add(self._lines, line)

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._lines = _end_last_line(self._path)
        self._file = self._path.open("a", encoding="utf-8")
        if self._client is None:
            return
        marker = self._path.with_name("metrics.streamed")
        if acknowledged_lines(marker) == self._lines:
            self._stream = Stream(self._client, marker, self._lines, self._interval)
        else:
            self._warn_once("resume", "earlier lines were not sent; the host logs all from %s" % self._path)

    def _finite(self, metrics: Mapping[str, Any], prefix: str = "") -> Iterator[Tuple[str, float]]:
        for name, value in metrics.items():
            key = prefix + str(name)
            if isinstance(value, Mapping):
                yield from self._finite(value, key + ".")
                continue
            try:
                number = float(value)
            except (TypeError, ValueError):
                self._warn_once(key, "metric '%s' is no number and was dropped: %r" % (key, value))
                continue
            if math.isfinite(number):
                yield key, number
            else:
                self._warn_once(key, "metric '%s' is %s and was dropped" % (key, number))

    def _warn_once(self, key: str, message: str) -> None:
        if key not in self._dropped:
            self._dropped.add(key)
            warnings.warn("orrery: " + message, RuntimeWarning, stacklevel=3)


def _end_last_line(path: Path) -> int:
    """Ends a line that a crash cut short, and counts the lines of the file."""
    if not path.exists():
        return 0
    with path.open("rb+") as file:
        content = file.read()
        if content and not content.endswith(b"\n"):
            file.write(b"\n")
            return content.count(b"\n") + 1
        return content.count(b"\n")
