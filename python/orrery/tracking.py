"""One call of MLflow's REST API: a batch of metrics to the run that the host opened."""

import os
from typing import Any, Dict, List, Optional

from .wire import Denied, Refused, TrackingError, Unreachable, Wire

__all__ = ["Denied", "Metric", "Refused", "RunClient", "TrackingError", "Unreachable"]

Metric = Dict[str, Any]

MAX_METRICS = 1000
_TIMEOUT_SECONDS = 3.0


class RunClient:
    """Logs metrics to one run of one tracking server."""

    def __init__(self, tracking_uri: str, run_id: str) -> None:
        self._wire = Wire(tracking_uri, _TIMEOUT_SECONDS)
        self.run_id = run_id

    @classmethod
    def of(cls, tracking_uri: Optional[str] = None, run_id: Optional[str] = None) -> Optional["RunClient"]:
        """The client for these, else for ``MLFLOW_TRACKING_URI`` and ``MLFLOW_RUN_ID``; None where one is not set."""
        uri = tracking_uri or os.environ.get("MLFLOW_TRACKING_URI", "")
        run = run_id or os.environ.get("MLFLOW_RUN_ID", "")
        return cls(uri, run) if run and uri.startswith(("http://", "https://")) else None

    def log(self, metrics: List[Metric]) -> None:
        """Sends points, in as many requests as the API's limit asks for. Points that the server has change nothing.

        Raises:
            Denied: for an answer that says the credentials are wrong.
            Refused: for an answer that says the batch is wrong.
            Unreachable: for no answer, or one that says to come back later.
        """
        for start in range(0, len(metrics), MAX_METRICS):
            body = {"run_id": self.run_id, "metrics": metrics[start : start + MAX_METRICS]}
            self._wire.send("POST", "/api/2.0/mlflow/runs/log-batch", body)
