"""Sends what a tracking server missed."""

import os
from pathlib import Path
from typing import List, Optional, Union

from .job import output_dir
from .metrics_file import Line, Marker, lines_after
from .stream import leading, points
from .tracking import RunClient


def replay(
    path: Optional[Union[str, "os.PathLike[str]"]] = None,
    *,
    tracking_uri: Optional[str] = None,
    run_id: Optional[str] = None,
) -> int:
    """Sends the lines of a metrics file that the server has not acknowledged, and returns how many points went.

    Each point reaches the run once, however often this is called: ``metrics.streamed`` beside the file says what the
    server has, and a point that it has already, because its answer was lost, changes nothing there.

    Args:
        path: the file, or the folder that holds ``metrics.jsonl``; the job's output folder by default.
        tracking_uri: the server, instead of ``MLFLOW_TRACKING_URI``.
        run_id: the run, instead of the one that the file was written for, or ``MLFLOW_RUN_ID``.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if no server or no run is named.
        TrackingError: if the server is away, or refuses; what it took until then stays marked.
    """
    file = Path(path) if path is not None else output_dir()
    if file.is_dir():
        file = file / "metrics.jsonl"
    marker = Marker(file)
    waiting: List[Line] = list(lines_after(file, marker.lines))
    client = RunClient.of(tracking_uri, run_id or marker.run_id)
    if client is None:
        raise ValueError("replay needs a server (MLFLOW_TRACKING_URI, http or https) and a run (MLFLOW_RUN_ID)")
    if marker.run_id not in (None, client.run_id):
        raise ValueError("%s is of run %s, not of %s" % (file, marker.run_id, client.run_id))
    sent = 0
    while waiting:
        batch = leading(waiting)
        metrics = points(batch)
        client.log(metrics)
        marker.write(batch[-1][0] or marker.lines, client.run_id)
        del waiting[: len(batch)]
        sent += len(metrics)
    return sent
