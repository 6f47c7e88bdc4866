"""The metrics file of one run, and the mark of how much of it the server has."""

import json
import os
from pathlib import Path
from typing import Any, BinaryIO, Dict, Iterator, Optional, Tuple

Line = Tuple[Optional[int], Dict[str, Any]]
"""A line's number in the file, counted from 1, and the line; None where the file could not take it."""


class MetricsFile:
    """``metrics.jsonl``: one ``{"step", "timestamp", "metrics"}`` a line, on disk when `append` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: Optional[BinaryIO] = None
        self._lines = 0

    def open(self) -> int:
        """Makes it ready to append, ends a line that a crash cut short, and counts the lines."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("ab", buffering=0)
        self._lines, ended = _count_lines(self.path)
        if not ended:
            self._write(b"\n")
            self._lines += 1
        return self._lines

    def append(self, line: Dict[str, Any]) -> int:
        """Writes a line and returns its number; where that fails, the file is looked at anew next time."""
        try:
            if self._file is None:
                self.open()
            self._write(json.dumps(line).encode("utf-8") + b"\n")
        except OSError:
            self.close()
            raise
        self._lines += 1
        return self._lines

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        if self._file.write(data) != len(data):
            raise OSError("%s took a part of a line only" % self.path)


class Marker:
    """``metrics.streamed`` beside the metrics: the run that they are of, and how many leading lines the server has.

    The host logs only the other lines after the job has ended.
    """

    def __init__(self, metrics: Path) -> None:
        self._path = metrics.with_suffix(".streamed")
        try:
            known = json.loads(self._path.read_text("utf-8"))
            self.lines = int(known.get("lines") or 0)
            self.run_id: Optional[str] = known.get("run_id")
        except (OSError, ValueError, AttributeError, TypeError):
            self.lines = 0
            self.run_id = None

    def write(self, lines: int, run_id: str) -> None:
        """Replaces the mark, whole or not at all."""
        self.lines, self.run_id = lines, run_id
        partial = self._path.with_name(self._path.name + ".part")
        partial.write_text(json.dumps({"lines": lines, "run_id": run_id}), "utf-8")
        os.replace(str(partial), str(self._path))

    def set_aside(self, metrics: Path) -> None:
        """Renames both files after their run, so that another run can begin its own."""
        aside = metrics.with_name("%s.%s%s" % (metrics.stem, self.run_id, metrics.suffix))
        os.replace(str(metrics), str(aside))
        os.replace(str(self._path), str(aside.with_suffix(".streamed")))
        self.lines, self.run_id = 0, None


def lines_after(path: Path, number: int) -> Iterator[Line]:
    """The lines that follow the first `number`; what is none, as a crash leaves it, is left out."""
    with path.open("rb") as file:
        for index, text in enumerate(file, 1):
            line = _parse(text) if index > number else None
            if line is not None:
                yield index, line


def _parse(text: bytes) -> Optional[Dict[str, Any]]:
    try:
        line = json.loads(text.decode("utf-8"))
        whole = isinstance(line["metrics"], dict) and type(line["step"]) is type(line["timestamp"]) is int
        return line if whole else None
    except (ValueError, KeyError, TypeError):
        return None


def _count_lines(path: Path) -> Tuple[int, bool]:
    """How many newlines a file has, and whether it ends with one."""
    count, last = 0, b"\n"
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            count += block.count(b"\n")
            last = block[-1:]
    return count, last == b"\n"
