"""A live log of a training program's epochs."""

import atexit
import json
import math
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, Iterator, Mapping, Optional, Set, Tuple, Type, Union

from .job import output_dir
from .metric_name import metric_name
from .metrics_file import Marker, MetricsFile, lines_after
from .notices import warn
from .stream import Stream
from .tracking import RunClient

_FLUSH_SECONDS = 5.0


class EpochLogger:
    """Writes metrics to ``metrics.jsonl`` as they come, and streams them to the run that the host opened.

    Each call of `log` appends one line ``{"step", "timestamp", "metrics"}`` (timestamp in Unix milliseconds) that is
    in the file when it returns, so that a crash loses nothing. Where ``MLFLOW_TRACKING_URI`` and ``MLFLOW_RUN_ID``
    are set the same points go to the server, one request an `interval`; lines of the same run that an earlier logger
    could not send go first. Nothing here raises into the training program.

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
        self._client = RunClient.of(tracking_uri, run_id)
        self._interval = interval
        self._warned: Set[str] = set()
        self._file: Optional[MetricsFile] = None
        self._stream: Optional[Stream] = None

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
        atexit.unregister(self.close)

    def _write(self, line: Dict[str, Any]) -> None:
        if self._file is None:
            self._open()
        number: Optional[int] = None
        try:
            assert self._file is not None
            number = self._file.append(line)
        except OSError as error:
            self._warn_once("write", "metrics could not be written to %s: %s" % (self._path, error))
        if self._stream is not None:
            self._stream.add(number, line)

    def _open(self) -> None:
        self._file = MetricsFile(self._path)
        atexit.register(self.close)
        if self._client is None:
            return
        try:
            marker = Marker(self._path)
            if marker.run_id not in (None, self._client.run_id) and self._path.exists():
                marker.set_aside(self._path)
            self._file.open()
            marker.write(marker.lines, self._client.run_id)
            waiting = list(lines_after(self._path, marker.lines))
        except OSError as error:
            self._warn_once("write", "metrics could not be written to %s: %s" % (self._path, error))
            waiting = []
        self._stream = Stream(self._client, marker, waiting, self._interval)

    def _finite(self, metrics: Mapping[str, Any], prefix: str = "") -> Iterator[Tuple[str, float]]:
        for name, value in metrics.items():
            key = prefix + str(name)
            if isinstance(value, Mapping):
                yield from self._finite(value, key + ".")
                continue
            try:
                number = float(value)
            except Exception:  # tensors raise errors of their own
                self._warn_once(key, "metric '%s' is no number and was dropped: %.200r" % (key, value))
                continue
            if math.isfinite(number):
                yield metric_name(key), number
            else:
                self._warn_once(key, "metric '%s' is %s and was dropped" % (key, number))

    def _warn_once(self, key: str, message: str) -> None:
        if key not in self._warned:
            self._warned.add(key)
            warn(message)
