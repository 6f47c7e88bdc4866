"""One call of MLflow's REST API: a batch of metrics to the run that the host opened."""

import base64
import json
import os
import urllib.error
import urllib.request
from typing import Any, Dict, List, Optional

Metric = Dict[str, Any]

MAX_METRICS = 1000
_TIMEOUT_SECONDS = 3.0


class Refused(Exception):
    """The server understood the batch and will not take it; sending it again is no use."""


class Unreachable(Exception):
    """The server did not answer, or is in trouble; sending again later may help."""


class RunClient:
    """Logs metrics to one run of one tracking server."""

    def __init__(self, tracking_uri: str, run_id: str) -> None:
        self._url = tracking_uri.rstrip("/") + "/api/2.0/mlflow/runs/log-batch"
        self._run_id = run_id

    @classmethod
    def from_environment(cls) -> Optional["RunClient"]:
        """The client for ``MLFLOW_TRACKING_URI`` and ``MLFLOW_RUN_ID``, or None where tracking is not set."""
        uri = os.environ.get("MLFLOW_TRACKING_URI", "")
        run_id = os.environ.get("MLFLOW_RUN_ID", "")
        return cls(uri, run_id) if run_id and uri.startswith(("http://", "https://")) else None

    def log(self, metrics: List[Metric]) -> None:
        """Sends at most `MAX_METRICS` points.

        Raises:
            Refused: for an answer that says the batch is wrong.
            Unreachable: for no answer, or one that says to come back later.
        """
        body = json.dumps({"run_id": self._run_id, "metrics": metrics}).encode("utf-8")
        headers = {"Content-Type": "application/json"}
        headers.update(_authorization())
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            text = error.read(500).decode("utf-8", "replace")
            kind = Unreachable if error.code >= 500 or error.code == 429 else Refused
            raise kind("%s answered %s: %s" % (self._url, error.code, text)) from error
        except Exception as error:  # URLError, timeouts, connections that break half-way, bad URLs
            raise Unreachable("%s: %s" % (self._url, error)) from error


def _authorization() -> Dict[str, str]:
    token = os.environ.get("MLFLOW_TRACKING_TOKEN")
    if token:
        return {"Authorization": "Bearer " + token}
    user = os.environ.get("MLFLOW_TRACKING_USERNAME")
    if not user:
        return {}
    secret = "%s:%s" % (user, os.environ.get("MLFLOW_TRACKING_PASSWORD", ""))
    return {"Authorization": "Basic " + base64.b64encode(secret.encode("utf-8")).decode("ascii")}
